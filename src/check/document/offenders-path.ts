import type { FieldNode, SelectionNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql/language";
import { suggestionFor, type Mistake } from "../../errors.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Filter, Model, Relation, Step } from "../../types.ts";
import type { Fragments } from "./fragments.ts";
import { placeOf } from "../../model/source-location.ts";

/** What a path is checked against. */
export interface PathContext {
  readonly model: Model;
  readonly fragments: Fragments;
  readonly filters: ReadonlyMap<FieldNode, Filter>;
}

/**
 * Reads `@offenders(path:)` on a root field over `typeName`. Where the document selects what the path names, the
 * selection's `where` narrows it, so that the offenders are those that the answer shows. The path must end at assets.
 */
export function readOffendersPath(
  field: FieldNode,
  typeName: string,
  context: PathContext,
): { readonly steps?: readonly Step[]; readonly mistakes: readonly Mistake[] } {
  const directive = field.directives?.find(({ name }) => name.value === "offenders");
  const argument = directive?.arguments?.find(({ name }) => name.value === "path");
  if (argument?.value.kind !== Kind.STRING) return { mistakes: [] };
  const place = placeOf(argument.value);
  const steps: Step[] = [];
  let types = membersOf(context.model, typeName);
  let selection = field.selectionSet;
  for (const name of argument.value.value.split(".")) {
    const selected = findSelected(selection, name, context.fragments);
    const relations = relationsNamed(selected?.name.value ?? name, types, context.model);
    if (relations.length === 0)
      return {
        mistakes: [
          { code: "unknown-field", message: unknownStep(name, types, context.model), place },
        ],
      };
    const where = selected && context.filters.get(selected);
    steps.push({ relation: relations[0]!.name, ...(where ? { where } : {}) });
    types = relations.flatMap(({ target }) => membersOf(context.model, target));
    selection = selected?.selectionSet;
  }
  const part = types.find((type) => context.model.types.get(type)?.kind === "part");
  if (part === undefined) return { steps, mistakes: [] };
  const message = `The path "${argument.value.value}" ends at "${part}", which is a part of an asset and not an asset itself. End it at an asset.`;
  return { mistakes: [{ code: "wrong-path", message, place }] };
}

function relationsNamed(name: string, types: readonly string[], model: Model): Relation[] {
  return types.flatMap((type) => model.types.get(type)?.relations.get(name) ?? []);
}

function unknownStep(name: string, types: readonly string[], model: Model): string {
  const names = types.flatMap((type) => [...(model.types.get(type)?.relations.keys() ?? [])]);
  return `Unknown relation "${name}" on "${types.join(" or ")}" in the path of "@offenders".${suggestionFor(name, new Set(names))}`;
}

/** The selected field that answers under this name, else the one that is called so; fragments are looked into. */
function findSelected(
  selection: SelectionSetNode | undefined,
  name: string,
  fragments: Fragments,
): FieldNode | undefined {
  const fields = selection ? fieldsOf(selection, fragments) : [];
  return (
    fields.find(({ alias }) => alias?.value === name) ??
    fields.find((field) => field.name.value === name)
  );
}

/** All fields of a selection, those in fragments included. */
export function fieldsOf(selection: SelectionSetNode, fragments: Fragments): readonly FieldNode[] {
  return selectionsOf(selection, fragments).filter((node) => node.kind === Kind.FIELD);
}

/** All that stands in a selection: its fields, the fragments among them, and what stands in those. */
export function selectionsOf(
  selection: SelectionSetNode,
  fragments: Fragments,
  inside: ReadonlySet<string> = new Set(),
): readonly SelectionNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT)
      return [node, ...selectionsOf(node.selectionSet, fragments, inside)];
    const name = node.name.value;
    const fragment = fragments.get(name);
    if (!fragment || inside.has(name)) return [node];
    return [node, ...selectionsOf(fragment.selectionSet, fragments, new Set([...inside, name]))];
  });
}
