import { ignoresCase, readPart, readPattern } from "../model/spellings.ts";
import type { Field, Filter, Literal } from "../types.ts";
import { remarkOnDoubt } from "./doubtful.ts";
import { entriesOf, isObject, listFrom, type Path, type Reader, show, standsAt } from "./reader.ts";
import { remarkOnComparison, wordsInOrder } from "./impossible.ts";
import { type ComparisonKey, standsOn, suffixesOf } from "./keys.ts";
import { allOf, anyOf, isNull, not, type OptionalFilter } from "./nodes.ts";
import { fail, readOne } from "./one-value.ts";
import { type Comparison, compileComparison, operators } from "./operators.ts";
import { judgePattern } from "./pattern.ts";
import { suggestNested } from "./suggest-operator.ts";
import { refuseUnsetOperators } from "./unset.ts";
import { describeValue } from "./values.ts";

/** `field: value`, null, or an object of nested operators, all of which must hold. */
export function readField(
  reader: Reader,
  field: Field,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (!isObject(value))
    return readComparison(reader, { field, operator: "EQ", negated: false }, value, path);
  return readNested(reader, field, value, path, false);
}

/** `field_IN: value` and its like. A null in place of the value asks whether the field is null, whatever the operator. */
export function readComparison(
  reader: Reader,
  asked: ComparisonKey,
  value: unknown,
  path: Path,
): Filter | undefined {
  const { field, operator, negated } = asked;
  if (value === null) return isNull(field.name, negated);
  const wanted = readWanted(reader, asked, value, path);
  if (wanted === undefined) return undefined;
  remarkOnComparison(reader, asked, wanted, path);
  remarkOnDoubt(reader, asked, wanted, path);
  const written: Comparison = Object.freeze({
    kind: "compare",
    field: field.name,
    operator,
    value: wanted,
    ...((asked.ignoreCase || foldsCase(asked)) && { ignoreCase: true }),
  });
  const filter = overWords(field, written);
  if (filter === undefined) {
    const message = `"${path.at(-1)}" takes a text that is true of ${describeValue(field)}, found ${show(value)}.`;
    reader.mistakes.push({ path, code: "wrong-value", message });
    return undefined;
  }
  const known = field.presence === undefined ? filter : whereThere(filter, field.presence);
  return negated ? not(known) : known;
}

/** The comparison, and unknown where the Boolean field `presence`, which is true or null, is null. */
function whereThere(filter: Filter, presence: string): Filter {
  const is = (value: boolean): Filter =>
    Object.freeze({ kind: "compare", field: presence, operator: "EQ", value });
  return anyOf([allOf([filter, is(true)]), is(false)])!;
}

function readNested(
  reader: Reader,
  field: Field,
  value: object,
  path: Path,
  ignoreCase: boolean,
): OptionalFilter {
  const entries = entriesOf(value);
  if (entries.length === 0) {
    const message = `"${path.at(-1)}: {}" filters nothing. To ask whether there is a value write \`${field.name}_EXISTS: true\`.`;
    reader.ineffective.push({ path, code: "filters-nothing", message });
  }
  refuseUnsetOperators(reader, entries, path);
  return allOf(
    entries.map(([name, member]) => {
      const own = [...path, name];
      return standsAt(reader, own, readNestedEntry(reader, field, name, member, own, ignoreCase));
    }),
  );
}

function readNestedEntry(
  reader: Reader,
  field: Field,
  name: string,
  value: unknown,
  path: Path,
  ignoreCase: boolean,
): OptionalFilter {
  const names = nestedNames(field, ignoreCase);
  if (!names.includes(name)) {
    const message = `Unknown operator "${name}" on "${field.name}". ${field.name} takes ${names.join(", ")}.${suggestNested(field, name, names, suffixesOf(field))}`;
    reader.mistakes.push({ path, code: "unknown-operator", message });
    return undefined;
  }
  if (name === "exists") return readPresence(reader, field, value, path);
  if (name === "caseInsensitive") {
    if (isObject(value)) return readNested(reader, field, value, path, true);
    if (value === null) return leaveOut(reader, path);
    const message = `"caseInsensitive" takes an object of operators such as { eq: "a" }, found ${show(value)}.`;
    reader.mistakes.push({ path, code: "wrong-value", message });
    return undefined;
  }
  const operator = Object.keys(operators).find((key) => operators[key]!.nested === name)!;
  const asked = {
    field,
    operator,
    negated: false,
    ...(ignoreCase && { ignoreCase: true as const }),
  };
  return readComparison(reader, asked, value, path);
}

/** The nested operators of a field, such as `eq` and `startsWith`; with `ignoreCase` those inside `caseInsensitive`. */
export function nestedNames(field: Field, ignoreCase = false): readonly string[] {
  const usable = Object.entries(operators).filter(
    ([name, { foldable }]) => standsOn(name, field) && (foldable || !ignoreCase),
  );
  const names = usable.map(([, { nested }]) => nested);
  if (ignoreCase) return names;
  return [...names, ...(takesText(field) ? ["caseInsensitive"] : []), "exists"];
}

function takesText(field: Field): boolean {
  return standsOn("CONTAINS", field);
}

/** `_EXISTS: true`: the field is not null. */
export function readPresence(
  reader: Reader,
  field: Field,
  value: unknown,
  path: Path,
): OptionalFilter {
  if (typeof value === "boolean") return isNull(field.name, value);
  if (value === null) return leaveOut(reader, path);
  const message = `"${path.at(-1)}" takes true or false, found ${show(value)}.`;
  reader.mistakes.push({ path, code: "wrong-value", message });
  return undefined;
}

/** Null behind what takes no value of the field asks nothing: programs send it for what is not set. */
export function leaveOut(reader: Reader, path: Path): undefined {
  const message = `"${path.at(-1)}: null" filters nothing. Remove it, or write a condition.`;
  reader.ineffective.push({ path, code: "filters-nothing", message });
  return undefined;
}

function readWanted(
  reader: Reader,
  asked: ComparisonKey,
  value: unknown,
  path: Path,
): Comparison["value"] | undefined {
  const { field, operator } = asked;
  const { takes, isPattern } = operators[operator]!;
  if (takes === "list" || (takes === "same" && field.list))
    return readList(reader, asked, value, path);
  if (takes !== "text") return readOne(reader, field, value, path);
  const { spelling, ...letters } = field;
  if (!isPattern || typeof value !== "string") {
    const scalar = isPattern ? "String" : field.scalar;
    const text = readOne(reader, { ...letters, scalar }, value, path);
    if (!spelling || typeof text !== "string") return text;
    return readPart(spelling, text) ?? fail(reader, field, value, path);
  }
  const problem = patternProblem(reader, value);
  if (problem) reader.mistakes.push({ path, code: "wrong-pattern", message: problem });
  if (problem) return undefined;
  return spelling ? readPattern(spelling, value) : value;
}

/** Whether the field's spelling makes case nothing to the comparison; a pattern says so itself. */
function foldsCase({ field: { spelling }, operator }: ComparisonKey): boolean {
  const { takes, isPattern } = operators[operator]!;
  if (!spelling || isPattern) return false;
  return ignoresCase(spelling, takes === "text" ? "part" : "whole");
}

/**
 * A comparison with a part of a text, or by order, as it can be asked of a closed set's words. Values are stored by their words' first
 * names: what is true of none of those but of other names, as `(?i)off` is of `OFF` for `Disabled`, asks for the words that have them. Words
 * are in the order in which the schema has them: no least version, `None`, is less than every version. Undefined where it is true of no name.
 */
function overWords(field: Field, filter: Comparison): Comparison | undefined {
  const { spelling, name, scalar } = field;
  if (!spelling || !("words" in spelling)) return filter;
  const among = (value: readonly string[]): Comparison =>
    Object.freeze({ kind: "compare", field: name, operator: "IN", value: Object.freeze(value) });
  const ordered = wordsInOrder(field, filter.operator, filter.value);
  if (ordered) return among(ordered);
  if (operators[filter.operator]!.takes !== "text") return filter;
  const test = compileComparison({ scalar }, filter);
  if (spelling.words.some(([shown]) => test(shown!) === true)) return filter;
  const meant = spelling.words.filter((names) => names.some((other) => test(other) === true));
  return meant.length === 0 ? undefined : among(meant.map(([shown]) => shown!));
}

function patternProblem(reader: Reader, pattern: string): string | undefined {
  const verdict = judgePattern(pattern);
  if (verdict.kind === "refused")
    return `The regular expression ${show(pattern)} cannot be read. ${verdict.reason}`;
  if (verdict.kind === "linear" || reader.allowBacktracking) return undefined;
  return `The regular expression ${show(pattern)} has a lookaround or a backreference, which cannot be matched in linear time: it is accepted in check files only. Write it without, for example with NOT and a plain pattern.`;
}

function readList(
  reader: Reader,
  { field, operator, negated }: ComparisonKey,
  value: unknown,
  path: Path,
): readonly Literal[] | undefined {
  const members = listFrom(value).map((member, i) => {
    const place = Array.isArray(value) ? [...path, i] : path;
    return member === null || member === undefined ? null : readOne(reader, field, member, place);
  });
  if (operator === "IN") warnOfList(reader, field, negated, members, path);
  if (members.includes(undefined)) return undefined;
  return Object.freeze(members as Literal[]);
}

function warnOfList(
  reader: Reader,
  field: Field,
  negated: boolean,
  members: readonly (Literal | undefined)[],
  path: Path,
): void {
  const key = path.at(-1);
  if (!negated && members.includes(null) && members.some((member) => member !== null)) {
    const message = `A null in "${key}" never matches; it makes every miss unknown, so that its negation is never true. To include rows without "${field.name}" write \`OR: [{ … }, { ${field.name}: null }]\`.`;
    reader.warnings.push({ path, code: "null-in-list", message });
  }
  if (negated && members.length === 0) {
    const message = `"${key}: []" is true for every row, also where "${field.name}" is null.`;
    reader.warnings.push({ path, code: "always-true", message });
  }
}
