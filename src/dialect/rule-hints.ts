import type { ASTNode, ValidationContext } from "graphql";
import { Kind } from "graphql/language";
import { shorten, suggestionFor } from "../errors.ts";
import { typesKnownAs } from "../model/known-as.ts";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Model } from "../types.ts";
import { comparisonMeant } from "./foreign-operators.ts";
import { suggestSelection } from "./suggest-key.ts";

/** So many types are suggested, and so many arguments listed. */
const typesTold = 4;
const argumentsTold = 12;

/** What a directive of documents stands behind, by the location that its definition has. */
const directivePlaces: ReadonlyMap<string, string> = new Map([
  ["QUERY", "`query` and its name"],
  ["FIELD", "a field and its arguments"],
  ["FRAGMENT_SPREAD", "a fragment"],
  ["INLINE_FRAGMENT", "a fragment"],
]);

/** Endings of root fields that a type has beside its plural. */
const rootEndings = /(?:Connection|Aggregate)$/;

/**
 * What to write in place of a name that GraphQL's own rules do not know, where more is known of it than GraphQL does: what clouds and other
 * tools call our types, what stands on a neighbour, what there is to choose from. Behind a blank, or "". `node` is what the mistake is about,
 * which the rule has just entered.
 */
export function hintFor(
  model: Model,
  context: ValidationContext,
  code: MistakeCode,
  node: ASTNode | undefined,
): string {
  switch (node?.kind) {
    case Kind.FIELD:
      return code === "unknown-field" ? hintForField(model, context, node.name.value) : "";
    case Kind.NAMED_TYPE:
      return code === "unknown-type" ? hintForType(model, node.name.value) : "";
    case Kind.DIRECTIVE:
      return code === "unknown-directive" ? hintForDirective(context, node.name.value) : "";
    case Kind.ARGUMENT:
      return code === "unknown-argument" ? hintForArgument(context, node.name.value) : "";
    default:
      return "";
  }
}

/** The nearest name, or, of a directive that is there and stands elsewhere, the places that it may stand at. */
function hintForDirective(context: ValidationContext, written: string): string {
  const known = context.getDirective();
  if (known) {
    const places = known.locations.flatMap((place) => directivePlaces.get(place) ?? []);
    return places.length === 0
      ? ""
      : ` "@${known.name}" stands behind ${[...new Set(places)].join(" or ")}.`;
  }
  const names = context.getSchema().getDirectives();
  const near = suggestionFor(
    written,
    names.map(({ name }) => name),
  );
  return near.replaceAll(/"(\w+)"/g, '"@$1"');
}

function hintForField(model: Model, context: ValidationContext, written: string): string {
  const parent = context.getParentType();
  const type = model.types.get(parent?.name ?? "") ?? model.abstractTypes.get(parent?.name ?? "");
  if (type) return suggestSelection(model, type, written);
  if (parent !== context.getSchema().getQueryType()) return "";
  const ending = rootEndings.exec(written)?.[0] ?? "";
  const known = typesKnownAs(model, written.slice(0, written.length - ending.length));
  const roots = known.filter(({ kind }) => kind !== "part").map(({ plural }) => plural + ending);
  if (roots.length > 0) return choice(roots.slice(0, typesTold));
  for (const part of known)
    if (part.kind === "part" && part.owners?.length)
      return ` ${part.name} is a part, and is asked for within ${part.owners.slice(0, typesTold).join(", ")}.`;
  return "";
}

function hintForType(model: Model, written: string): string {
  const names = typesKnownAs(model, written).map(({ name }) => name);
  return names.length > 0 ? choice(names.slice(0, typesTold)) : "";
}

function hintForArgument(context: ValidationContext, written: string): string {
  const directive = context.getDirective();
  const names = (directive ?? context.getFieldDef())?.args.map(({ name }) => name) ?? [];
  const meant = comparisonMeant(written);
  if (meant !== undefined && names.includes(meant)) return choice([meant]);
  const near = suggestionFor(written, names);
  if (near !== "" || names.length > argumentsTold) return near;
  const on = directive ? `"@${directive.name}"` : `"${context.getFieldDef()?.name ?? ""}"`;
  return ` ${on} takes ${names.length === 0 ? "no arguments" : names.join(", ")}.`;
}

function choice(names: readonly string[]): string {
  const quoted = names.map((name) => `"${shorten(name)}"`);
  return ` Did you mean ${quoted.join(" or ")}?`;
}
