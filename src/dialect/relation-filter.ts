import { suggestionFor } from "../errors.ts";
import type { Field, Filter, Quantifier, Relation } from "../types.ts";
import { entriesOf, isObject, type Path, type Reader, show } from "./reader.ts";
import { nestedQuantifiers, typeNamed } from "./keys.ts";
import { allOf, anyOf, isOfType, not, type OptionalFilter } from "./nodes.ts";
import { readPresence } from "./scalar-filter.ts";

/** `relation: value`: as SOME; to-many also an object of nested quantifiers, beside which other keys are as SOME. */
export function readRelation(
  reader: Reader,
  relation: Relation,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (!relation.toMany || !isObject(value))
    return readQuantified(reader, relation, "SOME", value, path);
  const entries = entriesOf(value);
  const nested = entries.filter(([name]) => name in nestedQuantifiers || name === "exists");
  if (nested.length === 0) return readQuantified(reader, relation, "SOME", value, path);
  const plain = Object.fromEntries(entries.filter((entry) => !nested.includes(entry)));
  const filters = nested.map(([name, member]) =>
    name === "exists"
      ? readExistence(reader, relation, member, [...path, name])
      : readQuantified(reader, relation, nestedQuantifiers[name]!, member, [...path, name]),
  );
  if (Object.keys(plain).length > 0)
    filters.push(readQuantified(reader, relation, "SOME", plain, path));
  return allOf(filters);
}

/**
 * A quantifier over related rows. Null asks whether there is one at all (none for SOME, one for NONE); `{}` filters
 * nothing; an object whose keys all filter nothing asks for existence (DIALECT 0.2).
 */
export function readQuantified(
  reader: Reader,
  relation: Relation,
  quantifier: Quantifier,
  value: unknown,
  path: Path,
): OptionalFilter {
  const countsRows = quantifier === "SOME" || quantifier === "NONE";
  if (value === null) {
    if (!countsRows) return vanish(reader, relation, quantifier, "null", path);
    if (quantifier === "SOME") warnOfNull(reader, relation, path);
    return exists(relation, quantifier === "NONE");
  }
  if (isObject(value) && entriesOf(value).length === 0)
    return vanish(reader, relation, quantifier, "{}", path);
  const where = reader.where(relation.target, value, path);
  if (where) return quantify(reader, relation, quantifier, where);
  return countsRows ? exists(relation, quantifier === "SOME") : undefined;
}

/** `_EXISTS: true`: there is a related row, or the field is not null. */
export function readExistence(
  reader: Reader,
  of: Field | Relation,
  value: unknown,
  path: Path,
): OptionalFilter {
  if ("scalar" in of) return readPresence(reader, of, value, path);
  if (typeof value === "boolean") return exists(of, value);
  const message = `"${path.at(-1)}" takes true or false, found ${show(value)}.`;
  reader.mistakes.push({ path, message });
  return undefined;
}

/** `relationConnection_SOME: { node: { … } }` asks what `relation_SOME: { … }` does; links have no fields of their own. */
export function readConnection(
  reader: Reader,
  relation: Relation,
  quantifier: Quantifier | undefined,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (!quantifier) return readNestedConnection(reader, relation, value, path);
  const where = value === null ? undefined : readLink(reader, relation, value, path);
  if (where) return quantify(reader, relation, quantifier, where);
  const { kind } = typeNamed(reader.model, relation.target);
  // Upstream tests the type of each related row of an interface, so that an empty object asks for existence there.
  if (kind === "interface" && value !== null)
    return quantifier === "ALL" ? exists(relation, true) : quantify(reader, relation, quantifier);
  return vanish(reader, relation, quantifier, value === null ? "null" : "{}", path);
}

function readNestedConnection(
  reader: Reader,
  relation: Relation,
  value: unknown,
  path: Path,
): OptionalFilter {
  const entries = isObject(value) ? entriesOf(value) : [];
  if (entries.length === 0)
    return vanish(reader, relation, "SOME", value === null ? "null" : "{}", path);
  return allOf(
    entries.map(([name, member]) => {
      const quantifier = nestedQuantifiers[name];
      if (quantifier) return readConnection(reader, relation, quantifier, member, [...path, name]);
      const message =
        name === "aggregate"
          ? `Filtering by aggregates is not supported. To ask whether there are ${relation.name} write \`${relation.name}_EXISTS\`.`
          : `Unknown field "${name}" on "${path.at(-1)}".${suggestionFor(name, Object.keys(nestedQuantifiers))}`;
      reader.mistakes.push({ path: [...path, name], message });
      return undefined;
    }),
  );
}

/** The condition on one related row inside a connection: `node`, and logic over it. */
function readLink(reader: Reader, relation: Relation, value: unknown, path: Path): OptionalFilter {
  if (!isObject(value)) {
    const message = `"${path.at(-1)}" takes an object such as { node: { … } }, found ${show(value)}.`;
    reader.mistakes.push({ path, message });
    return undefined;
  }
  return allOf(
    entriesOf(value).map(([name, member]) =>
      readLinkEntry(reader, relation, name, member, [...path, name]),
    ),
  );
}

function readLinkEntry(
  reader: Reader,
  relation: Relation,
  name: string,
  value: unknown,
  path: Path,
): OptionalFilter {
  const list = () =>
    (Array.isArray(value) ? value : value === null ? [] : [value]).map((member, i) =>
      readLink(reader, relation, member, [...path, i]),
    );
  switch (name) {
    case "node":
      return isObject(value) && entriesOf(value).length === 0
        ? undefined
        : reader.where(relation.target, value, path);
    case "AND":
      return allOf(list());
    case "OR":
      return anyOf(list());
    case "NOT": {
      const inner = value === null ? undefined : readLink(reader, relation, value, path);
      return inner && not(inner);
    }
    default: {
      const message =
        name === "edge"
          ? `Links have no fields, so "edge" is not supported. Write conditions on related rows as \`${relation.name}_SOME: { … }\`.`
          : `Unknown field "${name}" on "${relation.name}Connection".${suggestionFor(name, ["node", "AND", "OR", "NOT"])}`;
      reader.mistakes.push({ path, message });
      return undefined;
    }
  }
}

function exists(relation: Relation, some: boolean): Filter {
  return Object.freeze({
    kind: "quantify",
    relation: relation.name,
    quantifier: some ? "SOME" : "NONE",
  });
}

/**
 * To a union, ALL looks at related rows of the types that are named only: one of them true and none false. That is said
 * with SOME and NONE, so that other types do not count as false.
 */
function quantify(
  reader: Reader,
  relation: Relation,
  quantifier: Quantifier,
  where?: Filter,
): Filter {
  const { kind } = typeNamed(reader.model, relation.target);
  const node = (own: Quantifier, inner?: Filter): Filter =>
    Object.freeze({
      kind: "quantify",
      relation: relation.name,
      quantifier: own,
      ...(inner && { where: inner }),
    });
  if (kind !== "union" || quantifier !== "ALL" || !where) return node(quantifier, where);
  const ofNamed = isOfType(typesIn(where));
  return allOf([node("SOME", where), node("NONE", allOf([ofNamed, not(where)]))])!;
}

/** The types that a filter over a union names. */
function typesIn(filter: Filter): readonly string[] {
  if (filter.kind === "type") return filter.names;
  return filter.kind === "and" || filter.kind === "or" ? filter.of.flatMap(typesIn) : [];
}

function warnOfNull(reader: Reader, relation: Relation, path: Path): void {
  const message = `"${path.at(-1)}: null" asks for rows without ${relation.name}. \`${relation.name}_EXISTS: false\` says so in words.`;
  reader.warnings.push({ path, message });
}

function vanish(
  reader: Reader,
  relation: Relation,
  quantifier: Quantifier,
  written: string,
  path: Path,
): undefined {
  const { name } = relation;
  const meant: Readonly<Record<Quantifier, string>> = {
    SOME: `To ask for rows with ${name} write \`${name}_EXISTS: true\`.`,
    NONE: `To ask for rows without ${name} write \`${name}_EXISTS: false\`${relation.toMany ? ` or \`${name}_SOME: null\`` : ` or \`${name}: null\``}.`,
    ALL: `To ask for rows with ${name} write \`${name}_EXISTS: true\`.`,
    SINGLE: `To ask for rows with exactly one of ${name} write \`${name}_SINGLE: { id_EXISTS: true }\`.`,
  };
  const message = `"${path.at(-1)}: ${written}" filters nothing. ${meant[quantifier]}`;
  reader.vanished.push({ path, message });
  return undefined;
}
