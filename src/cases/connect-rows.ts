import { allRows, type Given, type GivenRow, isMention } from "./given.ts";

/** The type of the connected accounts themselves. */
export const connectorType = "Connector";

export const isConnector = ({ type }: GivenRow): boolean => type.name === connectorType;

/** What each row leads to by the relations that are stored: an empty list where somebody says that it leads nowhere. */
export type Links = ReadonlyMap<GivenRow, ReadonlyMap<string, readonly GivenRow[]>>;

/** The rows of an estate, each once, and how they lead to each other. */
export interface ConnectedRows {
  readonly rows: readonly GivenRow[];
  /** Rows of one type and id are one row: the one that says more than its id. */
  same(row: GivenRow): GivenRow;
  /** The connector that a row is in; undefined where nobody wrote one down, and all are in the same. */
  ownerOf(row: GivenRow): GivenRow | undefined;
  readonly links: Links;
}

/**
 * Connects the rows of an estate. A row is in the connector that it names, else in the one that it stands in, else in the first. One that stands in
 * an inverse relation leads to the row that it stands in.
 */
export function connectRows(given: Given): ConnectedRows {
  const same = sameRows(given);
  const rows = [...new Set(allRows(given).map(same))];
  const first = rows.find(isConnector);

  function ownerOf(row: GivenRow): GivenRow | undefined {
    if (isConnector(row)) return row;
    const [stated] = row.links.get("connector") ?? [];
    if (stated) return same(stated);
    return row.within ? ownerOf(same(row.within.row)) : first;
  }

  return { rows, same, ownerOf, links: linksOf(rows, same, ownerOf) };
}

function sameRows(given: Given): (row: GivenRow) => GivenRow {
  const named = new Map<string, GivenRow>();
  const keyOf = ({ type, id }: GivenRow) => `${type.name} ${id}`;
  for (const row of allRows(given)) {
    if (row.id === undefined) continue;
    const before = named.get(keyOf(row));
    if (!before || (isMention(before) && !isMention(row))) named.set(keyOf(row), row);
  }
  return (row) => (row.id === undefined ? row : named.get(keyOf(row))!);
}

function linksOf(
  rows: readonly GivenRow[],
  same: ConnectedRows["same"],
  ownerOf: ConnectedRows["ownerOf"],
): Links {
  const links = new Map<GivenRow, Map<string, GivenRow[]>>(rows.map((row) => [row, new Map()]));
  const endsOf = (row: GivenRow, relation: string): GivenRow[] => {
    const own = links.get(row)!;
    const ends = own.get(relation) ?? [];
    own.set(relation, ends);
    return ends;
  };
  const add = (from: GivenRow, relation: string, to: GivenRow) => {
    const ends = endsOf(from, relation);
    if (!ends.includes(to)) ends.push(to);
  };
  for (const row of rows) {
    for (const [name, far] of row.links) {
      const { kind, inverse } = row.type.relations.get(name)!;
      if (kind !== "inverse") endsOf(row, name);
      for (const other of far.map(same))
        if (kind === "inverse") add(other, inverse!, row);
        else add(row, name, other);
    }
    const owner = ownerOf(row);
    if (owner && row.type.relations.has("connector") && !row.links.has("connector"))
      add(row, "connector", owner);
  }
  return links;
}
