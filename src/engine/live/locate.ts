import type { Table } from "../../inventory/tables.ts";
import { readCodes } from "../../inventory/tables.ts";
import type { Changes, Located } from "./apply-changes.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { firstAdded, roomFor } from "./changed-table.ts";
import type { IdIndex } from "./id-index.ts";
import { idsOf, readTexts } from "./id-index.ts";
import type { RelationEnds } from "./relation-ends.ts";
import { remember } from "./memo.ts";
import type { RowAccess } from "../rows/rows.ts";

/** Where found assets belong, `connectors` being those of the snapshot; undefined where one is in another. */
export function locate(
  { rowsOf }: ChangedRows,
  { found }: Changes,
  connectors: IdIndex,
): Located | undefined {
  const positions = connectors.findAll(readTexts(found.connectors));
  if (positions.includes(-1)) return undefined;

  function locateOne(type: string, table: Table): Segment {
    const rows = rowsOf(type, idsOf(table));
    const codes = readCodes(table.connector);
    const connectorCodes = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) connectorCodes[i] = positions[codes[i]! - 1]! + 1;
    return { found, table, rows, connectors: connectorCodes };
  }

  return new Map(
    [...found.tables]
      .filter(([, { rows }]) => rows > 0)
      .map(([type, table]) => [type, locateOne(type, table)]),
  );
}

/** Tells whether changes can be followed row by row, as `Overlay.isFollowed` says. */
export function createFollowable(
  stored: RowAccess,
  { of, tableOf, find, isAlive, isMissing, mayBeMissing, connector }: ChangedRows,
  ends: RelationEnds,
): (changes: Changes, located: Located) => boolean {
  const seen = remember((type) =>
    ends.stored(type).filter(({ name }) => ends.isSeenFromAfar(type, name)),
  );

  /** Relations seen from afar whose links may be unknown in some row, found ones included. */
  const unsure = (type: string, found?: Table) =>
    seen(type).filter(
      ({ name }) =>
        mayBeMissing(tableOf(type), name) || found?.relations.get(name)?.missing !== undefined,
    );

  function isKnownGone({ type, id }: Changes["removed"][number]): boolean {
    const { table } = of(type);
    const names = unsure(type);
    const row = names.length > 0 ? find(type, id) : undefined;
    if (row === undefined) return true;
    return names.every(({ name }) => !isMissing({ table, row }, name));
  }

  function hasRoom({ table: { type }, rows }: Segment): boolean {
    const { table, added } = of(type);
    const count = rows.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0);
    return firstAdded(table) + added.length + count <= roomFor(table);
  }

  function isAsUnsure({ table: found, rows, connectors }: Segment): boolean {
    const table = tableOf(found.type);
    return unsure(found.type, found).every(({ name }) =>
      rows.every((row, i) => {
        const cell = { table, row };
        const was = row >= 0 && isAlive(cell) && isMissing(cell, name);
        const is = stored.isMissing({ table: found, row: i }, name);
        return was === is && (!was || connector(cell) === connectors[i]);
      }),
    );
  }

  return ({ removed }, located) =>
    removed.every(isKnownGone) &&
    [...located.values()].every((segment) => hasRoom(segment) && isAsUnsure(segment));
}
