import type { ValueCounter } from "../census/values.ts";
import { type FilteredType, type Key, keysOf, nestedQuantifiers } from "../dialect/keys.ts";
import { operators } from "../dialect/operators.ts";
import { nestedNames } from "../dialect/scalar-filter.ts";
import { shownWords } from "../model/spellings.ts";
import type { Field, Relation } from "../types.ts";
import type { Meaning } from "./meaning.ts";

/** Something that can be written at a position. */
export interface Proposal {
  readonly label: string;
  readonly kind: "key" | "operator" | "value";
  /** What it is: a type, or in how many assets it is. */
  readonly detail: string;
  readonly documentation?: string;
  /** Its place among the others, by letters. */
  readonly order: string;
}

/** Values of the snapshot that are offered. */
const offeredValues = 50;

/** What can be written where a `where` or a row of a case is being written, with the values that the snapshot has. */
export async function propose(
  meaning: Meaning,
  values: ValueCounter | undefined,
): Promise<readonly Proposal[]> {
  switch (meaning.is) {
    case "key":
      return keyProposals(meaning.type);
    case "quantifier":
      return [...quantifierProposals(), ...keyProposals(meaning.type)];
    case "operator":
      return operatorProposals(meaning.field, meaning.ignoreCase);
    case "member":
      return memberProposals(meaning.type);
    case "value":
      return valueProposals(meaning.type, meaning.field, values);
    case "field":
      return [];
  }
}

/** Keys with nothing behind the name first, which the nested spelling goes on from. */
function keyProposals(type: FilteredType): readonly Proposal[] {
  return keysOf(type).map(({ name, key }) => {
    const member = memberOf(key);
    const { description } = member ?? {};
    return {
      label: name,
      kind: "key" as const,
      detail: detailOf(key, member),
      ...(description === undefined ? {} : { documentation: description }),
      order: `${member?.name === name ? "0" : key.kind === "connection" ? "2" : "1"}${name}`,
    };
  });
}

function memberOf(key: Key): Field | Relation | undefined {
  if (key.kind === "field" || key.kind === "compare") return key.field;
  if (key.kind === "exists") return key.of;
  return "relation" in key ? key.relation : undefined;
}

function detailOf(key: Key, member: Field | Relation | undefined): string {
  if (key.kind === "compare")
    return `${describeType(key.field)} · ${operators[key.operator]!.phrases[key.negated ? 1 : 0]}`;
  if (key.kind === "quantify") return `${key.quantifier} of ${key.relation.target}`;
  if (key.kind === "exists") return "true or false";
  return member ? describeType(member) : key.kind;
}

function describeType(member: Field | Relation): string {
  if (!("scalar" in member)) return member.toMany ? `[${member.target}]` : member.target;
  return member.list ? `[${member.scalar}]` : member.scalar;
}

function quantifierProposals(): readonly Proposal[] {
  return [...Object.keys(nestedQuantifiers), "exists"].map((label) => ({
    label,
    kind: "operator",
    detail: label === "exists" ? "true or false" : "of the related rows",
    order: `0${label}`,
  }));
}

function operatorProposals(field: Field, ignoreCase: boolean): readonly Proposal[] {
  const docs = new Map(Object.values(operators).map(({ nested, doc }) => [nested, doc]));
  return nestedNames(field, ignoreCase).map((label, i) => {
    const doc = docs.get(label);
    return {
      label,
      kind: "operator" as const,
      detail: describeType(field),
      ...(doc === undefined ? {} : { documentation: doc }),
      order: String(i).padStart(2, "0"),
    };
  });
}

function memberProposals({ fields, relations }: FilteredType): readonly Proposal[] {
  const own = ["is", "because", "missing", "like"].map((label) => ({
    ...{ label, kind: "operator" as const, detail: "of the case", order: `0${label}` },
  }));
  const members = [...fields.values(), ...relations.values()].map((member) => ({
    ...{ label: member.name, kind: "key" as const, detail: describeType(member) },
    ...(member.description === undefined ? {} : { documentation: member.description }),
    order: `1${member.name}`,
  }));
  return [...own, ...members];
}

/** Labels are as GraphQL writes the values: texts in quotation marks, words of an enum without. */
async function valueProposals(
  type: FilteredType,
  field: Field,
  counter: ValueCounter | undefined,
): Promise<readonly Proposal[]> {
  const census =
    counter && type.kind !== "union" ? await counter.of(type.name, field.name) : undefined;
  const counts = new Map(census?.values.map(({ value, rows }) => [value, rows]));
  const words = field.values ?? (field.spelling && shownWords(field.spelling)) ?? field.known ?? [];
  const all = new Set<string | number | boolean>([
    ...(census?.values ?? []).slice(0, offeredValues).map(({ value }) => value),
    ...words,
    ...(field.scalar === "Boolean" ? [true, false] : []),
  ]);
  const write = (value: string | number | boolean) =>
    field.values ? String(value) : JSON.stringify(value);
  const offered = [...all].map((value, i): Proposal => {
    const rows = counts.get(value);
    const detail = rows === undefined ? "not in the snapshot" : `in ${rows}`;
    return {
      label: write(value),
      kind: "value",
      detail: census ? detail : "",
      order: String(i).padStart(4, "0"),
    };
  });
  const nulls = census ? `null in ${census.nulls}` : "";
  return [...offered, { label: "null", kind: "value", detail: nulls, order: "9999" }];
}
