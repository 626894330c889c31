import { giveWay, SLICE } from "../../slices.ts";
import type { Filter, Inventory, Query, Rows, Selection } from "../../types.ts";
import { followConnectors, readIds } from "./connectors.ts";
import { bindVariable, isVariable, usesVariable } from "../../dialect/variables.ts";

/** How a filter that is asked once for each connector can be asked once for all of them. */
export interface Split {
  /** What is asked whatever the connector. */
  readonly rest: Query;
  /** Asked for a connector that there is not: who is undecided here is so for every connector. */
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

/** What `selection` has of each connector, by its id. */
export async function selectEach(
  inventory: Inventory,
  { areConnectors }: Split,
  selection: Selection,
): Promise<(connector: string | undefined) => Selection> {
  const groups = {
    matched: await groupRows(inventory, await selection.rows("matched"), areConnectors),
    undecided: await groupRows(inventory, await selection.rows("undecided"), areConnectors),
  };
  return (connector = "") => {
    const runsOf = (which: "matched" | "undecided") => groups[which].get(connector) ?? [];
    const count = (runs: readonly Run[]) => runs.reduce((sum, { rows }) => sum + rows.length, 0);
    return {
      examined: selection.examined,
      matched: count(runsOf("matched")),
      undecided: count(runsOf("undecided")),
      async among(which, { type, rows }) {
        const own = runsOf(which).filter((run) => run.type === type);
        const known = new Set(own.flatMap((run) => run.rows));
        return Uint32Array.from(rows.keys()).filter((i) => known.has(rows[i]!));
      },
      rows: async (which, page) => sliceRuns(runsOf(which), page),
    };
  };
}

/** Rows of one type that come behind each other. */
interface Run {
  readonly type: string;
  readonly rows: number[];
}

/** Rows by the id of their connector, each in the order in which they come. A row that is known to have none is found for none. */
async function groupRows(
  inventory: Inventory,
  runs: readonly Rows[],
  areConnectors: boolean,
): Promise<ReadonlyMap<string, readonly Run[]>> {
  const groups = new Map<string, Run[]>();
  for (const { type, rows: all } of runs)
    for (let from = 0; from < all.length; from += SLICE) {
      const rows = all.subarray(from, from + SLICE);
      const idOf = await readOwners(inventory, { type, rows }, areConnectors);
      rows.forEach((row, i) => {
        const id = idOf(i);
        if (id === undefined) return;
        const group = groups.get(id) ?? [];
        groups.set(id, group);
        const last = group.at(-1);
        if (last?.type === type) last.rows.push(row);
        else group.push({ type, rows: [row] });
      });
      await giveWay();
    }
  return groups;
}

function sliceRuns(
  runs: readonly Run[],
  { offset = 0, limit = Number.POSITIVE_INFINITY } = {},
): readonly Rows[] {
  const slices: Rows[] = [];
  let before = 0;
  for (const { type, rows } of runs) {
    const part = rows.slice(Math.max(offset - before, 0), Math.max(offset + limit - before, 0));
    if (part.length > 0) slices.push({ type, rows: Uint32Array.from(part) });
    before += rows.length;
  }
  return slices;
}

async function readOwners(
  inventory: Inventory,
  rows: Rows,
  areConnectors: boolean,
): Promise<(i: number) => string | undefined> {
  if (areConnectors) {
    const ids = await readIds(inventory, rows);
    return (i) => ids[i];
  }
  const { connectors, at } = await followConnectors(inventory, rows);
  const ids = await readIds(inventory, connectors);
  return (i) => ids[at[i] ?? -1];
}
