/** Version of the Internet Protocol. */
export type Version = 4 | 6;

/** Addresses of one version as numbers, from `first` up to and with `last`. */
interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** A set of addresses of both versions; the spans of each rise and neither touch nor overlap. */
export type Addresses = Readonly<Record<Version, readonly Span[]>>;

export const versions: readonly Version[] = [4, 6];
const bits: Readonly<Record<Version, number>> = { 4: 32, 6: 128 };

export const noAddresses: Addresses = { 4: [], 6: [] };
export const allAddresses: Addresses = { 4: [wholeOf(4)], 6: [wholeOf(6)] };

/**
 * What a range of addresses in text holds: `10.0.0.4`, `10.0.0.0/8`, `10.0.0.4-10.0.0.9`, `2001:db8::/32`. Bits behind the
 * length of a prefix do not count, so that `10.0.0.0/0` is every address of version 4. `0.0.0.0` and `::` without a length
 * are no host's address and stand for every address of their version, as CIS counts them. Undefined where the text is none.
 */
export function readAddresses(text: string): Addresses | undefined {
  const [range = "", length, ...more] = text.trim().split("/");
  if (more.length > 0) return undefined;
  const ends = range.split("-").map(readAddress);
  const [from, to = from] = ends;
  if (ends.length > 2 || !from || !to || from.version !== to.version) return undefined;
  const { version } = from;
  if (ends.length === 2)
    return length === undefined && from.value <= to.value
      ? of(version, [{ first: from.value, last: to.value }])
      : undefined;
  const width = bits[version];
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= width))
    return undefined;
  if (length === undefined && from.value === 0n) return of(version, [wholeOf(version)]);
  const free = BigInt(width - Number(length ?? width));
  const first = (from.value >> free) << free;
  return of(version, [{ first, last: first + (1n << free) - 1n }]);
}

/** What is in any of the sets. */
export function union(sets: readonly Addresses[]): Addresses {
  return both((version) => merge(sets.flatMap((set) => set[version])));
}

/** What is in `set` and not in `other`. */
export function without(set: Addresses, other: Addresses): Addresses {
  return both((version) => {
    let left = set[version];
    for (const gone of other[version])
      left = left.flatMap((span) =>
        [
          { first: span.first, last: least(span.last, gone.first - 1n) },
          { first: most(span.first, gone.last + 1n), last: span.last },
        ].filter(({ first, last }) => first <= last),
      );
    return left;
  });
}

/** What is in both sets. */
export function common(set: Addresses, other: Addresses): Addresses {
  return both((version) =>
    set[version].flatMap((span) =>
      other[version]
        .map(({ first, last }) => ({
          first: most(span.first, first),
          last: least(span.last, last),
        }))
        .filter(({ first, last }) => first <= last),
    ),
  );
}

/** How many addresses of a version a set holds. */
export function countOf(set: Addresses, version: Version): bigint {
  return set[version].reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

/** Whether all addresses of a version that `other` holds are in `set`. */
export function covers(set: Addresses, other: Addresses, version: Version): boolean {
  return other[version].every((wanted) =>
    set[version].some(({ first, last }) => first <= wanted.first && wanted.last <= last),
  );
}

/** Whether a set holds no address at all. */
export function isEmpty(set: Addresses): boolean {
  return versions.every((version) => set[version].length === 0);
}

/** Whether all addresses that `other` holds, of both versions, are in `set`. */
export function coversAll(set: Addresses, other: Addresses): boolean {
  return versions.every((version) => covers(set, other, version));
}

/** Those of one version in a set. */
export function ofVersion(set: Addresses, version: Version): Addresses {
  return of(version, set[version]);
}

/**
 * The addresses that anybody's packets can come from over the internet: what the registries of special addresses (RFC 6890
 * and those after it) leave of version 4, and the unicast space of version 6 without what is kept for documentation.
 */
export const publicAddresses: Addresses = without(
  { ...allAddresses, 6: spansOf(["2000::/3"])[6] },
  spansOf([
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
    ...["172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15"],
    ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001:db8::/32"],
  ]),
);

/** Whether a set holds every public address of a version. */
export function coversInternet(set: Addresses, version: Version): boolean {
  return covers(set, publicAddresses, version);
}

function spansOf(texts: readonly string[]): Addresses {
  return union(texts.map((text) => readAddresses(text)!));
}

function both(make: (version: Version) => readonly Span[]): Addresses {
  return { 4: make(4), 6: make(6) };
}

function of(version: Version, spans: readonly Span[]): Addresses {
  return { ...noAddresses, [version]: spans };
}

function wholeOf(version: Version): Span {
  return { first: 0n, last: (1n << BigInt(bits[version])) - 1n };
}

function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = merged.at(-1);
    if (before && span.first <= before.last + 1n)
      merged[merged.length - 1] = { first: before.first, last: most(before.last, span.last) };
    else merged.push(span);
  }
  return merged;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function readAddress(text: string): { version: Version; value: bigint } | undefined {
  const four = readFour(text);
  if (four !== undefined) return { version: 4, value: four };
  const six = text.includes(":") ? readSix(text) : undefined;
  return six === undefined ? undefined : { version: 6, value: six };
}

function readFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** Eight groups of 16 bits; `::` stands for those that are left out, and the last two may be an address of version 4. */
function readSix(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : groupsOf(half)));
  const known = (head?.length ?? 0) + (tail?.length ?? 0);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  if (halves.length === 1 ? known !== 8 : known > 7) return undefined;
  const groups = [...head, ...Array<bigint>(8 - known).fill(0n), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

function groupsOf(text: string): readonly bigint[] | undefined {
  const groups: bigint[] = [];
  for (const part of text.split(":")) {
    const four = readFour(part);
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
