import { Kind, print } from "graphql/language";
import type { DirectiveDefinitionNode, TypeNode } from "graphql";
import type { Definitions } from "./definitions.ts";

/** Where documents, not schemas, may use a directive. */
const documentPlaces = [
  "QUERY",
  "FIELD",
  "FRAGMENT_DEFINITION",
  "FRAGMENT_SPREAD",
  "INLINE_FRAGMENT",
  "VARIABLE_DEFINITION",
];

/**
 * The SDL of the directives that documents may use, sorted by name, with the enums and scalars that only their arguments have.
 */
export function renderDocumentDirectives(definitions: Definitions): string {
  const directives = [...definitions.directives.values()]
    .filter(({ locations }) => locations.some(({ value }) => documentPlaces.includes(value)))
    .sort(byName);
  const inFields = usedByFields(definitions);
  const types = [...definitions.types.values()]
    .filter(({ name }) => directives.some((one) => argumentTypes(one).includes(name.value)))
    .filter(({ name }) => !inFields.has(name.value))
    .sort(byName);
  return [...directives, ...types.map(({ node }) => node)].map(print).join("\n\n");
}

/** The names of the types that fields have. */
export function usedByFields({ types }: Definitions): ReadonlySet<string> {
  const fields = [...types.values()].flatMap((definition) => definition.fields);
  return new Set(fields.map(({ type }) => namedType(type)));
}

function argumentTypes(node: DirectiveDefinitionNode): readonly string[] {
  return (node.arguments ?? []).map(({ type }) => namedType(type));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function byName<T extends { readonly name: { readonly value: string } }>(a: T, b: T): number {
  return a.name.value < b.name.value ? -1 : 1;
}
