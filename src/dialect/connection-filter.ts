import { suggestionFor } from "../errors.ts";
import type { Quantifier, Relation } from "../types.ts";
import { keyForOne, nestedQuantifiers, typeNamed } from "./keys.ts";
import { allOf, anyOf, isOfType, not, type OptionalFilter } from "./nodes.ts";
import { entriesOf, isObject, type Path, type Reader, show, standsAt } from "./reader.ts";
import { asksForNumber, exists, quantify, noteIneffective } from "./relation-filter.ts";

/**
 * `relationConnection_SOME: { node: { … } }` asks what `relation_SOME: { … }` does; links have no fields of their own. To a
 * union the same is written by type too, `{ Bucket: { node: { … } } }`.
 */
export function readConnection(
  reader: Reader,
  relation: Relation,
  quantifier: Quantifier | undefined,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (!quantifier) return readNestedConnection(reader, relation, value, path);
  if (asksForNumber(value, path)) return quantify(reader, relation, quantifier);
  const { target } = relation;
  const before = saidBy(reader);
  const where =
    value === null ? undefined : readLink(reader, { relation, type: target }, value, path);
  if (where) return quantify(reader, relation, quantifier, where);
  const { kind } = typeNamed(reader.model, target);
  // Upstream tests the type of each related row of an interface, so that an empty object asks for existence there.
  if (kind === "interface" && value !== null) {
    if (quantifier !== "ALL") return quantify(reader, relation, quantifier);
    if (isObject(value) && entriesOf(value).length === 0)
      noteIneffective(reader, relation, quantifier, "{}", path);
    return exists(relation, true);
  }
  // What is said of a part of it need not be said of the whole.
  if (saidBy(reader) > before) return undefined;
  return noteIneffective(reader, relation, quantifier, value === null ? "null" : "{}", path);
}

/** How much has been said of what is wrong or filters nothing. */
function saidBy({ mistakes, ineffective }: Reader): number {
  return mistakes.kept.length + ineffective.kept.length;
}

/** `relationConnection: value` of a to-many relation: nested quantifiers, beside which other keys are as in SOME. */
function readNestedConnection(
  reader: Reader,
  relation: Relation,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (value === null) return noteIneffective(reader, relation, "SOME", "null", path);
  if (!isObject(value)) return refuse(reader, value, path);
  const entries = entriesOf(value);
  if (entries.length === 0) return noteIneffective(reader, relation, "SOME", "{}", path);
  if (entries.some(([name]) => name === "aggregate")) {
    const message = `Filtering by aggregates is not supported. To ask whether there are ${relation.name} write \`${relation.name}_EXISTS\`.`;
    reader.mistakes.push({ path: [...path, "aggregate"], code: "unknown-operator", message });
    return undefined;
  }
  const nested = entries.filter(([name]) => name in nestedQuantifiers);
  const plain = Object.fromEntries(entries.filter((entry) => !nested.includes(entry)));
  const filters = nested.map(([name, member]) => {
    const own = [...path, name];
    return standsAt(
      reader,
      own,
      readConnection(reader, relation, nestedQuantifiers[name]!, member, own),
    );
  });
  if (Object.keys(plain).length > 0)
    filters.push(readConnection(reader, relation, "SOME", plain, path));
  return allOf(filters);
}

/** What a connection leads to: the relation's rows, of a union's those of one type. */
interface Link {
  readonly relation: Relation;
  readonly type: string;
}

/** The condition on one related row inside a connection: `node`, and logic over it; to a union by type. */
function readLink(reader: Reader, link: Link, value: unknown, path: Path): OptionalFilter {
  if (!isObject(value)) return refuse(reader, value, path);
  const members = membersOf(reader, link);
  const entries = entriesOf(value);
  const named = entries.filter(([name]) => members.includes(name));
  return allOf([
    anyOf(
      named.map(([name, inner]) => {
        const own = [...path, name];
        return standsAt(reader, own, readMemberLink(reader, link, name, inner, own));
      }),
    ),
    ...entries
      .filter((entry) => !named.includes(entry))
      .map(([name, inner]) => {
        const own = [...path, name];
        return standsAt(reader, own, readLinkEntry(reader, link, name, inner, own));
      }),
  ]);
}

/** A link's condition that is no object; in a list it is that of the key which the list stands under. */
function refuse(reader: Reader, value: unknown, path: Path): undefined {
  const key = path.findLast((step) => typeof step === "string");
  const message = `"${key}" takes an object such as { node: { … } }, found ${show(value)}.`;
  reader.mistakes.push({ path, code: "wrong-value", message });
  return undefined;
}

function membersOf({ model }: Reader, { type }: Link): readonly string[] {
  const named = typeNamed(model, type);
  return named.kind === "union" ? named.members : [];
}

/** Upstream leaves out a type whose condition says nothing, `{ Bucket: { node: {} } }`. */
function readMemberLink(
  reader: Reader,
  { relation }: Link,
  type: string,
  value: unknown,
  path: Path,
): OptionalFilter {
  const before = reader.mistakes.kept.length;
  const inner = value === null ? undefined : readLink(reader, { relation, type }, value, path);
  if (inner) return allOf([isOfType([type]), inner]);
  if (reader.mistakes.kept.length > before) return undefined;
  const message = `"${type}" without a condition filters nothing here. To ask for rows of the type write \`${keyForOne(relation)}: { ${type}: {} }\`.`;
  reader.ineffective.push({ path, code: "filters-nothing", message });
  return undefined;
}

function readLinkEntry(
  reader: Reader,
  link: Link,
  name: string,
  value: unknown,
  path: Path,
): OptionalFilter {
  const { relation, type } = link;
  const list = () =>
    (Array.isArray(value) ? value : [value]).map((member, i) =>
      readPart(reader, link, member, [...path, i]),
    );
  switch (name) {
    case "node":
      return isObject(value) && entriesOf(value).length === 0
        ? undefined
        : reader.where(type, value, path);
    case "AND":
    case "OR":
    case "NOT": {
      if (value === null || (Array.isArray(value) && value.length === 0))
        return leaveOut(reader, value === null ? "null" : "[]", path);
      if (name !== "NOT") return name === "AND" ? allOf(list()) : anyOf(list());
      const inner = readPart(reader, link, value, path);
      return inner && not(inner);
    }
    default: {
      const names = ["node", "AND", "OR", "NOT", ...membersOf(reader, link)];
      const quantifiers = relation.toMany ? Object.keys(nestedQuantifiers) : [];
      const message =
        name === "edge"
          ? `Links have no fields, so "edge" is not supported. Write conditions on related rows as \`${keyForOne(relation)}: { … }\`.`
          : `Unknown field "${name}" on "${relation.name}Connection".${suggestionFor(name, [...names, ...quantifiers])}`;
      reader.mistakes.push({ path, code: "unknown-field", message });
      return undefined;
    }
  }
}

/** A condition within AND, OR or NOT, where nobody means one that is always true. */
function readPart(reader: Reader, link: Link, value: unknown, path: Path): OptionalFilter {
  if (value === null) return leaveOut(reader, "null", path);
  const before = saidBy(reader);
  const filter = readLink(reader, link, value, path);
  if (filter || saidBy(reader) > before || !isObject(value)) return filter;
  return leaveOut(reader, "node" in value ? "{ node: {} }" : "{}", path);
}

function leaveOut(reader: Reader, value: string, path: Path): undefined {
  const key = path.at(-1);
  const written = typeof key === "string" ? `${key}: ${value}` : value;
  const message = `"${written}" filters nothing. Remove it, or write a condition on the related row as { node: { … } }.`;
  reader.ineffective.push({ path, code: "filters-nothing", message });
  return undefined;
}
