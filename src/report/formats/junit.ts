import { decides, type OutcomeRule, strictestRule } from "../../outcome.ts";
import type { Run } from "../../types.ts";
import { disabledNote, nameOf, renderReasons, renderWaits } from "../evidence.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import type { ReportOptions } from "../options.ts";
import { remedyFor } from "../remedy.ts";
import { examinedWords, scopeWarnings } from "../scope-words.ts";
import { summarise } from "../summary.ts";
import { makeVisible } from "../../visible.ts";
import { renderCount, unmetCounts } from "../unmet-counts.ts";
import { countOf } from "../words.ts";
import { attributes, escapeXml } from "./xml.ts";

/** Assets named in a test case. */
const assetLimit = 50;

/**
 * Writes a run as JUnit XML, as both Jenkins' schema (xUnit's `junit-10.xsd`) and that of Ant's own reports have it: one suite with
 * the totals, in it a test case for each check. What is undecided is an error, so that no build server shows it green, and
 * skipped where the run's rule lets it pass; a check with nothing to look at is skipped. A case takes no time of its own, for all checks are judged at once; the suite's is the run's.
 */
export function* renderJunit(
  run: Run,
  { rule = strictestRule }: Pick<ReportOptions, "rule">,
): Generator<string> {
  const { checks, verdicts } = summarise(run);
  const judgements = judgementsOf(run);
  const letPass = judgements.filter((one) => isLetPass(one, rule));
  const failed = letPass.filter(({ verdict }) => verdict.status === "fail").length;
  const { takenAt, id, origin, assayVersion } = run.snapshot;
  const suite = attributes({
    name: "assay",
    package: "assay",
    id: 0,
    hostname: "localhost",
    tests: checks,
    failures: verdicts.fail - failed,
    errors: verdicts.undecided - (letPass.length - failed),
    skipped: verdicts.notApplicable + letPass.length,
    time: (run.durationMs / 1000).toFixed(3),
    timestamp: takenAt.slice(0, 19),
  });
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite ${suite}>\n    <properties>\n`;
  for (const [name, value] of Object.entries({ snapshot: id, origin, version: assayVersion }))
    yield `      <property ${attributes({ name, value: makeVisible(value) })}/>\n`;
  for (const words of run.narrowedTo ?? [])
    yield `      <property ${attributes({ name: "narrowedTo", value: makeVisible(words) })}/>\n`;
  yield "    </properties>\n";
  for (const judgement of judgements) yield renderCase(judgement, isLetPass(judgement, rule));
  yield renderOutput("system-out", judgements.flatMap(passedNowhere));
  yield renderOutput("system-err", (run.notes ?? []).map(makeVisible));
  yield "  </testsuite>\n</testsuites>\n";
}

/** What checks that passed say of where they looked: a case that passed has no place for words. */
function passedNowhere({ check, verdict }: Judgement): string[] {
  if (verdict.status !== "pass") return [];
  return scopeWarnings(verdict).map((warning) => makeVisible(`${check.id}: ${warning}`));
}

function renderOutput(name: string, lines: readonly string[]): string {
  return `    <${name}>${escapeXml(lines.join("\n"))}</${name}>\n`;
}

/** Failed or undecided, and `--fail-on` and `--undecided` do not have the run end with that. */
function isLetPass({ check, verdict }: Judgement, rule: OutcomeRule): boolean {
  return /^(fail|undecided)$/.test(verdict.status) && !decides(check, verdict, rule);
}

function renderCase({ check, verdict }: Judgement, letPass: boolean): string {
  const about = attributes({
    classname: check.id.replaceAll("/", "."),
    name: makeVisible(check.title),
    time: "0.000",
  });
  // Names and messages may hold line ends, and a line that begins with :: or ## is a command to pipelines.
  const visible = (lines: readonly string[]) => lines.map(makeVisible);
  const offenders = visible(offenderLines(verdict));
  const waiting = visible(undecidedLines(verdict));
  const scopes = visible(scopeWarnings(verdict));
  const outcome = (kind: string, says: Readonly<Record<string, string>>, lines: string[]) => {
    const text = lines.length === 0 ? "/>" : `>${escapeXml(lines.join("\n"))}</${kind}>`;
    return `    <testcase ${about}>\n      <${kind} ${attributes(says)}${text}\n    </testcase>\n`;
  };
  switch (verdict.status) {
    case "pass":
      return `    <testcase ${about}/>\n`;
    case "notApplicable":
      return outcome("skipped", { message: "Nothing to examine." }, scopes);
    case "undecided": {
      const message = waiting[0] ?? scopes[0] ?? "Undecided.";
      const lines = [...scopes, ...waiting];
      if (letPass) return outcome("skipped", { message: `Undecided, let pass: ${message}` }, lines);
      return outcome("error", { type: check.severity, message }, lines);
    }
    case "fail": {
      const [count] = unmetCounts(verdict).map(renderCount);
      const among = `${countOf(verdict.offenderCount, "offender")} among ${examinedWords(verdict)}`;
      const message = makeVisible(count ?? among);
      const lines = [
        ...offenders,
        ...scopes,
        ...waiting,
        ...adviceOn(check, exampleOf(verdict)).map(({ label, text }) => `${label} ${text}`),
      ];
      if (letPass) return outcome("skipped", { message: `Failed, let pass: ${message}` }, lines);
      return outcome("failure", { type: check.severity, message }, lines);
    }
  }
}

function offenderLines(verdict: Judgement["verdict"]): string[] {
  const shown = verdict.offenders.slice(0, assetLimit);
  return [
    ...unmetCounts(verdict).slice(0, assetLimit).map(renderCount),
    ...shown.map(
      (one) =>
        `${nameOf(one.asset)} (${one.asset.id})${disabledNote(one.asset)}${one.because.length > 0 ? `: ${renderReasons(one)}` : ""}`,
    ),
    ...restLine(verdict.offenderCount - shown.length),
  ];
}

function undecidedLines({ undecided, undecidedCount, unreadable }: Judgement["verdict"]): string[] {
  const shown = undecided.slice(0, assetLimit);
  const remedies = new Set(unreadable.map(remedyFor));
  if (undecidedCount === 0 && unreadable.length === 0) return [];
  return [
    undecidedCount > 0 ? `${undecidedCount} undecided` : "Not all assets could be read.",
    ...shown.map((one) => `${nameOf(one.asset)} (${one.asset.id}): ${renderWaits(one)}`),
    ...restLine(undecidedCount - shown.length),
    ...remedies,
  ];
}

function restLine(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}
