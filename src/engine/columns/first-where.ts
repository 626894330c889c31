/** The first number from `from` up to, not including, `to` for which `test`, false up to some number and true from there on, is true; else `to`. */
export function firstWhere(from: number, to: number, test: (index: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const half = (low + high) >>> 1;
    if (test(half)) high = half;
    else low = half + 1;
  }
  return low;
}
