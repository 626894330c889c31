import { setTimeout as pause } from "node:timers/promises";
import type { Fragments } from "../check/document/fragments.ts";
import { InputError, type Mistake } from "../errors.ts";
import { markFiles } from "../files/mark-files.ts";
import type { Check } from "../types.ts";

/** What snapshots are judged by, and the fragments that queries may use. */
export interface Suite {
  readonly checks: readonly Check[];
  readonly fragments: Fragments;
}

/** Checks that are read again when their files change. */
export interface SuiteFollower {
  /** As they last were without a mistake. Another object whenever they were read again. */
  readonly current: Suite;
  /** What is wrong with the files as they are now, a sentence each with its place; none where `current` is what they say. */
  readonly problems: readonly string[];
  /** Reads them again if they have changed; never throws. */
  refresh(): Promise<void>;
}

/** Which files to follow, and how. */
export interface SuiteFiles {
  /** Files and folders that the suite is read from; of those that are not there it is noticed when they come. */
  readonly paths: readonly string[];
  /** Reads all of it, giving way to others. Throws an `InputError` of the mistakes in it. */
  readonly read: () => Promise<Suite>;
  /** Told of what is wrong when that changes. */
  readonly onProblems: (problems: readonly string[]) => void;
}

/** Files that change within such a time are still being written. */
const SETTLED_MS = 100;

/**
 * Reads a suite, and again on each `refresh` that finds its files changed. They are found to be so by their times and sizes, not by what the
 * system reports: it reports nothing of network drives, of volumes in containers and of what links lead to.
 *
 * @throws InputError for mistakes in what is read first
 */
export async function followSuite({ paths, read, onProblems }: SuiteFiles): Promise<SuiteFollower> {
  // Before reading, so that what changes meanwhile is read again.
  let mark: string | undefined = await markFiles(paths);
  let current = await read();
  let problems: readonly string[] = [];
  let running: Promise<void> | undefined;

  const tell = (found: readonly string[]): void => {
    if (found.length > 0 && found.join("\n") !== problems.join("\n")) onProblems(found);
    problems = found;
  };

  const look = async (): Promise<void> => {
    const seen = await markFiles(paths);
    if (seen === mark) return;
    await pause(SETTLED_MS);
    if ((await markFiles(paths)) !== seen) return;
    mark = seen;
    try {
      current = await read();
      tell([]);
    } catch (error) {
      // What is not the files' fault may be over at the next look.
      if (!(error instanceof InputError)) mark = undefined;
      tell(error instanceof InputError ? error.mistakes.map(sentenceOf) : [String(error)]);
    }
  };

  return {
    get current() {
      return current;
    },
    get problems() {
      return problems;
    },
    refresh() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

function sentenceOf({ message, place }: Mistake): string {
  return place ? `${place.file}:${place.line}:${place.column}: ${message}` : message;
}
