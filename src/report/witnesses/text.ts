import type { Place } from "../../types.ts";
import type { RuleWitnesses } from "../../witness/witness-check.ts";
import type { Witness } from "../../witness/witness-rule.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage, type TerminalPage } from "../terminal/terminal-page.ts";
import { countOf } from "../words.ts";

/** What of witnesses is shown. */
export type Kind = "fail" | "pass" | "undecided";

const labels: Readonly<Record<Kind, readonly [label: string, cannot: string]>> = {
  fail: ["fails", "never: no asset can"],
  pass: ["passes", "never: no asset can"],
  undecided: ["undecided", "no single asset: only a refused listing can leave it open"],
};

/** What a condition's rows are called where a rule counts what is found: one alone is not at fault. */
const countedLabels: Readonly<Record<"fail" | "pass", readonly [label: string, cannot: string]>> = {
  fail: ["found", labels.fail[1]],
  pass: ["not found", labels.pass[1]],
};

/** Writes witnesses for people, check by check; conditions where `kinds` has failing and passing rows. */
export function* renderWitnessesText(
  rules: readonly RuleWitnesses[],
  kinds: readonly Kind[],
  style: TerminalStyle,
): Generator<string> {
  const page = createTerminalPage(style);
  for (const [i, rule] of rules.entries()) {
    if (i > 0) yield "\n";
    const several = rules.some((one) => one !== rule && one.check === rule.check);
    const name = several ? `${rule.check} ${rule.rule}` : rule.check;
    yield page.line(0, `${name} · ${countOf(rule.conditions.length, "condition")}`, "bold");
    for (const kind of kinds) yield renderWitness(page, rule, 2, labels[kind], rule[kind]);
    for (const { message, place, code } of rule.remarks) {
      yield page.labelled(0, "!", `${message} [${code}]`);
      if (place) yield page.line(2, placed(place), "dim");
    }
    if (kinds.includes("fail") && kinds.includes("pass")) yield* renderConditions(page, rule);
  }
}

function* renderConditions(page: TerminalPage, rule: RuleWitnesses): Generator<string> {
  const { fail, pass } = rule.counts ? countedLabels : labels;
  for (const { text, place, fails, passes } of rule.conditions) {
    yield page.line(2, `by ${text}  ${place ? placed(place) : ""}`, "dim");
    if (fails.is === "cannot") {
      yield page.line(4, "never decides: the rule says the same whatever it comes to");
      continue;
    }
    yield renderWitness(page, rule, 4, fail, fails);
    if (passes !== fails) yield renderWitness(page, rule, 4, pass, passes);
  }
}

function placed({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function renderWitness(
  page: TerminalPage,
  rule: RuleWitnesses,
  indent: number,
  [label, cannot]: readonly [string, string],
  witness: Witness,
): string {
  return page.labelled(indent, label.padEnd(9), shown(rule, cannot, witness));
}

function shown({ given, type }: RuleWitnesses, cannot: string, witness: Witness): string {
  switch (witness.is) {
    case "found": {
      if (witness.rows === 0) return `no ${type} at all`;
      const many = witness.rows > 1 ? `${witness.rows} × ` : "";
      return `${many}${type} ${given(witness)}`;
    }
    case "cannot":
      return cannot;
    case "notDecided":
      return `not decided: ${witness.why}`;
  }
}
