import { atOnce } from "../../slices.ts";
import type { Run } from "../../types.ts";
import { renderControls } from "./control-list.ts";
import { html, type Markup } from "./html.ts";
import type { Links, OverviewQuery } from "./links.ts";
import { renderConnectors, renderTallies, renderUnread } from "./overview-tables.ts";
import { moment, plural, STATUS_WORDS } from "./parts.ts";
import {
  type ConnectorSummary,
  frameworkOf,
  type Judged,
  judgedOf,
  STATUSES,
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
  readonly now?: string;
  /** A report in one file has no forms and shows all controls at once. */
  readonly inOneFile?: boolean;
}

/** Verdicts by severity, framework and connector; what is undecided and why; the controls, failing first. */
export function renderOverview(overview: Overview): Markup {
  const { run, links, query = {}, now, inOneFile } = overview;
  const all = judgedOf(run);
  const connectors = overview.connectors ?? atOnce(summariseConnectors(all));
  const shown = all.filter((judged) => isAskedFor(judged, query));
  const narrow = (more: OverviewQuery) => (inOneFile ? undefined : links.overview(more));
  const severityLink = (severity: string) => narrow({ severity });
  const frameworkLink = (framework: string) => narrow({ framework });
  const assets = Object.values(run.assets).reduce((sum, count) => sum + count, 0);
  const list = renderControls({ links, shown, query, all, inOneFile: inOneFile ?? false });
  const tables = html`<div class="grid">
    ${renderTallies("By severity", tallyBySeverity(all), severityLink)}
    ${renderTallies("By framework", tallyByFramework(all), frameworkLink)}
  </div>`;
  return html`<h1>${headline(all)}</h1>
    <p class="lead">
      ${plural(all.length, "control")} over ${plural(assets, "asset")}, as they were read
      ${moment(run.snapshot.takenAt, now)}.
    </p>
    ${renderTotals(links, all)} ${isNarrowed(query) ? [list, tables] : [tables, list]}
    <div class="grid">
      ${renderConnectors(links, connectors, all.some(isCut))} ${renderUnread(run.coverage)}
    </div>`;
}

/** The framework, severity, status and words of a query, all of which a control must meet. */
function isAskedFor({ check, verdict }: Judged, query: OverviewQuery): boolean {
  const words = (query.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const said = `${check.title} ${check.id} ${check.tags.join(" ")}`.toLowerCase();
  return (
    (!query.status || verdict.status === query.status) &&
    (!query.severity || check.severity === query.severity) &&
    (!query.framework || check.frameworks.some((id) => frameworkOf(id) === query.framework)) &&
    words.every((word) => said.includes(word))
  );
}

function headline(all: readonly Judged[]): string {
  const { fail, undecided, pass } = tallyOf(all);
  if (fail > 0) return `${plural(fail, "control fails", "controls fail")}`;
  if (undecided > 0)
    return `Nothing fails, but ${plural(undecided, "control is", "controls are")} undecided`;
  return pass > 0 ? "Everything that was examined passes" : "There was nothing to examine";
}

function renderTotals(links: Links, all: readonly Judged[]): Markup {
  const tally = tallyOf(all);
  return html`<ul class="totals">
    ${STATUSES.map(
      (status) =>
        html`<li>
          <a class="${status}" href="${links.overview({ status })}"
            ><strong>${tally[status]}</strong><span>${STATUS_WORDS[status]}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

/** Its lists hold less than it counts. */
function isCut({ verdict }: Judged): boolean {
  const { offenders, offenderCount, undecided, undecidedCount } = verdict;
  return offenders.length < offenderCount || undecided.length < undecidedCount;
}

function isNarrowed({ status, severity, framework, text, page = 1 }: OverviewQuery): boolean {
  return Boolean(status || severity || framework || text) || page > 1;
}
