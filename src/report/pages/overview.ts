import { judgementsByStatus, type Judgement } from "../judgements.ts";
import { presentWords, statusOrder, countOf, capitalise } from "../words.ts";
import { atOnce } from "../../slices.ts";
import type { Run } from "../../types.ts";
import { isAskedFor } from "./control-filter.ts";
import { renderControls } from "./control-list.ts";
import { html, type Markup } from "./html.ts";
import type { Links, OverviewQuery } from "./links.ts";
import { renderConnectors, renderTallies, renderUnread } from "./overview-tables.ts";
import { type NamedAssets, renderNamed } from "./named-assets.ts";
import { moment } from "./parts.ts";
import {
  type ConnectorSummary,
  summariseConnectors,
  tallyByFramework,
  tallyBySeverity,
  tallyOf,
} from "./summary.ts";

/** What the overview is made of. */
export interface Overview {
  readonly run: Run;
  /** `summariseConnectors` of the run, where it is there already. */
  readonly connectors?: readonly ConnectorSummary[];
  readonly links: Links;
  readonly query?: OverviewQuery;
  /** What else the words of the query name: assets and connectors. */
  readonly named?: NamedAssets | undefined;
  readonly now?: string;
  /** A report in one file has no forms and shows all controls at once. */
  readonly inOneFile?: boolean;
}

/** Verdicts by severity, framework and connector; what is undecided and why; the controls, failing first. */
export function renderOverview(overview: Overview): Markup {
  const { run, links, query = {}, now, inOneFile } = overview;
  const all = judgementsByStatus(run);
  const connectors = overview.connectors ?? atOnce(summariseConnectors(all));
  const { status, ...others } = query;
  const meant = all.filter((judged) => isAskedFor(judged, others));
  const shown = meant.filter((judged) => isAskedFor(judged, { status }));
  const severityLink = (severity: string) => links.narrowed({ severity });
  const frameworkLink = (framework: string) => links.narrowed({ framework });
  const assets = Object.values(run.assets).reduce((sum, count) => sum + count, 0);
  const list = renderControls({ links, shown, query, all, inOneFile: inOneFile ?? false });
  const named = overview.named && renderNamed(links, overview.named);
  const tables = html`<div class="grid">
    ${renderTallies("By severity", tallyBySeverity(all), severityLink)}
    ${renderTallies("By framework", tallyByFramework(all), frameworkLink)}
  </div>`;
  return html`<h1>${headline(meant)}</h1>
    <p class="lead">
      ${countOf(meant.length, "control")}${narrowing(query)} over ${countOf(assets, "asset")}, as
      they were read ${moment(run.snapshot.takenAt, now)}.
    </p>
    ${renderTotals(links, meant, others)}
    ${isNarrowed(query) ? [list, named, tables] : [tables, list]}
    <div class="grid">
      ${renderConnectors(links, connectors, all.some(isCut))} ${renderUnread(run.coverage)}
    </div>`;
}

function headline(all: readonly Judgement[]): string {
  const { fail, undecided, pass } = tallyOf(all);
  if (all.length === 0) return "No control is like that";
  if (fail > 0) return `${countOf(fail, "control fails", "controls fail")}`;
  if (undecided > 0)
    return `Nothing fails, but ${countOf(undecided, "control is", "controls are")} undecided`;
  return pass > 0 ? "Everything that was examined passes" : "There was nothing to examine";
}

/** Which controls are counted, where these are not all. */
function narrowing({ framework, severity, text }: OverviewQuery): string {
  const words = [
    ...(framework ? [`of ${framework}`] : []),
    ...(severity ? [`of severity ${severity}`] : []),
    ...(text ? [`that "${text}" finds`] : []),
  ];
  return words.length > 0 ? ` ${words.join(" ")}` : "";
}

function renderTotals(
  links: Links,
  all: readonly Judgement[],
  { sort: _, page: __, ...query }: OverviewQuery,
): Markup {
  const tally = tallyOf(all);
  return html`<ul class="totals">
    ${statusOrder.map(
      (status) =>
        html`<li>
          <a class="${status}" href="${links.overview({ ...query, status })}"
            ><strong>${tally[status]}</strong><span>${capitalise(presentWords[status])}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

/** Its lists hold less than it counts. */
function isCut({ verdict }: Judgement): boolean {
  const { offenders, offenderCount, undecided, undecidedCount } = verdict;
  return offenders.length < offenderCount || undecided.length < undecidedCount;
}

function isNarrowed({ status, severity, framework, text, sort, page = 1 }: OverviewQuery): boolean {
  return Boolean(status || severity || framework || text || sort) || page > 1;
}
