import type { ValueNode } from "graphql";
import { Kind } from "graphql/language";
import { readWhereLiteral } from "../dialect/literal.ts";
import { describeValue, readValue } from "../dialect/values.ts";
import { suggestionFor, type Mistake } from "../errors.ts";
import { conversionValues } from "../model/conversion-values.ts";
import { placeOf } from "../model/source-location.ts";
import { readId, readSpelling, shownWords } from "../model/spellings.ts";
import type { Field, FieldValue, Scalar } from "../types.ts";

/**
 * The value that a case states for a field, as it would be stored: what no answer can come to is a mistake, for a case that cannot happen
 * proves nothing. `node` is no variable.
 */
export function readFieldValue(
  field: Field,
  node: ValueNode,
  mistakes: Mistake[],
): FieldValue | undefined {
  const refuse = (message: string) => {
    mistakes.push({ code: "wrong-value", message, place: placeOf(node) });
    return undefined;
  };
  if (node.kind === Kind.NULL) {
    const why = whyNeverNull(field);
    return why === undefined ? null : refuse(why);
  }
  if (!field.list) return readOne(field, node, refuse);
  const members = node.kind === Kind.LIST ? node.values : [node];
  const values = members.map((member) =>
    member.kind === Kind.NULL ? null : readOne(field, member, refuse),
  );
  return values.includes(undefined) ? undefined : (values as FieldValue);
}

/** Why no asset has null for a field, as a sentence; undefined where one can. */
export function whyNeverNull(field: Field): string | undefined {
  const { name, list, required, absence, presence } = field;
  if (required && list)
    return `"${name}" is never null: an asset without any has an empty list. Write [].`;
  const isMissing = required || (absence?.is === "missing" && presence === undefined);
  if (!isMissing) return undefined;
  return `"${name}" is never null: where an answer does not have it, it is not known. Write "missing: [${name}]" in its place.`;
}

function readOne(
  field: Field,
  node: ValueNode,
  refuse: (message: string) => undefined,
): Scalar | undefined {
  const read = readValue(
    { ...field, ...(field.values ? { values: field.values } : {}) },
    readWhereLiteral(node),
  );
  // Of another type, as GraphQL says itself.
  if (!("value" in read)) return refuse(`"${field.name}" takes ${read.expected}.`);
  const { value } = read;
  const written = JSON.stringify(value);
  if (field.name === "id") return readId(String(value));
  const spelt = field.spelling ? readSpelling(field.spelling, String(value)) : value;
  if (spelt === undefined) {
    const near = suggestionFor(String(value), shownWords(field.spelling!) ?? []);
    return refuse(`"${field.name}" is never ${written}: it is ${describeValue(field)}.${near}`);
  }
  const conversion = conversionValues[field.reading?.convert ?? ""];
  if (conversion && !conversion.gives(spelt) && spelt !== field.coalesce)
    return refuse(`"${field.name}" is never ${written}: it holds ${conversion.expected}.`);
  return spelt;
}
