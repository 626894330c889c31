import { groupsAbove } from "../scope/groups-above.ts";
import type { AssetFacts, AssetName, Inventory, Rows } from "../../types.ts";

const none: AssetFacts = { region: null, tags: [], groups: [] };

/** Where assets stand and how they are labelled, in their order; nothing of what is not there or was not read. */
export async function readFacts(
  inventory: Inventory,
  assets: readonly AssetName[],
): Promise<readonly AssetFacts[]> {
  const groups = await readGroups(inventory, assets);
  const facts = new Map<string, AssetFacts>();
  for (const [type, own] of Map.groupBy(assets, (asset) => asset.type)) {
    const { rows, found } = await findRows(inventory, type, own);
    const regions = await readTexts(inventory, rows, "region");
    const tags = await readParts(inventory, rows, "tags", ["key", "value"]);
    for (const [i, { id, connector }] of found.entries())
      facts.set(id, {
        region: regions?.[i] ?? null,
        tags: tags[i]!.map(([key, value]) => ({ key: key ?? "", value: value ?? null })),
        groups: groups.get(connector?.id ?? id) ?? [],
      });
  }
  return assets.map(({ id }) => facts.get(id) ?? none);
}

/** The groups that accounts stand in, by the account's id. */
async function readGroups(inventory: Inventory, assets: readonly AssetName[]) {
  const ids = new Set(assets.map(({ id, connector }) => connector?.id ?? id));
  const wanted = Array.from(ids, (id) => ({ id }));
  const { rows, found } = await findRows(inventory, "Connector", wanted);
  const relation = groupsAbove(inventory.model)?.name ?? "";
  const groups = await readParts(inventory, rows, relation, ["displayName", "name"]);
  const named = groups.map((own) => own.map(([shown, name]) => shown || name || "").sort());
  return new Map(found.map(({ id }, i) => [id, named[i]!]));
}

async function findRows<T extends { readonly id: string }>(
  inventory: Inventory,
  type: string,
  wanted: readonly T[],
): Promise<{ readonly rows: Rows; readonly found: readonly T[] }> {
  const isKnown = inventory.model.types.has(type);
  const ids = wanted.map(({ id }) => id);
  const positions = isKnown ? await inventory.find(type, ids) : [];
  const found = wanted.filter((_, i) => positions[i] !== undefined);
  const rows = Uint32Array.from(positions.filter((row) => row !== undefined));
  return { rows: { type, rows }, found };
}

async function readTexts(inventory: Inventory, rows: Rows, field: string) {
  if (!inventory.model.types.get(rows.type)?.fields.has(field)) return undefined;
  const [column] = await inventory.read(rows, [field]);
  return column!.map((value) => (typeof value === "string" ? value : null));
}

/** Of each row the texts of the parts that a relation leads to. */
async function readParts(
  inventory: Inventory,
  rows: Rows,
  relation: string,
  fields: readonly string[],
): Promise<readonly (readonly (readonly (string | null)[])[])[]> {
  if (!inventory.model.types.get(rows.type)?.relations.has(relation))
    return Array.from(rows.rows, () => []);
  const { offsets, types, targets } = await inventory.related(rows, relation);
  const parts: Rows = { type: types[0] ?? "", rows: targets };
  const columns = await Promise.all(fields.map((field) => readTexts(inventory, parts, field)));
  return Array.from(rows.rows, (_, i) =>
    Array.from({ length: offsets[i + 1]! - offsets[i]! }, (_part, j) =>
      columns.map((column) => column?.[offsets[i]! + j] ?? null),
    ),
  );
}
