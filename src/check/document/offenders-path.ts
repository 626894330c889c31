import { Kind } from "graphql/language";
import { suggestionFor, type Mistake } from "../../errors.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Filter, Model, Place, Relation, Step } from "../../types.ts";
import type { Places } from "./places.ts";
import { keyOf, type SelectedField } from "./selection.ts";
import { placeOf } from "../../model/source-location.ts";

/**
 * Reads `@offenders(path:)` on a root field over `typeName`. Where the document selects what the path names, the
 * selection's `where` narrows it, so that the offenders are those that the answer shows. The path must end at assets.
 */
export function readOffendersPath(
  field: SelectedField,
  typeName: string,
  model: Model,
): {
  readonly steps?: readonly Step[];
  /** Where the conditions of the steps stand. */
  readonly places: Places;
  readonly mistakes: readonly Mistake[];
} {
  const directive = field.node.directives?.find(({ name }) => name.value === "offenders");
  const argument = directive?.arguments?.find(({ name }) => name.value === "path");
  const places = new Map<Filter, Place>();
  if (argument?.value.kind !== Kind.STRING) return { places, mistakes: [] };
  const place = placeOf(argument.value);
  const steps: Step[] = [];
  let types = membersOf(model, typeName);
  let selection = field.fields;
  for (const name of argument.value.value.split(".")) {
    const selected = findSelected(selection, name);
    const relations = relationsNamed(selected?.node.name.value ?? name, types, model);
    if (relations.length === 0)
      return {
        places,
        mistakes: [{ code: "unknown-field", message: unknownStep(name, types, model), place }],
      };
    const where = selected?.where ? { where: selected.where } : {};
    for (const [filter, at] of selected?.places ?? []) places.set(filter, at);
    steps.push({ relation: relations[0]!.name, ...where });
    types = relations.flatMap(({ target }) => membersOf(model, target));
    selection = selected?.fields ?? [];
  }
  const part = types.find((type) => model.types.get(type)?.kind === "part");
  if (part === undefined) return { steps, places, mistakes: [] };
  const message = `The path "${argument.value.value}" ends at "${part}", which is a part of an asset and not an asset itself. End it at an asset.`;
  return { places, mistakes: [{ code: "wrong-path", message, place }] };
}

function relationsNamed(name: string, types: readonly string[], model: Model): Relation[] {
  return types.flatMap((type) => model.types.get(type)?.relations.get(name) ?? []);
}

function unknownStep(name: string, types: readonly string[], model: Model): string {
  const names = types.flatMap((type) => [...(model.types.get(type)?.relations.keys() ?? [])]);
  return `Unknown relation "${name}" on "${types.join(" or ")}" in the path of "@offenders".${suggestionFor(name, new Set(names))}`;
}

/** The selected field that answers under this name, else the one that is called so. */
function findSelected(fields: readonly SelectedField[], name: string): SelectedField | undefined {
  return (
    fields.find((field) => keyOf(field) === name) ??
    fields.find(({ node }) => node.name.value === name)
  );
}
