import { constantsOf } from "../model/constants.ts";
import type { Field, FieldValue } from "../types.ts";
import type { Row } from "./row.ts";
import type { State } from "./state.ts";
import type { Stored } from "./values/stored.ts";

/** What a row's record says of the fields that conditions read. */
interface RowValues {
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly missing: readonly string[];
}

/**
 * Values of a row that fulfil all that is demanded of it; undefined where there are none together. A field of which nothing is demanded
 * is null where it can be.
 */
export function valuesFor(state: State, row: Row, read: readonly string[]): RowValues | undefined {
  const chosen = new Map<string, Stored>();
  const isThere = (name: string) => {
    const value = chosen.get(name)?.value;
    return value !== undefined && value !== null;
  };
  for (const field of read.flatMap((name) => row.type.fields.get(name) ?? [])) {
    if (field.name === "id") continue;
    const found = choose(state, row, field);
    if (!found) return undefined;
    chosen.set(field.name, found);
  }
  for (const { name, presence } of row.type.fields.values()) {
    if (presence === undefined || !isThere(name)) continue;
    // What is read of a detail is there only where the asset has that detail.
    const there = choose(state, row, row.type.fields.get(presence)!, ({ value }) => value === true);
    const gone = there ? undefined : choose(state, row, row.type.fields.get(name)!, isNull);
    if (!there && !gone) return undefined;
    if (there) chosen.set(presence, there);
    else chosen.set(name, gone!);
  }
  const fields: Record<string, FieldValue> = {};
  const missing: string[] = [];
  for (const [name, { value }] of chosen)
    if (value === undefined) missing.push(name);
    else if (value !== null || row.values.has(name)) fields[name] = value;
  return { fields, missing };
}

const isNull = ({ value }: Stored) => value === null;

/** The value that reads best of those that fulfil what is demanded. */
function choose(
  state: State,
  row: Row,
  field: Field,
  fits: (stored: Stored) => boolean = () => true,
): Stored | undefined {
  const demands = row.values.get(field.name)?.demands;
  const found = state.domain(row.type, field.name)!.find(demands ?? []);
  if (found === "open") return undefined;
  const fitting = found.filter((stored) => fits(stored) && fitsOwner(state, row, field, stored));
  const preferred = demands ? undefined : (fitting.find(isNull) ?? fitting[0]);
  return preferred ?? fitting[0];
}

/** Some values are those that the schema has for rows that are read for a row of the type of the one that it was read for. */
function fitsOwner({ facts }: State, row: Row, field: Field, { value }: Stored): boolean {
  const owner = [...row.type.relations.values()].find(
    (relation) =>
      relation.kind === "references" &&
      !facts.leadsToOwn(relation) &&
      facts.always(row.type, relation),
  );
  const far = owner && row.related.get(owner.name)?.[0];
  if (!far) return true;
  const constants = constantsOf(facts.model, row.type, field, far.type.name);
  return !constants || constants.some((one) => one === value);
}
