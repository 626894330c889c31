/**
 * The order of distinct texts by code point, which is the order of their UTF-8 bytes: `result[k]` is the number of the
 * k-th text.
 *
 * Quicksort over keys of six bytes: a key is an exact float64 (6 × log2(257) < 53 bits), so that most comparisons are one
 * of two numbers that lie beside each other. Texts whose six bytes are equal are sorted by the next six.
 * `last` is a byte that counts as the end of a text: with `Z` moments in UTC sort as instants (`…:00Z` before `…:00.5Z`).
 */
export function sortTexts(bytes: Uint8Array, offsets: Uint32Array, last = -1): Uint32Array {
  const count = offsets.length - 1;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const keys = new Float64Array(count);

  /** A byte counts from 1, since a text that ends comes before one that goes on. */
  function key(index: number, depth: number): number {
    const from = offsets[index]! + depth;
    const to = offsets[index + 1]!;
    let value = 0;
    let ended = false;
    for (let i = from; i < from + 6; i++) {
      ended ||= i >= to || bytes[i] === last;
      value = value * 257 + (ended ? 0 : bytes[i]! + 1);
    }
    return value;
  }

  function swap(a: number, b: number): void {
    const index = order[a]!;
    order[a] = order[b]!;
    order[b] = index;
    const value = keys[a]!;
    keys[a] = keys[b]!;
    keys[b] = value;
  }

  function sortByKeys(from: number, to: number, depth: number): void {
    while (to - from > 1) {
      const pivot = middle(keys[from]!, keys[(from + to) >>> 1]!, keys[to - 1]!);
      let below = from;
      let above = to;
      for (let i = from; i < above;) {
        if (keys[i]! < pivot) swap(i++, below++);
        else if (keys[i]! > pivot) swap(i, --above);
        else i++;
      }
      // A key whose last digit is 0 holds its text's end: distinct texts cannot share it.
      if (above - below > 1 && pivot % 257 !== 0) sortFrom(below, above, depth + 6);
      // The shorter side by recursion, so that the stack stays shallow.
      if (below - from < to - above) {
        sortByKeys(from, below, depth);
        from = above;
      } else {
        sortByKeys(above, to, depth);
        to = below;
      }
    }
  }

  function sortFrom(from: number, to: number, depth: number): void {
    for (let i = from; i < to; i++) keys[i] = key(order[i]!, depth);
    sortByKeys(from, to, depth);
  }

  sortFrom(0, count, 0);
  return order;
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
