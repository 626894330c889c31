import type { AssetName, Inventory, Rows } from "../../types.ts";

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

async function readConnectors(
  inventory: Inventory,
  rows: Rows,
): Promise<readonly (ConnectorName | undefined)[]> {
  if (!inventory.model.types.get(rows.type)?.relations.has("connector")) return [];
  const related = await inventory.related(rows, "connector");
  const names = await readNamesOf(inventory, related.targets, related.types[0]);
  return Array.from(rows.rows, (_, i) => {
    const at = related.offsets[i]!;
    return at < related.offsets[i + 1]! ? names[at] : undefined;
  });
}

/** Many assets have the same connector, so each distinct row is read once. */
async function readNamesOf(inventory: Inventory, targets: Uint32Array, type: string | undefined) {
  if (type === undefined || targets.length === 0) return [];
  const distinct = Uint32Array.from(new Set(targets));
  const rows = { type, rows: distinct };
  const states = await readStates(inventory, rows);
  const names = (await readNames(inventory, rows)).map((name, i): ConnectorName =>
    states?.[i] === "Disabled" ? { ...name, isDisabled: true } : name,
  );
  const byRow = new Map(Array.from(distinct, (row, i) => [row, names[i]] as const));
  return Array.from(targets, (row) => byRow.get(row));
}

async function readStates(inventory: Inventory, rows: Rows) {
  if (!inventory.model.types.get(rows.type)?.fields.has("state")) return undefined;
  const [states] = await inventory.read(rows, ["state"]);
  return states;
}
