import type { Mistake } from "../../errors.ts";
import { isBound } from "../../dialect/variables.ts";
import { connectorType } from "../../model/constants.ts";
import type { Filter, Model, Place } from "../../types.ts";

/**
 * Where a filter compares the connector's variable with what is no id of an asset: it would be true of nothing, or of everything, in
 * every run. `place` is that of the filter.
 */
export function findMisusedVariables(
  model: Model,
  typeName: string,
  filter: Filter,
  place: Place,
): readonly Mistake[] {
  const type = model.types.get(typeName) ?? model.abstractTypes.get(typeName);
  const inner = (part: Filter, at = typeName) => findMisusedVariables(model, at, part, place);
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of.flatMap((part) => inner(part));
    case "not":
      return inner(filter.of);
    case "quantify": {
      const target = type?.relations.get(filter.relation)?.target;
      return filter.where && target !== undefined ? inner(filter.where, target) : [];
    }
    case "compare": {
      if (isBound(filter.value) || holdsIds(model, typeName, filter.field)) return [];
      const message = `The check's variable is the id of a connector, and "${filter.field}" of ${typeName} holds no such ids. Compare "id" with it.`;
      return [{ code: "variable-is-no-id", message, place }];
    }
    default:
      return [];
  }
}

/** Of a connector its id alone is one: what else tells it apart is its name, or a part of the id. */
function holdsIds(model: Model, typeName: string, field: string): boolean {
  if (field === "id") return true;
  if (typeName === connectorType(model)?.name) return false;
  const type = model.types.get(typeName) ?? model.abstractTypes.get(typeName);
  const spelling = type?.fields.get(field)?.spelling;
  return spelling !== undefined && "form" in spelling && /^(RESOURCE_)?ID$/.test(spelling.form);
}
