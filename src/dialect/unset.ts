import type { Path, Reader } from "./reader.ts";
import type { FilteredType } from "./keys.ts";
import { readKey } from "./keys.ts";

type Entries = readonly (readonly [string, unknown])[];

/**
 * Refuses an object of a `where` in which keys of one field or relation, or of AND, OR and NOT, are null together. Nobody
 * writes that; clients with generated types do, for all that is not set, and each null would be a condition: no row would
 * be found, and nothing would say why.
 */
export function refuseUnset(
  reader: Reader,
  type: FilteredType,
  entries: Entries,
  path: Path,
): void {
  const nulls = nullsAmong(reader, entries);
  for (const [subject, names] of Map.groupBy(nulls, (name) => subjectOf(type, name)))
    if (subject !== undefined) refuse(reader, names, path);
}

/** The same for an object of nested operators or quantifiers, which are all of one field or relation. */
export function refuseUnsetOperators(reader: Reader, entries: Entries, path: Path): void {
  refuse(reader, nullsAmong(reader, entries), path);
}

function nullsAmong(reader: Reader, entries: Entries): readonly string[] {
  if (!reader.refusesUnset) return [];
  return entries.flatMap(([name, value]) => (value === null ? [name] : []));
}

function refuse(reader: Reader, names: readonly string[], path: Path): void {
  if (names.length < 2) return;
  const [first, second] = names;
  const more = names.length > 2 ? ` (and ${names.length - 2} more)` : "";
  reader.mistakes.push({
    path: [...path, first!],
    code: "unset-nulls",
    message: `"${first}" and "${second}"${more} are null at once, as clients write what is not set; in a filter null is a condition. Leave such keys out: "omitempty" in Go, JsonInclude.NON_NULL in Java, exclude_none in Python.`,
  });
}

/** What a key is about. */
function subjectOf(type: FilteredType, name: string): string | undefined {
  const key = readKey(type, name);
  switch (key?.kind) {
    case "logic":
      return "AND, OR, NOT";
    case "field":
    case "compare":
      return key.field.name;
    case "relation":
    case "quantify":
    case "connection":
      return key.relation.name;
    case "exists":
      return key.of.name;
    default:
      return undefined;
  }
}
