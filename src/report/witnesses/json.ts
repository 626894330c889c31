import type { Place } from "../../types.ts";
import type { RuleWitnesses } from "../../witness/witness-check.ts";
import type { Witness } from "../../witness/witness-rule.ts";

/** Writes witnesses as JSON: an array with an object for each rule. */
export function renderWitnessesJson(rules: readonly RuleWitnesses[]): string {
  return `${JSON.stringify(rules.map(tell), undefined, 2)}\n`;
}

function tell(rule: RuleWitnesses): object {
  const show = (witness: Witness) => tellWitness(rule, witness);
  return {
    check: rule.check,
    rule: rule.rule,
    type: rule.type,
    fail: show(rule.fail),
    pass: show(rule.pass),
    undecided: show(rule.undecided),
    notDecided: (["fail", "pass", "undecided"] as const).flatMap((kind) => {
      const witness = rule[kind];
      return witness.is === "notDecided" ? [{ kind, why: witness.why }] : [];
    }),
    remarks: rule.remarks.map(({ code, message, place }) => ({ code, message, ...placed(place) })),
    conditions: rule.conditions.map(({ text, place, fails, passes }) => ({
      condition: text,
      ...placed(place),
      fail: show(fails),
      pass: fails === passes ? null : show(passes),
    })),
  };
}

function placed(place: Place | undefined): object {
  return place ? { file: place.file, line: place.line, column: place.column } : {};
}

/** Null where there is none, or none was found. */
function tellWitness({ given }: RuleWitnesses, witness: Witness): object | null {
  if (witness.is !== "found") return null;
  const { estate, row, rows } = witness;
  return { given: given(witness), rows, row, estate };
}
