import { type Estate, type EstateOptions, type ListedSnapshot, openEstate } from "./estate.ts";
import type { Suite } from "./suite.ts";

/** A snapshot that is newer than the one that answers, and why it does not. */
export interface UnshownSnapshot {
  readonly name: string;
  /** It is the one that answers, by checks that have been edited since. */
  readonly isJudgedBefore?: boolean;
  readonly problem: string;
}

/** The estate that answers now, exchanged when there is a newer snapshot. */
export interface EstateFollower {
  readonly current: Estate | undefined;
  /** Newer snapshots that cannot be shown, newest first: whoever looks at `current` has to be told. */
  readonly unshown: readonly UnshownSnapshot[];
  /** Looks for a newer snapshot; never throws. What cannot be opened is reported once, and the one before stays. */
  refresh(): Promise<void>;
}

/** What could not be opened, for want of memory, descriptors or rights perhaps, is tried again after so long; each time twice as long. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

interface Failure extends UnshownSnapshot {
  readonly mark: string | undefined;
  readonly suite: Suite;
  readonly pauseMs: number;
  readonly againAtMs: number;
}

/**
 * Follows the newest snapshot of a source that can be shown. `onProblem` is told what cannot be, and why. `suiteNow` is what to judge it by;
 * when that is another object the snapshot is judged anew, and the verdicts before it answer until that is done.
 */
export function followEstate(
  options: EstateOptions,
  onProblem: (name: string, problem: string) => void,
  suiteNow: () => Suite = () => options,
): EstateFollower {
  const { source, clock } = options;
  let current: Estate | undefined;
  let judgedBy: Suite | undefined;
  let unshown: readonly UnshownSnapshot[] = [];
  let running: Promise<void> | undefined;
  const failures = new Map<string, Failure>();
  const told = new Set<string>();

  const tell = (one: UnshownSnapshot): UnshownSnapshot => {
    const key = `${one.name} ${one.problem}`;
    if (!told.has(key)) onProblem(one.name, one.problem);
    told.add(key);
    return one;
  };

  /** The estate of a snapshot, or why there is none. */
  const tryOpen = async (
    { name, mark, problem }: ListedSnapshot,
    suite: Suite,
  ): Promise<Estate | UnshownSnapshot> => {
    if (problem !== undefined) return { name, problem };
    const before = failures.get(name);
    const isSame = before?.mark === mark && before?.suite === suite;
    if (before && isSame && clock() < before.againAtMs) return before;
    try {
      const estate = await openEstate(name, {
        ...options,
        checks: suite.checks,
        fragments: suite.fragments,
      });
      failures.delete(name);
      return estate;
    } catch (error) {
      const pauseMs = Math.min(before ? 2 * before.pauseMs : FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      const failure = {
        ...{ name, mark, suite, pauseMs, againAtMs: clock() + pauseMs },
        problem: error instanceof Error ? error.message : String(error),
      };
      failures.set(name, failure);
      return failure;
    }
  };

  const look = async (): Promise<void> => {
    const found: UnshownSnapshot[] = [];
    const suite = suiteNow();
    try {
      const listed = source.list();
      for (const name of failures.keys())
        if (!listed.some((one) => one.name === name)) failures.delete(name);
      for (const snapshot of listed) {
        const isShown = snapshot.name === current?.name;
        if (isShown && suite === judgedBy) break;
        const opened = await tryOpen(snapshot, suite);
        if ("problem" in opened)
          found.push({ ...tell(opened), ...(isShown ? { isJudgedBefore: true } : {}) });
        else {
          current?.retire();
          current = opened;
          judgedBy = suite;
        }
        if (isShown || current === opened) break;
      }
    } catch (error) {
      found.push(tell({ name: "newest", problem: String((error as Error).message) }));
    }
    unshown = found;
  };

  return {
    get current() {
      return current;
    },
    get unshown() {
      return unshown;
    },
    refresh() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
