import type { RowStatus } from "../estate/row-status.ts";
import type { Check, Model } from "../types.ts";
import type { RuleWitnesses } from "./witness-check.ts";
import type { Witness } from "./witness-rule.ts";

/** What stands over each row that was made up: until a person takes it away, it says what the check does and not what it should. */
export const generatedMark = "# generated";

/**
 * Rows of case files that a check's witnesses make, by the root field that lists them; each once, and none that stands in `text` already. What
 * a rule that counts comes to hangs on the rows beside, so that none of its rows can say it.
 */
function rowsOf(
  model: Model,
  rules: readonly RuleWitnesses[],
  text: string,
): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, Set<string>>();
  const known = squeezed(text);
  for (const rule of rules) {
    const type = model.types.get(rule.type);
    if (!type || rule.counts) continue;
    const own = rows.get(type.plural) ?? new Set<string>();
    rows.set(type.plural, own);
    const add = (witness: Witness, status: RowStatus) => {
      if (witness.is !== "found" || witness.rows !== 1) return;
      const row = rule.given(witness, status);
      if (!known.includes(squeezed(row))) own.add(row);
    };
    add(rule.fail, "FAIL");
    add(rule.pass, "PASS");
    add(rule.undecided, "UNDECIDED");
    for (const { fails, passes } of rule.conditions) {
      add(fails, "FAIL");
      add(passes, "PASS");
    }
  }
  return new Map([...rows].map(([list, some]) => [list, [...some]]));
}

/** The text of a check's case file with an operation behind it that has the witnesses' rows; undefined where it has them all. */
export function withGeneratedRows(
  model: Model,
  check: Pick<Check, "id">,
  rules: readonly RuleWitnesses[],
  text: string,
): { readonly text: string; readonly rows: number } | undefined {
  const lists = [...rowsOf(model, rules, text)].filter(([, rows]) => rows.length > 0);
  if (lists.length === 0) return undefined;
  const used = new Set([...text.matchAll(/\bquery\s+(\w+)/g)].map(([, name]) => name));
  let name = "Generated";
  for (let i = 2; used.has(name); i++) name = `Generated${i}`;
  const given = lists.map(([list, rows]) => {
    const lines = rows.flatMap((row) => [generatedMark, row]).map((line) => `      ${line}\n`);
    return `    ${list}: [\n${lines.join("")}    ]\n`;
  });
  const head = `"Made up by \`assay witness ${check.id} --write\`: look at each row, and take its mark away"\n`;
  const operation = `${head}query ${name} {\n  given(\n${given.join("")}  )\n}\n`;
  const before = text.trim() === "" ? "" : `${text.trimEnd()}\n\n`;
  return {
    text: before + operation,
    rows: lists.reduce((sum, [, rows]) => sum + rows.length, 0),
  };
}

/** Without what a formatter changes. */
function squeezed(text: string): string {
  return text.replace(/[\s,]+/g, "");
}
