/** Lets a bounded number of things go on at once. */
export interface Gate {
  readonly running: number;
  /** Undefined when it is full; else what leaves, which may be called more than once. */
  enter(): (() => void) | undefined;
}

/** A gate for at most `most` at once. */
export function createConcurrencyLimit(most: number): Gate {
  let running = 0;
  return {
    get running() {
      return running;
    },
    enter() {
      if (running >= most) return undefined;
      running++;
      let inside = true;
      return () => {
        if (inside) running--;
        inside = false;
      };
    },
  };
}
