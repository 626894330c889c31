import type { AssetRecord } from "../types.ts";
import { nameRows } from "./name-rows.ts";
import type { Row } from "./row.ts";
import type { State } from "./state.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import { valuesFor } from "./row-values.ts";

/** A whole estate, and the row that all was asked of. */
export interface Finished {
  readonly estate: SmallEstate;
  readonly row: { readonly type: string; readonly id: string };
}

/** Gives every row an id and values that fulfil what is demanded of them; undefined where no values do together. */
export function finish(state: State, root: Row, fields: readonly string[]): Finished | undefined {
  const names = nameRows(state);
  if (!names) return undefined;
  const records: AssetRecord[] = [];
  for (const row of state.rows) {
    const values = valuesFor(state, row, fields);
    if (!values) return undefined;
    // Where the connector itself is not known, the record names one that is not there.
    const relations = [...row.type.relations.values()].filter(
      (relation) => !state.facts.leadsToOwn(relation),
    );
    const links = Object.fromEntries(
      relations.flatMap((relation) => {
        if (relation.kind === "inverse") return [];
        const ids = (row.related.get(relation.name) ?? []).map((far) => names.idOf(far));
        if (leadsNowhere(state, row, relation.name)) ids.push(names.unknownId(row));
        return ids.length > 0 ? [[relation.name, ids]] : [];
      }),
    );
    const missing = [
      ...values.missing,
      ...relations.flatMap(({ name, uncollected }) => {
        const isOpen = row.open.has(name) && !leadsNowhere(state, row, name);
        return isOpen || uncollected !== undefined ? [name] : [];
      }),
    ];
    records.push({
      ...{ type: row.type.name, id: names.idOf(row), connector: names.connectorOf(row) },
      ...{ fields: values.fields, links },
      ...(missing.length > 0 ? { missing } : {}),
    });
  }
  const row = { type: root.type.name, id: names.idOf(root) };
  return { estate: { records, unread: [] }, row };
}

/**
 * Whether a relation is open by an id that no row has. Where the whole relation could not be learnt instead, it would not be known of any
 * other row who leads to it by this relation, and of some that has to be known.
 */
function leadsNowhere({ rows }: State, { open, type }: Row, name: string): boolean {
  if (!open.has(name) || type.relations.get(name)!.kind !== "references") return false;
  return rows.some((other) =>
    [...other.whole].some(
      ([relation, { types }]) =>
        other.type.relations.get(relation)!.inverse === name && types.includes(type.name),
    ),
  );
}
