import type { SmallEstate } from "../estate/small-estate.ts";
import { constantsOf } from "../model/constants.ts";
import type { AssetRecord, AssetType, FieldValue, Model } from "../types.ts";
import { allRows, type Given, type GivenRow, isMention } from "./given.ts";

/** How the rows of one estate are told from those of the others beside it. */
export interface Naming {
  /** The id of its connector; further ones have a number behind. */
  readonly connector: string;
  /** Whether ids of a type are kept as they are written, for a filter reads them; others get the connector's in front. */
  readonly keepsIds: (type: string) => boolean;
}

/** A row's place in an inventory. */
export interface RowName {
  readonly type: string;
  readonly id: string;
}

/** An estate as records. */
export interface LaidEstate {
  readonly estate: SmallEstate;
  readonly connectors: readonly string[];
  nameOf(row: GivenRow): RowName;
}

/** The moment that everything was read at. */
const readAt = "2026-01-01T00:00:00.000Z";

const connectorType = "Connector";

/** Makes records of the rows of a case: with ids, connectors and links, and with what is the same of every row of a type. */
export function layEstate(model: Model, given: Given, naming: Naming): LaidEstate {
  const same = sameRows(given);
  const rows = [...new Set(allRows(given).map(same))];
  const owners = rows.filter(({ type }) => type.name === connectorType);
  const ids = new Map<GivenRow, string>();
  const counts = new Map<string, number>();

  const written = (row: GivenRow): string | undefined => {
    if (row.id === undefined) return undefined;
    return naming.keepsIds(row.type.name) ? row.id : `${naming.connector}/~${row.id}`;
  };
  const count = (key: string): number => {
    const next = counts.get(key) ?? 0;
    counts.set(key, next + 1);
    return next;
  };
  const nameConnector = (row: GivenRow, i: number) =>
    written(row) ?? (i === 0 ? naming.connector : `${naming.connector}-${i + 1}`);
  for (const [i, row] of owners.entries()) ids.set(row, nameConnector(row, i));
  const implicit = owners.length === 0 ? naming.connector : ids.get(owners[0]!)!;

  const connectorOf = (row: GivenRow): string => {
    if (row.type.name === connectorType) return ids.get(row)!;
    const [stated] = row.links.get("connector") ?? [];
    if (stated) return ids.get(same(stated))!;
    return row.within ? connectorOf(same(row.within.row)) : implicit;
  };
  const nameRow = (row: GivenRow): string => {
    const known = ids.get(row);
    if (known !== undefined) return known;
    const id = written(row) ?? invent(row);
    ids.set(row, id);
    return id;
  };
  const invent = (row: GivenRow): string => {
    const { within, type } = row;
    if (type.kind === "part" && within) {
      const owner = `${nameRow(same(within.row))}#${within.relation}/`;
      return `${owner}${count(owner)}`;
    }
    const list = `${connectorOf(row)}/${type.plural.toLowerCase()}/`;
    return `${list}${count(list)}`;
  };

  rows.forEach(nameRow);
  const links = linksOf(rows, same, (row) => ids.get(row)!);
  const records = rows.map((row) =>
    recordOf(model, row, ids.get(row)!, connectorOf(row), links.get(row)),
  );
  const connector = model.types.get(connectorType);
  if (owners.length === 0 && connector)
    records.unshift({
      ...{ type: connectorType, id: implicit, connector: implicit },
      ...{ fields: constantFields(model, connector, undefined), links: {} },
    });
  const connectors = [...new Set(records.map((record) => record.connector))];
  return {
    estate: {
      records,
      unread: given.unread.flatMap((type) => connectors.map((one) => ({ type, connector: one }))),
    },
    connectors,
    nameOf: (row) => ({ type: row.type.name, id: ids.get(same(row))! }),
  };
}

/** Rows of one type and id are one row: the one that says more than its id. */
export function sameRows(given: Given): (row: GivenRow) => GivenRow {
  const named = new Map<string, GivenRow>();
  for (const row of allRows(given)) {
    if (row.id === undefined) continue;
    const key = `${row.type.name} ${row.id}`;
    const before = named.get(key);
    if (!before || (isMention(before) && !isMention(row))) named.set(key, row);
  }
  return (row) => (row.id === undefined ? row : named.get(`${row.type.name} ${row.id}`)!);
}

type Links = Map<string, string[]>;

/** What each row leads to by the relations that are stored: a row that stands in an inverse relation leads to the one that it stands in. */
function linksOf(
  rows: readonly GivenRow[],
  same: (row: GivenRow) => GivenRow,
  idOf: (row: GivenRow) => string,
): ReadonlyMap<GivenRow, Links> {
  const links = new Map<GivenRow, Links>(rows.map((row) => [row, new Map()]));
  const add = (from: GivenRow, relation: string, to: GivenRow) => {
    const own = links.get(from)!;
    const ends = own.get(relation) ?? [];
    own.set(relation, ends);
    const id = idOf(to);
    if (!ends.includes(id)) ends.push(id);
  };
  for (const row of rows)
    for (const [name, far] of row.links) {
      const relation = row.type.relations.get(name)!;
      if (relation.kind !== "inverse" && !links.get(row)!.has(name)) links.get(row)!.set(name, []);
      for (const other of far.map(same))
        if (relation.kind === "inverse") add(other, relation.inverse!, row);
        else add(row, name, other);
    }
  return links;
}

function recordOf(
  model: Model,
  row: GivenRow,
  id: string,
  connector: string,
  links: Links | undefined,
): AssetRecord {
  const { type, fields, missing, within } = row;
  const constants = constantFields(model, type, within?.row.type.name);
  const known = Object.entries(constants).filter(([name]) => !missing.has(name));
  return {
    ...{ type: type.name, id, connector },
    fields: { ...Object.fromEntries([...known, ...fields]), id },
    links: Object.fromEntries(links ?? []),
    ...(missing.size > 0 ? { missing: [...missing] } : {}),
  };
}

/** What the schema says of every row of a type, and when it was read. */
function constantFields(
  model: Model,
  type: AssetType,
  owner: string | undefined,
): Record<string, FieldValue> {
  const known: Record<string, FieldValue> = {};
  for (const field of type.fields.values()) {
    const value = constantOf(model, type, field.name, owner);
    if (value !== undefined) known[field.name] = value;
  }
  return known;
}

/** The value that a field has in every row of a type, where the schema says one. */
export function constantOf(
  model: Model,
  type: AssetType,
  name: string,
  owner: string | undefined,
): FieldValue | undefined {
  const field = type.fields.get(name)!;
  if (field.reading?.paths[0] === "$readAt") return readAt;
  const values = constantsOf(
    model,
    type,
    field,
    owner && model.types.get(owner)?.kind === "asset" ? owner : undefined,
  );
  return values?.length === 1 ? values[0] : undefined;
}
