import { membersOf } from "../inventory/build.ts";
import type { Dangling, Table, Tables } from "../inventory/tables.ts";
import { bitSetBytes } from "../inventory/tables.ts";
import type { Model, Relation } from "../types.ts";
import type { Ranges } from "./decide.ts";
import { planCodes, planStored } from "./leaves.ts";
import type { Bits, Nodes } from "./node.ts";
import type { Store } from "./store.ts";

/**
 * Rows of `table` whose `relation` may lead to more than is known: the record says so; an id leads nowhere and the
 * collection it would be in is not complete; or, for an inverse, the far side's collection is not complete.
 */
export function planHidden(
  model: Model,
  tables: Tables,
  store: Store,
  nodes: Nodes,
  table: Table,
  relation: string,
): Bits {
  const stored = table.relations.get(relation);
  const declared = model.types.get(table.type)?.relations.get(relation);
  if (!stored || !declared) return "none";
  const parts: Bits[] = [];
  if (stored.missing) parts.push(planStored(store, nodes, table, stored.missing, relation));
  if (declared.kind === "references" && stored.dangling) {
    parts.push(planDangling(model, tables, store, nodes, table, declared, stored.dangling));
  }
  if (declared.kind === "inverse") {
    parts.push(...planInverse(model, tables, store, nodes, table, declared));
  }
  return nodes.or(table, parts);
}

function planInverse(
  model: Model,
  tables: Tables,
  store: Store,
  nodes: Nodes,
  table: Table,
  relation: Relation,
): Bits[] {
  return membersOf(model, relation.target).flatMap((member): Bits[] => {
    const incomplete = tables.incomplete.get(member);
    if (!incomplete) return [];
    if (relation.scope === "ANYWHERE") return ["all"];
    const ranges: Ranges = Array.from({ length: incomplete.byteLength / 4 }, (_, i) => {
      const connector = store.integer(incomplete, 4, i);
      return [connector, connector];
    });
    return [
      planCodes(
        store,
        nodes,
        table,
        "(connector)",
        table.connector,
        tables.connectors.count,
        ranges,
      ),
    ];
  });
}

function planDangling(
  model: Model,
  tables: Tables,
  store: Store,
  nodes: Nodes,
  table: Table,
  relation: Relation,
  dangling: Dangling,
): Bits {
  const isOpen = createOpenness(model, tables, store);
  const rows: number[] = [];
  for (let i = 0; i < dangling.count; i++) {
    if (isOpen(relation.target, store.text(dangling.ids, i)))
      rows.push(store.integer(dangling.rows, 4, i));
  }
  if (rows.length === 0) return "none";
  return nodes.node(`dangling(${table.type}.${relation.name})`, table, [], (out) => {
    const { u8 } = store.memory;
    u8.fill(0, out, out + bitSetBytes(table.rows));
    for (const row of rows) u8[out + (row >> 3)]! |= 1 << (row & 7);
    return [];
  });
}

/**
 * Whether an asset of this type with this id, which the inventory does not hold, may exist: the connector its id begins
 * with has no complete collection of the type, or no such connector is known.
 */
export function createOpenness(
  model: Model,
  tables: Tables,
  store: Store,
): (target: string, id: string) => boolean {
  const connectors = new Map<string, number>();
  store.eachText(tables.connectors, (index, text) => connectors.set(text, index + 1));
  const incomplete = new Map<string, ReadonlySet<number>>();
  for (const [type, blob] of tables.incomplete) {
    const codes = Array.from({ length: blob.byteLength / 4 }, (_, i) => store.integer(blob, 4, i));
    incomplete.set(type, new Set(codes));
  }
  return (target, id) => {
    const connector = connectorOf(connectors, id);
    if (connector === undefined) return true;
    return membersOf(model, target).some((member) => incomplete.get(member)?.has(connector));
  };
}

/** The connector whose id is `id` or a leading part of it, up to a `/`. */
export function connectorOf(
  connectors: ReadonlyMap<string, number>,
  id: string,
): number | undefined {
  for (let end = id.length; end > 0; end = id.lastIndexOf("/", end - 1)) {
    const connector = connectors.get(id.slice(0, end));
    if (connector !== undefined) return connector;
  }
  return undefined;
}
