import type { Scope } from "../check/scope/scope.ts";
import type { ConnectorSummary } from "../report/pages.ts";
import type { Inventory } from "../types.ts";

/** Connectors: how many there are, and those of a page. */
export interface ConnectorList {
  readonly count: number;
  /** Those from position `from` up to, not including, `to`. */
  read(from: number, to: number): Promise<readonly ConnectorSummary[]>;
}

/**
 * Lists connectors: those first that verdicts speak of, in the order of `summariseConnectors`, then all others in the order of
 * their ids, but for those that have nothing inside the scope. Of these only those that are shown are read.
 */
export function createConnectorLister(
  summarise: () => Promise<readonly ConnectorSummary[]>,
  scope?: Pick<Scope, "connectors">,
): (inventory: Inventory) => Promise<ConnectorList> {
  let rowsOf: readonly (number | undefined)[] | undefined;
  return async (inventory) => {
    const first = await summarise();
    rowsOf ??= await inventory.find(
      "Connector",
      first.map(({ id }) => id),
    );
    const known = new Set(rowsOf);
    const [all] = await inventory.select([{ type: "Connector", where: scope?.connectors }]);
    const inside = [...(await all!.rows("matched")), ...(await all!.rows("undecided"))];
    const others = Uint32Array.from(inside.flatMap(({ rows }) => [...rows]))
      .filter((row) => !known.has(row))
      .sort();
    return {
      count: first.length + others.length,
      async read(from, to) {
        const begin = Math.max(0, from - first.length);
        const quiet = others.subarray(begin, Math.max(begin, to - first.length));
        return [...first.slice(from, to), ...(await readQuiet(inventory, quiet))];
      },
    };
  };
}

async function readQuiet(
  inventory: Inventory,
  rows: Uint32Array,
): Promise<readonly ConnectorSummary[]> {
  const [ids, names] = await inventory.read({ type: "Connector", rows }, ["id", "name"]);
  return ids!.map((id, i) => {
    const name = names![i] as string | null;
    return { id: String(id), name, failing: 0, undecided: 0 };
  });
}
