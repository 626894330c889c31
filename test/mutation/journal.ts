import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What became of a mutant; `survived` is said once for each file of tests that it got through. */
export type Outcome = "killed" | "timeout" | "survived";

export type Entry =
  | { readonly starts: number; readonly test: string }
  | { readonly mutant: number; readonly outcome: Outcome; readonly test: string }
  /** A test that does not pass a second time in the same process, and is left out. */
  | { readonly unfit: string; readonly test: string }
  | { readonly done: string };

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
        ? readFileSync(path, "utf8")
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line) as Entry)
        : [],
  };
}
