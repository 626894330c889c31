import type { Run, RuleScope, Verdict } from "../types.ts";
import { countNumber } from "./words.ts";

/** Which assets a report is about, where these are not all: `only assets in subscription:web-prod, type:VM`. */
export function narrowedWords({ narrowedTo = [] }: Pick<Run, "narrowedTo">): readonly string[] {
  return narrowedTo.length > 0 ? [`only assets in ${narrowedTo.join(", ")}`] : [];
}

/** How many assets were in scope, of how many: `5 of 18 in scope`; nothing where a check looks at all there are. */
export function scopeCounts({ scope, rules }: Pick<Verdict, "scope" | "rules">): readonly string[] {
  return scope.map((one) => {
    const rule = scope.length > 1 || rules.length > 1 ? `${one.rule}: ` : "";
    return `${rule}${countInScope(one)}`;
  });
}

/** What a check's conditions say of where it looks that is true of no asset, a sentence for each rule. */
export function scopeWarnings({ scope }: Pick<Verdict, "scope">): readonly string[] {
  return scope
    .filter(({ nowhere }) => nowhere.length > 0)
    .map((one) => `${one.rule}: ${countInScope(one)}. ${saysNothing(one)}`);
}

function countInScope({ inScope, of }: RuleScope): string {
  return `${countNumber(inScope)} of ${countNumber(of)} in scope`;
}

function saysNothing({ nowhere }: RuleScope): string {
  const subject = nowhere.length === 1 ? "This is" : "These are";
  return `${subject} true of none: ${nowhere.join("; ")}.`;
}
