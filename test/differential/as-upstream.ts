import { compilePattern } from "../../src/dialect/pattern.ts";
import type { AssetRecord, Field, Literal, Quantifier, Scalar } from "../../src/types.ts";
import type { Comparison } from "../reference/compare.ts";
import { membersOf, quantify, relatedTo } from "../reference/evaluate.ts";
import { and, not, or, type Truth, truthOf } from "../reference/truth.ts";
import {
  type Asked,
  isNothing,
  linkOutcome,
  type Outcome,
  outcomeOf,
  quantifierOf,
  type Row,
  type Ways,
  type Where,
} from "../reference/where.ts";

/** Every way in which upstream is known to answer differently; docs/dialect.md has them under "Differences". */
export const differences = {
  "null-in-7": "`some: null` asks for rows with one, `none: null` for rows without (7)",
  "empty-quantifier": "a quantifier directly given {} is left out",
  "interface-by-type": "conditions over an interface are worked out for each type and recombined",
  "interface-null": "null over an interface asks each type by itself",
  "union-some": "SOME naming two types of a union needs both (5, 6)",
  "union-several": "ALL and SINGLE naming two types of a union ask each by itself",
  "union-null": "NONE: null over a union needs a row of every type (5, 6)",
  "union-empty-type": "a type of a union with nothing to say is left out in ALL and SINGLE",
  "connection-leads-on":
    "a connection to an interface whose node asks for a relation that filters nothing is left out",
  "text-order": "texts are ordered by UTF-16 unit",
  "datetime-zone": "a moment of another zone is equal to none, and ordered by its zone too (7)",
} as const;

export type Difference = keyof typeof differences;

/** Conditions as `@neo4j/graphql` of a major version reads them, but for the differences in `without`. */
export function readAsUpstream(major: number, without: ReadonlySet<Difference>): Ways {
  const has = (difference: Difference) => !without.has(difference);
  const reading: Reading = { major, has };
  return {
    relation: (row, asked) =>
      asked.connected ? connection(reading, row, asked) : direct(reading, row, asked),
    comparison: (field, comparison, stored) => compare(reading, field, comparison, stored),
  };
}

interface Reading {
  readonly major: number;
  readonly has: (difference: Difference) => boolean;
}

interface Related {
  readonly type: string;
  readonly rows: readonly AssetRecord[];
}

/** What a row leads to, by type. */
function relatedByType({ estate, record }: Row, { relation }: Asked): readonly Related[] {
  const rows = relatedTo(estate, record, relation);
  return membersOf(estate.model, relation.target).map((type) => ({
    type,
    rows: rows.filter((row) => row.type === type),
  }));
}

function direct(reading: Reading, row: Row, asked: Asked): Outcome {
  const { relation, suffix } = asked;
  const { model } = row.estate;
  const kind = model.abstractTypes.get(relation.target)?.kind;
  const quantifier = quantifierOf(suffix);
  const counts = quantifier === "SOME" || quantifier === "NONE";
  const all = relatedTo(row.estate, row.record, relation);
  if (asked.value === null) return counts ? ofNull(reading, row, asked, kind) : undefined;
  const where = asked.value as Where;
  if (Object.keys(where).length === 0) {
    if (reading.has("empty-quantifier") || !/^(?:SOME|NONE|SINGLE)$/.test(suffix)) return undefined;
    return count(quantifier, all, () => "true");
  }
  if (kind === "union") return ofUnion(reading, row, asked, unionParts(reading, row, asked, false));
  const vacuous = isNothing(row, relation.target, where);
  if (vacuous && !counts) return undefined;
  const test = (one: AssetRecord) => outcomeOf({ ...row, record: one }, where) ?? "true";
  if (kind !== "interface" || !reading.has("interface-by-type"))
    return count(quantifier, all, test);
  return byType(suffix, relatedByType(row, asked), test);
}

function ofNull(
  { major, has }: Reading,
  row: Row,
  asked: Asked,
  kind: "interface" | "union" | undefined,
): Truth {
  const { relation, suffix } = asked;
  const isNegative = quantifierOf(suffix) === "NONE";
  const there = relatedByType(row, asked).map(({ rows }) => truthOf(rows.length > 0));
  if (major >= 7 && relation.toMany && has("null-in-7"))
    return isNegative ? not(or(there)) : or(there);
  if (kind === "interface" && has("interface-null")) {
    if (suffix === "NOT") return or(there);
    return isNegative ? and(there) : or(there.map(not));
  }
  if (kind === "union" && isNegative && has("union-null")) return and(there);
  return isNegative ? or(there) : not(or(there));
}

/** Over an interface upstream asks each type by itself. */
function byType(suffix: string, related: readonly Related[], test: Test): Truth {
  const quantifier = quantifierOf(suffix);
  const each = related.map(({ rows }) => count(quantifier, rows, test));
  if (suffix === "NOT") return or(each);
  return recombine(quantifier, each);
}

/** Over a union `parts` are the types that are named and say something, with what is so of each row. */
interface Part extends Related {
  readonly test: Test;
}

type Test = (row: AssetRecord) => Truth;

function unionParts({ has }: Reading, row: Row, asked: Asked, connected: boolean): readonly Part[] {
  const where = asked.value as Where;
  const quantifier = quantifierOf(asked.suffix);
  const counts = quantifier === "SOME" || quantifier === "NONE";
  const read = connected ? linkOutcome : outcomeOf;
  const leavesOut = connected || (!counts && has("union-empty-type"));
  return relatedByType(row, asked).flatMap(({ type, rows }) => {
    const inner = where[type] as Where | null | undefined;
    if (inner === undefined || inner === null) return [];
    if (leavesOut && isNothing(row, type, inner, connected)) return [];
    return [{ type, rows, test: (one) => read({ ...row, record: one }, inner) ?? "true" }];
  });
}

function ofUnion({ major, has }: Reading, row: Row, asked: Asked, parts: readonly Part[]): Outcome {
  if (parts.length === 0) return undefined;
  const quantifier = quantifierOf(asked.suffix);
  const each = parts.map(({ rows, test }) => count(quantifier, rows, test));
  if (parts.length === 1) return each[0];
  const isSome = quantifier === "SOME";
  if (isSome && major < 7 && has("union-some")) return and(each);
  const apart = quantifier === "ALL" || quantifier === "SINGLE";
  if (!apart || has("union-several"))
    return quantifier === "SINGLE" && major < 7 ? and(each) : recombine(quantifier, each);
  const named = relatedTo(row.estate, row.record, asked.relation).filter(({ type }) =>
    parts.some((part) => part.type === type),
  );
  const testOf = (type: string) => parts.find((part) => part.type === type)!.test;
  return count(quantifier, named, (one) => testOf(one.type)(one));
}

function recombine(quantifier: Quantifier, each: readonly Truth[]): Truth {
  if (quantifier === "SOME") return or(each);
  if (quantifier !== "SINGLE") return and(each);
  // XOR: of two-valued conditions an odd number is true.
  return truthOf(each.filter((truth) => truth === "true").length % 2 === 1);
}

function connection(reading: Reading, row: Row, asked: Asked): Outcome {
  const { relation, suffix } = asked;
  const link = asked.value as Where | null;
  if (link === null) return undefined;
  const quantifier = quantifierOf(suffix);
  const kind = row.estate.model.abstractTypes.get(relation.target)?.kind;
  const isEmpty = Object.keys(link).length === 0 && /^(?:SOME|NONE|SINGLE)$/.test(suffix);
  if (isEmpty && !reading.has("empty-quantifier"))
    return count(quantifier, relatedTo(row.estate, row.record, relation), () => "true");
  if (kind === "union") return ofUnion(reading, row, asked, unionParts(reading, row, asked, true));
  const test = (one: AssetRecord) => linkOutcome({ ...row, record: one }, link) ?? "true";
  const all = relatedTo(row.estate, row.record, relation);
  const vacuous = isNothing(row, relation.target, link, true);
  if (kind === undefined) return vacuous ? undefined : count(quantifier, all, test);
  const byTypes = leadsOn(row, relation.target, link);
  if (vacuous && byTypes && reading.has("connection-leads-on")) return undefined;
  if (byTypes && reading.has("interface-by-type"))
    return byType(suffix, relatedByType(row, asked), test);
  return count(vacuous && quantifier === "ALL" ? "SOME" : quantifier, all, test);
}

/** Whether the node of a connection to an interface asks for a relation: then upstream works it out by type. */
function leadsOn({ estate }: Row, target: string, link: Where): boolean {
  const { relations } = estate.model.abstractTypes.get(target)!;
  const keys = Object.keys((link.node ?? {}) as Where);
  return keys.some((key) => relations.has(key.replace(/_.*$/, "").replace(/Connection$/, "")));
}

function count(quantifier: Quantifier, rows: readonly AssetRecord[], test: Test): Truth {
  return quantify(quantifier, rows.map(test), { true: false, false: false });
}

function compare(
  { major, has }: Reading,
  field: Field,
  { operator, value }: Comparison,
  stored: Scalar | null,
): Truth | undefined {
  const actual = stored ?? (field.coalesce as Scalar | undefined) ?? null;
  if (actual === null || field.list) return undefined;
  if (operator === "MATCHES" && typeof actual === "string")
    return truthOf(compilePattern(String(value))(actual));
  if (field.scalar === "String" && has("text-order")) return byUnits(operator, actual, value);
  if (field.scalar === "DateTime" && major >= 7 && has("datetime-zone"))
    return inZones(operator, actual as string, value);
  return undefined;
}

function byUnits(operator: string, actual: Scalar, wanted: Scalar | readonly Literal[]) {
  if (typeof actual !== "string" || typeof wanted !== "string") return undefined;
  switch (operator) {
    case "LT":
      return truthOf(actual < wanted);
    case "LTE":
      return truthOf(actual <= wanted);
    case "GT":
      return truthOf(actual > wanted);
    case "GTE":
      return truthOf(actual >= wanted);
    default:
      return undefined;
  }
}

/** What is stored is in UTC. Of two equal moments the one further east is the later one. */
function inZones(operator: string, actual: string, wanted: Scalar | readonly Literal[]) {
  const offset = (text: unknown) => {
    const [, sign, hours] = /([+-])(\d\d):\d\d$/.exec(String(text)) ?? [];
    return Number(hours ?? 0) * (sign === "-" ? -1 : 1);
  };
  if (Array.isArray(wanted)) {
    if (operator !== "IN" || wanted.every((one) => offset(one) === 0)) return undefined;
    const equal = wanted.some(
      (one) => offset(one) === 0 && Date.parse(String(one)) === Date.parse(actual),
    );
    return equal ? "true" : wanted.includes(null) ? "unknown" : "false";
  }
  const zone = offset(wanted);
  if (zone === 0) return undefined;
  const order = Date.parse(actual) - Date.parse(String(wanted)) || -zone;
  if (operator === "EQ") return "false";
  return truthOf(operator.startsWith("LT") ? order < 0 : order > 0);
}
