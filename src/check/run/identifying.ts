import { type FilteredType, typeNamed } from "../../dialect/keys.ts";
import type { Field, Filter, Model } from "../../types.ts";
import { hasOthers, type Keep } from "./weaken.ts";

const identifying = new Set(
  "id name type kind region location group provider cloudProvider".split(" "),
);

/** Whether a field says what a row is or where it stands, and is seldom at fault: by its name, as the schema says, or since it holds an id. */
function identifies({ name, list, spelling, identifies: isSaid }: Field): boolean {
  const isId =
    spelling !== undefined && "form" in spelling && /^((RESOURCE_)?ID|GUID)$/.test(spelling.form);
  return isSaid === true || identifying.has(name) || (isId && !list);
}

/** Whether a condition asks a row of a type to be something. */
export function isIdentity(model: Model, { fields, relations }: FilteredType): Keep {
  return (filter, negated) => {
    if (asksForTag(filter, negated)) return true;
    if (negated) return false;
    if (filter.kind === "compare") {
      const field = fields.get(filter.field);
      return field !== undefined && identifies(field);
    }
    if (filter.kind !== "quantify") return filter.kind === "type";
    // What is said of the one asset that it belongs to: `vault: { name: "…" }`.
    const relation = relations.get(filter.relation);
    if (!relation || relation.toMany || filter.quantifier !== "SOME" || !filter.where) return false;
    return !hasOthers(filter.where, isIdentity(model, typeNamed(model, relation.target)));
  };
}

/** Whether a condition asks for a tag that is there: that one lacks is what a check complains of. */
export function asksForTag(filter: Filter, negated: boolean): boolean {
  return filter.kind === "quantify" && filter.relation === "tags" && asksForOne(filter, negated);
}

/** Whether a condition on related rows is true only where there is one for which its own is true. */
export function asksForOne(
  { quantifier }: Extract<Filter, { kind: "quantify" }>,
  negated: boolean,
): boolean {
  return (negated ? ["NONE"] : ["SOME", "SINGLE"]).includes(quantifier);
}
