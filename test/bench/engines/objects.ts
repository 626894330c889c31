import type { FieldValue } from "../../../src/types.ts";
import { generateEstate } from "../estate/estate.ts";
import { createNumbering, type Hop, type Layout, type PeerRow } from "../estate/layout.ts";
import type { Task } from "./engine.ts";

/** A node as a program without an engine holds it: fields as properties, relations as references to other nodes. */
export interface Node {
  readonly id: string;
  [name: string]: FieldValue | undefined | Node | Node[];
}

/** All nodes of an estate by type, linked to each other in both directions. */
export function linkObjects(task: Task): ReadonlyMap<string, readonly Node[]> {
  const { layout } = task;
  const nodes = new Map<string, Node[]>([...layout.tables.keys()].map((type) => [type, []]));
  const numbered = createNumbering(layout);
  const makers = new Map([...layout.tables.values()].map((table) => [table.type, makerOf(table)]));
  for (const batch of generateEstate(task.connectors, task.seed)) {
    const { rows, pairs } = numbered(batch);
    for (const row of rows) nodes.get(row.table.type)!.push(makers.get(row.table.type)!(row));
    for (const row of rows) linkParents(layout, nodes, row);
    for (const { table, source, target } of pairs) {
      const ends = layout.pairs.find((pair) => pair.table === table)!;
      const from = nodes.get(ends.source)![source]!;
      const to = nodes.get(ends.target)![target]!;
      for (const [name] of pairHops(layout, ends.source, table, "source"))
        (from[name] as Node[]).push(to);
      for (const [name] of pairHops(layout, ends.target, table, "target"))
        (to[name] as Node[]).push(from);
    }
  }
  return nodes;
}

/** Makes nodes of one table, all of the same shape, so that property reads are as fast as the runtime has them. */
function makerOf({
  columns,
  hops,
}: {
  columns: readonly { name: string }[];
  hops: ReadonlyMap<string, Hop>;
}) {
  return ({ record }: PeerRow): Node => {
    const node: Node = { id: record.id };
    for (const { name } of columns) node[name] = record.fields[name] ?? null;
    for (const [name, hop] of hops) node[name] = hop.kind === "parent" ? null : [];
    return node;
  };
}

function linkParents(
  layout: Layout,
  nodes: ReadonlyMap<string, Node[]>,
  { table, row, parents }: PeerRow,
): void {
  const node = nodes.get(table.type)![row]!;
  for (const [position, { column, target }] of table.parents.entries()) {
    const parentRow = parents[position];
    if (parentRow === null || parentRow === undefined) continue;
    const parent = nodes.get(target)![parentRow]!;
    for (const [name, hop] of table.hops)
      if (hop.kind === "parent" && hop.column === column) node[name] = parent;
    for (const [name, hop] of layout.tables.get(target)!.hops)
      if (hop.kind === "children" && hop.target === table.type && hop.column === column)
        (parent[name] as Node[]).push(node);
  }
}

function pairHops(
  layout: Layout,
  type: string,
  table: string,
  side: "source" | "target",
): readonly (readonly [string, Hop])[] {
  return [...layout.tables.get(type)!.hops].filter(
    ([, hop]) => hop.kind === "pairs" && hop.table === table && hop.from === side,
  );
}
