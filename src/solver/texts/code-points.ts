/** A set of code points: ranges from the first of two numbers to the second, rising and apart from each other. Surrogates are in none. */
export type CodePoints = readonly (readonly [from: number, to: number])[];

const LAST = 0x10ffff;

/** Every character that a text can have. */
export const everyPoint: CodePoints = [
  [0, 0xd7ff],
  [0xe000, LAST],
];

export function points(...characters: readonly string[]): CodePoints {
  return unite(characters.map((one): CodePoints => [[one.codePointAt(0)!, one.codePointAt(0)!]]));
}

export function unite(sets: readonly CodePoints[]): CodePoints {
  const sorted = sets.flat().sort(([a], [b]) => a - b);
  const united: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = united.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

export function intersect(a: CodePoints, b: CodePoints): CodePoints {
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const from = Math.max(a[i]![0], b[j]![0]);
    const to = Math.min(a[i]![1], b[j]![1]);
    if (from <= to) found.push([from, to]);
    if (a[i]![1] < b[j]![1]) i++;
    else j++;
  }
  return found;
}

/** Those that are not in the set. */
export function without(set: CodePoints, all: CodePoints = everyPoint): CodePoints {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (next < from) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) gaps.push([next, LAST]);
  return intersect(gaps, all);
}

export function has(set: CodePoints, point: number): boolean {
  return set.some(([from, to]) => from <= point && point <= to);
}

/** The character of a set that reads best: a letter or a digit before signs, signs before what is not ASCII. */
export function readable(set: CodePoints): string {
  for (const wanted of preferred) {
    const [found] = intersect(wanted, set);
    if (found) return String.fromCodePoint(found[0]);
  }
  return String.fromCodePoint(set[0]![0]);
}

const range = (from: string, to: string): CodePoints => [[from.charCodeAt(0), to.charCodeAt(0)]];

const preferred: readonly CodePoints[] = [
  range("a", "z"),
  range("0", "9"),
  range("A", "Z"),
  range("!", "~"),
  range(" ", " "),
  [[0xc0, 0x24f]],
];

/** Code points whose small letter is another one character, with that one. */
export const smallLetters: () => ReadonlyMap<number, number> = once(() => {
  const found = new Map<number, number>();
  for (let point = 0; point < 0x1ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const small = String.fromCodePoint(point).toLowerCase();
    if (small.codePointAt(0) !== point && [...small].length === 1)
      found.set(point, small.codePointAt(0)!);
  }
  return found;
});

/** The characters whose small letter is this one. */
export function capitalsOf(small: number): CodePoints {
  const own = smallLetters();
  const capitals = bySmall().get(small) ?? [];
  const found = own.has(small) ? capitals : [...capitals, small];
  return unite(found.map((one): CodePoints => [[one, one]]));
}

const bySmall = once(() => {
  const found = new Map<number, number[]>();
  for (const [point, small] of smallLetters())
    found.set(small, [...(found.get(small) ?? []), point]);
  return found;
});

/** The set with all letters that differ from its own in case alone. */
export function inEitherCase(set: CodePoints): CodePoints {
  const more: CodePoints[] = [set];
  const reached = new Set<number>();
  for (const [point, small] of smallLetters())
    if (has(set, point) || has(set, small)) reached.add(small);
  for (const small of reached) more.push([[small, small]], capitalsOf(small));
  return unite(more);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
