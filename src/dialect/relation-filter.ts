import type { Field, Filter, Quantifier, Relation } from "../types.ts";
import { entriesOf, isObject, type Path, type Reader, show, standsAt } from "./reader.ts";
import { nestedQuantifiers, typeNamed } from "./keys.ts";
import { allOf, isOfType, not, type OptionalFilter } from "./nodes.ts";
import { leaveOut, readPresence } from "./scalar-filter.ts";
import { refuseUnsetOperators } from "./unset.ts";

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
  refuseUnsetOperators(reader, nested, path);
  const plain = Object.fromEntries(entries.filter((entry) => !nested.includes(entry)));
  const filters = nested.map(([name, member]) => {
    const own = [...path, name];
    const filter =
      name === "exists"
        ? readExistence(reader, relation, member, own)
        : readQuantified(reader, relation, nestedQuantifiers[name]!, member, own);
    return standsAt(reader, own, filter);
  });
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
    if (!countsRows) return noteIneffective(reader, relation, quantifier, "null", path);
    if (quantifier === "SOME") warnOfNull(reader, relation, path);
    return exists(relation, quantifier === "NONE");
  }
  if (isObject(value) && entriesOf(value).length === 0)
    return asksForNumber(value, path)
      ? quantify(reader, relation, quantifier)
      : noteIneffective(reader, relation, quantifier, "{}", path);
  const where = reader.where(relation.target, value, path);
  const isUnion = typeNamed(reader.model, relation.target).kind === "union";
  if (isUnion && !countsRows) remarkBareTypes(reader, relation, quantifier, value, path);
  if (where) return quantify(reader, relation, quantifier, where);
  // Types named with null alone say nothing about existence either.
  if (isUnion) return undefined;
  return countsRows ? exists(relation, quantifier === "SOME") : undefined;
}

/** A type of a union with `{}` is left out by upstream in ALL and SINGLE. Here it asks for the type; whoever writes it into a check has to say so. */
function remarkBareTypes(
  reader: Reader,
  { name }: Relation,
  quantifier: Quantifier,
  value: unknown,
  path: Path,
): void {
  for (const [type, inner] of isObject(value) ? entriesOf(value) : []) {
    if (!isObject(inner) || entriesOf(inner).length > 0) continue;
    const meant =
      quantifier === "SINGLE"
        ? `exactly one of the type write \`${name}_SINGLE: { ${type}: { id_EXISTS: true } }\``
        : `one of the type write \`${name}_SOME: { ${type}: {} }\``;
    const message = `"${type}: {}" says nothing about the rows of the type. To ask for ${meant}.`;
    reader.ineffective.push({ path: [...path, type], code: "filters-nothing", message });
  }
}

/**
 * Whether this is `{}`, as it was written, behind a word that says how many: stored checks mean has one by `_SOME: {}`, has none by
 * `_NONE: {}`, has exactly one by `_SINGLE: {}`. Upstream leaves them out (docs/dialect.md). A key whose variable has no value is not
 * written so.
 */
export function asksForNumber(value: unknown, path: Path): boolean {
  const isEmpty = isObject(value) && Object.keys(value).length === 0;
  return isEmpty && /(?:^|_)(?:some|none|single)$/i.test(String(path.at(-1)));
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
  if (value === null) return leaveOut(reader, path);
  const message = `"${path.at(-1)}" takes true or false, found ${show(value)}.`;
  reader.mistakes.push({ path, code: "wrong-value", message });
  return undefined;
}

/** There is a related row, or none. */
export function exists(relation: Relation, some: boolean): Filter {
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
export function quantify(
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

/** Said of what stands within a negation or a condition on related rows: whose rows are without, is easily misread there. */
function warnOfNull(reader: Reader, relation: Relation, path: Path): void {
  const isPlain = (step: string | number) => typeof step === "number" || /^(?:AND|OR)$/.test(step);
  const key = path.at(-1) === "some" ? -2 : -1;
  if (path.slice(0, key).every(isPlain)) return;
  const message = `"${path.at(-1)}: null" asks for rows without ${relation.name}. \`${relation.name}_EXISTS: false\` says so in words.`;
  reader.warnings.push({ path, code: "null-for-none", message });
}

/** Remarks that a condition on related rows filters nothing, with what would say what was probably meant. */
export function noteIneffective(
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
    SINGLE: `To ask for rows with exactly one of ${name} write \`${name}_SINGLE: {}\`.`,
  };
  const message = `"${path.at(-1)}: ${written}" filters nothing. ${meant[quantifier]}`;
  reader.ineffective.push({ path, code: "filters-nothing", message });
  return undefined;
}
