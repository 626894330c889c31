import type { Narrowing } from "../check/run/narrowing.ts";
import type { Inventory } from "../types.ts";
import { listOption, type Call } from "./command.ts";

/** What `--in` of a call means in an inventory; undefined without it. Throws an `InputError` of words that mean nothing there. */
export async function narrowingOf(
  { options }: Call,
  inventory: Inventory,
): Promise<Narrowing | undefined> {
  const words = listOption(options, "in");
  if (!words) return undefined;
  const { readScope } = await import("../check/scope/scope.ts");
  const { createNarrowing } = await import("../check/run/narrowing.ts");
  const scope = await readScope(inventory, words);
  return scope && (await createNarrowing(inventory, scope));
}
