import type {
  AssetRecord,
  Field,
  FieldValue,
  Quantifier,
  Relation,
  Scalar,
} from "../../src/types.ts";
import { type Comparison, compare } from "./compare.ts";
import {
  type Answer,
  type Estate,
  hiddenBehind,
  isOpen,
  membersOf,
  quantify,
  relatedTo,
  rowsOf,
} from "./evaluate.ts";
import { and, not, or, type Truth, truthOf } from "./truth.ts";

/** What a `where` or a part of it comes to for one row; undefined where it is nothing, which is neither true nor false. */
export type Outcome = Truth | undefined;
export type Where = Readonly<Record<string, unknown>>;

/** A condition on a relation, as a key asks for it. */
export interface Asked {
  readonly relation: Relation;
  /** `SOME`, `NOT` and so on; empty behind the relation's own name. */
  readonly suffix: string;
  /** Asked by way of a connection: the value is a condition on links. */
  readonly connected: boolean;
  readonly value: unknown;
}

/** How somebody else reads a condition. */
export interface Ways {
  readonly relation: (row: Row, asked: Asked) => Outcome;
  /** Undefined where it is read as it is here. */
  readonly comparison: (field: Field, comparison: Comparison, stored: Scalar) => Truth | undefined;
}

export interface Row {
  readonly estate: Estate;
  readonly record: AssetRecord;
  readonly ways?: Ways | undefined;
}

/**
 * What a `where` with suffixes comes to, read and evaluated in one go as the dialect's tables have it: to hold the
 * product's reading of a `where` to. With `ways`, as somebody else reads it.
 */
export function evaluateWhere(
  estate: Estate,
  typeName: string,
  where: Where,
  ways?: Ways | undefined,
): Answer {
  const rows = rowsOf(estate, typeName).map((record) => ({
    id: record.id,
    outcome: outcomeOf({ estate, record, ways }, where) ?? "true",
  }));
  const having = (truth: Truth) =>
    rows.flatMap(({ id, outcome }) => (outcome === truth ? [id] : [])).sort();
  return { matched: having("true"), undecided: having("missing") };
}

export function outcomeOf(row: Row, where: Where): Outcome {
  const entries = Object.entries(where).map(([key, value]) => entryOf(row, key, value));
  // A union's keys are its types, and a row is of one of them.
  const byType = Object.keys(where).some((key) => row.estate.model.types.has(key));
  return byType ? any(entries) : all(entries);
}

export function all(outcomes: readonly Outcome[]): Outcome {
  const there = outcomes.filter((outcome) => outcome !== undefined);
  return there.length > 0 ? and(there) : undefined;
}

export function any(outcomes: readonly Outcome[]): Outcome {
  const there = outcomes.filter((outcome) => outcome !== undefined);
  return there.length > 0 ? or(there) : undefined;
}

function listOf(value: unknown): readonly Where[] {
  return (Array.isArray(value) ? value : [value ?? []].flat()) as Where[];
}

function entryOf(row: Row, key: string, value: unknown): Outcome {
  if (key === "AND") return all(listOf(value).map((one) => outcomeOf(row, one)));
  if (key === "OR") return any(listOf(value).map((one) => outcomeOf(row, one)));
  if (key === "NOT") return negate(outcomeOf(row, (value ?? {}) as Where));
  if (key === "typename_IN") return typeOutcome(row, value as readonly string[] | null);
  if (row.estate.model.types.has(key)) return memberOutcome(row, key, value as Where | null);
  const { name, suffix } = split(key);
  const { fields, relations } = row.estate.model.types.get(row.record.type)!;
  const read = row.ways?.relation ?? relationOutcome;
  const relation = relations.get(name);
  if (relation) return read(row, { relation, suffix, connected: false, value });
  const connected = relations.get(name.replace(/Connection$/, ""));
  if (connected) return read(row, { relation: connected, suffix, connected: true, value });
  const field = fields.get(name);
  return field ? fieldOutcome(row, field, suffix, value) : "unknown";
}

function negate(outcome: Outcome): Outcome {
  return outcome === undefined ? undefined : not(outcome);
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

function fieldOutcome(row: Row, field: Field, suffix: string, value: unknown): Truth {
  const { estate, record, ways } = row;
  if (isOpen(estate.model, record, field)) return "open";
  if (record.missing?.includes(field.name)) return "missing";
  const stored = field.name === "id" ? record.id : (record.fields[field.name] ?? null);
  if (suffix === "EXISTS") return truthOf((stored !== null) === value);
  if (isCaseless(value)) return caselessOutcome(field, value.caseInsensitive, stored);
  const negated = suffix === "NOT" || suffix.startsWith("NOT_");
  const operator = suffix.replace(/^NOT(_|$)/, "") || "EQ";
  const own = (literal: unknown) =>
    ways?.comparison(field, { operator, value: literal as Scalar }, stored as Scalar);
  const positive =
    value === null
      ? truthOf(stored === null)
      : (own(value) ?? compare(field, { operator, value: inUtc(field, value) }, stored));
  return negated ? not(positive) : positive;
}

interface Caseless {
  readonly caseInsensitive: Where;
}

function isCaseless(value: unknown): value is Caseless {
  return typeof value === "object" && value !== null && "caseInsensitive" in value;
}

/** The nested spelling has no suffixes: `{ name: { caseInsensitive: { startsWith: "a" } } }`. */
function caselessOutcome(field: Field, asked: Where, stored: FieldValue): Truth {
  return and(
    Object.entries(asked).map(([nested, value]) => {
      const operator = nested.replace(/[A-Z]/g, "_$&").toUpperCase();
      return compare(field, { operator, value: value as Scalar, ignoreCase: true }, stored);
    }),
  );
}

/** Moments as they are stored. The literals of tests have no more than milliseconds. */
function inUtc(field: Field, value: unknown): Scalar | readonly (Scalar | null)[] {
  const convert = (one: unknown) =>
    field.scalar === "DateTime" && typeof one === "string"
      ? new Date(one).toISOString().replace(/\.?0+Z$/, "Z")
      : (one as Scalar | null);
  return Array.isArray(value) ? value.map(convert) : (convert(value) as Scalar);
}

function relationOutcome(row: Row, asked: Asked): Outcome {
  const { estate, record } = row;
  const { relation, suffix, connected, value } = asked;
  const related = relatedTo(estate, record, relation);
  const anything = () => "open" as const;
  const count = (quantifier: Quantifier, test?: (one: AssetRecord) => Truth): Truth => {
    const hidden = hiddenBehind(estate, record, relation, test ?? anything);
    const truth = quantify(quantifier, related.map(test ?? (() => "true")), hidden);
    return "unseen" in record && truth === "missing" ? "open" : truth;
  };
  if (suffix === "EXISTS") return value === true ? count("SOME") : count("NONE");
  const quantifier = quantifierOf(suffix);
  const hasExistence = quantifier === "NONE" || quantifier === "SOME";
  const kind = estate.model.abstractTypes.get(relation.target)?.kind;
  if (value === null) {
    if (connected || !hasExistence) return undefined;
    return count(quantifier === "NONE" ? "SOME" : "NONE");
  }
  const where = value as Where;
  const isEmpty = Object.keys(where).length === 0;
  // A word that says how many is meant so, whatever upstream does.
  if (isEmpty && numbers.has(suffix)) return count(quantifier);
  if (isEmpty && !connected) return undefined;
  if (isNothing(row, relation.target, where, connected)) {
    if (connected)
      return kind === "interface" ? count(quantifier === "ALL" ? "SOME" : quantifier) : undefined;
    return hasExistence && kind !== "union" ? count(quantifier) : undefined;
  }
  const read = connected ? linkOutcome : outcomeOf;
  const test = (one: AssetRecord) => read({ ...row, record: one }, where) ?? "true";
  if (quantifier !== "ALL" || kind !== "union") return count(quantifier, test);
  // To a union, ALL passes over related rows of types that are not named.
  const isNamed = ({ type }: AssetRecord) => where[type] !== undefined && where[type] !== null;
  return count("ALL", (one) => (isNamed(one) ? test(one) : "unknown"));
}

/** Quantifiers that say something without a condition. */
const numbers: ReadonlySet<string> = new Set(["SOME", "NONE", "SINGLE"]);

/** What a key's suffix asks; upstream's `NOT` over an interface is no `NONE`, but here it is. */
export function quantifierOf(suffix: string): Quantifier {
  return ({ "": "SOME", NOT: "NONE" }[suffix] ?? suffix) as Quantifier;
}

/** A connection's condition on the row that a link leads to; to a union it is written by type. */
export function linkOutcome(row: Row, link: Where | null): Outcome {
  const entries = Object.entries(link ?? {});
  const { model } = row.estate;
  const byType = entries.filter(([key]) => model.types.has(key));
  return all([
    any(byType.map(([type, inner]) => memberLinkOutcome(row, type, inner as Where | null))),
    ...entries.filter(([key]) => !model.types.has(key)).map((entry) => linkEntry(row, ...entry)),
  ]);
}

function memberLinkOutcome(row: Row, type: string, link: Where | null): Outcome {
  if (isNothing(row, type, link, true)) return undefined;
  return row.record.type === type ? (linkOutcome(row, link) ?? "true") : "false";
}

function linkEntry(row: Row, key: string, value: unknown): Outcome {
  if (key === "node") return value === null ? undefined : outcomeOf(row, value as Where);
  if (key === "NOT") return negate(linkOutcome(row, value as Where | null));
  const members = listOf(value).map((one) => linkOutcome(row, one));
  return key === "AND" ? all(members) : any(members);
}

/** Whether all that an object says is left out, which depends on no row: so it is asked of one that has nothing. */
export function isNothing(
  { estate, ways }: Row,
  typeName: string,
  where: Where | null,
  connected = false,
): boolean {
  if (where === null) return true;
  const type = membersOf(estate.model, typeName)[0]!;
  const record: AssetRecord = { type, id: "", connector: "", fields: {}, links: {} };
  const read = connected ? linkOutcome : outcomeOf;
  return read({ estate, record, ways }, where) === undefined;
}
