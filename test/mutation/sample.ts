/** `count` of `all` by `seed`, in the order in which they stand there. */
export function sample<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  if (count >= all.length) return all;
  const random = randomBy(seed);
  const left = [...all.keys()];
  const taken: number[] = [];
  while (taken.length < count) {
    const at = Math.floor(random() * left.length);
    taken.push(left[at]!);
    left[at] = left.at(-1)!;
    left.pop();
  }
  return taken.sort((a, b) => a - b).map((index) => all[index]!);
}

/** Numbers from 0 up to 1, the same for the same seed (Mulberry32, by Tommy Ettinger, in the public domain). */
function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
