import type { AssetName, Inventory, Rows } from "../../types.ts";
import { followConnectors } from "./connectors.ts";

/** The names of many assets of one type, in the order of `rows`. */
export async function nameAssets(inventory: Inventory, rows: Rows): Promise<readonly AssetName[]> {
  const own = await readNames(inventory, rows);
  const connectors = await readConnectors(inventory, rows);
  return own.map((name, i) => ({ ...name, type: rows.type, connector: connectors[i] ?? null }));
}

interface IdAndName {
  readonly id: string;
  readonly name: string | null;
}

interface ConnectorName extends IdAndName {
  readonly isDisabled?: true;
}

async function readNames(inventory: Inventory, rows: Rows): Promise<readonly IdAndName[]> {
  const named = inventory.model.types.get(rows.type)?.fields.has("name") ?? false;
  const [ids, names] = await inventory.read(rows, named ? ["id", "name"] : ["id"]);
  return ids!.map((id, i) => {
    const name = names?.[i];
    return { id: String(id), name: typeof name === "string" ? name : null };
  });
}

/** Many assets have the same connector, so each is read once. */
async function readConnectors(
  inventory: Inventory,
  rows: Rows,
): Promise<readonly (ConnectorName | undefined)[]> {
  const { connectors, at } = await followConnectors(inventory, rows);
  if (connectors.rows.length === 0) return [];
  const states = await readStates(inventory, connectors);
  const names = (await readNames(inventory, connectors)).map((name, i): ConnectorName =>
    states?.[i] === "Disabled" ? { ...name, isDisabled: true } : name,
  );
  return at.map((position) => (position === undefined ? undefined : names[position]));
}

async function readStates(inventory: Inventory, rows: Rows) {
  if (!inventory.model.types.get(rows.type)?.fields.has("state")) return undefined;
  const [states] = await inventory.read(rows, ["state"]);
  return states;
}
