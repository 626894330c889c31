import type { ValueCounter } from "../census/values.ts";
import type { Mistake } from "../errors.ts";
import type { AssetType, Check, Inventory, Model } from "../types.ts";

/** What checks are held against. */
export interface LintContext {
  readonly model: Model;
  /** Whether this version reads assets of the type. */
  readonly isRead: (type: AssetType) => boolean;
  /** The newest snapshot with its values; absent where there is none. */
  readonly seen?: { readonly inventory: Inventory; readonly values: ValueCounter };
}

/** Looks at one check for something that is legal and seldom meant. */
export type LintRule = (
  check: Check,
  context: LintContext,
) => readonly Mistake[] | Promise<readonly Mistake[]>;
