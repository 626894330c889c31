import { type Run, severities } from "../../types.ts";
import { judgementsByStatus, type Judgement } from "../judgements.ts";
import type { ReportOptions } from "../options.ts";
import { mendingOf, remedyFor } from "../remedy.ts";
import { scopeWarnings } from "../scope-words.ts";
import { countNumber, countOf } from "../words.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { renderFindings } from "./text-findings.ts";

/** More failures than these are told service by service. */
const mostFailures = 40;
/** So many of a service are named, the gravest. */
const namedOfService = 3;
/** So many checks that are undecided are told. */
const mostOpen = 5;
/** So many ways to decide them. */
const mostRemedies = 3;

/** What a screen has room for. */
type BriefOptions = Pick<ReportOptions, "limit" | "all" | "news" | "command">;

/**
 * The gravest finding in full; then a line for each other check that failed, the gravest first, where they are many by service; then in
 * few lines what is undecided, and what would decide it.
 */
export function* renderBrief(
  run: Run,
  options: BriefOptions,
  page: TerminalPage,
): Generator<string> {
  const judgements = judgementsByStatus(run);
  const withStatus = (status: string) =>
    judgements.filter(({ verdict }) => verdict.status === status);
  const failed = withStatus("fail");
  const undecided = withStatus("undecided");
  const [gravest] = [...failed, ...undecided];
  if (gravest) yield renderFindings(gravest, options, page);
  const others = failed.filter((one) => one !== gravest);
  if (others.length > 0) yield* renderFailures(others, options, page);
  const open = undecided.filter((one) => one !== gravest);
  if (open.length > 0) {
    const noun = open.length < undecided.length ? "more check" : "check";
    yield renderOpen(open, noun, options, page);
  }
  const isMore = others.length > 0 || open.length > 0;
  if (isMore) yield renderRemedies([...failed, ...undecided], options, page);
  yield renderWarnings(
    judgements.filter((one) => one !== gravest),
    page,
  );
  if (isMore) yield `${page.line(0, hint(options), "dim")}\n`;
}

function* renderFailures(
  others: readonly Judgement[],
  options: BriefOptions,
  page: TerminalPage,
): Generator<string> {
  const fresh = options.news ? `, new since ${options.news.since} where it says so` : "";
  yield page.line(0, `${countOf(others.length, "more check")} failed${fresh}`, "bold");
  const rows = createRows(others, options, page);
  if (others.length <= mostFailures || options.all) {
    yield `${others.map(rows).join("")}\n`;
    return;
  }
  // In the order of each service's gravest.
  for (const [service, group] of Map.groupBy(others, serviceOf)) {
    const rest = group.length - namedOfService;
    yield [
      page.line(0, `${service} · ${countNumber(group.length)} failed: ${countSeverities(group)}`),
      ...group.slice(0, namedOfService).map(rows),
      ...(rest > 0 ? [page.line(2, `and ${countNumber(rest)} more`, "dim")] : []),
      "\n",
    ].join("");
  }
}

/** A line for each check: its severity, how many assets it is about, its title and id, and how many of them are new. */
function createRows(
  judgements: readonly Judgement[],
  { news }: BriefOptions,
  page: TerminalPage,
): (judgement: Judgement) => string {
  const countIn = ({ verdict: { status, offenderCount, undecidedCount } }: Judgement) =>
    countNumber(status === "fail" ? offenderCount : undecidedCount);
  const width = Math.max(...judgements.map((one) => countIn(one).length));
  return (judgement) => {
    const { check, verdict } = judgement;
    const fresh = news?.offenders.get(check.id)?.size ?? 0;
    const count = countIn(judgement);
    return page.entry(verdict.status, {
      lead: `${check.severity.padEnd(8)} ${(count === "0" ? "–" : count).padStart(width)} `,
      text: check.title,
      note: [check.id, ...(fresh > 0 ? [`${countNumber(fresh)} new`] : [])].join(" · "),
    });
  };
}

function serviceOf({ check: { id } }: Judgement): string {
  return id.split("/").slice(0, -1).join("/") || "others";
}

function countSeverities(group: readonly Judgement[]): string {
  const counts = Map.groupBy(group, ({ check }) => check.severity);
  return severities
    .filter((one) => counts.has(one))
    .map((one) => `${countNumber(counts.get(one)!.length)} ${one.toLowerCase()}`)
    .join(", ");
}

function renderOpen(
  open: readonly Judgement[],
  noun: string,
  options: BriefOptions,
  page: TerminalPage,
): string {
  const shown = options.all ? open : open.slice(0, mostOpen);
  const rest = open.length - shown.length;
  return [
    page.line(0, `${countOf(open.length, noun)} undecided`, "bold"),
    ...shown.map(createRows(shown, options, page)),
    ...(rest > 0 ? [page.line(2, `and ${countNumber(rest)} more`, "dim")] : []),
    "\n",
  ].join("");
}

/** What would decide what is open, of failed checks too: what helps most checks first. */
function renderRemedies(
  judgements: readonly Judgement[],
  { all, command = "npx assay" }: BriefOptions,
  page: TerminalPage,
): string {
  const counts = new Map<string, number>();
  for (const { verdict } of judgements)
    for (const remedy of remediesIn(verdict)) counts.set(remedy, (counts.get(remedy) ?? 0) + 1);
  if (counts.size === 0) return "";
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = all ? sorted : sorted.slice(0, mostRemedies);
  const rest = sorted.length - shown.length;
  return [
    page.line(0, "To decide what is undecided, of failed checks too", "bold"),
    ...shown.map(([remedy, count]) =>
      page.line(2, `${remedy.replace(/\.$/, "")} · ${countOf(count, "check")}`),
    ),
    ...(rest > 0
      ? [page.line(2, `and ${countNumber(rest)} more: ${command} coverage`, "dim")]
      : []),
    "\n",
  ].join("");
}

function remediesIn({ undecided, unreadable }: Judgement["verdict"]): ReadonlySet<string> {
  const waiting = undecided.flatMap(({ missing }) => missing.map(mendingOf));
  return new Set([...waiting, ...unreadable.map(remedyFor)].filter((one) => one !== undefined));
}

/** Checks of which a condition is true of no asset: they may have passed only because of that. */
function renderWarnings(judgements: readonly Judgement[], page: TerminalPage): string {
  const warnings = judgements.flatMap(({ check, verdict }) =>
    scopeWarnings(verdict).map((warning) => `${check.id}: ${warning}`),
  );
  if (warnings.length === 0) return "";
  return [
    page.line(0, "Conditions that are true of nothing", "bold"),
    ...warnings.map((warning) => page.line(2, warning, "undecided")),
    "\n",
  ].join("");
}

function hint({ command = "npx assay" }: BriefOptions): string {
  return `--details shows each with its reasons and its remedy; ${command} checks CHECK --for ASSET fills an asset into all of a check's commands.`;
}
