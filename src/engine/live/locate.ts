import type { Table } from "../../inventory/tables.ts";
import { codesOf } from "../../inventory/tables.ts";
import type { Changes, Gone, Located } from "./apply-changes.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import type { IdIndex } from "./id-index.ts";
import { encodeTexts, idsOf, textsOf } from "./text-bytes.ts";
import type { RelationEnds } from "./relation-ends.ts";
import { remember } from "./memo.ts";
import type { RowAccess } from "../rows/rows.ts";

/** Where changes belong, `connectors` being those of the snapshot; undefined where an asset was found in another. */
export function locate(
  { rowsOf, tableOf, isAlive }: ChangedRows,
  { found, removed }: Changes,
  connectors: IdIndex,
): Located | undefined {
  const positions = connectors.findAll(textsOf(found.connectors));
  if (positions.includes(-1)) return undefined;

  function locateOne(type: string, table: Table): Segment {
    const ids = idsOf(table);
    const rows = rowsOf(type, ids);
    const codes = codesOf(table.connector);
    const connectorCodes = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) connectorCodes[i] = positions[codes[i]! - 1]! + 1;
    return { found, table, ids, rows, connectors: connectorCodes };
  }

  const segments = [...found.tables]
    .filter(([, { rows }]) => rows > 0)
    .map(([type, table]) => [type, locateOne(type, table)] as const);
  const gone = [...Map.groupBy(removed, ({ type }) => type)].flatMap(([type, assets]) => {
    const table = tableOf(type);
    const rows = rowsOf(type, encodeTexts(assets.map(({ id }) => id)));
    const ids = new Map(assets.map(({ id }, i) => [rows[i]!, id]));
    return [...ids].map(([row, id]): Gone => ({ cell: { table, row }, id }));
  });
  return {
    segments: new Map(segments),
    gone: gone.filter(({ cell }) => cell.row >= 0 && isAlive(cell)),
  };
}

/** Tells whether changes can be followed row by row, as `Overlay.isFollowed` says. */
export function createFollowable(
  stored: RowAccess,
  { tableOf, isAlive, isMissing, mayBeMissing, connector }: ChangedRows,
  ends: RelationEnds,
): (located: Located) => boolean {
  const seen = remember((type) =>
    ends.stored(type).filter(({ name }) => ends.isSeenFromAfar(type, name)),
  );

  /** Relations seen from afar whose links may be unknown in some row, found ones included. */
  const unsure = (type: string, found?: Table) =>
    seen(type).filter(
      ({ name }) =>
        mayBeMissing(tableOf(type), name) || found?.relations.get(name)?.missing !== undefined,
    );

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

  return ({ segments, gone }) => {
    const unsureIn = remember((type) => unsure(type));
    return (
      gone.every(({ cell }) =>
        unsureIn(cell.table.type).every(({ name }) => !isMissing(cell, name)),
      ) && [...segments.values()].every(isAsUnsure)
    );
  };
}
