import { atOnce } from "../../slices.ts";
import { compareText } from "../../dialect/values.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Adjacency, Links, RelationTable } from "../../inventory/tables.ts";
import { numbersOf } from "../../inventory/tables.ts";
import { grown } from "../../inventory/vector.ts";
import type { Model } from "../../types.ts";
import type { ChangedLinks, OwnLinks } from "./changed-links.ts";
import { usedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { textsOf } from "./text-bytes.ts";
import { remember } from "./memo.ts";
import { listFrom } from "../rows/related.ts";
import { select } from "../rows/row-lists.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../columns/store.ts";

/** Finds the rows of a segment whose links are others now, and what these are. */
export type FindRelinked = (
  segment: Segment,
  relation: string,
  visit: (row: number, links: OwnLinks) => void,
) => void;

/**
 * Where the found rows' links of one relation lead: those of row `i` to `ends` from `offsets[i]` to `offsets[i + 1]`, each a
 * member's number times `perMember` and the row, rising. `lost` are ids that nothing has, in order, of the few rows that name any.
 */
interface Ends {
  readonly offsets: Uint32Array;
  readonly ends: Float64Array;
  readonly lost: ReadonlyMap<number, readonly string[]>;
}

const perMember = 2 ** 32;
const nothing: readonly string[] = [];

/** Compares found links with those that are known. `located` is all that was found in the same round, by type. */
export function createLinkComparison(
  model: Model,
  store: Store,
  { tableOf, rowsOf }: ChangedRows,
  links: ChangedLinks,
  located: ReadonlyMap<string, Segment>,
): FindRelinked {
  /**
   * What has the same ids as those of `target` that were found, among the rows of `member` that were not: links by id lead to
   * both, and those among what was found know only of that. Undefined where nothing was found.
   */
  const namesakes = remember((target: string) =>
    remember((member): Int32Array | undefined => {
      const segment = located.get(target);
      if (target === member || !segment) return undefined;
      const rows = rowsOf(member, segment.ids);
      const found = new Set(located.get(member)?.rows);
      return rows.map((row) => (found.has(row) ? -1 : row));
    }),
  );

  /** Where all found rows' links lead: whatever has their ids, gone or not. */
  function endsOf(
    { table: { rows } }: Segment,
    { links: foundLinks, dangling }: RelationTable,
    members: readonly string[],
  ): Ends {
    const ends = createEndList();
    const lost = new Map<number, string[]>();
    for (const { target, forward, count } of foundLinks) {
      if (count === 0) continue;
      const adjacency = readAdjacency(forward);
      for (const [m, member] of members.entries()) {
        const rowsNow = member === target ? located.get(target)!.rows : namesakes(target)(member);
        if (rowsNow) takeLinks(ends, rows, adjacency, rowsNow, m * perMember);
      }
    }
    if (!dangling) return group(rows, ends, lost);
    const named = numbersOf(dangling.rows);
    const ids = textsOf(dangling.ids);
    const found = members.map((member) => rowsOf(member, ids));
    for (let k = 0; k < named.length; k++) {
      const i = named[k]!;
      let isLost = true;
      for (let m = 0; m < found.length; m++)
        if (found[m]![k]! >= 0) {
          ends.add(i, m * perMember + found[m]![k]!);
          isLost = false;
        }
      if (isLost) lost.set(i, [...(lost.get(i) ?? []), ids.text(k)]);
    }
    for (const own of lost.values()) own.sort(compareText);
    return group(rows, ends, lost);
  }

  return (segment, relation, visit) => {
    const { table: found, rows } = segment;
    const table = tableOf(found.type);
    const members = membersOf(model, relationOf(model, table, relation)!.target);
    const foundRelation = found.relations.get(relation)!;
    const own = links.own(table, relation);
    const stored = usedLinks(table, relation);
    const mayDangle = table.relations.get(relation)?.dangling !== undefined;
    const isFound = foundRelation.dangling || foundRelation.links.some(({ count }) => count > 0);
    if (!isFound && stored.length === 0 && !mayDangle && own.size === 0) return;
    const now = endsOf(segment, foundRelation, members);
    const before = storedEnds(segment, stored, members);

    function isAsStored(i: number): boolean {
      const lost = now.lost.get(i) ?? nothing;
      if (!isSame(now, before, i)) return false;
      if (!mayDangle || rows[i]! >= table.rows) return lost.length === 0;
      return isEqual(lost, links.lostOf({ table, row: rows[i]! }, relation));
    }

    function isAsKept(i: number, kept: OwnLinks): boolean {
      const from = now.offsets[i]!;
      return (
        kept.cells.length === now.offsets[i + 1]! - from &&
        kept.cells.every(
          ({ table: { type }, row }, k) =>
            now.ends[from + k] === members.indexOf(type) * perMember + row,
        ) &&
        isEqual(kept.lost, now.lost.get(i) ?? nothing)
      );
    }

    for (let i = 0; i < rows.length; i++) {
      const kept = own.get(rows[i]!);
      if (kept ? isAsKept(i, kept) : isAsStored(i)) continue;
      const { offsets, ends, lost } = now;
      const cells = Array.from(ends.subarray(offsets[i]!, offsets[i + 1]!), (to) => ({
        table: tableOf(members[Math.floor(to / perMember)]!),
        row: to % perMember,
      }));
      visit(rows[i]!, { cells, lost: lost.get(i) ?? nothing });
    }
  };

  /** Where the snapshot's links of the same rows lead; none of rows that it does not have. */
  function storedEnds(
    { rows, table: { type } }: Segment,
    stored: readonly Links[],
    members: readonly string[],
  ): Ends {
    const ends = createEndList();
    const { rows: count } = tableOf(type);
    // New rows stand among the others.
    const known = select(rows, (row) => row < count);
    for (const { target, forward } of stored) {
      const first = members.indexOf(target) * perMember;
      const { positions, targets } = atOnce(listFrom(store, forward, known));
      for (let k = 0; k < targets.length; k++) ends.add(positions[k]!, first + targets[k]!);
    }
    return group(rows.length, ends, new Map());
  }
}

/** Adds found links, whose targets are now `rowsNow`, to the ends of one member. */
function takeLinks(
  ends: EndList,
  rows: number,
  { offsets, targets }: FoundAdjacency,
  rowsNow: Int32Array,
  first: number,
): void {
  for (let i = 0; i < rows; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const row = rowsNow[targets ? targets[k]! : k]!;
      if (row >= 0) ends.add(i, first + row);
    }
}

/** Ends of links, in any order, each with the row that it is of. */
type EndList = ReturnType<typeof createEndList>;

function createEndList() {
  let from = new Uint32Array(1024);
  let to = new Float64Array(1024);
  let count = 0;
  return {
    add(row: number, end: number): void {
      if (count === from.length) {
        from = grown(from, count * 2);
        to = grown(to, count * 2);
      }
      from[count] = row;
      to[count++] = end;
    },
    from: () => from.subarray(0, count),
    to: () => to.subarray(0, count),
  };
}

/** Whether the links of row `i` lead to the same ends. */
function isSame(some: Ends, others: Ends, i: number): boolean {
  const from = some.offsets[i]!;
  const other = others.offsets[i]!;
  const count = some.offsets[i + 1]! - from;
  if (others.offsets[i + 1]! - other !== count) return false;
  for (let k = 0; k < count; k++) if (some.ends[from + k] !== others.ends[other + k]) return false;
  return true;
}

/** Links by the row that they are of, each row's rising. */
function group(rows: number, list: EndList, lost: Ends["lost"]): Ends {
  const from = list.from();
  const to = list.to();
  const offsets = new Uint32Array(rows + 1);
  for (let k = 0; k < from.length; k++) offsets[from[k]! + 1]!++;
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const ends = new Float64Array(from.length);
  const next = offsets.slice(0, rows);
  for (let k = 0; k < from.length; k++) {
    const first = offsets[from[k]!]!;
    let at = next[from[k]!]!++;
    for (; at > first && ends[at - 1]! > to[k]!; at--) ends[at] = ends[at - 1]!;
    ends[at] = to[k]!;
  }
  return { offsets, ends, lost };
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, k) => id === others[k]);
}

/** Links as offsets and targets; without targets these are runs. */
interface FoundAdjacency {
  readonly offsets: Uint32Array;
  readonly targets?: Uint32Array;
}

/** Links that are looked at once, and so need no place in the engine's memory. */
function readAdjacency(adjacency: Adjacency): FoundAdjacency {
  if (adjacency.kind === "runs") return { offsets: numbersOf(adjacency.offsets) };
  const targets = numbersOf(adjacency.targets);
  if (adjacency.kind === "many") return { offsets: numbersOf(adjacency.offsets), targets };
  const offsets = new Uint32Array(targets.length + 1);
  for (let row = 0; row < targets.length; row++)
    offsets[row + 1] = offsets[row]! + Math.min(1, targets[row]!);
  return { offsets, targets: targets.filter((target) => target > 0).map((target) => target - 1) };
}
