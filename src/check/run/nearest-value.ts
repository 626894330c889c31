import { conjunctsOf } from "../../dialect/clash.ts";
import { typeNamed } from "../../dialect/keys.ts";
import { renderFilter } from "../../dialect/render.ts";
import { suggestionFor } from "../../errors.ts";
import { giveWay } from "../../slices.ts";
import type { Filter, Inventory } from "../../types.ts";

/** Rows that are looked at for what may have been meant. */
const LOOKED_AT = 20_000;
const AT_ONCE = 4_000;

/** A condition that is true of no row of a type, with the nearest values that there are: `… (did you mean "production"?)`. */
export async function showWithNearest(
  inventory: Inventory,
  type: string,
  condition: Filter,
  shown = renderFilter(condition),
): Promise<string> {
  const near = await suggestValue(inventory, type, condition);
  return near === "" ? shown : `${shown} (${near.trim().replace(/^D/, "d")})`;
}

async function suggestValue(
  inventory: Inventory,
  type: string,
  condition: Filter,
): Promise<string> {
  for (const part of conjunctsOf(condition)) {
    const near = await suggestFor(inventory, type, part);
    if (near !== "") return near;
  }
  return "";
}

async function suggestFor(inventory: Inventory, type: string, part: Filter): Promise<string> {
  const { fields, relations } = typeNamed(inventory.model, type);
  if (part.kind === "quantify") {
    const target = relations.get(part.relation)?.target;
    return part.where && target !== undefined
      ? await suggestValue(inventory, target, part.where)
      : "";
  }
  if (part.kind !== "compare" || part.operator !== "EQ" || typeof part.value !== "string")
    return "";
  if (fields.get(part.field)?.list !== false) return "";
  const values = await readValues(inventory, type, part.field);
  // What there is has not been misspelt.
  const fold = (text: string) => (part.ignoreCase ? text.toLowerCase() : text);
  const wanted = fold(part.value);
  const has = [...values].some((value) => fold(value) === wanted);
  return has ? "" : suggestionFor(part.value, values);
}

async function readValues(
  inventory: Inventory,
  type: string,
  field: string,
): Promise<ReadonlySet<string>> {
  const [all] = await inventory.select([{ type }]);
  const values = new Set<string>();
  for (const { type: own, rows } of await all!.rows("matched", { limit: LOOKED_AT }))
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = { type: own, rows: rows.subarray(from, from + AT_ONCE) };
      const [texts] = await inventory.read(some, [field]);
      for (const text of texts!) if (typeof text === "string") values.add(text);
      await giveWay();
    }
  return values;
}
