import {
  type AssetPage,
  type ConnectorControl,
  type ConnectorPage,
  RELATED_SHOWN,
  type RelatedAssets,
  type ShownField,
  judgementsByStatus,
} from "../report/pages.ts";
import { missingWords } from "../report/words.ts";
import { accountsOf } from "../model/accounts.ts";
import { nameAssets } from "../check/run/name-assets.ts";
import { membersOf } from "../model/concrete.ts";
import type {
  AssetName,
  AssetType,
  Check,
  Filter,
  Finding,
  Inventory,
  Related,
  Relation,
  Rows,
} from "../types.ts";
import { type Estate, linksOf } from "./estate.ts";

/** What the page of an asset is made of; undefined where there is none of this type and id. */
export async function readAssetPage(
  estate: Estate,
  typeName: string,
  id: string,
  now: string,
): Promise<AssetPage | undefined> {
  const { inventory } = estate;
  const type = inventory.model.types.get(typeName);
  if (type?.kind !== "asset") return undefined;
  const [row] = await inventory.find(typeName, [id]);
  if (row === undefined) return undefined;
  const rows: Rows = { type: typeName, rows: Uint32Array.of(row) };
  const relations = await Promise.all(
    [...type.relations.values()].map((relation) => readRelation(inventory, rows, relation)),
  );
  const findings = await estate.whole.findingsOf(rows);
  return {
    asset: (await nameAssets(inventory, rows))[0]!,
    fields: (await readFields(inventory, type, rows))[0]!,
    relations,
    findings,
    examinedBy: passingFor(estate, type, findings),
    isOutside: await isOutside(estate, rows),
    links: linksOf(estate),
    now,
    document: documentOf(type, id),
  };
}

/** The checks that ask for assets of its type, and found nothing about it. */
function passingFor(
  { inventory: { model }, run }: Estate,
  { name }: AssetType,
  findings: readonly Finding[],
): readonly Check[] {
  const found = new Set(findings.map(({ check }) => check.id));
  return run.checks.filter(
    ({ id, rules }) =>
      !found.has(id) && rules.some(({ query }) => membersOf(model, query.type).includes(name)),
  );
}

/** Whether what is shown leaves an asset out, so that nothing about it was found or not found. */
async function isOutside({ inventory, scope }: Estate, rows: Rows): Promise<boolean> {
  if (!scope) return false;
  const [inside] = await inventory.select([{ type: rows.type, where: scope.filterOf(rows.type) }]);
  const places = [
    ...(await inside!.among("matched", rows)),
    ...(await inside!.among("undecided", rows)),
  ];
  return places.length === 0;
}

/** What the page of a connector is made of. */
export async function readConnectorPage(
  estate: Estate,
  id: string,
  now: string,
): Promise<ConnectorPage | undefined> {
  const asset = await readAssetPage(estate, "Connector", id, now);
  if (!asset) return undefined;
  const { inventory } = estate;
  const { model } = inventory;
  const types = [...model.types.values()].filter(
    (type) => type.kind === "asset" && id.startsWith(accountsOf(model, type) ?? ""),
  );
  const namesOf = (isRead: boolean) =>
    types.filter((type) => estate.isRead(type) === isRead).map(({ name }) => name);
  const collections = await inventory.collections({ types: namesOf(true), connectors: [id] });
  return {
    ...asset,
    collections,
    unread: namesOf(false),
    controls: await readControls(estate, id),
  };
}

/** What each control found in one connector, failing first. */
async function readControls(estate: Estate, id: string): Promise<readonly ConnectorControl[]> {
  const counts = await estate.whole.countIn(id);
  return judgementsByStatus(estate.run)
    .filter(({ check }) => counts.has(check.id))
    .map(({ check }) => ({ ...check, ...counts.get(check.id)! }))
    .sort((a, b) => Number(b.offenders > 0) - Number(a.offenders > 0));
}

/** The fields of each row. */
async function readFields(
  inventory: Inventory,
  type: AssetType,
  rows: Rows,
): Promise<readonly (readonly ShownField[])[]> {
  const fields = [...type.fields.values()];
  const names = fields.map(({ name }) => name);
  const columns = await inventory.read(rows, names);
  const unread = await Promise.all(names.map((name) => readUnread(inventory, rows, name)));
  return Array.from(rows.rows, (_, row) =>
    fields.map(({ name, description }, i) => ({
      name,
      description,
      value: columns[i]![row]!,
      unread: unread[i]!.get(row),
    })),
  );
}

/** Why a field or relation is not wholly known, in a few words, by the places of those rows for which it is not. */
async function readUnread(
  inventory: Inventory,
  { type, rows }: Rows,
  name: string,
): Promise<ReadonlyMap<number, string>> {
  const unread = new Map<number, string>();
  const isRelation = inventory.model.types.get(type)!.relations.has(name);
  const where: Filter = isRelation
    ? { kind: "quantify", relation: name, quantifier: "ALL" }
    : { kind: "null", field: name };
  const places = await inventory.missing({ type, rows }, name);
  const missing = { type, rows: Uint32Array.from(places, (place) => rows[place]!) };
  for (const [i, evidence] of (await inventory.explainMissing(missing, where)).entries())
    unread.set(places[i]!, [...new Set(evidence.map(missingWords))].join("; "));
  return unread;
}

async function readRelation(
  inventory: Inventory,
  rows: Rows,
  { name, description }: Relation,
): Promise<RelatedAssets> {
  const related = await inventory.related(rows, name);
  const unread = (await readUnread(inventory, rows, name)).get(0);
  const assets: AssetName[] = [];
  const parts: (readonly ShownField[])[] = [];
  for (const shown of runsOf(related, RELATED_SHOWN)) {
    const type = inventory.model.types.get(shown.type)!;
    if (type.kind === "asset") assets.push(...(await nameAssets(inventory, shown)));
    else parts.push(...(await readFields(inventory, type, shown)));
  }
  return { relation: name, description, count: related.targets.length, unread, assets, parts };
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

function documentOf({ plural, fields }: AssetType, id: string): string {
  return `{\n  ${plural}(where: { id: ${JSON.stringify(id)} }) {\n    ${[...fields.keys()].join("\n    ")}\n  }\n}\n`;
}
