import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { execute } from "../execute.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { runSteps } from "../kernels/kernels.ts";
import type { Combined, Hidden, Hop, Valued } from "../plan/node.ts";
import { combine, createNodes } from "../plan/node.ts";
import { createStoredSources } from "../plan/stored.ts";
import type { Store } from "../columns/store.ts";
import type { Segment } from "./changed-table.ts";
import type { Overlay } from "./overlay.ts";
import type { Kept, RowBits } from "./row-bits.ts";
import { masksOf } from "./row-bits.ts";

/**
 * What a few rows of a table are in nodes over it. Each function makes these nodes' bits in `bits` what they should be: words of
 * the rows, one row behind the other, as `RowBits` reads them. Bits of other nodes stay.
 */
export interface DecideRows {
  /** By the rows' own values: in a segment, all of its rows. */
  values(segment: Segment, nodes: readonly Kept[], bits: Uint32Array): void;
  /** By the bits that stand there, and by each other: nodes come after those that they combine. */
  combinations(nodes: readonly Kept[], bits: Uint32Array): void;
  /** By the kept bits of what one relation of theirs leads to. */
  hops(nodes: readonly Kept[], rows: Int32Array, bits: Uint32Array): void;
  /** By what is not known of their relations. */
  hidden(nodes: readonly Kept[], rows: Int32Array, bits: Uint32Array): void;
}

/** A hop and the node that it looks for in rows of one type. */
export interface HopInput {
  readonly hop: Kept;
  readonly input: Kept;
}

/** Decides rows of what `overlay` has by the bits that are `kept`. */
export function createDecideRows(
  model: Model,
  store: Store,
  kernels: Kernels,
  overlay: Overlay,
  kept: RowBits,
): DecideRows {
  const { memory } = store;

  /** Works out the sets of some nodes and puts their bits where rows have them. */
  function putSets(
    nodes: readonly Kept[],
    bits: Uint32Array,
    fill: (createSet: (own: Kept) => number, setOf: (own: Kept) => number) => void,
  ): void {
    const [first] = nodes;
    if (!first) return;
    const { words } = first.sheet;
    const rows = bits.length / words;
    const inRows = memory.allocate(bits.byteLength);
    memory.u32.set(bits, inRows >>> 2);
    const sets = new Map<Kept, number>();
    const createSet = (own: Kept): number => {
      const set = memory.allocate(bitSetBytes(rows));
      sets.set(own, set);
      return set;
    };
    fill(createSet, (own) => {
      const known = sets.get(own);
      if (known !== undefined) return known;
      const set = createSet(own);
      kernels.fromRows(rows, inRows, words, own.bit, set);
      return set;
    });
    clear(memory.u32.subarray(inRows >>> 2, (inRows >>> 2) + bits.length), masksOf(words, nodes));
    for (const own of nodes) kernels.toRows(rows, sets.get(own)!, words, own.bit, inRows);
    bits.set(memory.u32.subarray(inRows >>> 2, (inRows >>> 2) + bits.length));
    for (const set of sets.values()) memory.release(set, bitSetBytes(rows));
    memory.release(inRows, bits.byteLength);
  }

  return {
    values({ found, table: { rows } }, nodes, bits) {
      // As a snapshot of its own, by the leaves and kernels that do so for one.
      const sources = createStoredSources(model, found, store, createNodes());
      const roots = nodes.map(({ node }) => (node.basis as Valued).plan(sources));
      putSets(nodes, bits, (createSet) =>
        execute(memory, kernels, roots, (i, address) => {
          const out = createSet(nodes[i]!);
          if (address === undefined) kernels.span(rows, 0, roots[i] === "all" ? rows : 0, out);
          else kernels.copy(rows, address, out);
        }),
      );
    },
    combinations(nodes, bits) {
      putSets(nodes, bits, (createSet, setOf) => {
        for (const own of nodes) {
          const inputs = own.inputs.map(setOf);
          const rows = bits.length / own.sheet.words;
          const basis = own.node.basis as Combined;
          runSteps(kernels, combine(basis, rows, createSet(own), inputs));
        }
      });
    },
    hops(nodes, rows, bits) {
      const { table, words } = nodes[0]!.sheet;
      const { relation } = nodes[0]!.node.basis as Hop;
      const once = new Uint32Array(bits.length);
      const twice = new Uint32Array(bits.length);
      for (const { far, positions, targets } of overlay.follow(table, relation, rows)) {
        const inputs = inputsIn(nodes, far);
        if (inputs.length > 0) countEnds(inputs, positions, kept.read(far, targets), once, twice);
      }
      const masksOfHops = (matching: Hop["matching"]): Uint32Array =>
        masksOf(
          words,
          nodes.filter(({ node }) => (node.basis as Hop).matching === matching),
        );
      const masks = [masksOfHops("some"), masksOfHops("single"), masksOfHops("twice")] as const;
      setCounted(bits, once, twice, ...masks);
    },
    hidden(nodes, rows, bits) {
      for (const { word, mask, node, sheet } of nodes) {
        const isHidden = (node.basis as Hidden).decide(rows);
        for (let i = 0, at = word; i < rows.length; i++, at += sheet.words)
          bits[at] = isHidden[i] === 0 ? bits[at]! & ~mask : bits[at]! | mask;
      }
    },
  };
}

/** What hops look for in the rows of one table. */
export function inputsIn(hops: readonly Kept[], far: Table): readonly HopInput[] {
  return hops.flatMap((hop) =>
    hop.inputs.filter(({ node }) => node.table === far).map((input) => ({ hop, input })),
  );
}

/** Makes bits of rows' words not set. */
function clear(bits: Uint32Array, masks: Uint32Array): void {
  for (let row = 0; row < bits.length; row += masks.length)
    for (let word = 0; word < masks.length; word++) bits[row + word]! &= ~masks[word]!;
}

/** Notes for each hop which rows lead to one end that is in its input, and which to more. `ends` are the bits of the ends. */
function countEnds(
  inputs: readonly HopInput[],
  from: Int32Array,
  ends: Uint32Array,
  once: Uint32Array,
  twice: Uint32Array,
): void {
  const words = ends.length / from.length;
  for (const { hop, input } of inputs) {
    const { mask, word, sheet } = hop;
    for (let k = 0, at = input.word; k < from.length; k++, at += words) {
      if ((ends[at]! & input.mask) === 0) continue;
      const own = from[k]! * sheet.words + word;
      twice[own]! |= once[own]! & mask;
      once[own]! |= mask;
    }
  }
}

/** Makes the bits of hops what was counted: of some at least one end, of single ones just one, of others more. */
function setCounted(
  bits: Uint32Array,
  once: Uint32Array,
  twice: Uint32Array,
  some: Uint32Array,
  single: Uint32Array,
  more: Uint32Array,
): void {
  for (let row = 0; row < bits.length; row += some.length)
    for (let word = 0; word < some.length; word++) {
      const at = row + word;
      const others = bits[at]! & ~(some[word]! | single[word]! | more[word]!);
      const first = once[at]! & (some[word]! | (single[word]! & ~twice[at]!));
      bits[at] = others | first | (twice[at]! & more[word]!);
    }
}
