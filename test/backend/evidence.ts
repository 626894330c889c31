import type {
  AssetRecord,
  Evidence,
  Field,
  FieldValue,
  Filter,
  Relation,
  Scalar,
} from "../../src/types.ts";
import { compare } from "../reference/compare.ts";
import { type Estate, relatedTo, truthFor } from "../reference/evaluate.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Words of evidence, by the operator that they speak of and whether it holds. */
const phrases: readonly (readonly [phrase: string, operator: string, holds: boolean])[] = [
  ["=", "EQ", true],
  ["!=", "EQ", false],
  ["in", "IN", true],
  ["not in", "IN", false],
  ["<", "LT", true],
  ["not <", "LT", false],
  ["<=", "LTE", true],
  ["not <=", "LTE", false],
  [">", "GT", true],
  ["not >", "GT", false],
  [">=", "GTE", true],
  ["not >=", "GTE", false],
  ["contains", "CONTAINS", true],
  ["does not contain", "CONTAINS", false],
  ["starts with", "STARTS_WITH", true],
  ["does not start with", "STARTS_WITH", false],
  ["ends with", "ENDS_WITH", true],
  ["does not end with", "ENDS_WITH", false],
  ["includes", "INCLUDES", true],
  ["does not include", "INCLUDES", false],
];

/**
 * Whether a piece of evidence is true of a record, by the reference: what it says of the row that its path leads to, or of one of them
 * where several rows have the same name. `where` is the filter that it is evidence for.
 */
export function isTrue(
  estate: Estate,
  record: AssetRecord,
  { path, condition, found }: Evidence,
  where: Filter,
): boolean {
  const steps = [...path.matchAll(/([A-Za-z]+)(?:\[(.*?)\])?(?:\.|$)/gy)];
  const last = steps.pop()![1]!;
  let rows: readonly AssetRecord[] = [record];
  for (const [, relation, label] of steps)
    rows = rows.flatMap((row) => follow(estate, row, relation!, label));
  return rows.some((row) => {
    if (last === "typename") return isTypeTrue(row, condition, found);
    const { fields, relations } = estate.model.types.get(row.type)!;
    const relation = relations.get(last);
    if (relation) return isRelationTrue(estate, row, relation, condition, where);
    const field = fields.get(last);
    // A row of a type that lacks the field is null there, as a person sees it.
    if (!field) return condition === "is null" && found === null;
    const value = last === "id" ? row.id : (row.fields[last] ?? null);
    return JSON.stringify(value) === JSON.stringify(found) && isFieldTrue(field, value, condition);
  });
}

function follow(
  estate: Estate,
  row: AssetRecord,
  relation: string,
  label: string | undefined,
): readonly AssetRecord[] {
  const declared = estate.model.types.get(row.type)!.relations.get(relation)!;
  const targets = relatedTo(estate, row, declared).toSorted((a, b) =>
    a.type === b.type ? compareIds(a.id, b.id) : a.type < b.type ? -1 : 1,
  );
  return targets.filter(
    ({ fields: { name } }, i) => label === undefined || label === (name || String(i)),
  );
}

function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isTypeTrue({ type }: AssetRecord, condition: string, found: unknown): boolean {
  const [, not, names] = /^(not )?in (.*)$/.exec(condition)!;
  return found === type && (JSON.parse(names!) as string[]).includes(type) === (not === undefined);
}

function isRelationTrue(
  estate: Estate,
  row: AssetRecord,
  relation: Relation,
  condition: string,
  where: Filter,
): boolean {
  const targets = relatedTo(estate, row, relation);
  const { length } = targets;
  if (condition === "none") return length === 0;
  if (condition === "is set") return length > 0 && !relation.toMany;
  const [, few] = /^(\d+) related$/.exec(condition) ?? [];
  if (few !== undefined) return Number(few) === length;
  const [, many, names] = /^none of (\d+) has name (?:=|in) (.*)$/.exec(condition) ?? [];
  if (names !== undefined) {
    const said: readonly unknown[] = [JSON.parse(names)].flat();
    return Number(many) === length && !targets.some(({ fields }) => said.includes(fields.name));
  }
  const holding = quantifiersOn(where, relation.name).map(
    (filter) =>
      targets.filter((target) => filter && truthFor(estate, target, filter) === "true").length,
  );
  const [, all, count] = /^(none of|all)? ?(\d+) match(?:es)?$/.exec(condition)!;
  if (all === "none of") return Number(count) === length && holding.includes(0);
  return holding.includes(Number(count)) && (all === undefined || Number(count) <= length);
}

function quantifiersOn(filter: Filter, relation: string): readonly Quantify["where"][] {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of.flatMap((part) => quantifiersOn(part, relation));
    case "not":
      return quantifiersOn(filter.of, relation);
    case "quantify": {
      const inner = filter.where ? quantifiersOn(filter.where, relation) : [];
      return filter.relation === relation ? [filter.where, ...inner] : inner;
    }
    default:
      return [];
  }
}

function isFieldTrue(field: Field, value: FieldValue, condition: string): boolean {
  if (condition === "is null") return value === null;
  if (condition === "is set") return value !== null;
  const [, counted, rest] =
    /^none, which counts as (".*?"|\d+|\[.*?\])(?:: (.*))?$/.exec(condition) ?? [];
  if (counted !== undefined) {
    const isCounted = value === null && counted === JSON.stringify(field.coalesce);
    return isCounted && (rest === undefined || isFieldTrue(field, value, rest));
  }
  const [phrase, operator, holds] = phrases
    .filter(([words]) => condition.startsWith(`${words} `))
    .toSorted((a, b) => b[0].length - a[0].length)[0]!;
  const ignoreCase = condition.endsWith(" (in any case)");
  const text = condition.slice(
    phrase.length + 1,
    ignoreCase ? -" (in any case)".length : undefined,
  );
  const wanted = JSON.parse(text) as Scalar;
  const truth = compare(
    field,
    { operator, value: wanted, ...(ignoreCase ? { ignoreCase } : {}) },
    value,
  );
  return holds ? truth === "true" : truth !== "true";
}
