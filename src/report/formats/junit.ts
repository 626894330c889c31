import type { Run } from "../../types.ts";
import { disabledNote, nameOf, renderReasons, renderWaits } from "../evidence.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import { remedyFor } from "../remedy.ts";
import { scopeWarnings } from "../scope-words.ts";
import { summarise } from "../summary.ts";
import { makeLinesVisible, makeVisible } from "../../visible.ts";
import { countAssets, countOf } from "../words.ts";

/** Assets named in a test case. */
const assetLimit = 50;

/**
 * Writes a run as JUnit XML: a test case for each check. What is undecided is an error, so that no build server shows it
 * green; a check with nothing to look at is skipped.
 */
export function* renderJunit(run: Run): Generator<string> {
  const { checks, verdicts } = summarise(run);
  const counts = attributes({
    tests: checks,
    failures: verdicts.fail,
    errors: verdicts.undecided,
    skipped: verdicts.notApplicable,
    time: (run.durationMs / 1000).toFixed(3),
  });
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="assay" ${counts}>\n`;
  yield `  <testsuite name="assay" ${counts} timestamp="${run.snapshot.takenAt.slice(0, 19)}">\n`;
  for (const judgement of judgementsOf(run)) yield renderCase(judgement);
  if (run.notes) yield `    <system-err>${escapeXml(run.notes.join("\n"))}</system-err>\n`;
  yield "  </testsuite>\n</testsuites>\n";
}

function renderCase({ check, verdict }: Judgement): string {
  const about = attributes({
    classname: check.id.replaceAll("/", "."),
    name: check.title,
    file: check.place.file,
  });
  // Names and messages may hold line ends, and a line that begins with :: or ## is a command to pipelines.
  const visible = (lines: readonly string[]) => lines.map(makeVisible);
  const offenders = visible(offenderLines(verdict));
  const waiting = visible(undecidedLines(verdict));
  const scopes = visible(scopeWarnings(verdict));
  switch (verdict.status) {
    case "pass":
      return scopes.length === 0
        ? `    <testcase ${about}/>\n`
        : `    <testcase ${about}>\n      <system-out>${escapeXml(scopes.join("\n"))}</system-out>\n    </testcase>\n`;
    case "notApplicable":
      return renderOutcome(about, "skipped", "Nothing to examine.", scopes);
    case "undecided":
      return renderOutcome(about, "error", waiting[0] ?? scopes[0] ?? "Undecided.", [
        ...scopes,
        ...waiting,
      ]);
    case "fail": {
      const message = `${countOf(verdict.offenderCount, "offender")} among ${countAssets(verdict.examined)}`;
      return renderOutcome(about, "failure", message, [
        ...offenders,
        ...scopes,
        ...waiting,
        ...adviceOn(check, exampleOf(verdict)).map(({ label, text }) => `${label} ${text}`),
      ]);
    }
  }
}

function renderOutcome(
  about: string,
  kind: "skipped" | "error" | "failure",
  message: string,
  lines: readonly string[],
): string {
  const text = lines.length === 0 ? "/>" : `>${escapeXml(lines.join("\n"))}</${kind}>`;
  return `    <testcase ${about}>\n      <${kind} ${attributes({ message })}${text}\n    </testcase>\n`;
}

function offenderLines({ offenders, offenderCount, rules }: Judgement["verdict"]): string[] {
  if (offenderCount === 0)
    return rules
      .filter(({ status }) => status === "fail")
      .map(({ rule, expected, found }) => `${rule}: expected ${expected}, found ${found}`);
  const shown = offenders.slice(0, assetLimit);
  return [
    ...shown.map(
      (one) =>
        `${nameOf(one.asset)} (${one.asset.id})${disabledNote(one.asset)}: ${renderReasons(one)}`,
    ),
    ...restLine(offenderCount - shown.length),
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

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(String(value))}"`)
    .join(" ");
}

/** XML 1.0 has no place for control characters, not even escaped; nor for what is no character. */
function escapeXml(text: string): string {
  return makeLinesVisible(text)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
