import { unlessAborted } from "../slices.ts";

/** Gives back what was made for a key, or makes it; whoever asks waits no longer than until his signal. */
export type SharedWork<T> = (key: string, signal: AbortSignal | undefined) => Promise<T>;

interface Work<T> {
  readonly made: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
  isDone: boolean;
}

/**
 * Makes things once for all who ask for them at the same time or later, and keeps the `most` that were asked for last. Work for which nobody
 * waits any more is stopped; what failed is forgotten.
 */
export function createSharedWork<T>(
  most: number,
  make: (key: string, signal: AbortSignal) => Promise<T>,
): SharedWork<T> {
  const kept = new Map<string, Work<T>>();

  const begin = (key: string): Work<T> => {
    const stop = new AbortController();
    const work: Work<T> = { made: make(key, stop.signal), stop, waiting: 0, isDone: false };
    const forget = () => kept.get(key) === work && kept.delete(key);
    stop.signal.addEventListener("abort", forget);
    work.made.then(() => {
      work.isDone = true;
    }, forget);
    return work;
  };

  return async (key, signal) => {
    signal?.throwIfAborted();
    const work = kept.get(key) ?? begin(key);
    kept.delete(key);
    kept.set(key, work);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    work.waiting++;
    try {
      return await unlessAborted(work.made, signal);
    } finally {
      work.waiting--;
      if (work.waiting === 0 && !work.isDone) work.stop.abort();
    }
  };
}
