/** Something that is let go of when it is retired and nobody holds it. */
export interface Lease {
  /** Holds it; what comes back ends that, and may be called more than once. */
  hold(): () => void;
  retire(): void;
}

/** A lease that calls `end` once, when all is over. */
export function createLease(end: () => void): Lease {
  let holders = 0;
  let state: "current" | "retired" | "ended" = "current";
  const endIfUnused = () => {
    if (state !== "retired" || holders > 0) return;
    state = "ended";
    end();
  };
  return {
    hold() {
      holders++;
      let holds = true;
      return () => {
        if (holds) holders--;
        holds = false;
        endIfUnused();
      };
    },
    retire() {
      if (state === "current") state = "retired";
      endIfUnused();
    },
  };
}
