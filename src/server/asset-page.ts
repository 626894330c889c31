import {
  type AssetPage,
  type ConnectorControl,
  type ConnectorPage,
  RELATED_SHOWN,
  type RelatedAssets,
  type ShownField,
} from "../report/pages/asset.ts";
import { serverLinks } from "../report/pages/links.ts";
import { judgedOf } from "../report/pages/summary.ts";
import type { AssetName, AssetType, Inventory, Related, Relation, Rows } from "../types.ts";
import type { Estate } from "./estate.ts";

/** What the page of an asset or part is made of; undefined where there is none of this type and id. */
export async function readAssetPage(
  estate: Estate,
  typeName: string,
  id: string,
  now: string,
): Promise<AssetPage | undefined> {
  const { inventory } = estate;
  const type = inventory.model.types.get(typeName);
  if (!type) return undefined;
  const [row] = await inventory.find(typeName, [id]);
  if (row === undefined) return undefined;
  const rows: Rows = { type: typeName, rows: Uint32Array.of(row) };
  const relations = await Promise.all(
    [...type.relations.values()].map((relation) => readRelation(inventory, rows, relation)),
  );
  const { byAsset } = await estate.findings();
  return {
    asset: (await nameRows(inventory, rows))[0]!,
    fields: await readFields(inventory, type, rows),
    relations,
    findings: byAsset.get(id) ?? [],
    links: serverLinks,
    now,
    ...(type.kind === "asset" ? { document: documentOf(type, id) } : {}),
  };
}

/** What the page of a connector is made of. */
export async function readConnectorPage(
  estate: Estate,
  id: string,
  now: string,
): Promise<ConnectorPage | undefined> {
  const asset = await readAssetPage(estate, "Connector", id, now);
  if (!asset) return undefined;
  const collections = estate.inventory.collections.filter(({ connector }) => connector === id);
  return { ...asset, collections, controls: await readControls(estate, id) };
}

/** What each control found in one connector, failing first. */
async function readControls(estate: Estate, id: string): Promise<readonly ConnectorControl[]> {
  const { byAsset } = await estate.findings();
  const counts = new Map<string, { offenders: number; undecided: number }>();
  const isInside = ({ connector, id: own }: AssetName) => (connector?.id ?? own) === id;
  for (const findings of byAsset.values())
    for (const { check, offender, undecided } of findings) {
      const asset = (offender ?? undecided)!.asset;
      if (!isInside(asset)) continue;
      const count = counts.get(check.id) ?? { offenders: 0, undecided: 0 };
      counts.set(check.id, count);
      if (offender) count.offenders++;
      else count.undecided++;
    }
  return judgedOf(estate.run)
    .filter(({ check }) => counts.has(check.id))
    .map(({ check }) => ({ ...check, ...counts.get(check.id)! }))
    .sort((a, b) => Number(b.offenders > 0) - Number(a.offenders > 0));
}

async function readFields(
  inventory: Inventory,
  type: AssetType,
  rows: Rows,
): Promise<readonly ShownField[]> {
  const fields = [...type.fields.values()];
  const columns = await inventory.read(
    rows,
    fields.map(({ name }) => name),
  );
  return fields.map(({ name, description }, i) => ({ name, description, value: columns[i]![0]! }));
}

async function readRelation(
  inventory: Inventory,
  rows: Rows,
  { name, description }: Relation,
): Promise<RelatedAssets> {
  const related = await inventory.related(rows, name);
  const assets: AssetName[] = [];
  for (const shown of runsOf(related, RELATED_SHOWN))
    assets.push(...(await nameRows(inventory, shown)));
  return { relation: name, description, count: related.targets.length, assets };
}

/** The first related rows, as runs of one type. */
function runsOf({ types, targetTypes, targets }: Related, most: number): readonly Rows[] {
  const count = Math.min(most, targets.length);
  const places = [...targets.keys()].slice(0, count);
  return types
    .map((type, index) => ({
      type,
      rows: Uint32Array.from(
        places.filter((place) => targetTypes[place] === index),
        (place) => targets[place]!,
      ),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** How pages name rows: parts have no connector, and not all have a name. */
async function nameRows(inventory: Inventory, rows: Rows): Promise<readonly AssetName[]> {
  const type = inventory.model.types.get(rows.type)!;
  const has = (field: string) => type.fields.has(field);
  const read = async (of: Rows, field: string) => (await inventory.read(of, [field]))[0]!;
  const ids = has("id") ? await read(rows, "id") : [];
  const names = has("name") ? await read(rows, "name") : has("key") ? await read(rows, "key") : [];
  const connectors = type.relations.has("connector")
    ? await inventory.related(rows, "connector")
    : undefined;
  const homes = connectors && { type: "Connector", rows: connectors.targets };
  const homeIds = homes ? await read(homes, "id") : [];
  const homeNames = homes ? await read(homes, "name") : [];
  return Array.from(rows.rows, (_, i) => {
    const at = connectors?.offsets[i];
    const known = at !== undefined && at < connectors!.offsets[i + 1]!;
    return {
      id: String(ids[i] ?? ""),
      name: (names[i] as string | null | undefined) ?? null,
      type: rows.type,
      connector: known ? { id: String(homeIds[at]), name: homeNames[at] as string | null } : null,
    };
  });
}

function documentOf({ plural, fields }: AssetType, id: string): string {
  return `{\n  ${plural}(where: { id: ${JSON.stringify(id)} }) {\n    ${[...fields.keys()].join("\n    ")}\n  }\n}\n`;
}
