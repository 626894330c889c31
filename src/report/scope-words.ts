import type { Run, RuleScope, Verdict } from "../types.ts";
import { accountNoun } from "../asset-ids.ts";
import { countAssets, countNumber, countOf } from "./words.ts";

/** Which assets a report is about, where these are not all: `only assets in subscription:web-prod, type:VM`. */
export function narrowedWords({ narrowedTo = [] }: Pick<Run, "narrowedTo">): readonly string[] {
  return narrowedTo.length > 0 ? [`only assets in ${narrowedTo.join(", ")}`] : [];
}

/**
 * What a check looked at: `11 VMs`. Where it ran once for each connector, and what it names are those that lack something, they are what
 * was looked at: `20 subscriptions, 0 flow logs`.
 */
export function examinedWords({
  examined,
  connectors,
  offenders: [first],
}: Pick<Verdict, "examined" | "connectors" | "offenders">): string {
  const isOfConnectors = first?.asset.type === "Connector" && !("Connector" in examined);
  const asked =
    connectors !== undefined && isOfConnectors
      ? [countOf(connectors, accountNoun(first.asset.id))]
      : [];
  return [...asked, countAssets(examined)].filter((words) => words !== "").join(", ");
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
