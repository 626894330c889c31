import { allRows } from "../cases/given.ts";
import { loadCases } from "../cases/load-cases.ts";
import type { Mistake } from "../errors.ts";
import { membersOf } from "../model/concrete.ts";
import type { Check, Model } from "../types.ts";
import { passesOnNull } from "../witness/passes-on-null.ts";

/**
 * Fields whose null passes, of checks that have cases of which none states such a null: who wrote it may not have thought of it. What is
 * wrong with cases is told by `assay test`.
 */
export function findNullPasses(model: Model, checks: readonly Check[]): readonly Mistake[] {
  const passing = checks
    .map((check) => ({ check, nulls: passesOnNull(model, check) }))
    .filter(({ nulls }) => nulls.length > 0);
  // Cases take longer to read than most checks to look at.
  const stated = nullsStated(
    model,
    passing.map(({ check }) => check),
  );
  return passing.flatMap(({ check, nulls }) => {
    const own = stated.get(check.id);
    if (!own) return [];
    const open = nulls.filter(
      ({ type, field }) => !membersOf(model, type).some((member) => own.has(`${member}.${field}`)),
    );
    return open.map(({ type, field, place }): Mistake => {
      const message = `A ${type} whose "${field}" is null passes, and no case says that this is meant. Write a row with \`${field}: null\` that passes; or if it is not meant, add \`${field}: null\` to the filter.`;
      return { code: "null-passes", message, place };
    });
  });
}

/** By check that has cases the fields that some row of them states to be null. */
function nullsStated(
  model: Model,
  checks: readonly Check[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const { files } = loadCases(model, checks);
  return new Map(
    files.map(({ check, operations }) => {
      const rows = operations.flatMap(({ estate }) => ("rows" in estate ? allRows(estate) : []));
      const nulls = rows.flatMap(({ type, fields }) =>
        [...fields].flatMap(([name, value]) => (value === null ? [`${type.name}.${name}`] : [])),
      );
      return [check, new Set(nulls)];
    }),
  );
}
