import { suggestionFor } from "../errors.ts";
import type { Filter, Model } from "../types.ts";
import { readConnection } from "./connection-filter.ts";
import { type FilteredType, keyForOne, keysOf, readKey, typeNamed } from "./keys.ts";
import { conjunctsOf } from "./clash.ts";
import { remarkOnClashes, remarkOnNegation } from "./impossible.ts";
import { warnOfUnknowns } from "./lint.ts";
import { allOf, anyOf, isOfType, not } from "./nodes.ts";
import {
  nameIn,
  createRemarks,
  Enough,
  entriesOf,
  isObject,
  listFrom,
  type Path,
  type Reader,
  type Remark,
  show,
  standsAt,
} from "./reader.ts";
import { readExistence, readQuantified, readRelation } from "./relation-filter.ts";
import { readComparison, readField } from "./scalar-filter.ts";
import { suggestKey } from "./suggest-key.ts";
import { refuseUnset } from "./unset.ts";

/** What a `where` comes to. Without `filter` it lets every row through, or there are `mistakes`. */
export interface FilterReading {
  readonly filter?: Filter;
  /** What cannot be read. */
  readonly mistakes: readonly Remark[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Remark[];
  /** Where something is written that filters nothing, and what would say what was probably meant. */
  readonly ineffective: readonly Remark[];
  /** What no row can fulfil, whatever the data are. */
  readonly impossible: readonly Remark[];
  /** Where the conditions of `filter` stand. One that is not here was made along with the one around it, and stands where that does. */
  readonly paths: ReadonlyMap<Filter, Path>;
}

export interface ReadOptions {
  /** Patterns with lookarounds or backreferences are taken. Only for authors who are trusted: they can take for ever. */
  readonly allowBacktracking?: boolean;
  /** Conditions that cannot hold at once are told. Only for authors who are trusted: each is held against each. */
  readonly findClashes?: boolean;
  /** Nulls that only a program writes together, for what is not set, are mistakes. For values of variables, which programs write. */
  readonly refusesUnset?: boolean;
  /** Reading ends with so many mistakes, and no more of the other remarks are kept. Without it all are. */
  readonly mostRemarks?: number;
}

/**
 * Reads the value of a `where` over `typeName`, as it comes from variables, from coerced arguments or from
 * `readLiteral`: both spellings become one `Filter`, names are resolved against the model (the longest declared name
 * first), values are checked and brought into the form in which they are stored.
 *
 * What a filter means and what filters nothing follows DIALECT of version 5.12 (see `docs/dialect.md`); keys whose value
 * is undefined are not there. Never throws for what an author wrote: all mistakes are listed, or as many as `options` say.
 */
export function readWhere(
  model: Model,
  typeName: string,
  value: unknown,
  options: ReadOptions = {},
): FilterReading {
  const most = options.mostRemarks ?? Number.POSITIVE_INFINITY;
  const reader: Reader = {
    model,
    allowBacktracking: options.allowBacktracking ?? false,
    mistakes: createRemarks(most, new Enough()),
    warnings: createRemarks(most),
    ineffective: createRemarks(most),
    impossible: createRemarks(most),
    findsClashes: options.findClashes ?? false,
    refusesUnset: options.refusesUnset ?? false,
    paths: new Map(),
    where: (inner, where, path) => readObject(reader, typeNamed(model, inner), where, path),
  };
  const filter = value === undefined ? undefined : readAll(reader, typeName, value);
  const [mistakes, ineffective] = [reader.mistakes.kept, reader.ineffective.kept];
  const unknowns = mistakes.length < most ? warnOfUnknowns(model, typeName, value) : [];
  const warnings = [...reader.warnings.kept, ...unknowns].slice(0, most);
  const impossible = reader.impossible.kept;
  return {
    ...(filter && mistakes.length === 0 && { filter }),
    ...{ mistakes, warnings, ineffective, impossible, paths: reader.paths },
  };
}

function readAll(reader: Reader, typeName: string, value: unknown): Filter | undefined {
  try {
    return reader.where(typeName, value, []);
  } catch (error) {
    if (error instanceof Enough) return undefined;
    throw error;
  }
}

const leftOut = "it is left out, neither true nor false";

function readObject(
  reader: Reader,
  type: FilteredType,
  value: unknown,
  path: Path,
): Filter | undefined {
  if (value !== null && !isObject(value)) {
    const message = `A filter of "${type.name}" is an object such as { ${keysOf(type)[0]!.name}: … }, found ${show(value)}.`;
    reader.mistakes.push({ path, code: "wrong-value", message });
    return undefined;
  }
  const entries = value === null ? [] : entriesOf(value);
  if (entries.length === 0) {
    const key = path.at(-1);
    const empty = value === null ? "null" : "{}";
    const written = typeof key === "string" ? `${key}: ${empty}` : empty;
    const effect = path.length === 0 ? "every row passes" : leftOut;
    const message = `"${written}" filters nothing: ${effect}. Remove it, or write a condition.`;
    reader.ineffective.push({ path, code: "filters-nothing", message });
    return undefined;
  }
  refuseUnset(reader, type, entries, path);
  const parts = entries.map(([name, member]) => ({
    path: [...path, name],
    filter: standsAt(reader, [...path, name], readEntry(reader, type, name, member, path)),
  }));
  if (type.kind !== "union") remarkOnClashes(reader, type, parts);
  const filters = parts.map(({ filter }) => filter);
  return standsAt(reader, path, type.kind === "union" ? anyOf(filters) : allOf(filters));
}

function readEntry(
  reader: Reader,
  type: FilteredType,
  name: string,
  value: unknown,
  parent: Path,
): Filter | undefined {
  const path = [...parent, name];
  const key = readKey(type, name);
  switch (key?.kind) {
    case undefined:
      if (/^typename(_IN)?$/.test(name) && "interfaces" in type && type.interfaces.length > 0)
        return readTypename(reader, type, value, path);
      reader.mistakes.push({
        path,
        code: "unknown-field",
        message: unknownKey(reader.model, type, name),
      });
      return undefined;
    case "logic":
      return readLogic(reader, type, key.connective, value, path);
    case "typename":
      return readTypename(reader, type, value, path);
    case "member":
      return readMember(reader, key.type, value, path);
    case "field":
      return whole(reader, type, readField(reader, key.field, value, path), path);
    case "compare":
      return readComparison(reader, key, value, path);
    case "relation":
      return whole(reader, type, readRelation(reader, key.relation, value, path), path);
    case "quantify":
      return readQuantified(reader, key.relation, key.quantifier, value, path);
    case "connection":
      return readConnection(reader, key.relation, key.quantifier, value, path);
    case "exists":
      return readExistence(reader, key.of, value, path);
  }
}

/** What an object of nested operators or quantifiers comes to, all of which have to hold. */
function whole(
  reader: Reader,
  type: FilteredType,
  filter: Filter | undefined,
  path: Path,
): Filter | undefined {
  const parts = conjunctsOf(filter).map((conjunct) => ({ path, filter: conjunct }));
  remarkOnClashes(reader, type, parts);
  return filter;
}

function readLogic(
  reader: Reader,
  type: FilteredType,
  connective: "AND" | "OR" | "NOT",
  value: unknown,
  path: Path,
): Filter | undefined {
  if (Array.isArray(value) && value.length === 0) {
    const message = `"${connective}: []" filters nothing: ${leftOut}. Remove it, or write a condition.`;
    reader.ineffective.push({ path, code: "filters-nothing", message });
    return undefined;
  }
  if (connective === "NOT") {
    const inner = readObject(reader, type, value, path);
    if (inner) remarkOnNegation(reader, type, inner, path);
    return inner && not(inner);
  }
  const parts = Array.isArray(value)
    ? value.map((member, i) => ({
        path: [...path, i],
        filter: readObject(reader, type, member, [...path, i]),
      }))
    : [{ path, filter: readObject(reader, type, value, path) }];
  if (connective === "AND") remarkOnClashes(reader, type, parts);
  const members = parts.map(({ filter }) => filter);
  return connective === "AND" ? allOf(members) : anyOf(members);
}

function readTypename(
  reader: Reader,
  type: FilteredType,
  value: unknown,
  path: Path,
): Filter | undefined {
  const members = membersOf(reader.model, type);
  const names = listFrom(value).filter((name) => name !== null);
  for (const name of names.filter((name) => !members.includes(nameIn(name)))) {
    const message = `"${nameIn(name)}" is no type of "${type.name}".${suggestionFor(nameIn(name), members)}`;
    reader.mistakes.push({ path, code: "unknown-type", message });
  }
  if (names.length > 0) return isOfType(names.map(nameIn));
  const message = `"${path.at(-1)}: ${value === null ? "null" : "[]"}" filters nothing. Name the types that are meant.`;
  reader.ineffective.push({ path, code: "filters-nothing", message });
  return undefined;
}

/** The types that `typename` can name: an interface's; of one of them those of its interfaces, whose arguments its own fields have. */
function membersOf(model: Model, type: FilteredType): readonly string[] {
  if ("members" in type) return type.members;
  return type.interfaces.flatMap((name) => model.abstractTypes.get(name)!.members);
}

/** A union's member: the row is of this type and its condition holds; `{}` asks for the type alone. */
function readMember(
  reader: Reader,
  typeName: string,
  value: unknown,
  path: Path,
): Filter | undefined {
  if (value === null) {
    const message = `"${typeName}: null" filters nothing. To ask for rows of the type write \`${typeName}: {}\`.`;
    reader.ineffective.push({ path, code: "filters-nothing", message });
    return undefined;
  }
  const type = isOfType([typeName]);
  if (isObject(value) && entriesOf(value).length === 0) return type;
  return allOf([type, reader.where(typeName, value, path)]);
}

function unknownKey(model: Model, type: FilteredType, name: string): string {
  const aggregated =
    name.endsWith("Aggregate") && type.relations.get(name.slice(0, -"Aggregate".length));
  if (aggregated) {
    const relation = aggregated.name;
    return `Filtering by aggregates ("${name}") is not supported. For "count: 0" write \`${relation}_EXISTS: false\`, for "count_GT: 0" \`${relation}_EXISTS: true\`; a condition on related rows is \`${keyForOne(aggregated)}: { … }\`.`;
  }
  return `Unknown field "${name}" on "${type.name}Where".${suggestKey(model, type, name)}`;
}
