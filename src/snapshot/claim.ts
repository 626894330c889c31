import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Owner } from "./store.ts";

/** A process, as it is told from others, and from a later one of the same number. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it began, in whatever words its machine has for that. */
  readonly birth?: string;
}

/** The last claim on a folder. */
export interface Claim {
  readonly number: number;
  readonly holder: Holder | undefined;
}

/** The process that `owner` is. */
export function holderOf({ pid, host, birthOf }: Owner): Holder {
  const birth = birthOf?.(pid);
  return { pid, host, ...(birth === undefined ? {} : { birth }) };
}

/** Who was the last to take over the work in `folder`; number 0 and no holder where nobody did since it was begun. */
export function lastClaim(folder: string): Claim {
  const numbers = readdirSync(folder).map((name) => Number(/^claim\.(\d+)$/.exec(name)?.[1] ?? 0));
  const number = Math.max(0, ...numbers);
  if (number === 0) return { number, holder: undefined };
  const text = readFileSync(join(folder, `claim.${number}`, "holder.json"), "utf8");
  return { number, holder: JSON.parse(text) as Holder };
}

/**
 * Takes the work in `folder` over from whoever held claim `before`. Of several that try at once exactly one gets true: each
 * claim is a folder with the next number, moved into its place whole, and none is ever moved over another or taken away.
 */
export function takeOver(folder: string, before: number, owner: Owner): boolean {
  const own = mkdtempSync(join(folder, ".claim-"));
  try {
    writeFileSync(join(own, "holder.json"), JSON.stringify(holderOf(owner)));
    renameSync(own, join(folder, `claim.${before + 1}`));
    return true;
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM") return false;
    throw error;
  }
}

/** Whether a process still runs. One of another machine, over a shared folder, cannot be asked, and is taken to. */
export function isAlive(owner: Owner, { pid, host, birth }: Holder): boolean {
  if (host !== owner.host) return true;
  if (pid === owner.pid || !owner.isRunning(pid)) return false;
  const present = owner.birthOf?.(pid);
  return birth === undefined || present === undefined || birth === present;
}
