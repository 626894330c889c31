import { membersOf } from "../../model/concrete.ts";
import { ownersBehind, typesBehind } from "../../model/owners.ts";
import type { Blob, Dangling, Table, Tables } from "../../inventory/tables.ts";
import { bitSetBytes, numbersOf } from "../../inventory/tables.ts";
import type { Model, Relation } from "../../types.ts";
import type { Bits, Nodes } from "./node.ts";
import type { ColumnCache } from "../columns/column-cache.ts";
import type { Ranges } from "./decide.ts";
import { planCodes, planStored, setBits } from "./stored-bits.ts";

/**
 * Rows of `table` whose `relation` may lead to more of those types of the far side that matter than is known: the record says so; an
 * id leads nowhere; or, for an inverse, a collection that brings the far side is not complete. An id that leads nowhere counts even where the far
 * side's collection is complete: lists leave out what the reader may not see, so the id is all that shows of its target.
 */
export function planHidden(
  model: Model,
  tables: Tables,
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  relation: Relation,
  matters: Matters,
): Bits {
  const stored = table.relations.get(relation.name)!;
  const parts: Bits[] = [];
  for (const [type, rows] of stored.unread ?? [])
    if (matters(type))
      parts.push(planStored(cache, nodes, table, rows, `${relation.name} ${type}`));
  if (relation.kind === "inverse")
    parts.push(...planInverse(model, tables, cache, nodes, table, relation, matters));
  const dangling = relation.kind === "references" ? stored.dangling : undefined;
  // What says nothing of its type may be of any.
  if ((stored.missing || dangling) && membersOf(model, relation.target).some(matters)) {
    if (stored.missing) parts.push(planStored(cache, nodes, table, stored.missing, relation.name));
    if (dangling) parts.push(planDangling(cache, nodes, table, relation, dangling));
  }
  return nodes.or(table, parts);
}

/** Which concrete types of a relation's far side are asked for. */
export type Matters = (type: string) => boolean;

/** A collection behind an inverse: the types of the far side that it brings, and where some of it is not known. */
export interface OpenBehind {
  readonly type: string;
  readonly brings: readonly string[];
  readonly open: Blob;
}

/**
 * For each of those types the connectors (u32 positions from 1, rising) where some of it may lead to an asset of type
 * `near` and is not known. What is read for each asset of other types hides nothing from others, and nothing from those
 * for which it was read.
 */
export function openBehind(
  model: Model,
  tables: Pick<Tables, "incomplete" | "unknownOwners">,
  near: string,
  relation: Relation,
): readonly OpenBehind[] {
  // The rule, and found out for each relation of each filter.
  if (tables.incomplete.size === 0) return [];
  return typesBehind(model, relation).flatMap(([type, brings]) => {
    const incomplete = tables.incomplete.get(type);
    // A part's links are its own, whoever holds it was read for.
    const isNext = brings.includes(type);
    const owners = isNext ? ownersBehind(model, type, relation.inverse) : undefined;
    if (!incomplete || (owners && !owners.includes(near))) return [];
    return [{ type, brings, open: (owners && tables.unknownOwners?.get(type)) ?? incomplete }];
  });
}

function planInverse(
  model: Model,
  tables: Tables,
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  relation: Relation,
  matters: Matters,
): Bits[] {
  const { connector } = table;
  const { count } = tables.connectors;
  return openBehind(model, tables, table.type, relation)
    .filter(({ brings, open }) => open.byteLength > 0 && brings.some(matters))
    .map(({ type, open }): Bits => {
      if (relation.scope === "ANYWHERE") return "all";
      const ranges = rangesOf(open);
      if (ranges.length <= mostRanges)
        return planCodes(cache, nodes, table, "(connector)", connector, count, ranges);
      const ofUnknownOwners = open !== tables.incomplete.get(type);
      const name = `${type}${ofUnknownOwners ? " of unknown owners" : ""}`;
      return planConnectors(cache, nodes, table, name, open, count);
    });
}

/** More runs of connectors than this are no name of a node. */
const mostRanges = 64;

/** Asked for each relation of each filter, of lists that may be as long as there are connectors. */
const knownRanges = new WeakMap<Blob, Ranges>();

/** Rising numbers as runs. */
function rangesOf(open: Blob): Ranges {
  const known = knownRanges.get(open);
  if (known) return known;
  const ranges: [number, number][] = [];
  for (const connector of numbersOf(open)) {
    const last = ranges.at(-1);
    if (last && last[1] === connector - 1) last[1] = connector;
    else ranges.push([connector, connector]);
    if (ranges.length > mostRanges) break;
  }
  knownRanges.set(open, ranges);
  return ranges;
}

/** Rows in those connectors where a type was not read completely. */
function planConnectors(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  name: string,
  open: Blob,
  connectors: number,
): Bits {
  const { width, blob } = table.connector;
  return nodes.node(
    `open(${table.type} ${name})`,
    table,
    [],
    (out, _inputs, takeZeroed) => {
      const set = takeZeroed(bitSetBytes(connectors));
      for (const connector of cache.numbers(open))
        setBits(cache, set, connector - 1, connector - 1);
      return [["lookup", width, cache.address(blob), table.rows, set, out]];
    },
    { prepare: () => cache.bring([open, blob]) },
  );
}

function planDangling(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  relation: Relation,
  { count, rows }: Dangling,
): Bits {
  return nodes.node(`dangling(${table.type}.${relation.name})`, table, [], (out) => {
    const { u8 } = cache.memory;
    u8.fill(0, out, out + bitSetBytes(table.rows));
    for (let i = 0; i < count; i++) {
      const row = cache.integer(rows, 4, i);
      u8[out + (row >> 3)]! |= 1 << (row & 7);
    }
    return [];
  });
}
