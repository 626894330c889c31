import type { Coverage, Run } from "../../types.ts";
import { severities } from "../summary.ts";
import { html, type Markup } from "./html.ts";
import type { Links, OverviewQuery } from "./links.ts";
import {
  capitalise,
  describeStatus,
  describeTally,
  linkTo,
  moment,
  pager,
  plural,
  STATUS_WORDS,
  severityBadge,
  statusBadge,
  tallyBar,
} from "./parts.ts";
import {
  type ConnectorSummary,
  frameworkOf,
  type Judged,
  judgedOf,
  STATUSES,
  summariseConnectors,
  type TallyRow,
  tallyByFramework,
  tallyBySeverity,
  tallyOf,
} from "./summary.ts";

const CONTROLS_PER_PAGE = 100;
const CONNECTORS_SHOWN = 10;

/** What the overview is made of. */
export interface Overview {
  readonly run: Run;
  readonly links: Links;
  readonly query?: OverviewQuery;
  readonly now?: string;
  /** A report in one file has no forms and shows all controls at once. */
  readonly inOneFile?: boolean;
}

/** Verdicts by severity, framework and connector; what is undecided and why; the controls, failing first. */
export function renderOverview({ run, links, query = {}, now, inOneFile }: Overview): Markup {
  const all = judgedOf(run);
  const shown = all.filter((judged) => isAskedFor(judged, query));
  const assets = Object.values(run.assets).reduce((sum, count) => sum + count, 0);
  return html`<h1>${headline(all)}</h1>
    <p class="lead">
      ${plural(all.length, "control")} over ${plural(assets, "asset")}, as they were read
      ${moment(run.snapshot.takenAt, now)}.
    </p>
    ${renderTotals(links, all)} ${renderControls(links, shown, query, inOneFile ?? false, all)}
    <div class="grid">
      ${renderTallies("By severity", tallyBySeverity(all), ({ name }) => links.overview({ severity: name }), inOneFile)}
      ${renderTallies("By framework", tallyByFramework(all), ({ name }) => links.overview({ framework: name }), inOneFile)}
    </div>
    <div class="grid">
      ${renderConnectors(links, summariseConnectors(all))} ${renderUnread(run.coverage)}
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

function renderControls(
  links: Links,
  shown: readonly Judged[],
  query: OverviewQuery,
  inOneFile: boolean,
  all: readonly Judged[],
): Markup {
  const perPage = inOneFile ? shown.length : CONTROLS_PER_PAGE;
  const pages = Math.max(1, Math.ceil(shown.length / Math.max(1, perPage)));
  const page = Math.min(Math.max(1, query.page ?? 1), pages);
  const rows = shown.slice((page - 1) * perPage, page * perPage);
  return html`<section class="card" aria-labelledby="controls">
    <h2 id="controls">Controls</h2>
    ${!inOneFile && renderFilter(query, all)}
    ${
      rows.length === 0
        ? html`<p>No control is like that. <a href="${links.overview()}">Show all.</a></p>`
        : html`<div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col" class="fit">Verdict</th>
                  <th scope="col">Control</th>
                  <th scope="col" class="fit">Severity</th>
                  <th scope="col" class="number">Assets at fault</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map((judged) => renderControlRow(links, judged))}
              </tbody>
            </table>
          </div>`
    }
    ${pager(page, pages, (to) => links.overview({ ...query, page: to }))}
  </section>`;
}

function renderControlRow(links: Links, { check, verdict }: Judged): Markup {
  const { offenderCount, undecidedCount } = verdict;
  return html`<tr>
    <td class="fit">${statusBadge(verdict.status)}</td>
    <th scope="row">
      <a class="title" href="${links.control(check.id)}">${check.title}</a
      ><span class="id">${check.id}</span>
    </th>
    <td class="fit">${severityBadge(check.severity)}</td>
    <td class="number">
      ${
        offenderCount > 0 ? offenderCount.toLocaleString("en") : html`<span class="quiet">0</span>`
      }${undecidedCount > 0 && html`<span class="id">${undecidedCount.toLocaleString("en")} undecided</span>`}
    </td>
  </tr>`;
}

function renderFilter(query: OverviewQuery, all: readonly Judged[]): Markup {
  const frameworks = tallyByFramework(all).map(({ name }) => name);
  return html`<form class="filter" method="get" action="/" role="search">
    <label class="grow"
      >Words<input type="search" name="text" value="${query.text}" placeholder="security contact"
    /></label>
    ${renderChoice(
      "status",
      "Verdict",
      query.status,
      STATUSES.map((status) => [status, STATUS_WORDS[status]]),
    )}
    ${renderChoice(
      "severity",
      "Severity",
      query.severity,
      severities.map((severity) => [severity, capitalise(severity)]),
    )}
    ${renderChoice(
      "framework",
      "Framework",
      query.framework,
      frameworks.map((name) => [name, name]),
    )}
    <button class="primary" type="submit">Show</button>
  </form>`;
}

function renderChoice(
  name: string,
  label: string,
  chosen: string | undefined,
  choices: readonly (readonly [value: string, word: string])[],
): Markup {
  const option = (value: string, word: string) =>
    value === (chosen ?? "")
      ? html`<option value="${value}" selected>${word}</option>`
      : html`<option value="${value}">${word}</option>`;
  return html`<label
    >${label}<select name="${name}">
      ${option("", "Any")}${choices.map(([value, word]) => option(value, word))}
    </select></label
  >`;
}

function renderTallies(
  heading: string,
  rows: readonly TallyRow[],
  href: (row: TallyRow) => string,
  inOneFile = false,
): Markup {
  const name = (row: TallyRow) => (/^[A-Z]+$/.test(row.name) ? capitalise(row.name) : row.name);
  return html`<section class="card">
    <h2>${heading}</h2>
    <table>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row" class="fit">
                ${linkTo(inOneFile ? undefined : href(row), name(row))}
              </th>
              <td class="tally">${tallyBar(row.tally)}</td>
              <td class="number quiet">
                ${row.tally.fail > 0 ? plural(row.tally.fail, "failing", "failing") : describeTally(row.tally)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function renderConnectors(links: Links, connectors: readonly ConnectorSummary[]): Markup {
  const all = links.connectors();
  return html`<section class="card">
    <h2>By connector</h2>
    ${
      connectors.length === 0
        ? html`<p>No connector fails or is undecided.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Connector</th>
                <th scope="col" class="number">Failing</th>
                <th scope="col" class="number">Undecided</th>
              </tr>
            </thead>
            <tbody>
              ${connectors.slice(0, CONNECTORS_SHOWN).map(
                ({ id, name, failing, undecided }) =>
                  html`<tr>
                    <th scope="row">${linkTo(links.connector(id), name ?? id)}</th>
                    <td class="number">${failing}</td>
                    <td class="number">${undecided}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${connectors.length > CONNECTORS_SHOWN && html`<p>${linkTo(all, `All ${connectors.length} connectors with findings`)}</p>`}
  </section>`;
}

/** What could not be read: the reason why something is undecided. */
function renderUnread(coverage: readonly Coverage[]): Markup {
  const unread = coverage.filter(({ status }) => status !== "complete");
  return html`<section class="card">
    <h2>What could not be read</h2>
    ${
      unread.length === 0
        ? html`<p>Everything was read.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Asset type</th>
                <th scope="col">Why</th>
                <th scope="col" class="number">Connectors</th>
              </tr>
            </thead>
            <tbody>
              ${unread.map(
                ({ type, status, cause, permission, connectors }) =>
                  html`<tr>
                    <th scope="row">${type}</th>
                    <td>
                      ${capitalise(describeStatus(status))}.
                      ${cause}${permission && html` Needs <code>${permission}</code>.`}
                    </td>
                    <td class="number">${connectors}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}
