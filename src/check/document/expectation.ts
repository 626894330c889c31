import type { ASTNode, FieldNode, ValueNode } from "graphql";
import { comparisonMeant } from "../../dialect/foreign-operators.ts";
import { suggestionFor, type Mistake } from "../../errors.ts";
import type { Expectation } from "../../types.ts";
import { placeOf } from "../../model/source-location.ts";

/** The comparisons an expectation may make, each as a person reads it after "expected". */
const comparisons = {
  eq: (count) => (count === 0 ? "nothing" : `exactly ${assets(count)}`),
  neq: (count) => (count === 0 ? "at least 1 asset" : `any number of assets but ${count}`),
  lt: (count) => `fewer than ${assets(count)}`,
  lte: (count) => `at most ${assets(count)}`,
  gt: (count) => `more than ${assets(count)}`,
  gte: (count) => `at least ${assets(count)}`,
} satisfies Record<Expectation["operator"], (count: number) => string>;

/** As GraphQL's `Int` has it. */
const greatestCount = 2 ** 31 - 1;

/** What a root field must come to where its document says nothing. */
export const expectNothing: Expectation = { operator: "eq", value: [] };

/** How many assets a rule may turn out to have found: `high` is infinite where whole assets may be hidden. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Whether the expectation is met by a count between the bounds: true or false where every count in between agrees,
 * undefined where it depends on what is missing.
 */
export function compareExpectation(expectation: Expectation, bounds: Bounds): boolean | undefined {
  const { operator, count } = asCount(expectation);
  switch (operator) {
    case "eq":
      return equals(bounds, count);
    case "neq":
      return negate(equals(bounds, count));
    case "lt":
      return below(bounds, count);
    case "lte":
      return below(bounds, count + 1);
    case "gt":
      return negate(below(bounds, count + 1));
    case "gte":
      return negate(below(bounds, count));
  }
}

/** True where the assets that were found are those at fault: more came back than may. False where too few did. */
export function foundTooMany(expectation: Expectation, found: number): boolean {
  const { operator, count } = asCount(expectation);
  if (operator === "eq") return found > count;
  if (operator === "neq") return count > 0;
  return operator === "lt" || operator === "lte";
}

/** The expectation as a person reads it: `nothing`, `at most 3 assets`. */
export function renderExpectation(expectation: Expectation): string {
  const { operator, count } = asCount(expectation);
  return comparisons[operator](count);
}

/**
 * Reads `@expect` on a root field; without it nothing may come back. Lists and booleans speak of whether anything comes
 * back at all, numbers of how many assets do.
 */
export function readExpectation(field: FieldNode): {
  readonly expectation: Expectation;
  readonly mistakes: readonly Mistake[];
} {
  const directive = field.directives?.find(({ name }) => name.value === "expect");
  if (!directive) return { expectation: expectNothing, mistakes: [] };
  const [argument, second] = directive.arguments ?? [];
  if (!argument) return refused(directive, `"@expect" needs a comparison, such as "eq: []".`);
  if (second) {
    const message = `"@expect" takes one comparison, and this is its second: "${second.name.value}".`;
    return refused(second, message);
  }
  const operator = argument.name.value;
  if (!isComparison(operator)) {
    const message = `Unknown comparison "${operator}" of "@expect".${suggestComparison(operator)}`;
    return refused(argument, message);
  }
  const value = readExpected(argument.value);
  if (value === undefined) {
    const message = `"@expect(${operator}:)" takes [], true, false or a whole number from 0 up.`;
    return refused(argument.value, message);
  }
  if (typeof value !== "number" && operator !== "eq" && operator !== "neq") {
    return refused(
      argument.value,
      `"@expect(${operator}:)" compares counts, so it takes a number.`,
    );
  }
  const vain = vainOf({ operator, value });
  return vain === undefined
    ? { expectation: { operator, value }, mistakes: [] }
    : refused(argument, vain);
}

function suggestComparison(written: string): string {
  const names = Object.keys(comparisons);
  const meant = comparisonMeant(written);
  if (meant !== undefined && names.includes(meant)) return ` Did you mean "${meant}"?`;
  return suggestionFor(written, names) || ` It takes ${names.join(", ")}.`;
}

/** What is wrong with an expectation that no estate can fail, or none can fulfil. */
function vainOf({ operator, value }: Expectation): string | undefined {
  const written = `"@expect(${operator}: ${value.toString()})"`;
  const meant = `To say that nothing may come back write "eq: []", that something has to "neq: []".`;
  if (value === 0 && operator === "gte")
    return `${written} cannot fail: no count is less than 0. ${meant}`;
  if (value === 0 && operator === "lt")
    return `${written} can never hold: no count is less than 0. ${meant}`;
  const most = operator === "lte" || operator === "gt" ? greatestCount - 1 : greatestCount;
  if (typeof value === "number" && value > most)
    return `${written} compares with a number that no count passes: they end at ${greatestCount}.`;
  return undefined;
}

function refused(node: ASTNode, message: string) {
  const mistake: Mistake = { code: "wrong-expectation", message, place: placeOf(node) };
  return { expectation: expectNothing, mistakes: [mistake] };
}

function readExpected(node: ValueNode): Expectation["value"] | undefined {
  if (node.kind === "ListValue" && node.values.length === 0) return [];
  if (node.kind === "BooleanValue") return node.value;
  if (node.kind === "IntValue" && !node.value.startsWith("-")) return Number(node.value);
  return undefined;
}

function isComparison(name: string): name is Expectation["operator"] {
  return Object.hasOwn(comparisons, name);
}

/** An empty list and `false` both say that nothing comes back, `true` that something does. */
export function asCount({ operator, value }: Expectation): {
  readonly operator: Expectation["operator"];
  readonly count: number;
} {
  if (value !== true) return { operator, count: typeof value === "number" ? value : 0 };
  return { operator: operator === "eq" ? "neq" : "eq", count: 0 };
}

function equals({ low, high }: Bounds, count: number): boolean | undefined {
  if (count < low || count > high) return false;
  return low === high ? true : undefined;
}

function below({ low, high }: Bounds, count: number): boolean | undefined {
  if (high < count) return true;
  return low >= count ? false : undefined;
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function assets(count: number): string {
  return count === 1 ? "1 asset" : `${count} assets`;
}

/** Whether nothing may come back: then every asset that does is at fault by itself, whatever else there is. */
export function asksForNone(expectation: Expectation): boolean {
  const holds = (low: number, high: number) => compareExpectation(expectation, { low, high });
  return holds(0, 0) === true && holds(1, Number.POSITIVE_INFINITY) === false;
}
