import { suggestionFor } from "../errors.ts";
import type { Field, Relation } from "../types.ts";
import { isNegative, meaningOf, plainWord } from "./foreign-operators.ts";

/**
 * What to write in place of `name` and a suffix that does not stand behind it: the operator that another language means by it, another
 * spelling of one, the nearest; never one that says the opposite. Else all that the field or relation takes. `suffixes` are those that
 * stand on it, such as `_NOT_IN`; "" is the bare name.
 */
export function suggestSuffix(
  of: Field | Relation,
  written: string,
  suffixes: readonly string[],
): string {
  const { name } = of;
  const key = (suffix: string) => `"${name}_${suffix}"`;
  const own = suffixes.filter((suffix) => suffix !== "").map((suffix) => suffix.slice(1));
  const spelt = own.find((suffix) => plainWord(suffix) === plainWord(written));
  if (spelt) return ` Did you mean ${key(spelt)}?`;
  const meaning = meaningOf(written, "scalar" in of ? "field" : "relation");
  const { oneOf = [], all = [], value } = meaning ?? {};
  const meant = oneOf.filter((suffix) => own.includes(suffix));
  const behind = value === undefined ? "" : `: ${value}`;
  if (meant.length > 0)
    return ` Did you mean ${meant.map((suffix) => `"${name}_${suffix}${behind}"`).join(" or ")}?`;
  if (all.length > 0 && all.every((suffix) => own.includes(suffix)))
    return ` Write ${all.map(key).join(" and ")}.`;
  const alike = own.filter((suffix) => isNegative(suffix) === isNegative(written));
  const near = meaning ? "" : suggestionFor(plainSuffix(written), alike);
  if (near !== "") return near.replaceAll(/"(\w+)"/g, `"${name}_$1"`);
  const takes = own.map((suffix) => `_${suffix}`).join(", ");
  return ` Behind "${name}" may stand ${takes === "" ? "nothing" : takes}.`;
}

/** `STARTS_WIT` of `_startsWit`. */
function plainSuffix(written: string): string {
  return written
    .replaceAll(/[$_]+/g, "_")
    .replace(/^_/, "")
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase();
}

/**
 * What to write in place of an operator that a field does not take inside its object: `names` are those it takes there. What only a suffix
 * says, as all that is negated, is written beside the object.
 */
export function suggestNested(
  { name }: Field,
  written: string,
  names: readonly string[],
  suffixes: readonly string[],
): string {
  const spelt = names.find((own) => plainWord(own) === plainWord(written));
  if (spelt) return ` Did you mean "${spelt}"?`;
  const { oneOf = [], all = [], value } = meaningOf(written, "field") ?? {};
  const nested = (suffix: string) => names.find((own) => plainWord(own) === plainWord(suffix));
  const inside = oneOf.map(nested).filter((own) => own !== undefined);
  if (inside.length > 0)
    return ` Did you mean ${inside.map((own) => (value === undefined ? `"${own}"` : `"${own}: ${value}"`)).join(" or ")}?`;
  const together = all.map(nested);
  if (together.length > 0 && !together.includes(undefined))
    return ` Write ${together.map((own) => `"${own}"`).join(" and ")}.`;
  const beside = oneOf.find((suffix) => suffixes.includes(`_${suffix}`));
  if (beside) return ` Write "${name}_${beside}" in place of it, beside "${name}".`;
  return isNegative(written)
    ? ` What is not so is asked for by "NOT: { ${name}: … }".`
    : suggestionFor(written, names);
}
