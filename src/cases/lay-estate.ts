import type { SmallEstate } from "../estate/small-estate.ts";
import { constantsOf } from "../model/constants.ts";
import type { AssetRecord, AssetType, FieldValue, Model } from "../types.ts";
import { connectorType, type ConnectedRows, connectRows, isConnector } from "./connect-rows.ts";
import type { Given, GivenRow } from "./given.ts";

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

/** Makes records of the rows of a case: with ids, connectors and links, and with what is the same of every row of a type. */
export function layEstate(model: Model, given: Given, naming: Naming): LaidEstate {
  const { rows, same, ownerOf, links } = connectRows(given);
  const owners = rows.filter(isConnector);
  const ids = nameRows(rows, same, ownerOf, naming);
  const implicit = owners[0] ? ids.get(owners[0])! : naming.connector;
  const connectorOf = (row: GivenRow) => {
    const owner = ownerOf(row);
    return owner ? ids.get(owner)! : implicit;
  };
  const records = rows.map((row): AssetRecord => {
    const { type, fields, missing, within } = row;
    const constants = Object.entries(constantFields(model, type, within?.row.type.name));
    const known = constants.filter(([name]) => !missing.has(name));
    const id = ids.get(row)!;
    const ends = [...links.get(row)!].map(([name, far]) => [name, far.map((one) => ids.get(one)!)]);
    return {
      ...{ type: type.name, id, connector: connectorOf(row) },
      fields: { ...Object.fromEntries([...known, ...fields]), id },
      links: Object.fromEntries(ends),
      ...(missing.size > 0 ? { missing: [...missing] } : {}),
    };
  });
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

function nameRows(
  rows: readonly GivenRow[],
  same: ConnectedRows["same"],
  ownerOf: ConnectedRows["ownerOf"],
  { connector, keepsIds }: Naming,
): ReadonlyMap<GivenRow, string> {
  const ids = new Map<GivenRow, string>();
  const counts = new Map<string, number>();
  const numbered = (list: string): string => {
    const next = counts.get(list) ?? 0;
    counts.set(list, next + 1);
    return `${list}${next}`;
  };
  const written = ({ id, type }: GivenRow) =>
    id === undefined || keepsIds(type.name) ? id : `${connector}/~${id}`;
  for (const [i, row] of rows.filter(isConnector).entries())
    ids.set(row, written(row) ?? (i === 0 ? connector : `${connector}-${i + 1}`));

  function idOf(row: GivenRow): string {
    const known = ids.get(row);
    if (known !== undefined) return known;
    const { within, type } = row;
    const owner = ownerOf(row);
    const list =
      type.kind === "part" && within
        ? `${idOf(same(within.row))}#${within.relation}/`
        : `${owner ? idOf(owner) : connector}/${type.plural.toLowerCase()}/`;
    const id = written(row) ?? numbered(list);
    ids.set(row, id);
    return id;
  }

  rows.forEach(idOf);
  return ids;
}

/** What the schema says of every row of a type that stands in one of another, and when all was read. */
export function constantFields(
  model: Model,
  type: AssetType,
  owner: string | undefined,
): Readonly<Record<string, FieldValue>> {
  const byOwner = known.get(type) ?? new Map<string | undefined, Record<string, FieldValue>>();
  known.set(type, byOwner);
  const fields = byOwner.get(owner) ?? findConstants(model, type, owner);
  byOwner.set(owner, fields);
  return fields;
}

const known = new WeakMap<AssetType, Map<string | undefined, Record<string, FieldValue>>>();

function findConstants(
  model: Model,
  type: AssetType,
  owner: string | undefined,
): Record<string, FieldValue> {
  const asset = owner !== undefined && model.types.get(owner)?.kind === "asset" ? owner : undefined;
  const found = [...type.fields.values()].map((field): [string, FieldValue | undefined] => {
    if (field.reading?.paths[0] === "$readAt") return [field.name, readAt];
    const values = constantsOf(model, type, field, asset);
    return [field.name, values?.length === 1 ? values[0] : undefined];
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Record<
    string,
    FieldValue
  >;
}
