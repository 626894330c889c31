/** How many calls may be under way at once; finds out by itself how many the service bears. */
export interface ConcurrencyLimit {
  /** Resolves when there is room; the caller gives the room back by `leave`. Rejects with the signal's reason. */
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
  /** The service answered well: a little more may be under way. */
  widen(): void;
  /** The service asked for less: half as much, but once for all calls of one moment. */
  narrow(): void;
  readonly width: number;
  readonly inside: number;
}

/** After a narrowing this much time has to pass before the next: calls that were under way then tell nothing new. */
const NARROWING_PAUSE_MS = 2_000;
const NARROWEST = 4;

/**
 * Grows by one for each good answer until the service asks for less for the first time, later by one for each round of
 * good answers (additive increase, multiplicative decrease, as TCP does it). `clock` counts milliseconds and never jumps.
 */
export function createConcurrencyLimit(
  start: number,
  widest: number,
  clock: () => number,
): ConcurrencyLimit {
  let width = Math.min(start, widest);
  let ceiling = widest;
  let inside = 0;
  let narrowedAt = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];
  let head = 0;

  function admit(): void {
    while (inside < Math.floor(width) && head < waiting.length) {
      inside += 1;
      waiting[head++]!();
    }
    if (head > 1024 && head * 2 > waiting.length) {
      waiting.splice(0, head);
      head = 0;
    }
  }

  return {
    get width() {
      return Math.floor(width);
    },
    get inside() {
      return inside;
    },
    async enter(signal) {
      signal.throwIfAborted();
      if (inside < Math.floor(width) && head === waiting.length) {
        inside += 1;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
      if (!signal.aborted) return;
      this.leave();
      signal.throwIfAborted();
    },
    leave() {
      inside -= 1;
      admit();
    },
    widen() {
      width = Math.min(widest, width + (width < ceiling ? 1 : 1 / width));
      admit();
    },
    narrow() {
      const now = clock();
      if (now - narrowedAt < NARROWING_PAUSE_MS) return;
      narrowedAt = now;
      width = Math.min(widest, Math.max(NARROWEST, width / 2));
      ceiling = width;
    },
  };
}
