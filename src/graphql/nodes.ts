import type { FieldValue, Related, Rows } from "../types.ts";

/** One row of the inventory as a value: what a field that leads to an asset gives back. */
export class RowRef {
  readonly type: string;
  readonly row: number;

  constructor(type: string, row: number) {
    this.type = type;
    this.row = row;
  }
}

/**
 * Rows of the inventory side by side, in the order of the answer: the `i`th is row `rows[i]` of type `types[typeOf[i]]`.
 * A million of them cost five megabytes, where a million objects would cost a hundred.
 */
export class RowList {
  readonly types: readonly string[];
  readonly typeOf: Uint8Array;
  readonly rows: Uint32Array;

  constructor(types: readonly string[], typeOf: Uint8Array, rows: Uint32Array) {
    this.types = types;
    this.typeOf = typeOf;
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  slice(from: number, to: number): RowList {
    return new RowList(this.types, this.typeOf.subarray(from, to), this.rows.subarray(from, to));
  }
}

/** Rows of a root list that are read, followed and written together: enough to pay no cost per row, few enough to stream. */
export const SLICE = 4096;

/** Rows to follow from many parents at once: those of parent `i` are `offsets[i]` to `offsets[i + 1]` of `list`. */
export interface FollowedLinks {
  readonly offsets: Uint32Array;
  readonly list: RowList;
}

/** Runs of rows of one type, put end to end. */
export function joinRuns(runs: readonly Rows[]): RowList {
  const [only] = runs;
  if (only && runs.length === 1)
    return new RowList([only.type], new Uint8Array(only.rows.length), only.rows);
  const types = [...new Set(runs.map(({ type }) => type))];
  const length = runs.reduce((sum, { rows }) => sum + rows.length, 0);
  const typeOf = new Uint8Array(length);
  const rows = new Uint32Array(length);
  let at = 0;
  for (const run of runs) {
    rows.set(run.rows, at);
    typeOf.fill(types.indexOf(run.type), at, at + run.rows.length);
    at += run.rows.length;
  }
  return new RowList(types, typeOf, rows);
}

/** Single rows, put side by side. */
export function joinRows(rows: readonly RowRef[]): RowList {
  const types = [...new Set(rows.map(({ type }) => type))];
  return new RowList(
    types,
    Uint8Array.from(rows, ({ type }) => types.indexOf(type)),
    Uint32Array.from(rows, ({ row }) => row),
  );
}

/** The rows of each type, with the places they have in the list. */
export function splitByType(list: RowList): { at: Uint32Array; rows: Rows }[] {
  const places = placesOf(list.length);
  if (list.types.length === 1)
    return [{ at: places, rows: { type: list.types[0]!, rows: list.rows } }];
  return list.types
    .map((type, index) => {
      const at = places.filter((i) => list.typeOf[i] === index);
      return { at, rows: { type, rows: at.map((i) => list.rows[i]!) } };
    })
    .filter(({ at }) => at.length > 0);
}

/** 0, 1, 2 and so on: an iterator over so many costs more than reading them. */
function placesOf(count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = i;
  return places;
}

/** What the inventory says of related rows, as `FollowedLinks`. */
export function fromRelated({ offsets, types, targetTypes, targets }: Related): FollowedLinks {
  return { offsets, list: new RowList(types, targetTypes, targets) };
}

/** Links of several groups of parents, as those of all parents; `at` are a group's places among `count` parents. */
export function mergeLinks(
  count: number,
  groups: readonly { at: Uint32Array; links: FollowedLinks }[],
): FollowedLinks {
  const only = groups[0];
  if (groups.length === 1 && only?.at.length === count) return only.links;
  const offsets = new Uint32Array(count + 1);
  for (const { at, links } of groups)
    for (let i = 0; i < at.length; i++)
      offsets[at[i]! + 1] = links.offsets[i + 1]! - links.offsets[i]!;
  for (let i = 0; i < count; i++) offsets[i + 1]! += offsets[i]!;
  const types = [...new Set(groups.flatMap(({ links }) => links.list.types))];
  const typeOf = new Uint8Array(offsets[count]!);
  const rows = new Uint32Array(offsets[count]!);
  for (const { at, links } of groups) {
    const translated = links.list.types.map((type) => types.indexOf(type));
    for (let i = 0; i < at.length; i++) {
      let to = offsets[at[i]!]!;
      for (let from = links.offsets[i]!; from < links.offsets[i + 1]!; from++, to++) {
        rows[to] = links.list.rows[from]!;
        typeOf[to] = translated[links.list.typeOf[from]!]!;
      }
    }
  }
  return { offsets, list: new RowList(types, typeOf, rows) };
}

/** Keeps some of each parent's links: `keep` is called with a parent's places in the list and gives back those that stay, in order. */
export function pickLinks(
  links: FollowedLinks,
  keep: (places: Uint32Array) => Uint32Array,
): FollowedLinks {
  const count = links.offsets.length - 1;
  const offsets = new Uint32Array(count + 1);
  const kept: Uint32Array[] = [];
  const places = placesOf(links.list.length);
  for (let i = 0; i < count; i++) {
    const of = keep(places.subarray(links.offsets[i], links.offsets[i + 1]));
    kept.push(of);
    offsets[i + 1] = offsets[i]! + of.length;
  }
  const typeOf = new Uint8Array(offsets[count]!);
  const rows = new Uint32Array(offsets[count]!);
  kept.forEach((of, i) => {
    of.forEach((place, j) => {
      rows[offsets[i]! + j] = links.list.rows[place]!;
      typeOf[offsets[i]! + j] = links.list.typeOf[place]!;
    });
  });
  return { offsets, list: new RowList(links.list.types, typeOf, rows) };
}

/** A field's values of rows of several types, in the list's order; null for a type that lacks the field. */
export async function readAcross(
  list: RowList,
  fields: readonly string[],
  read: (rows: Rows, fields: readonly string[]) => Promise<readonly (readonly FieldValue[])[]>,
): Promise<FieldValue[][]> {
  const columns = fields.map(() => new Array<FieldValue>(list.length).fill(null));
  for (const { at, rows } of splitByType(list)) {
    const values = await read(rows, fields);
    values.forEach((column, f) => {
      column.forEach((value, i) => {
        columns[f]![at[i]!] = value;
      });
    });
  }
  return columns;
}
