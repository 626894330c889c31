/**
 * Work that grows with the estate, written so that it can give way: a generator that yields at least once in a millisecond
 * or two. Nothing comes out of it but its result. It holds what it needs in `finally`, for it may be left in the middle.
 */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Longest stretch of such work, of all that is under way together, in one turn of the event loop. */
const LONGEST_MS = 10;

/** Rows, or values of about the same price, between two places where work may give way. */
export const SLICE = 16_384;

/** The event loop is one for the process, and so are its turns. */
let startedMs: number | undefined;
const waiting: (() => void)[] = [];

/** The next piece of work that waits, alone in its turn: between any two the event loop looks after everybody else. */
function endTurn(): void {
  startedMs = undefined;
  const next = waiting.shift();
  if (!next) return;
  startTurn();
  next();
}

function startTurn(): number {
  if (startedMs !== undefined) return startedMs;
  startedMs = performance.now();
  setImmediate(endTurn);
  return startedMs;
}

/** Waits for a turn of the event loop if enough has been done in this one, by whomever; others that wait come first. */
export async function giveWay(): Promise<void> {
  if (performance.now() - startTurn() > LONGEST_MS)
    await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Does all of some work, giving way whenever its time in a turn is up. @throws the signal's reason once it is aborted */
export async function inSlices<T>(work: Slices<T>, signal?: AbortSignal): Promise<T> {
  try {
    for (;;) {
      if (performance.now() - startTurn() > LONGEST_MS) await giveWay();
      signal?.throwIfAborted();
      const { done, value } = work.next();
      if (done) return value;
    }
  } finally {
    work.return(undefined as T);
  }
}

/**
 * The result of work that others do, or that stands in a row: whoever waits for it is told at once that it is too late.
 * @throws the signal's reason once it is aborted
 */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Does all of some work without giving way, where nobody else is served. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Numbers that the runtime's own sort does before anybody could notice. */
const SHORT = 512;

/** Sorts `numbers` in place by `compare`, keeping the order of what is equal. */
export function* sortSlices(
  numbers: Uint32Array,
  compare: (a: number, b: number) => number,
): Slices<void> {
  for (let from = 0; from < numbers.length; from += SHORT) {
    numbers.subarray(from, from + SHORT).sort(compare);
    yield;
  }
  if (numbers.length <= SHORT) return;
  let [source, target]: [Uint32Array, Uint32Array] = [numbers, new Uint32Array(numbers.length)];
  for (let width = SHORT; width < numbers.length; width *= 2) {
    for (let from = 0; from < numbers.length; from += 2 * width) {
      const middle = Math.min(from + width, numbers.length);
      const end = Math.min(from + 2 * width, numbers.length);
      for (let [a, b, to] = [from, middle, from]; to < end; to++) {
        const takesFirst = a < middle && (b === end || compare(source[a]!, source[b]!) <= 0);
        target[to] = takesFirst ? source[a++]! : source[b++]!;
        if (to % SHORT === 0) yield;
      }
    }
    [source, target] = [target, source];
  }
  if (source !== numbers) numbers.set(source);
}
