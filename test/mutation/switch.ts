/** A loop that a mutant made endless is left by this error; no test comes near it. */
const mostHits = 3_000_000;

const none = -1;

/** Which mutant runs, and which were come by. */
export interface Switch {
  /** Runs `id`, or the code as it is. */
  readonly choose: (id?: number) => void;
  /** How often the code came by the chosen mutant. */
  readonly hits: () => number;
  /** Every mutant that the code came by since the last time of asking. */
  readonly seen: () => readonly number[];
}

/** Puts `$mutant`, which instrumented code asks, in its place. */
export function installSwitch(count: number): Switch {
  let chosen = none;
  let hits = 0;
  const seen = new Uint8Array(count);
  Object.assign(globalThis, {
    $mutant(id: number): boolean {
      seen[id] = 1;
      if (id !== chosen) return false;
      if (++hits > mostHits) throw new Error("the mutant runs without end");
      return true;
    },
  });
  return {
    choose(id = none) {
      chosen = id;
      hits = 0;
    },
    hits: () => hits,
    seen() {
      const ids = [...seen.keys()].filter((id) => seen[id] === 1);
      seen.fill(0);
      return ids;
    },
  };
}
