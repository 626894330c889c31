/** A text to be searched for, prepared by `prepareSearch`. */
export interface Wanted {
  readonly bytes: Uint8Array;
  /** Of how many pairs of bytes one is looked at. */
  readonly step: number;
  /** Where in the text a pair that is looked at may begin, at the least; at -1 only its second byte is in it. */
  readonly first: number;
  /** For each pair of bytes where from `first` on it may begin, a bit each. The lowest is for the last place. */
  readonly places: Uint8Array;
}

/**
 * Prepares the search for a text of at least one byte.
 *
 * Of all pairs of bytes only so many are looked at that one of them begins in the text wherever it stands. A table of pairs says at
 * which of its places that may be, for nearly all of them at none, so that little is left to be compared byte by byte.
 */
export function prepareSearch(bytes: Uint8Array): Wanted {
  const { length } = bytes;
  const step = length < 5 ? 1 : length < 9 ? 2 : 4;
  const first = length === 1 ? -1 : 0;
  const places = new Uint8Array(65_536);
  for (let place = first; place < first + 2 * step; place++) {
    const [low, high] = [bytes[place], bytes[place + 1]];
    const bit = 1 << (first + 2 * step - 1 - place);
    // What is outside the text may be any byte.
    for (let any = 0; any < 256; any++) places[(low ?? any) | ((high ?? any) << 8)]! |= bit;
  }
  return { bytes, step, first, places };
}

/**
 * Where the text begins for the first time at or after `from` in the first `end` bytes of `bytes`, or `end`; what is found may reach
 * beyond that. `pairs` are the same bytes in pairs.
 */
export function search(
  { bytes: wanted, step, first, places }: Wanted,
  bytes: Uint8Array,
  pairs: Uint16Array,
  from: number,
  end: number,
): number {
  const [last, pairsEnd] = [first + 2 * step - 1, (end + 1) >>> 1];
  const begin = Math.max(0, from + first) >>> 1;
  let pair = nextPair(pairs, places, step, begin, pairsEnd);
  while (pair < pairsEnd) {
    for (let found = places[pairs[pair]!]!; found !== 0; found &= found - 1) {
      const position = pair * 2 - last + 31 - Math.clz32(found & -found);
      if (position >= from && isAt(bytes, position, wanted)) return position;
    }
    pair = nextPair(pairs, places, step, pair + step, pairsEnd);
  }
  return end;
}

/** The next pair to look at closer. Compiled apart, as most of a search, this loop halves what a search takes. */
function nextPair(
  pairs: Uint16Array,
  places: Uint8Array,
  step: number,
  from: number,
  end: number,
): number {
  let pair = from;
  while (pair < end && places[pairs[pair]!] === 0) pair += step;
  return pair;
}

function isAt(bytes: Uint8Array, position: number, wanted: Uint8Array): boolean {
  let i = 0;
  while (i < wanted.length && bytes[position + i] === wanted[i]) i++;
  return i === wanted.length;
}
