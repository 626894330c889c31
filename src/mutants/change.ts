import type { OptionalFilter } from "../dialect/nodes.ts";
import type { Place, Rule } from "../types.ts";

/** The kinds of mutants, with what each is, as people read it. */
export const operatorNames = {
  M1: "a condition less",
  M2: "an arm less",
  M3: "AND and OR",
  M4: "negation",
  M5: "another quantifier",
  M6: "related rows without their condition",
  M7: "strict or not",
  M8: "another constant",
  M9: "a member less",
  M10: "text operator, letter case",
  M11: "null and empty",
  M12: "another field",
  M13: "another relation",
  M14: "some and all, [] and null",
  M15: "expectation, offenders, connector",
} as const;

export type Operator = keyof typeof operatorNames;

/** Those that many rows are needed for, one for each spelling of a text and each null. */
export const furtherOperators: ReadonlySet<Operator> = new Set(["M10", "M11"]);

/** A rule that differs from its own in one thing. */
export interface Mutant {
  readonly operator: Operator;
  readonly place: Place;
  /** What is different: `without "isEnabled = true"`. */
  readonly says: string;
  readonly rule: Rule;
}

/** What stands in place of one condition. */
export interface Change {
  readonly operator: Operator;
  /** What is different, after "survives" and the place. */
  readonly says: string;
  /** Undefined: the condition is not there. */
  readonly by: OptionalFilter;
}
