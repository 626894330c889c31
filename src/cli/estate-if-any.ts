import { InputError } from "../errors.ts";
import type { Inventory } from "../types.ts";
import type { Call } from "./command.ts";
import type { Estate } from "./estate.ts";

/**
 * The assets that a call's options mean, else those of the newest snapshot; undefined, which `tell` is told, where none is named and there is
 * none that can be read. For commands that say less without, and something all the same.
 */
export async function openIfAny(
  { options }: Pick<Call, "options">,
  estate: Pick<Estate, "open">,
  tell: (why: string) => void,
): Promise<Inventory | undefined> {
  const isNamed = options.sample === true || options.snapshot !== undefined;
  try {
    return await estate.open();
  } catch (error) {
    if (isNamed || !(error instanceof InputError)) throw error;
    tell(error.mistakes.map(({ message }) => message).join(" "));
    return undefined;
  }
}
