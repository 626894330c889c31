import { type EstateOptions, openAnswering, type OpenSnapshot } from "./estate.ts";
import type { Suite } from "./suite.ts";

/** Snapshots of the store beside the newest, for whoever reads on in one. */
export interface Archive {
  /** A snapshot, held; or why there is none. `busy` goes by. */
  open(id: string): Promise<HeldSnapshot | { readonly problem: string } | "busy">;
  /** Closes what nobody has asked for in a while. */
  tidy(): void;
  /** Closes all once nobody asks them. */
  retire(): void;
}

/** A snapshot that stays open until it is released. */
export interface HeldSnapshot {
  readonly answering: OpenSnapshot;
  readonly release: () => void;
}

/** Older snapshots that are open at once, and for how long after they were last asked. */
const MOST_OPEN = 2;
const IDLE_MS = 60_000;

interface Entry {
  readonly opening: Promise<OpenSnapshot>;
  users: number;
  usedAtMs: number;
}

/**
 * Opens older snapshots when they are asked for: at most two at once, judged only where a query asks what checks found, and closed when
 * another takes its place or nobody has asked it for a minute. Where both are in use, whoever asks for a third is told to come again.
 * `suiteNow` is what those are judged by that are opened from now on.
 */
export function createArchive(
  options: EstateOptions,
  suiteNow: () => Suite = () => options,
): Archive {
  const { source, clock } = options;
  const entries = new Map<string, Entry>();

  function close(id: string, entry: Entry): void {
    entries.delete(id);
    entry.opening.then(
      (answering) => answering.retire(),
      () => undefined,
    );
  }

  function makeRoom(): boolean {
    if (entries.size < MOST_OPEN) return true;
    const unused = [...entries].filter(([, { users }]) => users === 0);
    const [oldest] = unused.sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs);
    if (oldest) close(...oldest);
    return oldest !== undefined;
  }

  function begin(id: string): Entry | undefined {
    if (!makeRoom()) return undefined;
    const { checks, fragments } = suiteNow();
    const opening = openAnswering(id, { ...options, checks, fragments });
    const entry = { opening, users: 0, usedAtMs: clock() };
    entries.set(id, entry);
    return entry;
  }

  return {
    async open(id) {
      const ids = source.snapshots().map((snapshot) => snapshot.id);
      if (!ids.includes(id)) return { problem: missing(id, ids) };
      const entry = entries.get(id) ?? begin(id);
      if (!entry) return "busy";
      entry.users++;
      try {
        const answering = await entry.opening;
        const end = answering.hold();
        let isHeld = true;
        const release = () => {
          if (!isHeld) return;
          isHeld = false;
          entry.users--;
          entry.usedAtMs = clock();
          end();
        };
        return { answering, release };
      } catch (error) {
        entry.users--;
        if (entries.get(id) === entry) entries.delete(id);
        return { problem: `The snapshot "${id}" cannot be opened: ${(error as Error).message}` };
      }
    },
    tidy() {
      for (const [id, entry] of entries)
        if (entry.users === 0 && clock() - entry.usedAtMs > IDLE_MS) close(id, entry);
    },
    retire() {
      for (const [id, entry] of entries) close(id, entry);
    },
  };
}

function missing(id: string, [newest]: readonly string[]): string {
  const there = newest === undefined ? "" : ` The newest is "${newest}".`;
  return `There is no snapshot "${id}" in the store, or no more.${there} Begin anew without "snapshot" and "after".`;
}
