import { invariant } from "../errors.ts";
import type { Field, FieldValue, Filter, Scalar, ScalarName } from "../types.ts";
import { compilePattern } from "./pattern.ts";
import { compareValues } from "./values.ts";
import { isBound, type Wanted } from "./variables.ts";

/** What an operator may stand on: a scalar, or an enum of any name. */
export type OperandType = ScalarName | "Enum";

/** True, false, or undefined where it cannot be told, as in Cypher's logic. */
export type Tristate = boolean | undefined;

/** One operator of the dialect. Its suffix is `_` and its name in the table; `EQ` is also the bare field. */
export interface Operator {
  /** Its name in the nested spelling: `startsWith` in `{ name: { startsWith: "a" } }`. */
  readonly nested: string;
  readonly on: readonly OperandType[];
  /** Whether it stands on single values, on lists of such, or on both. */
  readonly shape: "single" | "list" | "both";
  /** What it is compared with: a value of the field's own type, a list of such, a text, or one element of a list. */
  readonly takes: "same" | "list" | "text" | "element";
  /** True where a `_NOT_` form exists: `_NOT_IN`; for `EQ` it is `_NOT`. */
  readonly negatable: boolean;
  /** True where `caseInsensitive` offers it. */
  readonly foldable: boolean;
  /** True where the text that it takes is a Java regular expression: that takes time to compile, and so does each test. */
  readonly isPattern?: true;
  /** How a person reads it in front of a value, where it holds and where it does not. */
  readonly phrases: readonly [holds: string, fails: string];
  /** Its meaning on texts as bytes, whole or in part, where case counts. */
  readonly search?: "equals" | "contains" | "startsWith" | "endsWith";
  /** Its meaning on values in the order of `compareValues`, for whoever holds them sorted. */
  readonly order?: "EQ" | "IN" | "LT" | "LTE" | "GT" | "GTE" | "PREFIX";
  /** One sentence for users. */
  readonly doc: string;
  /** Whether a stored value, never null, fulfils it. A stored value of another type is no error. */
  readonly test: (actual: FieldValue, wanted: Wanted, scalar: ScalarName) => Tristate;
  /** What is wanted where case is ignored, and values are compared as they are; without it both sides are lower-cased. */
  readonly caseless?: (wanted: string) => string;
  /** The same for many values and one `wanted`, where that can be prepared. */
  readonly prepare?: (wanted: Wanted) => (actual: FieldValue) => Tristate;
}

const texts = ["String", "ID"] as const;
const ordered = ["String", "Int", "Float", "BigInt", "DateTime", "Date"] as const;
const countable = ["ID", ...ordered, "Enum"] as const;

const single = { shape: "single", takes: "same", negatable: false, foldable: false } as const;
const text = { ...single, on: texts, takes: "text" } as const;
const sortable = { ...single, on: ordered, foldable: true } as const;

const list = { ...single, on: countable, shape: "list", takes: "list", negatable: true } as const;

/** Every operator: the filter inputs, reading, evaluation and documentation all come from this table. */
export const operators: Readonly<Record<string, Operator>> = {
  EQ: {
    ...single,
    nested: "eq",
    phrases: ["=", "!="],
    search: "equals",
    on: [...countable, "Boolean"],
    shape: "both",
    negatable: true,
    foldable: true,
    order: "EQ",
    doc: "The value is this one; case matters. A list is this list: order and duplicates count.",
    test: (actual, wanted) => equal(actual, wanted),
  },
  IN: {
    ...single,
    nested: "in",
    phrases: ["in", "not in"],
    search: "equals",
    on: countable,
    takes: "list",
    negatable: true,
    foldable: true,
    order: "IN",
    doc: "The value is one of these.",
    test: (actual, wanted) => contains(listOf(wanted), actual as Scalar),
    prepare: (wanted) => {
      const values = new Set(listOf(wanted));
      const miss = values.has(null) ? undefined : false;
      return (actual) => values.has(actual as Scalar) || miss;
    },
  },
  CONTAINS: {
    ...text,
    nested: "contains",
    phrases: ["contains", "does not contain"],
    search: "contains",
    negatable: true,
    foldable: true,
    doc: "The text has this text in it; case matters.",
    test: testTexts((actual, wanted) => actual.includes(wanted)),
  },
  STARTS_WITH: {
    ...text,
    nested: "startsWith",
    phrases: ["starts with", "does not start with"],
    search: "startsWith",
    negatable: true,
    foldable: true,
    order: "PREFIX",
    doc: "The text begins with this text; case matters.",
    test: testTexts((actual, wanted) => actual.startsWith(wanted)),
  },
  ENDS_WITH: {
    ...text,
    nested: "endsWith",
    phrases: ["ends with", "does not end with"],
    search: "endsWith",
    negatable: true,
    foldable: true,
    doc: "The text ends with this text; case matters.",
    test: testTexts((actual, wanted) => actual.endsWith(wanted)),
  },
  MATCHES: {
    ...text,
    nested: "matches",
    phrases: ["matches", "does not match"],
    isPattern: true,
    foldable: true,
    doc: "The whole text matches this Java regular expression; `(?i)` at its beginning ignores the case of ASCII letters, `(?iu)` that of all.",
    caseless: (pattern) => `(?iu)${pattern}`,
    test: testTexts((actual, wanted) => compilePattern(wanted)(actual)),
    prepare: (wanted) => {
      const matches = compilePattern(String(wanted));
      return (actual) => (typeof actual === "string" ? matches(actual) : undefined);
    },
  },
  LT: {
    ...sortable,
    nested: "lt",
    phrases: ["<", "not <"],
    order: "LT",
    doc: "The value is less than, or earlier than, this one. Texts are ordered by code point.",
    test: testOrder((order) => order < 0),
  },
  LTE: {
    ...sortable,
    nested: "lte",
    phrases: ["<=", "not <="],
    order: "LTE",
    doc: "The value is this one, less or earlier.",
    test: testOrder((order) => order <= 0),
  },
  GT: {
    ...sortable,
    nested: "gt",
    phrases: [">", "not >"],
    order: "GT",
    doc: "The value is greater than, or later than, this one.",
    test: testOrder((order) => order > 0),
  },
  GTE: {
    ...sortable,
    nested: "gte",
    phrases: [">=", "not >="],
    order: "GTE",
    doc: "The value is this one, greater or later.",
    test: testOrder((order) => order >= 0),
  },
  INCLUDES: {
    ...single,
    nested: "includes",
    phrases: ["includes", "does not include"],
    on: countable,
    shape: "list",
    takes: "element",
    negatable: true,
    doc: "The list has this element.",
    test: (actual, wanted) =>
      Array.isArray(actual) ? contains(actual, wanted as Scalar) : undefined,
  },
  INCLUDES_ALL: {
    ...list,
    nested: "includesAll",
    phrases: ["includes all", "does not include all"],
    doc: "The list has every one of these elements; of none it is true.",
    test: testMembers((found) =>
      found.includes(false) ? false : !found.includes(undefined) || undefined,
    ),
  },
  INCLUDES_SOME: {
    ...list,
    nested: "includesSome",
    phrases: ["includes some", "does not include some"],
    doc: "The list has at least one of these elements; of none it is false.",
    test: testMembers(
      (found) => found.includes(true) || (found.includes(undefined) ? undefined : false),
    ),
  },
};

/** The operators that name whole values. */
export const naming: readonly string[] = ["EQ", "IN", "INCLUDES", "INCLUDES_ALL", "INCLUDES_SOME"];

/** The operators that ask for order. */
export const orders: readonly string[] = ["LT", "LTE", "GT", "GTE"];

/** A filter of kind `compare`. */
export type Comparison = Extract<Filter, { kind: "compare" }>;

/**
 * What a comparison comes to for any stored value of its field, null and `@coalesce` included. Work that depends on
 * the filter alone (a pattern, a set) is done once, here; the result may be asked for many values.
 *
 * Null is unknown to every operator but `IN` with an empty list, which is false for whatever there is. The comparison's value
 * must be bound: what a variable comes to is nobody's to say.
 */
export function compileComparison(
  field: Pick<Field, "scalar" | "coalesce">,
  filter: Comparison,
): (actual: FieldValue) => Tristate {
  const { coalesce } = field;
  const { operator, value: wanted } = filter;
  invariant(isBound(wanted), "a filter is bound before it is asked");
  const test = compileTest(field.scalar, filter, wanted);
  const none = operator === "IN" && listOf(wanted).length === 0 ? false : undefined;
  return (actual) => {
    const value = actual ?? coalesce ?? null;
    return value === null ? none : test(value);
  };
}

function compileTest(
  scalar: ScalarName,
  { operator: name, ignoreCase }: Comparison,
  value: Wanted,
): (actual: FieldValue) => Tristate {
  const operator = operators[name]!;
  const { caseless } = operator;
  const spelt = ignoreCase && caseless ? caseless(String(value)) : value;
  const folds = ignoreCase && !caseless;
  const wanted = folds ? fold(spelt) : spelt;
  const test = operator.prepare?.(wanted) ?? ((actual) => operator.test(actual, wanted, scalar));
  return folds ? (actual) => test(fold(actual)) : test;
}

/** Case-insensitive comparison lower-cases both sides. */
function fold<T extends FieldValue>(value: T): T {
  if (typeof value === "string") return value.toLowerCase() as T;
  return Array.isArray(value) ? (value.map((member) => fold(member)) as unknown as T) : value;
}

function testTexts(test: (actual: string, wanted: string) => boolean): Operator["test"] {
  return (actual, wanted) =>
    typeof actual === "string" && typeof wanted === "string" ? test(actual, wanted) : undefined;
}

/** A test of a list by what is found of each wanted element: there, not there, or unknown because of a null. */
function testMembers(test: (found: readonly Tristate[]) => Tristate): Operator["test"] {
  return (actual, wanted) =>
    Array.isArray(actual) ? test(listOf(wanted).map((one) => contains(actual, one))) : undefined;
}

function testOrder(test: (order: number) => boolean): Operator["test"] {
  return (actual, wanted, scalar) =>
    typeof actual === typeof wanted && !Array.isArray(actual)
      ? test(compareValues(scalar, actual as Scalar, wanted as Scalar))
      : undefined;
}

/** What an operator that takes a list is compared with, which is one whenever it was read. */
function listOf(wanted: Wanted): readonly (Scalar | null)[] {
  return wanted as readonly (Scalar | null)[];
}

/** Cypher's `IN`: a hit is true, a miss is false, or unknown where a null is looked for or might have been the one. */
function contains(list: readonly (Scalar | null)[], value: Scalar | null): Tristate {
  if (list.length === 0) return false;
  if (value === null) return undefined;
  return list.includes(value) || (list.includes(null) ? undefined : false);
}

/** Cypher's `=`: lists of one length are compared member by member, and a null member leaves it open. */
function equal(actual: FieldValue, wanted: Wanted): Tristate {
  if (!Array.isArray(actual) || !Array.isArray(wanted)) return actual === wanted;
  if (actual.length !== wanted.length) return false;
  const pairs = actual.map((value, i) => [value, wanted[i]] as const);
  if (pairs.some(([a, b]) => a !== null && b !== null && a !== b)) return false;
  return pairs.some(([a, b]) => a === null || b === null) ? undefined : true;
}
