import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { execute } from "../execute.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Hidden, Hop, PlanNode } from "../plan/node.ts";
import type { RowSet } from "../rows/row-set.ts";
import { copyRows, noRows } from "../rows/row-set.ts";
import type { Store } from "../rows/store.ts";
import type { Dirty } from "./apply-changes.ts";
import type { Follow } from "./changed-links.ts";
import type { Segment } from "./changed-table.ts";
import type { AskedRows } from "./followed-rows.ts";
import { createFollowedRows } from "./followed-rows.ts";
import { createEvaluation, findDifferences } from "./found-bits.ts";
import { remember } from "./memo.ts";
import type { Overlay } from "./overlay.ts";
import type { HopReader, Kept } from "./row-bits.ts";
import { createRowBits } from "./row-bits.ts";

/** Bits that are kept, and brought up to date row by row. */
export interface LiveBits {
  /** Takes in a round of changes: every kept bit that it turns is turned. */
  update(dirty: Dirty): void;
  /** The rows of each root, in the order of ids. What was not asked for in a while is given up. */
  rows(roots: readonly (PlanNode | "none")[]): readonly RowSet[];
}

/** A node that so many answers did not need is given up. */
const mostIdle = 8;

/**
 * No bit sets so far.
 *
 * What a round found is a small table of its own: conditions on values are worked out for all of it at once, by the kernels
 * that do so for a snapshot, and compared with the bits that are kept. A bit that turns has what stands on it decided anew at
 * once, in the same row and at the other ends of links, and so on. What a node was decided by may turn again within a round;
 * then it is decided again, and in the end by what all its inputs came to. A change that does not change an answer thus ends where
 * that shows, mostly at the first condition.
 */
export function createLiveBits(
  model: Model,
  store: Store,
  kernels: Kernels,
  overlay: Overlay,
): LiveBits {
  const { memory } = store;
  const kept = createRowBits(memory);
  const { has, turn, settle, combine } = kept;
  /** By the nodes' numbers: looked up for every related row. */
  const byId: Kept[] = [];
  const isSet = ({ id }: PlanNode, row: number): boolean => has(byId[id]!, row);
  let answers = 0;

  const evaluate = createEvaluation(model, store, kernels);

  /** Makes the bits of found rows what their values say; of rows that are gone since none is set. */
  function takeFound(segment: Segment, nodes: readonly Kept[]): void {
    const { rows } = segment;
    const table = overlay.tableOf(segment.table.type);
    const removed = overlay.removed(table);
    const sheet = kept.sheet(table);
    const { words } = sheet;
    const bits = evaluate(segment, sheet, nodes);
    const turned = findDifferences(memory, sheet, nodes, rows, bits);
    for (let i = 0; i < rows.length; i++) {
      for (let word = 0; word < words; word++) {
        let left = turned[i * words + word]!;
        if (left === 0 || removed.has(rows[i]!)) continue;
        for (; left !== 0; left &= left - 1) {
          const own = sheet.kept[word * 32 + 31 - Math.clz32(left & -left)]!;
          settle(own, rows[i]!, (bits[i * words + word]! & own.mask) !== 0);
        }
      }
    }
  }

  /** What a row is in a node that values alone do not decide. */
  function isIn(own: Kept, row: number): boolean {
    const single = own.node.single!;
    if (single.kind === "combined") return combine(own, row);
    return (single as Hop | Hidden).decide(row, isSet);
  }

  /** Decides rows anew, some of them twice. */
  function decide(own: Kept, rows: readonly number[] | Int32Array): void {
    const removed = overlay.removed(own.node.table);
    for (let i = 0; i < rows.length; i++)
      if (!removed.has(rows[i]!)) settle(own, rows[i]!, isIn(own, rows[i]!));
  }

  /** Keeps a node. From then on it is told of what turns in its inputs. */
  function keep(node: PlanNode): Kept {
    const { table } = node;
    kept.makeRoom(table, overlay.everyRow(table));
    const own = kept.keep(node, answers);
    byId[node.id] = own;
    const single = node.single!;
    if (single.kind === "hop")
      for (const input of own.inputs)
        input.hops = [...input.hops, { kept: own, inputTurned: decideSources(own, single, input) }];
    return own;
  }

  /** Decides the rows of a node that lead to one of an input that turned. */
  function decideSources(own: Kept, single: Hop, input: Kept): HopReader["inputTurned"] {
    const { table } = own.node;
    const { isSome, relation } = single;
    const removed = overlay.removed(table);
    let follow: Follow | undefined;
    let isFound = false;
    const visit = (_table: Table, source: number): void => {
      // One related row more takes nobody out, and one less brings nobody in.
      if ((isSome && has(own, source) === isFound) || removed.has(source)) return;
      settle(own, source, (isSome && isFound) || single.decide(source, isSet));
    };
    return (row, is) => {
      // Where nothing turns, links are not brought into memory.
      follow ??= overlay.followBack(table, relation, input.node.table);
      isFound = is;
      follow(row, visit);
    };
  }

  function update(dirty: Dirty): void {
    const { segments, came, went } = dirty;
    const byTable = kept.byTable();
    for (const table of byTable.keys()) kept.makeRoom(table, overlay.everyRow(table));
    for (const table of byTable.keys()) {
      const removed = overlay.removed(table);
      // One that went may be back by now.
      for (const row of went.of(table.type)) if (removed.has(row)) kept.clear(table, row);
    }
    for (const [table, nodes] of byTable) {
      const segment = segments.get(table.type);
      if (segment) takeFound(segment, nodes.filter(isValued));
    }
    for (const [table, nodes] of byTable) {
      const others = nodes.filter((own) => !isValued(own));
      const removed = overlay.removed(table);
      for (const row of came.of(table.type))
        if (!removed.has(row)) for (const own of others) settle(own, row, isIn(own, row));
      for (const own of others) decide(own, touchedBy(dirty, own.node));
    }
  }

  /** Rows whose bit may turn though no input does. */
  function touchedBy(dirty: Dirty, { single, table: { type } }: PlanNode): readonly number[] {
    if (single!.kind !== "hop" && single!.kind !== "hidden") return [];
    const relinked = dirty.relinked(single!.relation).of(type);
    if (single!.kind === "hop") return relinked;
    const found = single!.dependsOnRow() ? (dirty.segments.get(type)?.rows ?? []) : [];
    return [...relinked, ...dirty.reached(single!.relation).of(type), ...found];
  }

  /** Keeps these nodes and what they stand on: worked out from the snapshot, and then brought up to date. */
  function make(roots: readonly PlanNode[]): void {
    const known = new Set([...kept.all()].map(({ node }) => node));
    const made: Kept[] = [];
    const visit = (node: PlanNode) => {
      if (kept.get(node)) return;
      for (const input of node.inputs) visit(input);
      made.push(keep(node));
    };
    for (const root of roots) visit(root);
    const asked = new Set(roots);
    const catchUp = createCatchUp(made);
    /** The same node, where its set is worked out: of what is kept already the set is read from there. */
    const asSet = remember((node: PlanNode): PlanNode => {
      if (!known.has(node)) return { ...node, inputs: node.inputs.map(asSet) };
      const { sheet, bit } = kept.get(node)!;
      const steps: PlanNode["steps"] = (out) => [
        ["fromRows", node.table.rows, sheet.address, sheet.words, bit, out],
      ];
      return { ...node, inputs: [], steps };
    });
    const sets = made.map(({ node }) => asSet(node));
    execute(memory, kernels, sets, (i, address) => {
      const own = made[i]!;
      const { node, sheet, bit } = own;
      const { rows } = node.table;
      kernels.toRows(rows, address!, sheet.words, bit, sheet.address);
      if (asked.has(node)) follow(own, address!);
      catchUp(own, (row, is) => {
        // What stands on it is worked out from the set.
        if (turn(own, row, is) && row < rows) memory.u8[address! + (row >>> 3)]! ^= 1 << (row & 7);
      });
    });
  }

  /** Decides anew what changed since, of nodes that were worked out from the snapshot. */
  function createCatchUp(
    made: readonly Kept[],
  ): (own: Kept, decided: (row: number, is: boolean) => void) => void {
    const found = remember((table: Table) =>
      overlay.segments(table).map((segment) => ({
        rows: segment.rows,
        bits: evaluate(
          segment,
          kept.sheet(table),
          made.filter((own) => own.node.table === table && isValued(own)),
        ),
      })),
    );
    const relinked = remember((table: Table) => overlay.relinkedRows(table));
    return (own, decided) => {
      const { node, sheet, word, mask } = own;
      const { table } = node;
      const { kind } = node.single!;
      const removed = overlay.removed(table);
      if (kind === "valued")
        for (const { rows, bits } of found(table)) {
          for (let i = 0; i < rows.length; i++)
            decided(rows[i]!, (bits[i * sheet.words + word]! & mask) !== 0);
        }
      const segments = kind === "hidden" ? overlay.segments(table) : [];
      for (const rows of [...segments.map((segment) => segment.rows), relinked(table)])
        for (const row of rows)
          if (removed.has(row)) decided(row, false);
          else if (kind !== "valued") decided(row, isIn(own, row));
    };
  }

  /** From now on knows a node's rows, which are those in the set at `address`. */
  function follow(own: Kept, address: number): void {
    const { table } = own.node;
    const ask = (set: number): AskedRows => {
      const added: number[] = [];
      for (let row = table.rows; row < overlay.everyRow(table); row++)
        if (has(own, row)) added.push(row);
      return { stored: copyRows(memory, kernels, table.rows, set), added };
    };
    own.answer = createFollowedRows(
      table,
      ask(address),
      () => withSet(own, ask),
      (a, b) => overlay.compare(table, a, b),
    );
  }

  /** Hands over the set of a node's stored rows. */
  function withSet<T>({ node: { table }, sheet, bit }: Kept, use: (set: number) => T): T {
    const bytes = bitSetBytes(table.rows);
    const set = memory.allocate(bytes);
    kernels.fromRows(table.rows, sheet.address, sheet.words, bit, set);
    const result = use(set);
    memory.release(set, bytes);
    return result;
  }

  function rowsOf(node: PlanNode): RowSet {
    const own = kept.get(node)!;
    if (!own.answer) withSet(own, (set) => follow(own, set));
    return own.answer!.rows();
  }

  function giveUpIdle(roots: readonly PlanNode[]): void {
    const visit = (own: Kept) => {
      if (own.usedIn === answers) return;
      own.usedIn = answers;
      for (const input of own.inputs) visit(input);
    };
    answers++;
    for (const root of roots) visit(kept.get(root)!);
    for (const own of [...kept.all()]) if (answers - own.usedIn > mostIdle) kept.giveUp(own);
  }

  return {
    update,
    rows(roots) {
      const nodes = roots.filter((bits) => typeof bits === "object");
      make(nodes);
      giveUpIdle(nodes);
      return roots.map((bits) => (typeof bits === "object" ? rowsOf(bits) : noRows));
    },
  };
}

function isValued({ node }: Kept): boolean {
  return node.single!.kind === "valued";
}
