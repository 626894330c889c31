import { type Arguments, targetOf } from "./arguments.ts";
import type { Call } from "./call.ts";
import { type Children, gatherChildren } from "./children.ts";
import type { RowList } from "./nodes.ts";
import { followRelation } from "./relations.ts";

/** Fields of assets that are not in the inventory: their value for each row of a list. */
export type RowFields = Readonly<
  Record<string, (call: Call, list: RowList, args: Arguments) => Promise<readonly unknown[]>>
>;

/** Where a field that is not stored leads from rows of one type: along a relation, or beyond the inventory. */
export async function followRow(
  { call, rowFields }: { readonly call: Call; readonly rowFields: RowFields },
  list: RowList,
  type: string,
  field: string,
  args: Arguments,
): Promise<Children> {
  if (targetOf(call.inventory.model, type, field) === undefined)
    return gatherChildren(call, await rowFields[field]!(call, list, args));
  const { offsets, list: things } = await followRelation(call, list, field, args);
  call.spend(things.length);
  return { offsets, things, absent: new Set() };
}
