import { meaningOf } from "../../check/document/meaning.ts";
import { outcomeOf, strictestRule } from "../../outcome.ts";
import type { Check, Unreadable, WholeRun } from "../../types.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import { layObject, type Member } from "./lay-json.ts";
import { pastOf, type ReportOptions } from "../options.ts";
import { readRemediation } from "../remediation.ts";
import { remedyFor } from "../remedy.ts";
import { summarise } from "../summary.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const jsonFormat = "assay.report/1";

/** Writes a run as JSON with every offender, some of them to a piece, so that a large run is never held as one text. */
export async function* renderJson(
  whole: WholeRun,
  { rule = strictestRule, news }: Pick<ReportOptions, "rule" | "news"> = {},
): AsyncGenerator<string> {
  const { run } = whole;
  const { snapshot, asOf, notes, narrowedTo, assets, coverage, durationMs } = run;
  const summary = { ...summarise(run), outcome: { ...outcomeOf(run, rule), rule } };
  const about = { format: jsonFormat, snapshot, asOf, notes, narrowedTo };
  const head = { ...about, summary, assets, coverage };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "checks": [`;
  const judgements = judgementsOf(run);
  for (const [i, judgement] of judgements.entries()) {
    yield i === 0 ? "\n" : ",\n";
    yield* layObject(membersOf(judgement, whole, news), 2);
  }
  yield `${judgements.length === 0 ? "" : "\n  "}],\n  "durationMs": ${Math.round(durationMs)}\n}\n`;
}

function membersOf(
  { check, verdict }: Judgement,
  whole: WholeRun,
  news: ReportOptions["news"],
): readonly Member[] {
  const { id, formerly, title, severity, frameworks, tags, guidance } = check;
  const { status, rules, examined, scope, offenderCount, undecidedCount, unreadable } = verdict;
  const hasRemedy = status === "fail" && guidance.length > 0;
  return [
    ...Object.entries({ id, ...(formerly.length > 0 ? { formerly } : {}), title, severity }),
    ...Object.entries({ frameworks, tags }),
    ["meanings", meaningsOf(check)],
    ...Object.entries({ status, rules, examined, scope, offenderCount }),
    { key: "offenders", batches: withPast(whole, id, news) },
    ["undecidedCount", undecidedCount],
    { key: "undecided", batches: whole.undecided(id) },
    { key: "unreadable", batches: withRemedies(unreadable) },
    ...(hasRemedy ? Object.entries({ remedy: readRemediation(check) }) : []),
  ];
}

/** What each rule asks, by its name. */
function meaningsOf({ rules }: Check): Readonly<Record<string, string>> {
  return Object.fromEntries(rules.map((rule) => [rule.name, meaningOf(rule)]));
}

/** The offenders of a check, each with what is known of its past. */
async function* withPast(
  { run, offenders }: WholeRun,
  check: string,
  news: ReportOptions["news"],
): AsyncGenerator<readonly object[]> {
  const { takenAt } = run.snapshot;
  for await (const batch of offenders(check))
    yield batch.map((one) => {
      const past = pastOf(news, check, one.asset.id, takenAt);
      return past ? { ...one, new: past.isNew, knownSince: past.knownSince } : one;
    });
}

/** Some to a batch: where a permission lacks, as many collections could not be read as there are connectors. */
async function* withRemedies(list: readonly Unreadable[]): AsyncGenerator<readonly object[]> {
  for (let from = 0; from < list.length; from += 256)
    yield list.slice(from, from + 256).map((one) => ({ ...one, remedy: remedyFor(one) }));
}
