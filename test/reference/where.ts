import type {
  AssetRecord,
  Field,
  Literal,
  Model,
  Quantifier,
  Relation,
  Scalar,
} from "../../src/types.ts";
import { compare } from "./compare.ts";
import { type Answer, type Estate, mayHide, quantify, relatedTo, rowsOf } from "./evaluate.ts";
import { and, not, or, type Truth, truthOf } from "./truth.ts";

/** What a `where` or a part of it comes to for one row; undefined where it is nothing, which is neither true nor false. */
type Outcome = Truth | undefined;
type Where = Readonly<Record<string, unknown>>;

/**
 * What a `where` with suffixes comes to, read and evaluated in one go as the dialect's tables have it: to hold the
 * product's reading of a `where` to.
 */
export function evaluateWhere(estate: Estate, typeName: string, where: Where): Answer {
  const rows = rowsOf(estate, typeName).map((record) => ({
    id: record.id,
    outcome: outcomeOf({ estate, record }, where) ?? "true",
  }));
  const having = (truth: Truth) =>
    rows.flatMap(({ id, outcome }) => (outcome === truth ? [id] : [])).sort();
  return { matched: having("true"), undecided: having("missing") };
}

interface Row {
  readonly estate: Estate;
  readonly record: AssetRecord;
}

function outcomeOf(row: Row, where: Where): Outcome {
  return all(Object.entries(where).map(([key, value]) => entryOf(row, key, value)));
}

function all(outcomes: readonly Outcome[]): Outcome {
  const there = outcomes.filter((outcome) => outcome !== undefined);
  return there.length > 0 ? and(there) : undefined;
}

function any(outcomes: readonly Outcome[]): Outcome {
  const there = outcomes.filter((outcome) => outcome !== undefined);
  return there.length > 0 ? or(there) : undefined;
}

function entryOf(row: Row, key: string, value: unknown): Outcome {
  if (key === "AND") return all(((value ?? []) as Where[]).map((one) => outcomeOf(row, one)));
  if (key === "OR") return any(((value ?? []) as Where[]).map((one) => outcomeOf(row, one)));
  if (key === "NOT") return negate(outcomeOf(row, (value ?? {}) as Where));
  if (key === "typename_IN") return typeOutcome(row, value as readonly string[] | null);
  const member = rowType(row.estate.model, key);
  if (member) return memberOutcome(row, key, value as Where | null);
  const { name, suffix } = split(key);
  const type = row.estate.model.types.get(row.record.type)!;
  const relation = type.relations.get(name);
  if (relation) return relationOutcome(row, relation, suffix, value);
  const field = type.fields.get(name);
  return field ? fieldOutcome(row, field, suffix, value) : "unknown";
}

function negate(outcome: Outcome): Outcome {
  return outcome === undefined ? undefined : not(outcome);
}

function rowType(model: Model, key: string): boolean {
  return model.types.has(key);
}

function typeOutcome({ record }: Row, names: readonly string[] | null): Outcome {
  return names === null || names.length === 0 ? undefined : truthOf(names.includes(record.type));
}

/** Of a union: the row is of this type, and its condition is true. */
function memberOutcome(row: Row, type: string, where: Where | null): Outcome {
  if (where === null) return undefined;
  if (row.record.type !== type) return "false";
  return outcomeOf(row, where) ?? "true";
}

/** A name and what follows it. No name of the tests' models has an underscore. */
function split(key: string): { readonly name: string; readonly suffix: string } {
  const [name, ...words] = key.split("_");
  return { name: name!, suffix: words.join("_") };
}

function fieldOutcome({ record }: Row, field: Field, suffix: string, value: unknown): Truth {
  if (record.missing?.includes(field.name)) return "missing";
  const stored = field.name === "id" ? record.id : (record.fields[field.name] ?? null);
  if (suffix === "EXISTS") return truthOf((stored !== null) === value);
  const negated = suffix === "NOT" || suffix.startsWith("NOT_");
  const operator = suffix.replace(/^NOT(_|$)/, "") || "EQ";
  const positive =
    value === null
      ? truthOf(stored === null)
      : compare(field, { operator, value: inUtc(field, value) }, stored);
  return negated ? not(positive) : positive;
}

/** Moments as they are stored. The literals of tests have no more than milliseconds. */
function inUtc(field: Field, value: unknown): Scalar | readonly Literal[] {
  const convert = (one: unknown) =>
    field.scalar === "DateTime" && typeof one === "string"
      ? new Date(one).toISOString().replace(/\.?0+Z$/, "Z")
      : (one as Literal);
  return Array.isArray(value) ? value.map(convert) : (convert(value) as Scalar);
}

function relationOutcome(row: Row, relation: Relation, suffix: string, value: unknown): Outcome {
  const { estate, record } = row;
  const hidden = mayHide(estate, record, relation);
  const related = relatedTo(estate, record, relation);
  const exists = () =>
    quantify(
      "SOME",
      related.map(() => "true" as const),
      hidden,
    );
  if (suffix === "EXISTS") return value === true ? exists() : not(exists());
  const quantifier = { "": "SOME", NOT: "NONE" }[suffix] ?? suffix;
  const isNone = quantifier === "NONE";
  const hasExistence = isNone || quantifier === "SOME";
  if (value === null) return hasExistence ? (isNone ? exists() : not(exists())) : undefined;
  const where = value as Where;
  // A word that says how many is meant so, whatever upstream does.
  if (Object.keys(where).length === 0)
    return numbers.has(suffix)
      ? quantify(
          suffix as Quantifier,
          related.map(() => "true" as const),
          hidden,
        )
      : undefined;
  const isUnion = estate.model.abstractTypes.get(relation.target)?.kind === "union";
  if (isNothing(estate.model, relation.target, where))
    return hasExistence && !isUnion ? (isNone ? not(exists()) : exists()) : undefined;
  const outcomes = related.map((one) => outcomeOf({ estate, record: one }, where) ?? "true");
  if (quantifier !== "ALL" || !isUnion) return quantify(quantifier as Quantifier, outcomes, hidden);
  // To a union, ALL passes over related rows of types that are not named.
  const named = related.map(({ type }) => where[type] !== undefined && where[type] !== null);
  const truths = outcomes.map((outcome, i) => (named[i] ? outcome : "unknown"));
  return quantify("ALL", truths, hidden);
}

/** Quantifiers that say something without a condition. */
const numbers: ReadonlySet<string> = new Set(["SOME", "NONE", "SINGLE"]);

/** Whether all that an object says is left out, whatever the row. */
function isNothing(model: Model, typeName: string, where: Where): boolean {
  return Object.entries(where).every(([key, value]) => {
    if (key === "AND" || key === "OR")
      return ((value ?? []) as Where[]).every((one) => isNothing(model, typeName, one));
    if (key === "NOT") return isNothing(model, typeName, (value ?? {}) as Where);
    if (key === "typename_IN") return value === null || (value as unknown[]).length === 0;
    if (rowType(model, key)) return value === null;
    const { name, suffix } = split(key);
    const type = model.types.get(typeName) ?? model.abstractTypes.get(typeName)!;
    const relation = type.relations.get(name);
    if (!relation || suffix === "EXISTS") return false;
    const hasExistence = suffix !== "ALL" && suffix !== "SINGLE";
    if (value === null) return !hasExistence;
    if (Object.keys(value as Where).length === 0) return !numbers.has(suffix);
    const isUnion = model.abstractTypes.get(relation.target)?.kind === "union";
    return (!hasExistence || isUnion) && isNothing(model, relation.target, value as Where);
  });
}
