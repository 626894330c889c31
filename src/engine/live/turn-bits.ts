import type { Table } from "../../inventory/tables.ts";
import type { Basis, Hidden, Hop } from "../plan/node.ts";
import type { Dirty } from "./apply-changes.ts";
import type { DecideRows, HopInput } from "./decide-rows.ts";
import { inputsIn } from "./decide-rows.ts";
import type { Overlay } from "./overlay.ts";
import type { Kept, RowBits } from "./row-bits.ts";
import { masksOf } from "./row-bits.ts";
import type { LinkList } from "../rows/related.ts";
import type { RowList } from "../rows/row-lists.ts";
import { distinct, pick, select } from "../rows/row-lists.ts";

/** Nodes over one table that ask for one relation of its rows, in one way. */
interface Askers {
  readonly table: Table;
  readonly basis: Hop | Hidden;
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

/** Rows that are decided together at most: what that takes is given back before the next ones. */
const rowsAtOnce = 65_536;

/**
 * Takes rounds of changes in: every kept bit that one turns is turned.
 *
 * Rows are taken many at a time, so that each of them is waited for once and with others. What a round found is a small table of
 * its own: conditions on values and what is combined of them are worked out for all of it by the kernels that do so for a
 * snapshot, and compared with the bits that are kept. What leads to rows of which a bit turned is decided then, and so on,
 * until nothing turns. A change that does not change an answer thus ends where that shows, mostly at the first condition.
 */
export function createTurning(
  overlay: Overlay,
  kept: RowBits,
  decide: DecideRows,
): (dirty: Dirty) => void {
  let known: ReturnType<RowBits["byTable"]> | undefined;
  let groups: readonly Askers[] = [];
  return (dirty) => {
    const byTable = kept.byTable();
    for (const table of byTable.keys()) kept.makeRoom(table, overlay.everyRow(table));
    if (byTable !== known) groups = inDepthOrder([...byTable.values()].flatMap(groupAskers));
    known = byTable;
    turnRound(overlay, kept, decide, dirty, byTable, groups);
  };
}

function turnRound(
  overlay: Overlay,
  kept: RowBits,
  decide: DecideRows,
  dirty: Dirty,
  byTable: ReturnType<RowBits["byTable"]>,
  groups: readonly Askers[],
): void {
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

  function takeAsking({ table, basis, nodes, combinations }: Askers, rows: Int32Array): void {
    const known = kept.read(table, rows);
    const bits = known.slice();
    decide[basis.kind === "hop" ? "hops" : "hidden"](nodes, rows, bits);
    decide.combinations(combinations, bits);
    turnTo(table, rows, known, bits);
  }

  /** Rows in which these nodes' bits may turn though none does that they look at. */
  function touched({ table: { type }, basis }: Askers): readonly RowList[] {
    const rows = [...dirty.came.of(type), ...dirty.relinked(basis.relation).of(type)];
    if (basis.kind === "hop") return rows;
    const found = basis.dependsOnRow() ? (dirty.segments.get(type)?.rows ?? []) : [];
    return [...rows, ...dirty.reached(basis.relation).of(type), found];
  }

  /** Rows that lead to one of which a bit turned, from the `first` turn on, that decides about them. */
  function leading({ table, basis, nodes, looksAt }: Askers, first: number): readonly RowList[] {
    return turned.slice(first).flatMap(({ table: far, rows, bits }) => {
      const masks = looksAt.get(far);
      const seen = masks ? rowsWith(rows, bits, masks) : none;
      if (seen.rows.length === 0) return [];
      const now = kept.read(far, seen.rows);
      return overlay
        .followBack(table, basis.relation, far, seen.rows)
        .map((links) =>
          inDoubt(inputsIn(nodes, far), links, seen.bits, now, kept.read(table, links.targets)),
        );
    });
  }

  for (const table of byTable.keys()) takeGone(table);
  for (const [table, nodes] of byTable) takeFound(table, nodes);
  const seen = new Map<Askers, number>();
  let before: number;
  do {
    before = turned.length;
    for (const askers of groups) {
      const removed = overlay.removed(askers.table);
      const first = seen.get(askers);
      const lists = [
        ...(first === undefined ? touched(askers) : []),
        ...leading(askers, first ?? 0),
      ];
      seen.set(askers, turned.length);
      const { rows } = select(distinct(lists), (row) => !removed.has(row));
      for (let from = 0; from < rows.length; from += rowsAtOnce)
        takeAsking(askers, rows.subarray(from, from + rowsAtOnce));
    }
  } while (turned.length > before);
}

/** The nodes over one table that ask for relations, inputs given before what combines them. */
function groupAskers(nodes: readonly Kept[]): readonly Askers[] {
  const asking = nodes.filter((own) => isOf("hop")(own) || isOf("hidden")(own));
  const keyOf = ({ node: { basis } }: Kept): string =>
    `${basis!.kind} ${(basis as Hop | Hidden).relation}`;
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
      basis: node.basis as Hop | Hidden,
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
export function isOf(kind: Basis["kind"]): (own: Kept) => boolean {
  return ({ node }) => node.basis!.kind === kind;
}

/** Some rows, and words of bits of each. */
type RowsWithBits = Pick<Turned, "rows" | "bits">;

const none: RowsWithBits = { rows: new Int32Array(0), bits: new Uint32Array(0) };

/** Those of `rows` that have one of the bits in `masks`, with these. */
function rowsWith(rows: Int32Array, bits: Uint32Array, masks: Uint32Array): RowsWithBits {
  const words = masks.length;
  const any = new Int32Array(rows.length);
  for (let word = 0; word < words; word++)
    for (let i = 0, at = word; i < rows.length; i++, at += words)
      any[i]! |= bits[at]! & masks[word]!;
  const { positions: places } = select(any, (some) => some !== 0);
  const found = new Uint32Array(places.length * words);
  for (let word = 0; word < words; word++)
    for (let k = 0, to = word; k < places.length; k++, to += words)
      found[to] = bits[places[k]! * words + word]! & masks[word]!;
  return { rows: pick(rows, places), bits: found };
}

/**
 * Rows of some links about which an end decides of which a bit turned: one more in it takes nobody out who asks for some, and one
 * less brings nobody in. Given are for all ends which bits turned that matter and which are set now, and the bits of what leads there.
 */
function inDoubt(
  inputs: readonly HopInput[],
  { positions, targets }: LinkList,
  turned: Uint32Array,
  now: Uint32Array,
  known: Uint32Array,
): Int32Array {
  const [{ hop, input }] = inputs as readonly [HopInput];
  const [words, ownWords] = [input.sheet.words, hop.sheet.words];
  const asking: (readonly Kept[])[] = [];
  for (const [bit, some] of Map.groupBy(inputs, (one) => one.input.bit))
    asking[bit] = some.map((one) => one.hop);
  const found = new Int32Array(targets.length);
  let end = 0;
  for (let k = 0; k < targets.length; k++) {
    found[end] = targets[k]!;
    let isInDoubt = false;
    for (let word = 0; word < words; word++) {
      const at = positions[k]! * words + word;
      for (let left = turned[at]!; left !== 0; left &= left - 1) {
        const lowest = left & -left;
        const isIn = (now[at]! & lowest) !== 0;
        for (const { node, word: own, mask } of asking[word * 32 + 31 - Math.clz32(lowest)]!)
          if ((node.basis as Hop).matching !== "some") isInDoubt = true;
          else if (((known[k * ownWords + own]! & mask) !== 0) !== isIn) isInDoubt = true;
      }
    }
    if (isInDoubt) end++;
  }
  return found.subarray(0, end);
}
