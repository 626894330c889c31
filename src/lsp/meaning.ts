import {
  readKey,
  nestedQuantifiers,
  typeNamed,
  type FilteredType,
  type Key,
} from "../dialect/keys.ts";
import type { RootField } from "../check/document/root-fields.ts";
import type { Field, Model, Relation } from "../types.ts";
import type { Cursor, Frame } from "./cursor.ts";

/** What can stand, or stands, at a position of a check or of a file of cases. */
export type Meaning =
  /** A key of a `where` over rows of this type. */
  | { readonly is: "key"; readonly type: FilteredType; readonly word: string }
  /** An operator of the nested spelling, under the field's own name. */
  | {
      readonly is: "operator";
      readonly type: FilteredType;
      readonly field: Field;
      readonly ignoreCase: boolean;
    }
  /** What stands under a to-many relation's own name: quantifiers, and keys of its rows. */
  | { readonly is: "quantifier"; readonly type: FilteredType; readonly word: string }
  /** A value that is compared with a field, or that a row of a case has. */
  | { readonly is: "value"; readonly type: FilteredType; readonly field: Field }
  /** A field of an answer. */
  | { readonly is: "field"; readonly type: FilteredType; readonly word: string }
  /** A member of a row of a case. */
  | { readonly is: "member"; readonly type: FilteredType; readonly word: string };

export interface MeaningContext {
  readonly model: Model;
  readonly rootFields: ReadonlyMap<string, RootField>;
}

/** Tells what a cursor stands at; undefined where that is no business of checks. */
export function meaningOf(context: MeaningContext, cursor: Cursor): Meaning | undefined {
  const { frames, key, token } = cursor;
  const last = frames.at(-1);
  if (!last) return undefined;
  if (last.kind === "selection") {
    const type = typeSelected(context, frames);
    return type && { is: "field", type, word: token.text };
  }
  const at = frames.findIndex((frame) => frame.kind === "arguments");
  const owner = frames[at] as Extract<Frame, { kind: "arguments" }> | undefined;
  if (owner?.of === undefined || owner.of.startsWith("@")) return undefined;
  const inside = frames.slice(at + 1);
  if (owner.of === "given" && at === 1) return readGiven(context, inside, key, token.text);
  if ((inside[0] as { key?: string } | undefined)?.key !== "where") return undefined;
  const type = typeSelected(context, [
    ...frames.slice(0, at),
    { kind: "selection", field: owner.of },
  ]);
  return type && readFilter(context.model, type, inside, key, token.text);
}

/** The type that the innermost selection is about. */
function typeSelected(
  { model, rootFields }: MeaningContext,
  frames: readonly Frame[],
): FilteredType | undefined {
  let type: FilteredType | undefined;
  for (const frame of frames) {
    if (frame.kind !== "selection") return undefined;
    if (frame.type !== undefined) type = find(model, frame.type);
    else if (frame.field !== undefined) {
      const far = type
        ? type.relations.get(frame.field)?.target
        : rootFields.get(frame.field)?.type;
      type = far === undefined ? undefined : find(model, far);
      if (!type) return undefined;
    }
  }
  return type;
}

function find({ types, abstractTypes }: Model, name: string): FilteredType | undefined {
  return types.get(name) ?? abstractTypes.get(name);
}

/** What is being written inside a `where`: on a row of a type, on a field under its own name, or on the rows behind a relation. */
type Inside =
  | { readonly of: "row"; readonly type: FilteredType }
  | {
      readonly of: "field";
      readonly type: FilteredType;
      readonly field: Field;
      readonly ignoreCase: boolean;
    }
  | { readonly of: "relation"; readonly relation: Relation };

function readFilter(
  model: Model,
  root: FilteredType,
  frames: readonly Frame[],
  key: string | undefined,
  word: string,
): Meaning | undefined {
  let inside: Inside | undefined = { of: "row", type: root };
  for (const [i, frame] of frames.entries()) {
    // The members of a list stand behind the list's own key.
    const isMember = i > 0 && frames[i - 1]!.kind === "list";
    const own = "key" in frame ? frame.key : undefined;
    if (i === 0 || isMember || own === undefined) continue;
    inside = inside && step(model, inside, own);
    if (!inside) return undefined;
  }
  if (key !== undefined && frames.at(-1)?.kind === "list" && inside?.of === "field")
    return { is: "value", type: inside.type, field: inside.field };
  if (key !== undefined) return valueBehind(inside, key);
  if (inside.of === "row") return { is: "key", type: inside.type, word };
  if (inside.of === "field") return { is: "operator", ...inside };
  return { is: "quantifier", type: typeNamed(model, inside.relation.target), word };
}

function step(model: Model, inside: Inside, key: string): Inside | undefined {
  if (inside.of === "field")
    return key === "caseInsensitive" ? { ...inside, ignoreCase: true } : inside;
  if (inside.of === "relation") {
    const type = typeNamed(model, inside.relation.target);
    return key in nestedQuantifiers ? { of: "row", type } : stepRow(model, type, key);
  }
  return stepRow(model, inside.type, key);
}

function stepRow(model: Model, type: FilteredType, name: string): Inside | undefined {
  const key: Key | undefined = readKey(type, name);
  switch (key?.kind) {
    case "logic":
      return { of: "row", type };
    case "member":
      return { of: "row", type: typeNamed(model, key.type) };
    case "field":
    case "compare":
      return { of: "field", type, field: key.field, ignoreCase: false };
    case "relation":
      return key.relation.toMany
        ? { of: "relation", relation: key.relation }
        : { of: "row", type: typeNamed(model, key.relation.target) };
    case "quantify":
      return { of: "row", type: typeNamed(model, key.relation.target) };
    default:
      return undefined;
  }
}

function valueBehind(inside: Inside, key: string): Meaning | undefined {
  if (inside.of === "field") return { is: "value", type: inside.type, field: inside.field };
  if (inside.of !== "row") return undefined;
  const named = readKey(inside.type, key);
  return named?.kind === "field" || named?.kind === "compare"
    ? { is: "value", type: inside.type, field: named.field }
    : undefined;
}

/** A row of a file of cases: `given(storageAccounts: [{ … }])`. */
function readGiven(
  { model }: MeaningContext,
  frames: readonly Frame[],
  key: string | undefined,
  word: string,
): Meaning | undefined {
  const [list] = frames;
  const plural = list && "key" in list ? list.key : undefined;
  let type: FilteredType | undefined = [...model.types.values()].find(
    (one) => one.kind === "asset" && one.plural === plural,
  );
  let field: Field | undefined;
  for (const [i, frame] of frames.entries()) {
    const own = "key" in frame ? frame.key : undefined;
    if (i === 0 || frames[i - 1]!.kind === "list" || own === undefined || own === "like") continue;
    field = type?.fields.get(own);
    const far: string | undefined = type?.relations.get(own)?.target ?? model.types.get(own)?.name;
    if (!field) type = far === undefined ? undefined : find(model, far);
  }
  if (!type) return undefined;
  field ??= key === undefined ? undefined : type.fields.get(key);
  if (key !== undefined) return field && { is: "value", type, field };
  return { is: "member", type, word };
}
