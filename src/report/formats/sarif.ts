import { fingerprintOf, firstIdOf } from "../../check/run/identity.ts";
import {
  type AssetName,
  type Check,
  type Severity,
  type UndecidedAsset,
  type Offender,
  type WholeRun,
  severities,
} from "../../types.ts";
import { disabledNote, renderWaits } from "../evidence.ts";
import { labelOf } from "../asset-label.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import { escapeMessage, placeOf } from "./sarif-places.ts";
import { renderCount, renderWhy, unmetCounts } from "../unmet-counts.ts";
import { taxaOf } from "./sarif-taxa.ts";
import { narrowedWords, scopeWarnings } from "../scope-words.ts";
import { makeVisible } from "../../visible.ts";
import { capitalise, countOf, countNumber } from "../words.ts";

/** How grave a severity is in SARIF's words, and as the number that code scanning sorts by. */
const levels: Readonly<Record<Severity, { readonly level: string; readonly score: string }>> = {
  CRITICAL: { level: "error", score: "9.5" },
  HIGH: { level: "error", score: "8.0" },
  MEDIUM: { level: "warning", score: "5.5" },
  LOW: { level: "note", score: "3.0" },
  INFO: { level: "note", score: "1.0" },
};

/**
 * GitHub refuses a file with more results or rules than this, or with a rule of more tags
 * (docs.github.com, "SARIF results exceed one or more limits").
 */
export const sarifLimits = { results: 25_000, rules: 25_000, tags: 20 };

/** A file of all results may take ten mebibytes compressed; a message that says much says it all in the JSON report. */
const messageLength = 1000;

/**
 * Writes a run as SARIF 2.1.0, as GitHub's code scanning reads it: a rule for each check, a result for each offender, and a note
 * for each undecided asset. What passed or does not apply is no result, for each would be an alert. Results are told apart by
 * `primaryLocationLineHash`, which holds check, rule and asset, and stand at the rule in the check's file. The invocation begins
 * when the snapshot was begun: that is what the results are true of, and the same on every run over it. Beyond GitHub's limits the least grave are left out, and a notification says so.
 */
export async function* renderSarif(whole: WholeRun): AsyncGenerator<string> {
  const { run } = whole;
  const all = judgementsOf(run);
  const ranked = all.toSorted((a, b) => rank(a) - rank(b));
  const kept = new Set(ranked.slice(0, sarifLimits.rules));
  const judgements = all.filter((judgement) => kept.has(judgement));
  const { taxonomies, relationshipsOf } = taxaOf(judgements.map(({ check }) => check));
  const driver = {
    name: "Assay",
    version: run.snapshot.assayVersion,
    rules: judgements.map(({ check }) => renderRule(check, relationshipsOf(check))),
    supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })),
  };
  const head = JSON.stringify({ tool: { driver }, taxonomies }, undefined, 2).slice(0, -2);
  yield `{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [\n`;
  yield `${head},\n  "results": [`;
  let room = sarifLimits.results;
  let separator = "\n";
  for (const list of [offendersOf, undecidedOf])
    for (const judgement of ranked.filter((one) => kept.has(one))) {
      if (room === 0) break;
      for await (const results of list(judgement, judgements.indexOf(judgement), whole)) {
        const shown = results.slice(0, room);
        if (shown.length === 0) continue;
        room -= shown.length;
        yield `${separator}${shown.map((result) => JSON.stringify(result)).join(",\n")}`;
        separator = ",\n";
        if (room === 0) break;
      }
    }
  const notifications = [
    ...narrowedWords(run).map((words) => ({
      level: "note",
      message: { text: makeVisible(`${capitalise(words)}.`) },
    })),
    ...(run.notes ?? []).map((note) => ({
      level: "warning",
      message: { text: makeVisible(note) },
    })),
    ...notificationsOf(ranked, sarifLimits.results - room),
  ];
  const invocation = {
    executionSuccessful: true,
    startTimeUtc: run.snapshot.takenAt,
    toolExecutionNotifications: notifications,
  };
  yield `\n  ],\n  "invocations": [${JSON.stringify(invocation)}]\n}\n]\n}\n`;
}

function rank({ check }: Judgement): number {
  return severities.indexOf(check.severity);
}

function renderRule(check: Check, relationships: readonly object[]) {
  const { level, score } = levels[check.severity];
  const help = check.guidance.map(({ heading, body }) => `## ${heading}\n\n${body}`).join("\n\n");
  const helpUri = referenceOf(check);
  const tags = [...new Set([...check.tags, ...check.frameworks.toSorted(newestFirst)])];
  return {
    id: check.id,
    ...(check.formerly.length > 0 ? { deprecatedIds: check.formerly } : {}),
    shortDescription: { text: check.title },
    ...(check.overview === "" ? {} : { fullDescription: { text: check.overview } }),
    ...(help === "" ? {} : { help: { text: help, markdown: help } }),
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level },
    properties: {
      "security-severity": score,
      tags: tags.slice(0, sarifLimits.tags),
    },
    relationships,
  };
}

/** The first page that the guidance refers to. */
function referenceOf({ guidance }: Check): string | undefined {
  const references = guidance.find(({ heading }) => /^references/i.test(heading))?.body ?? "";
  const [address] = /https:\/\/[^\s<>()"'`\\\]]+/.exec(references) ?? [];
  return address !== undefined && URL.canParse(address) ? address : undefined;
}

/** Of a benchmark's editions the newest first: `cis-azure-3.0.0:…` before `cis-azure-2.1.0:…`. */
function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, "en", { numeric: true });
}

type Results = AsyncGenerator<readonly object[]>;

async function* offendersOf(
  { check, verdict }: Judgement,
  ruleIndex: number,
  { offenders }: WholeRun,
): Results {
  const { level } = levels[check.severity];
  const about = { check, ruleIndex, kind: "fail", level };
  for await (const batch of offenders(check.id))
    yield batch.map((one) => assetResult(about, one, `: ${renderWhy(one, verdict)}`));
  if (verdict.offenderCount > 0) return;
  const unmet = unmetCounts(verdict);
  yield unmet.map((one) => result(about, one.rule, renderCount(one), one.connector ?? ""));
}

/** A note each: SARIF would have the level `none` beside the kind `open`, which code scanning shows like a failure. */
async function* undecidedOf(
  { check, verdict }: Judgement,
  ruleIndex: number,
  { undecided }: WholeRun,
): Results {
  const about = { check, ruleIndex, kind: "open", level: "note" };
  for await (const batch of undecided(check.id))
    yield batch.map((one) => assetResult(about, one, ` is undecided: ${renderWaits(one)}`));
  if (verdict.undecidedCount > 0 || verdict.status !== "undecided") return;
  const open = verdict.rules.filter(({ status }) => status === "undecided");
  const [nowhere] = scopeWarnings(verdict);
  const text = `Undecided: ${nowhere ?? "not all assets could be read."}`;
  yield open.map(({ rule, connector = "" }) => result(about, rule, text, connector));
}

interface About {
  readonly check: Judgement["check"];
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
}

function assetResult(about: About, { asset, rule }: Offender | UndecidedAsset, why: string) {
  return result(about, rule, labelOf(asset) + disabledNote(asset) + why, asset.id, asset);
}

function result(about: About, rule: string, message: string, id: string, asset?: AssetName) {
  const { check, ruleIndex, kind, level } = about;
  const text = cut(makeVisible(message));
  const key = { check: firstIdOf(check), rule, asset: id };
  return {
    ...{ ruleId: check.id, ruleIndex, kind, level },
    message: { text: escapeMessage(text) },
    locations: [placeOf(check, rule, asset)],
    partialFingerprints: { primaryLocationLineHash: fingerprintOf(key) },
  };
}

/** No character is cut in two. */
function cut(text: string): string {
  if (text.length <= messageLength) return text;
  return `${text.slice(0, messageLength).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Says what the limits left out, and which checks looked nowhere. */
function notificationsOf(ranked: readonly Judgement[], written: number): readonly object[] {
  const whole = ranked.reduce((sum, one) => sum + countResults(one), 0);
  const rules = ranked.length - sarifLimits.rules;
  const texts = [
    ...(whole > written
      ? [
          `${countNumber(whole - written)} of ${countOf(whole, "result")} are left out, the least grave ones: code scanning takes ${countNumber(sarifLimits.results)}. The JSON and CSV reports have all of them.`,
        ]
      : []),
    ...(rules > 0
      ? [`${countOf(rules, "check")} are left out: code scanning takes ${sarifLimits.rules}.`]
      : []),
  ];
  const scopes = ranked.flatMap(({ check, verdict }) =>
    scopeWarnings(verdict).map((warning) => ({
      level: "warning",
      message: { text: makeVisible(`${check.id}: ${warning}`) },
      associatedRule: { id: check.id },
    })),
  );
  return [...texts.map((text) => ({ level: "warning", message: { text } })), ...scopes];
}

function countResults({ verdict }: Judgement): number {
  const { offenderCount, undecidedCount, status, rules } = verdict;
  const count = (wanted: string) => rules.filter((rule) => rule.status === wanted).length;
  return (
    (offenderCount > 0 ? offenderCount : count("fail")) +
    (undecidedCount > 0 || status !== "undecided" ? undecidedCount : count("undecided"))
  );
}
