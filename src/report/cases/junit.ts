import type { CaseResult, Outcome } from "../../cases/judge-cases.ts";
import { makeVisible } from "../../visible.ts";
import { renderEvidence, renderMissing } from "../evidence.ts";
import { attributes, escapeXml } from "../formats/xml.ts";
import { caseName, type CasesReport, isBad, lackingKinds } from "./case-words.ts";
import { problemOf } from "./text.ts";

/** Writes what checks came to over their cases as JUnit XML: a test case for each, and an error for a kind of case that a check lacks. */
export function* renderCasesJunit({
  results,
  required,
  durationMs,
}: CasesReport): Generator<string> {
  const all = results.flatMap(({ outcomes }) => outcomes);
  const lacking = results.flatMap((result) =>
    lackingKinds(result, required).map((kind) => ({ result, kind })),
  );
  const suite = attributes({
    name: "assay test",
    tests: all.length + lacking.length,
    failures: all.filter(isBad).length,
    errors: lacking.length,
    skipped: all.filter(isSkipped).length,
    time: (durationMs / 1000).toFixed(3),
  });
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite ${suite}>\n`;
  for (const result of results)
    for (const outcome of result.outcomes) yield caseOf(result, outcome);
  for (const { result, kind } of lacking) {
    const message = `The check has no ${kind} case, which is required.`;
    yield testCase(result, `has a ${kind} case`, [`<error ${attributes({ message })}/>`]);
  }
  yield "  </testsuite>\n</testsuites>\n";
}

/** What is still to do is run and told, and does not count. */
function isSkipped(outcome: Outcome): boolean {
  return outcome.operation.todo !== undefined && !isBad(outcome);
}

function caseOf(result: CaseResult, outcome: Outcome): string {
  const name = makeVisible(caseName(outcome).replaceAll('"', ""));
  if (isSkipped(outcome)) {
    const message = makeVisible(`To do: ${outcome.operation.todo}`);
    return testCase(result, name, [`<skipped ${attributes({ message })}/>`]);
  }
  if (!isBad(outcome)) return testCase(result, name, []);
  const { operation, row, reasons } = outcome;
  const { file, line, column } = row?.place ?? operation.place;
  const lines = [
    `${file}:${line}:${column}`,
    ...reasons.map((one) => ("condition" in one ? renderEvidence(one) : renderMissing(one))),
  ];
  const text = escapeXml(lines.map(makeVisible).join("\n"));
  const message = makeVisible(problemOf(outcome));
  return testCase(result, name, [`<failure ${attributes({ message })}>${text}</failure>`]);
}

function testCase({ check }: CaseResult, name: string, inner: readonly string[]): string {
  const about = attributes({ classname: check.id.replaceAll("/", "."), name, time: "0.000" });
  if (inner.length === 0) return `    <testcase ${about}/>\n`;
  return `    <testcase ${about}>\n      ${inner.join("")}\n    </testcase>\n`;
}
