import { basename } from "node:path";
import type { Io } from "./io.ts";

/**
 * How the program was called, so that the commands which it shows run where it ran: `assay` where a shell found that, else `npx assay`,
 * which npm finds in a checkout and wherever the package is installed. npm puts its own folders before a shell's.
 */
export function commandOf({ script, environment }: Pick<Io, "script" | "environment">): string {
  const isByNpm = environment.npm_command !== undefined;
  return basename(script) === "assay" && !isByNpm ? "assay" : "npx assay";
}

/** The text with the program's commands in it, `"assay collect"`, as they run where the program was called. */
export function tellCommands(
  text: string,
  names: readonly string[],
  io: Pick<Io, "script" | "environment">,
): string {
  const known = new RegExp(`"assay (?=(?:${names.join("|")})[ "])`, "g");
  return text.replace(known, () => `"${commandOf(io)} `);
}
