import type { Table } from "../../inventory/tables.ts";
import type { Hidden, Hop } from "../plan/node.ts";
import type { Dirty } from "./apply-changes.ts";
import type { DecideRows } from "./decide-rows.ts";
import type { Overlay } from "./overlay.ts";
import type { Kept, RowBits } from "./row-bits.ts";
import { masksOf } from "./row-bits.ts";
import type { RowList } from "../rows/row-lists.ts";
import { distinct, select } from "../rows/row-lists.ts";

/** Nodes over one table that ask for one relation of its rows, in one way. */
interface Askers {
  readonly table: Table;
  readonly single: Hop | Hidden;
  readonly nodes: readonly Kept[];
  /** By table, which bits of the rows that the relation leads to they look at. */
  readonly looksAt: ReadonlyMap<Table, Uint32Array>;
  /** What is combined of them, and of that, in turn. */
  readonly combinations: readonly Kept[];
}

/** Rows with the bits of each that turned. */
interface Turned {
  readonly table: Table;
  readonly rows: Int32Array;
  readonly bits: Uint32Array;
}

const none = new Int32Array(0);

/**
 * Takes a round of changes in: every kept bit that it turns is turned.
 *
 * Rows are taken many at a time, so that each of them is waited for once and with others. What a round found is a small table of
 * its own: conditions on values and what is combined of them are worked out for all of it by the kernels that do so for a
 * snapshot, and compared with the bits that are kept. What leads to rows of which a bit turned is decided then, and so on,
 * until nothing turns. A change that does not change an answer thus ends where that shows, mostly at the first condition.
 */
export function turnBits(overlay: Overlay, kept: RowBits, decide: DecideRows, dirty: Dirty): void {
  const byTable = kept.byTable();
  for (const table of byTable.keys()) kept.makeRoom(table, overlay.everyRow(table));
  const groups = inDepthOrder([...byTable.values()].flatMap(groupAskers));
  const turned: Turned[] = [];

  /** Makes the bits of rows, known as they are, what they should be. */
  function turnTo(table: Table, rows: Int32Array, known: Uint32Array, bits: Uint32Array): void {
    let any = 0;
    for (let i = 0; i < bits.length; i++) any |= bits[i]! ^= known[i]!;
    if (any === 0) return;
    kept.turnAll(table, rows, bits);
    turned.push({ table, rows, bits });
  }

  function takeGone(table: Table): void {
    const removed = overlay.removed(table);
    // One that went may be back by now.
    const { rows } = select(distinct(dirty.went.of(table.type)), (row) => removed.has(row));
    const known = kept.read(table, rows);
    turnTo(table, rows, known, new Uint32Array(known.length));
  }

  function takeFound(table: Table, nodes: readonly Kept[]): void {
    const segment = dirty.segments.get(table.type);
    if (!segment) return;
    const { rows } = segment;
    const known = kept.read(table, rows);
    const bits = known.slice();
    decide.values(segment, nodes.filter(isOf("valued")), bits);
    decide.combinations(nodes.filter(isOf("combined")), bits);
    const removed = overlay.removed(table);
    const words = bits.length / rows.length;
    for (let i = 0; i < rows.length; i++)
      if (removed.has(rows[i]!)) bits.set(known.subarray(i * words, (i + 1) * words), i * words);
    turnTo(table, rows, known, bits);
  }

  function takeAsking({ table, single, nodes, combinations }: Askers, rows: Int32Array): void {
    if (rows.length === 0) return;
    const known = kept.read(table, rows);
    const bits = known.slice();
    decide[single.kind === "hop" ? "hops" : "hidden"](nodes, rows, bits);
    decide.combinations(combinations, bits);
    turnTo(table, rows, known, bits);
  }

  /** Rows in which these nodes' bits may turn though none does that they look at. */
  function touched({ table: { type }, single }: Askers): readonly RowList[] {
    const { relation } = single;
    const rows = [...dirty.came.of(type), ...dirty.relinked(relation).of(type)];
    if (single.kind === "hop") return rows;
    const found = single.dependsOnRow() ? (dirty.segments.get(type)?.rows ?? []) : [];
    return [...rows, ...dirty.reached(relation).of(type), found];
  }

  /** Rows that lead to one of which a bit turned, from the `first` turn on, that these nodes look at. */
  function leading({ table, single, looksAt }: Askers, first: number): readonly RowList[] {
    return turned.slice(first).flatMap(({ table: far, rows, bits }) => {
      const masks = looksAt.get(far);
      const seen = masks ? rowsWith(rows, bits, masks) : none;
      if (seen.length === 0) return [];
      return overlay.followBack(table, single.relation, far, seen).map(({ targets }) => targets);
    });
  }

  for (const table of byTable.keys()) takeGone(table);
  for (const [table, nodes] of byTable) takeFound(table, nodes);
  const seen = new Map<Askers, number>();
  for (let isOver = false; !isOver;) {
    isOver = true;
    for (const askers of groups) {
      const removed = overlay.removed(askers.table);
      const first = seen.get(askers);
      const lists = [
        ...(first === undefined ? touched(askers) : []),
        ...leading(askers, first ?? 0),
      ];
      seen.set(askers, turned.length);
      if (lists.every(({ length }) => length === 0)) continue;
      takeAsking(askers, select(distinct(lists), (row) => !removed.has(row)).rows);
      isOver = false;
    }
  }
}

/** The nodes over one table that ask for relations, inputs given before what combines them. */
function groupAskers(nodes: readonly Kept[]): readonly Askers[] {
  const asking = nodes.filter((own) => isOf("hop")(own) || isOf("hidden")(own));
  const keyOf = ({ node: { single } }: Kept): string =>
    `${single!.kind} ${(single as Hop | Hidden).relation}`;
  return [...Map.groupBy(asking, keyOf).values()].map((group): Askers => {
    const inputs = group.flatMap((own) => own.inputs);
    const looksAt = [...Map.groupBy(inputs, ({ node }) => node.table)].map(
      ([far, looked]) => [far, masksOf(looked[0]!.sheet.words, looked)] as const,
    );
    const affected = new Set(group);
    for (const own of nodes)
      if (isOf("combined")(own) && own.inputs.some((input) => affected.has(input)))
        affected.add(own);
    const [{ node }] = group as [Kept];
    return {
      table: node.table,
      single: node.single as Hop | Hidden,
      nodes: group,
      looksAt: new Map(looksAt),
      combinations: [...affected].slice(group.length),
    };
  });
}

/** Groups so that most come after all that they look at: then each is decided once. */
function inDepthOrder(groups: readonly Askers[]): readonly Askers[] {
  const depths = new Map<Kept, number>();
  const depthOf = (own: Kept): number => {
    const known = depths.get(own);
    if (known !== undefined) return known;
    const depth = Math.max(0, ...own.inputs.map(depthOf)) + (isOf("combined")(own) ? 0 : 1);
    depths.set(own, depth);
    return depth;
  };
  const deepest = new Map(groups.map((askers) => [askers, Math.max(...askers.nodes.map(depthOf))]));
  return [...groups].sort((a, b) => deepest.get(a)! - deepest.get(b)!);
}

/** Tells nodes of one kind. */
export function isOf(kind: "valued" | "combined" | "hop" | "hidden"): (own: Kept) => boolean {
  return ({ node }) => node.single!.kind === kind;
}

/** Those of `rows` that have one of the bits in `masks`. */
function rowsWith(rows: Int32Array, bits: Uint32Array, masks: Uint32Array): Int32Array {
  const found = new Int32Array(rows.length);
  let end = 0;
  for (let i = 0, at = 0; i < rows.length; i++) {
    let any = 0;
    for (let word = 0; word < masks.length; word++) any |= bits[at++]! & masks[word]!;
    found[end] = rows[i]!;
    end += any === 0 ? 0 : 1;
  }
  return found.subarray(0, end);
}
