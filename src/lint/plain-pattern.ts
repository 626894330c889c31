import { Kind } from "graphql/language";
import { readWhere } from "../dialect/filter.ts";
import { operators } from "../dialect/operators.ts";
import type { Fix, Mistake } from "../errors.ts";
import type { Field, Model, Place } from "../types.ts";
import { comparisonsOf } from "./conditions.ts";
import type { LintRule } from "./context.ts";
import { readPlain, type Plain } from "./plain.ts";
import { type Written, writtenAt } from "./written.ts";

/** Patterns that say no more than a plain comparison does, which is easier to read and can be looked up. */
export const findPlainPatterns: LintRule = ({ rules }, { model }) =>
  rules.flatMap((rule) =>
    comparisonsOf(model, rule).flatMap(({ type, field, filter, place }): Mistake[] => {
      if (filter.operator !== "MATCHES" || filter.ignoreCase) return [];
      const written = writtenAt(place);
      if (written?.node.value.kind !== Kind.STRING) return [];
      const pattern = written.node.value.value;
      const plain = readPlain(pattern);
      if (!plain || !isTakenAsWritten(model, type, field, plain)) return [];
      const { key, value } = spell(plain, field, written);
      const isSame = plain.takesLineEnds || hasNoLineEnds(field);
      const doubt = isSame ? "" : " (but for values with line ends, which `.` does not match)";
      const fix = rewrite(written, place, key, value, isSame);
      return [
        {
          code: "plain-pattern",
          message: `The pattern ${JSON.stringify(pattern)} asks for no more than \`${key}: ${value}\` does${doubt}.`,
          place,
          ...(fix ? { fix } : {}),
        },
      ];
    }),
  );

/** Whether the plain comparison is read as it stands: of ids and what has a notation other texts may be meant, or none. */
function isTakenAsWritten(model: Model, type: string, field: Field, plain: Plain): boolean {
  const { operator, texts } = plain;
  const value = operator === "IN" ? texts : texts[0]!;
  const { filter } = readWhere(model, type, { [keyOf(field, operator)]: value });
  if (filter?.kind !== "compare" || filter.operator !== operator) return false;
  const fold = (all: readonly unknown[]) => all.map((one) => String(one).toLowerCase()).join("\n");
  return fold([filter.value].flat()) === fold(texts);
}

function keyOf({ name }: Field, operator: Plain["operator"]): string {
  return operator === "EQ" ? name : `${name}_${operator}`;
}

/** Ids, regions and what has a notation are words of one line. */
function hasNoLineEnds({ scalar, spelling }: Field): boolean {
  if (!spelling) return scalar === "ID";
  return !("form" in spelling) || spelling.form !== "CASE";
}

/** The comparison in the spelling in which the pattern is written. */
function spell({ operator, texts }: Plain, field: Field, { node }: Written) {
  const isNested = node.name.value === operators.MATCHES!.nested;
  const value = operator === "IN" ? `[${texts.map(quote).join(", ")}]` : quote(texts[0]!);
  if (isNested) return { key: operators[operator]!.nested, value };
  return { key: keyOf(field, operator), value };
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** None where the key is there already. */
function rewrite(
  { node, inside }: Written,
  { file }: Place,
  key: string,
  value: string,
  isSafe: boolean,
): Fix | undefined {
  const { loc } = node;
  if (!loc || inside.fields.some(({ name }) => name.value === key)) return undefined;
  const edit = { file, start: loc.start, end: loc.end, text: `${key}: ${value}` };
  return { title: `Write \`${key}: ${value}\``, edits: [edit], isSafe };
}
