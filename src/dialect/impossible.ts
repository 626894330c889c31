import { conversionValues } from "../model/conversion-values.ts";
import { shownWords } from "../model/spellings.ts";
import type { Field, Filter, Literal, Scalar } from "../types.ts";
import { clash, conjunctsOf } from "./clash.ts";
import type { ComparisonKey, FilteredType } from "./keys.ts";
import { type Path, type Reader, show } from "./reader.ts";
import { isVariable } from "./variables.ts";
import { type Comparison, naming, operators, orders } from "./operators.ts";

/** One part of what has to hold at once, with its place. */
export interface Part {
  readonly path: Path;
  readonly filter: Filter | undefined;
}

/**
 * Remarks on conditions that are to hold at once and cannot. Every condition is held against every other, so only the filters of
 * authors who are trusted are looked into.
 */
export function remarkOnClashes(reader: Reader, type: FilteredType, parts: readonly Part[]): void {
  if (!reader.findsClashes) return;
  const before: { readonly path: Path; readonly conjunct: Filter }[] = [];
  for (const { path, filter } of parts) {
    const own = conjunctsOf(filter);
    const other = before.find(({ conjunct }) =>
      own.some((one) => clash(reader.model, type, conjunct, one)),
    );
    if (other) {
      const [first, second] = [other.path, path].map((one) => keyOf(one));
      const both =
        first === second ? `All that "${first}" asks` : `Both "${first}" and "${second}"`;
      const message = `${both} cannot be true of one row, so that nothing is ever found. Keep what is meant, or put them into an OR.`;
      reader.impossible.push({ path, code: "never-true", message });
    }
    before.push(...own.map((conjunct) => ({ path, conjunct })));
  }
}

/** Remarks on a comparison that is true of no value whatever. */
export function remarkOnComparison(
  reader: Reader,
  asked: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  const reason = whyNever(asked, wanted);
  if (reason !== undefined) {
    const message = `"${nameOf(asked, path)}: ${show(wanted)}" is true of no row: ${reason}`;
    reader.impossible.push({ path, code: "never-true", message });
  }
  if (operators[asked.operator]!.isPattern) remarkOnAnchors(reader, asked, String(wanted), path);
}

/** Remarks on a NOT of what every row with a value fulfils, so that it is true of none: a check that cannot fail. */
export function remarkOnNegation(
  reader: Reader,
  type: FilteredType,
  inner: Filter,
  path: Path,
): void {
  const isWithin = (one: Path) => path.every((step, i) => one[i] === step);
  if (reader.impossible.kept.some((remark) => isWithin(remark.path))) return;
  // No row fulfils a NOT of conditions of which one is enough, where one of them is always fulfilled.
  for (const part of inner.kind === "or" ? inner.of : [inner]) {
    const negated = part.kind !== "not";
    const comparison = part.kind === "not" ? part.of : part;
    if (comparison.kind !== "compare") continue;
    const field = type.fields.get(comparison.field)!;
    const reason = whyNever({ field, operator: comparison.operator, negated }, comparison.value);
    if (reason === undefined) continue;
    const message = `"${keyOf(path)}: { … }" is true of no row, by what it says of "${field.name}": ${reason}`;
    reader.impossible.push({ path, code: "never-true", message });
  }
}

const partly = ["CONTAINS", "STARTS_WITH", "ENDS_WITH"];

/** Why no stored value can fulfil a comparison, as it follows "is true of no row:". */
function whyNever(
  { field, operator, negated }: ComparisonKey,
  wanted: Comparison["value"],
): string | undefined {
  const members: readonly Literal[] = Array.isArray(wanted) ? wanted : [wanted as Scalar];
  const isSome = operator === "IN" || operator === "INCLUDES_SOME";
  if (!negated && isSome && members.length === 0)
    return "the list is empty. Name the values that are meant, or leave the condition out.";
  if (!negated && isSome && members.every((member) => member === null))
    return `null is equal to nothing. To ask for rows without "${field.name}" write \`${field.name}_EXISTS: false\`.`;
  if (negated && operator === "INCLUDES_ALL" && members.length === 0)
    return "every list has all of nothing. Name the values that are meant.";
  if (negated && partly.includes(operator) && wanted === "")
    return "every text has the empty text in it. Name the text that is meant.";
  if (negated && operator === "IN" && members.includes(null))
    return `a null in the list leaves it open for every row. To leave out rows without "${field.name}" add \`${field.name}_EXISTS: true\`.`;
  const words = field.values ?? (field.spelling && shownWords(field.spelling));
  if (negated && operator === "IN" && words?.every((word) => members.includes(word)))
    return `these are all values that "${field.name}" can have.`;
  if (wordsInOrder(field, operator, wanted)?.length === 0)
    return `none of ${words!.join(", ")} comes ${operator === "LT" ? "before" : "after"} it.`;
  return negated ? undefined : whyNotGiven(field, operator, members);
}

/** The words of a closed set for which a comparison by order is true, in the schema's order; undefined for any other comparison. */
export function wordsInOrder(
  { spelling, list }: Field,
  operator: string,
  wanted: Comparison["value"],
): readonly string[] | undefined {
  const words = spelling && !list ? shownWords(spelling) : undefined;
  if (!words || !orders.includes(operator)) return undefined;
  const at = words.indexOf(String(wanted));
  const isLess = operator.startsWith("L");
  return words.filter((_, i) => (i === at ? operator.endsWith("E") : i < at === isLess));
}

/** The same for values that the conversion by which the field is read cannot give. */
function whyNotGiven(
  field: Field,
  operator: string,
  members: readonly Literal[],
): string | undefined {
  const values = conversionValues[field.reading?.convert ?? ""];
  if (!values || !naming.includes(operator)) return undefined;
  const isGiven = (one: Literal) =>
    one === null || isVariable(one) || one === field.coalesce || values.gives(one);
  const isPossible =
    operator === "INCLUDES_ALL" || (operator === "EQ" && field.list)
      ? members.every(isGiven)
      : members.some(isGiven);
  return isPossible ? undefined : `"${field.name}" holds ${values.expected}.`;
}

/** A pattern's beginning: flags and brackets, then `^` or its like, or what lets anything stand before. */
const anchoredStart = /^(?:\(\?[a-zA-Z]+\))?\(*(?:\^|\\A)/;
const openStart = /^(?:\(\?[a-zA-Z]+\))?\(*(?:\.|\[\\[sS]\\[sS]\])(?:[*+]|\{\d+,\})/;
/** A pattern's end: `$` or its like, not escaped; or what lets anything stand behind. */
const anchoredEnd = /(?<!\\)(?:\\\\)*(?:\$|\\[zZ])\)*$/;
const openEnd = /(?:\.|\[\\[sS]\\[sS]\])(?:[*+]|\{\d+,\})[?+]?\)*$/;

/** A pattern matches the whole value, so that anchors ask for nothing; most who write one of the two mean a part of it. */
function remarkOnAnchors(reader: Reader, asked: ComparisonKey, pattern: string, path: Path): void {
  const { name } = asked.field;
  const [starts, ends] = [anchoredStart.test(pattern), anchoredEnd.test(pattern)];
  const written = `"${nameOf(asked, path)}: ${show(pattern)}" has to match the whole value`;
  if (starts && !ends && !openEnd.test(pattern)) {
    const message = `${written}, and lets nothing stand behind. For values that begin so write ${JSON.stringify(`${pattern}.*`)} or \`${name}_STARTS_WITH\`.`;
    reader.warnings.push({ path, code: "anchored-pattern", message });
  } else if (!asked.field.spelling && /^[\w -]+$/.test(pattern)) {
    const message = `${written}, and lets nothing stand before or behind. For values that have it in them write ".*${pattern}.*" or \`${name}_CONTAINS\`.`;
    reader.warnings.push({ path, code: "anchored-pattern", message });
  } else if (ends && !starts && !openStart.test(pattern)) {
    const message = `${written}, and lets nothing stand before. For values that end so write ${JSON.stringify(`.*${pattern}`)} or \`${name}_ENDS_WITH\`.`;
    reader.warnings.push({ path, code: "anchored-pattern", message });
  }
}

/** `region_IN`, or `region.in` of the nested spelling. */
function nameOf({ field }: ComparisonKey, path: Path): string {
  const key = keyOf(path);
  return key.startsWith(field.name) ? key : `${field.name}.${key}`;
}

/** What a person would look for at the place: the key, or the one that a list stands under. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === "string") ?? "where");
}
