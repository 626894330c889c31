import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { AssetName, Severity, WholeRun } from "../types.ts";
import { nameOf, renderReasons, renderWaits } from "./evidence.ts";
import { judgementsOf, type Judgement } from "./judgements.ts";

/** How grave a severity is in SARIF's words, and as the number that code scanning sorts by. */
const levels: Readonly<Record<Severity, { readonly level: string; readonly score: string }>> = {
  CRITICAL: { level: "error", score: "9.5" },
  HIGH: { level: "error", score: "8.0" },
  MEDIUM: { level: "warning", score: "5.5" },
  LOW: { level: "note", score: "3.0" },
  INFO: { level: "note", score: "1.0" },
};

/**
 * Writes a run as SARIF 2.1.0: a rule for each check; a result for each offender (kind `fail`), each undecided asset
 * (`open`) and each check that passed or does not apply. Results stand at the check's file, for code scanning asks for
 * one, and name the asset as a logical location.
 */
export async function* renderSarif(whole: WholeRun): AsyncGenerator<string> {
  const { run } = whole;
  const judgements = judgementsOf(run);
  const driver = {
    name: "Assay",
    version: run.snapshot.assayVersion,
    rules: judgements.map(renderRule),
  };
  const head = JSON.stringify({ tool: { driver } }, undefined, 2).slice(0, -2);
  yield `{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [\n`;
  yield `${head},\n  "results": [`;
  let separator = "\n";
  for (const [index, judgement] of judgements.entries()) {
    for await (const results of resultsOf(judgement, index, whole)) {
      if (results.length === 0) continue;
      yield `${separator}${results.map((result) => JSON.stringify(result)).join(",\n")}`;
      separator = ",\n";
    }
  }
  yield "\n  ]\n}\n]\n}\n";
}

function renderRule({ check }: Judgement) {
  const { level, score } = levels[check.severity];
  const help = check.guidance.map(({ heading, body }) => `## ${heading}\n\n${body}`).join("\n\n");
  return {
    id: check.id,
    shortDescription: { text: check.title },
    ...(check.overview === "" ? {} : { fullDescription: { text: check.overview } }),
    ...(help === "" ? {} : { help: { text: help, markdown: help } }),
    defaultConfiguration: { level },
    properties: {
      "security-severity": score,
      tags: [...new Set([...check.tags, ...check.frameworks])],
    },
  };
}

async function* resultsOf(
  { check, verdict }: Judgement,
  ruleIndex: number,
  { offenders, undecided }: WholeRun,
): AsyncGenerator<readonly object[]> {
  const { level } = levels[check.severity];
  const result = (kind: string, grave: string, text: string, asset?: AssetName) => ({
    ruleId: check.id,
    ruleIndex,
    kind,
    level: grave,
    message: { text },
    locations: [locationOf(check, asset)],
    ...(asset ? { partialFingerprints: { "asset/v1": `${check.id} ${asset.id}` } } : {}),
  });
  for await (const batch of offenders(check.id))
    yield batch.map((one) =>
      result("fail", level, `${nameOf(one.asset)}: ${renderReasons(one)}`, one.asset),
    );
  for await (const batch of undecided(check.id))
    yield batch.map((one) =>
      result("open", "none", `${nameOf(one.asset)}: ${renderWaits(one)}`, one.asset),
    );
  if (verdict.offenderCount + verdict.undecidedCount > 0) return;
  const { status } = verdict;
  if (status === "pass") yield [result("pass", "none", "Nothing offends.")];
  if (status === "notApplicable") yield [result("notApplicable", "none", "Nothing to examine.")];
  if (status === "undecided") yield [result("open", "none", "Not all assets could be read.")];
  if (status === "fail") yield [result("fail", level, outcomeOf(verdict))];
}

function outcomeOf({ rules }: Judgement["verdict"]): string {
  return rules
    .filter(({ status }) => status === "fail")
    .map(({ rule, expected, found }) => `${rule}: expected ${expected}, found ${found}`)
    .join("; ");
}

function locationOf({ place }: Judgement["check"], asset: AssetName | undefined) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(place.file) },
      region: { startLine: place.line, startColumn: place.column },
    },
    ...(asset
      ? {
          logicalLocations: [
            { name: nameOf(asset), fullyQualifiedName: asset.id, kind: "resource" },
          ],
        }
      : {}),
  };
}

/** A file as SARIF names it: relative as it is, so that code scanning finds it in the repository. */
function uriOf(file: string): string {
  return isAbsolute(file)
    ? pathToFileURL(file).href
    : file.split(/[\\/]/).map(encodeURIComponent).join("/");
}
