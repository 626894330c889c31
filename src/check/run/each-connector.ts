import { giveWay, SLICE } from "../../slices.ts";
import type { Filter, Inventory, Query, Rows, Selection } from "../../types.ts";
import { bindVariable, isVariable, usesVariable } from "../../dialect/variables.ts";

/** How a filter that is asked once for each connector can be asked once for all of them. */
export interface Split {
  /** What is asked whatever the connector. */
  readonly rest: Query;
  /** JudgedQuestion for a connector that there is not: who is undecided here is so for every connector. */
  readonly probe: Query;
  /** Whether the rows are connectors themselves. */
  readonly areConnectors: boolean;
}

/**
 * The split of a query that says of its rows `connector: { id: $subscriptionResourceId }`, or of connectors `id`, beside
 * conditions without the variable. Undefined for any other: it has to be asked connector by connector.
 */
export function splitByConnector(query: Query): Split | undefined {
  if (!query.where) return undefined;
  const parts = query.where.kind === "and" ? query.where.of : [query.where];
  const areConnectors = query.type === "Connector";
  const own = parts.filter((part) => (areConnectors ? isId(part) : isConnectorId(part)));
  const others = parts.filter((part) => !own.includes(part));
  if (own.length !== 1 || others.some(usesVariable)) return undefined;
  const { where: _, ...all } = query;
  const rest: Query =
    others.length === 0
      ? all
      : { ...all, where: others.length === 1 ? others[0]! : { kind: "and", of: others } };
  return { rest, probe: { ...query, where: bindVariable(query.where, "") }, areConnectors };
}

function isId(part: Filter | undefined): boolean {
  return (
    part?.kind === "compare" &&
    part.field === "id" &&
    part.operator === "EQ" &&
    isVariable(part.value) &&
    !part.ignoreCase
  );
}

function isConnectorId(part: Filter): boolean {
  return (
    part.kind === "quantify" &&
    part.relation === "connector" &&
    part.quantifier === "SOME" &&
    isId(part.where)
  );
}

interface Row {
  readonly type: string;
  readonly row: number;
}

/** What `selection` has of each connector, by its id. */
export async function selectEach(
  inventory: Inventory,
  { areConnectors }: Split,
  selection: Selection,
): Promise<(connector: string) => Selection> {
  const groups = {
    matched: await groupRows(inventory, await selection.rows("matched"), areConnectors),
    undecided: await groupRows(inventory, await selection.rows("undecided"), areConnectors),
  };
  return (connector) => ({
    examined: selection.examined,
    matched: groups.matched.get(connector)?.length ?? 0,
    undecided: groups.undecided.get(connector)?.length ?? 0,
    async among(which, { type, rows }) {
      const group = groups[which].get(connector) ?? [];
      const known = new Set(group.flatMap((one) => (one.type === type ? [one.row] : [])));
      return Uint32Array.from(rows.keys()).filter((i) => known.has(rows[i]!));
    },
    rows: async (which, { offset = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
      runsOf((groups[which].get(connector) ?? []).slice(offset, offset + limit)),
  });
}

/** Rows by the id of their connector, each in the order in which they come. */
async function groupRows(
  inventory: Inventory,
  runs: readonly Rows[],
  areConnectors: boolean,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const groups = new Map<string, Row[]>();
  for (const { type, rows: all } of runs)
    for (let from = 0; from < all.length; from += SLICE) {
      const rows = all.subarray(from, from + SLICE);
      const ids = await (areConnectors ? readIds : readConnectorIds)(inventory, { type, rows });
      rows.forEach((row, i) => {
        const id = ids[i];
        if (id === undefined) return;
        const group = groups.get(id);
        if (group) group.push({ type, row });
        else groups.set(id, [{ type, row }]);
      });
      await giveWay();
    }
  return groups;
}

/** Stretches of one type, in their order. */
function runsOf(rows: readonly Row[]): readonly Rows[] {
  const runs: Rows[] = [];
  for (let from = 0; from < rows.length;) {
    const { type } = rows[from]!;
    const end = rows.findIndex((row, i) => i > from && row.type !== type);
    const to = end < 0 ? rows.length : end;
    runs.push({ type, rows: Uint32Array.from(rows.slice(from, to), ({ row }) => row) });
    from = to;
  }
  return runs;
}

async function readIds(inventory: Inventory, rows: Rows): Promise<readonly string[]> {
  const [ids] = await inventory.read(rows, ["id"]);
  return ids as readonly string[];
}

/** Undefined for a row that is known to have no connector: it is found for none. */
async function readConnectorIds(
  inventory: Inventory,
  rows: Rows,
): Promise<readonly (string | undefined)[]> {
  const { offsets, targets } = await inventory.related(rows, "connector");
  const connectors = Uint32Array.from(new Set(targets)).sort();
  const ids = await readIds(inventory, { type: "Connector", rows: connectors });
  const idOf = new Map(ids.map((id, i) => [connectors[i]!, id]));
  return Array.from(rows.rows, (_, i) =>
    offsets[i] === offsets[i + 1] ? undefined : idOf.get(targets[offsets[i]!]!),
  );
}
