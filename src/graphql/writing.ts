import {
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from "graphql";
import { invariant } from "../errors.ts";
import { type Call, type Spent, Stopped } from "./call.ts";
import type { PathOf } from "./children.ts";
import type { SelectedField, Selections } from "./fields.ts";
import type { RowFields } from "./rows.ts";

/** What all levels of one answer share. */
export interface Writing {
  readonly selections: Selections;
  readonly call: Call;
  readonly rowFields: RowFields;
  /** What introspection tells of. */
  readonly described: () => GraphQLSchema;
  /** Errors of fields, as they are found. */
  readonly errors: GraphQLError[];
}

/** In place of a text: null where the schema promises a value, so that the object around it becomes null. */
export const NULLED = Symbol("nulled");
export type Text = string | typeof NULLED;

/** A field with its definition on the type at hand. */
export interface FieldRequest extends SelectedField {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** A list's text; null where a member is lost that the schema promises. */
export function joinList(type: GraphQLOutputType, texts: readonly Text[]): Text {
  if (!texts.includes(NULLED)) return `[${texts.join(",")}]`;
  const list = getNullableType(type);
  const promised = isListType(list) && isNonNullType(list.ofType);
  if (promised) return NULLED;
  return `[${texts.map((text) => (text === NULLED ? "null" : text)).join(",")}]`;
}

const INTROSPECTION: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};

/** Finds a selected field's definition. */
export function requestOf(type: GraphQLObjectType, selected: SelectedField): FieldRequest {
  const field = type.getFields()[selected.name] ?? INTROSPECTION[selected.name];
  invariant(field, `a validated operation asks "${type.name}" for "${selected.name}"`);
  return { ...selected, type, field };
}

/** The field's arguments in this operation. */
export function argumentsOf({ selections }: Writing, { field, nodes }: FieldRequest) {
  return getArgumentValues(field, nodes[0]!, selections.variableValues);
}

/** Records an error of a field, once for all parents at this level, and gives back what the field then is. */
export function failField(
  writing: Writing,
  { key, field, nodes }: FieldRequest,
  error: unknown,
  path: readonly (string | number)[],
): Text {
  if (error instanceof Stopped) throw error;
  writing.errors.push(locatedError(error, nodes, [...path, key]));
  return isNonNullType(field.type) ? NULLED : "null";
}

/** What the objects that a field leads to are accounted for as. */
export function spentOn({ field }: FieldRequest): Spent {
  return isIntrospection(getNamedType(field.type).name) ? "descriptions" : "rows";
}

/** Whether a type is one of those that describe the schema. */
export function isIntrospection(type: string): boolean {
  return type.startsWith("__");
}

/** Loses those texts that are null against the schema's promise, with one error for the first. */
export function propagateNull(
  writing: Writing,
  request: FieldRequest,
  texts: readonly Text[],
  pathOf: PathOf,
): readonly Text[] {
  const { type, field, nodes, key } = request;
  const promised = isNonNullType(field.type);
  if (!promised)
    return texts.includes(NULLED) ? texts.map((text) => (text === NULLED ? "null" : text)) : texts;
  const first = texts.indexOf("null");
  if (first < 0) return texts;
  const error = nullError(type, field);
  writing.errors.push(locatedError(error, nodes, [...pathOf(first), key]));
  return texts.map((text) => (text === "null" ? NULLED : text));
}

/** What is told of a null against the schema's promise: a mistake of the data's, for all to see, in graphql-js's words. */
export function nullError(
  type: GraphQLNamedType,
  { name }: { readonly name: string },
): GraphQLError {
  return new GraphQLError(`Cannot return null for non-nullable field ${type.name}.${name}.`);
}

/** Finds a concrete type of the schema. */
export function objectType({ selections }: Writing, name: string): GraphQLObjectType {
  const type = selections.schema.getType(name);
  invariant(isObjectType(type), `"${name}" is an object type of the schema`);
  return type;
}
