import type { FieldValue } from "../../types.ts";
import type { Truths } from "../truths.ts";

/** What a field may hold: a value, or undefined where it could not be learnt. */
export interface Stored {
  readonly value: FieldValue | undefined;
  /** What each condition on the field comes to, by its number. */
  readonly truths: readonly Truths[];
}

/** Truths that are demanded of conditions on one field, by their numbers. */
export type Demands = readonly (Truths | undefined)[];
