import type { Adjacency, LinkColumns, Table } from "../../inventory/tables.ts";
import type { Blob } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Step } from "../kernels/kernels.ts";
import { blobsOfLinks } from "../columns/blobs.ts";
import type { Bits, Nodes, TakeZeroed } from "./node.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/**
 * From rows at the far end of a relation back to the rows that lead to them. One entry for each `LinkColumns` of the relation:
 * the bits over its target's rows.
 */
export interface Hops {
  /** Rows with at least one link into the bits. */
  some(table: Table, relation: string, bits: readonly Bits[]): Bits;
  /** Rows with exactly one. Links count, not rows: two parallel ones are two. */
  single(table: Table, relation: string, bits: readonly Bits[]): Bits;
  /** Rows with two or more. */
  twice(table: Table, relation: string, bits: readonly Bits[]): Bits;
}

/** The rows of one table, and where some of their links lead. */
interface Hop {
  readonly source: Table;
  readonly target: Table;
  readonly links: LinkColumns;
}

/** Addresses of the rows with one link or more, and of those with two or more. */
interface Counted {
  readonly once: number;
  readonly twice: number;
}

/** Hops as nodes of a plan. */
export function createHops(
  cache: ColumnCache,
  nodes: Nodes,
  targetTable: (type: string) => Table,
): Hops {
  const hopAlong = (source: Table, links: LinkColumns): Hop => {
    return { source, target: targetTable(links.target), links };
  };

  function some(table: Table, relation: string, bits: readonly Bits[]): Bits {
    return nodes.or(
      table,
      linksOf(table, relation).map((links, i) => someOf(table, relation, links, bits[i]!)),
    );
  }

  function someOf(table: Table, relation: string, links: LinkColumns, bits: Bits): Bits {
    if (bits === "none" || links.count === 0) return "none";
    const name = `${table.type}.${relation}>${links.target}`;
    if (bits === "all") {
      return nodes.node(
        `linked(${name})`,
        table,
        [],
        (out) => linkedSteps(cache, table, links, out),
        { prepare: () => cache.bring([linkedBlob(links)]) },
      );
    }
    return nodes.node(
      `some(${name} ${bits.id})`,
      table,
      [bits],
      (out, [from]) => [clear(table, out), hopStep(cache, hopAlong(table, links), from!, out)],
      { prepare: () => cache.bring(blobsOfLinks(followed(links))) },
    );
  }

  /** Counts links up to two; `keep` turns the rows with one or more and those with two or more into the answer. */
  function counted(
    name: string,
    table: Table,
    relation: string,
    bits: readonly Bits[],
    keep: (once: number, twice: number, out: number) => Step,
  ): Bits {
    const used = linksOf(table, relation)
      .map((links, i) => ({ links, bits: bits[i]! }))
      .filter(({ links, bits }) => bits !== "none" && links.count > 0);
    const inputs = used.flatMap(({ bits }) => (typeof bits === "object" ? [bits] : []));
    const key = used
      .map(({ links, bits }) => `${links.target} ${typeof bits === "object" ? bits.id : bits}`)
      .join();
    if (used.length === 0) return "none";
    return nodes.node(
      `${name}(${table.type}.${relation} ${key})`,
      table,
      inputs,
      (out, addresses, takeZeroed) => {
        const once = takeZeroed(bitSetBytes(table.rows));
        const twice = takeZeroed(bitSetBytes(table.rows));
        const steps = used.flatMap(({ links, bits }) => {
          const from = typeof bits === "object" ? addresses[inputs.indexOf(bits)]! : undefined;
          return countSteps(cache, hopAlong(table, links), from, { once, twice }, takeZeroed);
        });
        return [...steps, keep(once, twice, out)];
      },
      { prepare: () => cache.bring(used.flatMap(({ links }) => countedBlobs(links))) },
    );
  }

  function single(table: Table, relation: string, bits: readonly Bits[]): Bits {
    // Where no row has two links, exactly one is at least one.
    const links = linksOf(table, relation);
    if (links.length === 1 && links[0]!.forward.kind === "one") return some(table, relation, bits);
    return counted("single", table, relation, bits, (once, twice, out) => [
      "andNot",
      table.rows,
      once,
      twice,
      out,
    ]);
  }

  function twice(table: Table, relation: string, bits: readonly Bits[]): Bits {
    const links = linksOf(table, relation);
    if (links.length === 1 && links[0]!.forward.kind === "one") return "none";
    return counted("twice", table, relation, bits, (_once, twice, out) => [
      "copy",
      table.rows,
      twice,
      out,
    ]);
  }

  return { some, single, twice };
}

function linksOf(table: Table, relation: string): readonly LinkColumns[] {
  return table.relations.get(relation)!.links;
}

/** The step that empties a bit set over a table. */
function clear(table: Table, out: number): Step {
  return ["span", table.rows, 0, 0, out];
}

/** The array that a hop goes along: the shortest, that of runs, if there is one. */
function followed({ forward, backward }: LinkColumns): Adjacency {
  if (backward.kind === "runs") return backward;
  if (forward.kind === "runs") return forward;
  return backward.kind === "one" || forward.kind !== "one" ? backward : forward;
}

/** Adds to `out` the rows that lead into the bits at `from`, along the array that is `followed`. */
function hopStep(
  cache: ColumnCache,
  { source, target, links: { forward, backward } }: Hop,
  from: number,
  out: number,
): Step {
  if (backward.kind === "runs")
    return ["descend", target.rows, cache.address(backward.offsets), from, out];
  if (forward.kind === "runs")
    return ["ascend", source.rows, cache.address(forward.offsets), from, out];
  if (backward.kind === "one")
    return ["scatter", target.rows, cache.address(backward.targets), from, out];
  if (forward.kind === "one")
    return ["gather", source.rows, cache.address(forward.targets), from, out];
  return ["scatterMany", target.rows, ...addresses(cache, backward), from, out];
}

function addresses(
  cache: ColumnCache,
  { offsets, targets }: Extract<Adjacency, { kind: "many" }>,
): [number, number] {
  return [cache.address(offsets), cache.address(targets)];
}

/** What `linkedSteps` reads. */
function linkedBlob({ forward }: LinkColumns): Blob {
  return forward.kind === "one" ? forward.targets : forward.offsets;
}

/** Rows that lead anywhere. */
function linkedSteps(cache: ColumnCache, table: Table, links: LinkColumns, out: number): Step[] {
  const blob = cache.address(linkedBlob(links));
  return links.forward.kind === "one"
    ? [["range", 4, blob, table.rows, 1, 0xffffffff, out]]
    : [clear(table, out), ["linked", table.rows, blob, out]];
}

/** What `countSteps` reads. */
function countedBlobs(links: LinkColumns): readonly Blob[] {
  return blobsOfLinks(links.backward.kind === "one" ? links.backward : followed(links));
}

/** Adds links into the bits at `from` (undefined: all rows) to `once`, and what is there already to `twice`. */
function countSteps(
  cache: ColumnCache,
  hop: Hop,
  from: number | undefined,
  { once, twice }: Counted,
  takeZeroed: TakeZeroed,
): Step[] {
  const { source, target, links } = hop;
  const steps: Step[] = [];
  let bits = from;
  if (bits === undefined) {
    bits = takeZeroed(bitSetBytes(target.rows));
    steps.push(["span", target.rows, 0, target.rows, bits]);
  }
  const { forward, backward } = links;
  if (backward.kind === "one") {
    steps.push(["scatterTwice", target.rows, cache.address(backward.targets), bits, once, twice]);
  } else if (forward.kind === "many" && backward.kind === "many") {
    steps.push(["scatterManyTwice", target.rows, ...addresses(cache, backward), bits, once, twice]);
  } else {
    const own = takeZeroed(bitSetBytes(source.rows));
    const both = takeZeroed(bitSetBytes(source.rows));
    const { rows } = source;
    steps.push(
      hopStep(cache, hop, bits, own),
      ["and", rows, own, once, both],
      ["or", rows, twice, both, twice],
      ["or", rows, once, own, once],
    );
  }
  return steps;
}
