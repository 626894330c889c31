import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What became of a mutant; `survived` is said once for each file of tests that it got through. */
export type Outcome = "killed" | "timeout" | "survived";

export type Entry =
  | { readonly starts: number; readonly test: string }
  | { readonly mutant: number; readonly outcome: Outcome; readonly test: string }
  /** A test that does not pass a second time in the same process, and is left out. */
  | { readonly unfit: string; readonly test: string }
  | { readonly done: string }
  /** From here on all that survived is tried again, with every test: what was killed before stays so. */
  | { readonly again: true };

/** The journal of a run: what stands in it need not be done again by a process that takes over from one that hung. */
export interface Journal {
  readonly write: (entry: Entry) => void;
  readonly read: () => readonly Entry[];
}

export function openJournal(path: string): Journal {
  return {
    write: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`),
    read: () =>
      existsSync(path)
        ? sinceAgain(
            readFileSync(path, "utf8")
              .split("\n")
              .filter(Boolean)
              .map((line) => JSON.parse(line) as Entry),
          )
        : [],
  };
}

function sinceAgain(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.findLastIndex((entry) => "again" in entry);
  const before = entries.slice(0, Math.max(last, 0));
  const killed = before.filter((entry) => "mutant" in entry && entry.outcome !== "survived");
  return [...killed, ...entries.slice(last + 1)];
}
