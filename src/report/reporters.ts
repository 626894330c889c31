import type { Check, Inventory, Query, Run, WholeRun } from "../types.ts";
import type { Explanation } from "../explanation.ts";
import type { CoverageReport } from "./coverage-report.ts";
import type { FieldsReport } from "./fields-report.ts";
import type { CheckDifference } from "../diff/compare-checks.ts";
import type { MutationReport } from "./mutants/text.ts";
import type { News, ReportOptions, TerminalStyle } from "./options.ts";
import { type CasesReport, isBadResult, lackingKinds, tallyCases } from "./cases/case-words.ts";
import type { Named as FillIn } from "./witness.ts";
import type { Implication } from "../witness/implications.ts";
import type { RuleWitnesses } from "../witness/witness-check.ts";
import type { Kind } from "./witnesses/text.ts";
import { escapeJson } from "../visible.ts";

/** A way to write a run down. */
export interface Reporter {
  /** Ending of the files it writes, without the dot. */
  readonly suffix: string;
  /** What it is good for, as the command's help says it. */
  readonly about: string;
  /**
   * So many offenders and undecided assets of each check it needs in the run's lists, where those shown to people are not
   * enough. Reporters that show every one read them batch by batch instead.
   */
  readonly listed?: number;
  readonly load: () => Promise<Render>;
}

/** The text of a report, in pieces. */
export type Render = (
  whole: WholeRun,
  options: ReportOptions,
) => Iterable<string> | AsyncIterable<string>;

/** A reporter to which the run's own lists are enough. */
function overLists(render: (run: Run, options: ReportOptions) => Iterable<string>): Render {
  return ({ run }, options) => render(run, options);
}

/** A reporter of JSON, in which nothing steers whatever shows it. */
function asJson(render: (...given: Parameters<Render>) => AsyncIterable<string>): Render {
  return (whole, options) => escapeJson(render(whole, options));
}

/** Every report there is, by the name that `--output` takes. */
export const reporters = {
  text: {
    suffix: "txt",
    about:
      "for people, in a terminal: what a screen has room for; in a file, or with --details, everything",
    // What all offenders have in common is told once.
    listed: 100,
    load: async () => overLists((await import("./terminal/text.ts")).renderText),
  },
  json: {
    suffix: "json",
    about: "for programs; docs/report.schema.json describes it",
    load: async () => asJson((await import("./formats/json.ts")).renderJson),
  },
  html: {
    suffix: "html",
    about: "for people, in a browser: one file that works offline",
    listed: 1000,
    async load() {
      const { renderHtml } = await import("./formats/html.ts");
      return overLists((run) => [renderHtml(run)]);
    },
  },
  markdown: {
    suffix: "md",
    about: "for people, in a pull request or a job's summary",
    load: async () => overLists((await import("./formats/markdown.ts")).renderMarkdown),
  },
  junit: {
    suffix: "xml",
    about: "for build servers: a test case for each check",
    load: async () => overLists((await import("./formats/junit.ts")).renderJunit),
  },
  sarif: {
    suffix: "sarif",
    about:
      "for code scanning (SARIF 2.1.0): a result for each offender, a note for what is undecided",
    load: async () => asJson((await import("./formats/sarif.ts")).renderSarif),
  },
  csv: {
    suffix: "csv",
    about: "for spreadsheets: a row for each offender and undecided asset",
    load: async () => (await import("./formats/csv.ts")).renderCsv,
  },
} satisfies Record<string, Reporter>;

export { isBadResult, lackingKinds, tallyCases };
export type { MutationReport };
export type {
  CasesReport,
  CoverageReport,
  FieldsReport,
  FillIn,
  News,
  ReportOptions,
  TerminalStyle,
};

/** Writes what a snapshot could not read, or with `all` every collection of it, for people; as JSON without a style. */
export async function renderCoverage(
  report: CoverageReport,
  look: { readonly style?: TerminalStyle; readonly all: boolean },
): Promise<Iterable<string> | AsyncIterable<string>> {
  const { style, all } = look;
  if (!style) {
    const { renderCoverageJson } = await import("./formats/coverage-json.ts");
    return escapeJson(renderCoverageJson(report));
  }
  const { renderCollections, renderGaps } = await import("./terminal/coverage.ts");
  return all ? renderCollections(report, style) : renderGaps(report, style);
}

/** Writes which fields checks read, or with `all` every member of every type, for people; as JSON without a style. */
export async function renderFields(
  report: FieldsReport,
  { style, all }: { readonly style?: TerminalStyle; readonly all: boolean },
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (style) return (await import("./terminal/fields.ts")).renderFields(report, { style, all });
  return escapeJson((await import("./formats/fields-json.ts")).renderFieldsJson(report));
}

/** Checks with what each of their rules asks, as JSON. */
export async function renderChecksJson(checks: readonly Check[]): Promise<AsyncIterable<string>> {
  const json = await import("./formats/checks-json.ts");
  return escapeJson([json.renderChecksJson(checks)]);
}

/** A list of checks by severity, for people. */
export async function renderChecks(
  checks: readonly Check[],
  style: TerminalStyle,
): Promise<string> {
  return (await import("./terminal/control.ts")).renderList(checks, style);
}

/** One check with its guidance for people, filled in for an asset if there is one: by its id alone, or by all that is known of it. */
export async function renderCheck(
  check: Check,
  style: TerminalStyle,
  asset?: string | FillIn,
): Promise<string> {
  const { renderControl } = await import("./terminal/control.ts");
  if (typeof asset !== "string") return renderControl(check, style, asset);
  const { namedById } = await import("./placeholders.ts");
  return renderControl(check, style, namedById(asset));
}

/** Ways to write down what checks came to over their cases. */
export const casesForms = ["text", "json", "junit"] as const;

/** Writes what checks came to over their cases. */
export async function renderCases(
  report: CasesReport,
  form: (typeof casesForms)[number],
  style: TerminalStyle,
): Promise<Iterable<string> | AsyncIterable<string>> {
  switch (form) {
    case "text":
      return (await import("./cases/text.ts")).renderCasesText(report, style);
    case "json":
      return escapeJson([(await import("./cases/json.ts")).renderCasesJson(report)]);
    case "junit":
      return (await import("./cases/junit.ts")).renderCasesJunit(report);
  }
}

/** Writes what a check says of one asset, for people; as JSON without a style. */
export async function renderExplanation(
  explanation: Explanation,
  style?: TerminalStyle,
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (style)
    return [(await import("./terminal/explanation.ts")).renderExplanation(explanation, style)];
  const { renderExplanationJson } = await import("./formats/explanation-json.ts");
  return escapeJson([renderExplanationJson(explanation)]);
}

/** Writes for people rows that rules fail, pass and leave undecided; as JSON without a style. */
export async function renderWitnesses(
  rules: readonly RuleWitnesses[],
  { style, kinds }: { readonly style?: TerminalStyle; readonly kinds: readonly Kind[] },
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (style) {
    const { renderWitnessesText } = await import("./witnesses/text.ts");
    return renderWitnessesText(rules, kinds, style);
  }
  return escapeJson([(await import("./witnesses/json.ts")).renderWitnessesJson(rules)]);
}

/** Writes what has become of checks. */
export async function renderDiff(
  differences: readonly CheckDifference[],
  output: "text" | "markdown" | "json",
  style: TerminalStyle,
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (output === "text")
    return (await import("./diffs/text.ts")).renderDiffText(differences, style);
  if (output === "markdown")
    return (await import("./diffs/markdown.ts")).renderDiffMarkdown(differences);
  return escapeJson([(await import("./diffs/json.ts")).renderDiffJson(differences)]);
}

/** Writes what became of the mutants of checks: for people, as JSON without a style. */
export async function renderMutation(
  report: MutationReport,
  { style, details }: { readonly style?: TerminalStyle; readonly details: boolean },
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (style) return (await import("./mutants/text.ts")).renderMutationText(report, style, details);
  return escapeJson([(await import("./mutants/json.ts")).renderMutationJson(report)]);
}

/** Writes whether checks find nothing that another does not; as JSON without a style. */
export async function renderImplications(
  told: readonly Implication[],
  style?: TerminalStyle,
): Promise<Iterable<string> | AsyncIterable<string>> {
  const { renderImplicationsJson, renderImplicationsText } =
    await import("./witnesses/implications.ts");
  return style ? renderImplicationsText(told, style) : escapeJson([renderImplicationsJson(told)]);
}

/** Writes the assets that a query selects, piece by piece: any of them as lines of JSON, those of one concrete type as Parquet. */
export async function* exportAssets(
  inventory: Inventory,
  query: Query,
  form: "ndjson" | "parquet",
): AsyncGenerator<Uint8Array, void, void> {
  const { exportLines, exportParquet } = await import("./formats/export.ts");
  yield* form === "parquet" ? exportParquet(inventory, query) : exportLines(inventory, query);
}
