import { isAskedFor } from "../pages/control-filter.ts";
import { renderRows } from "../pages/control-list.ts";
import { renderControl } from "../pages/control.ts";
import { html, type Markup } from "../pages/html.ts";
import { renderPage } from "../pages/layout.ts";
import { anchorOf, fileLinks, listAnchor, type OverviewQuery } from "../pages/links.ts";
import { renderOverview } from "../pages/overview.ts";
import { tallyByFramework, tallyBySeverity } from "../pages/summary.ts";
import { capitalise } from "../words.ts";
import { judgementsByStatus } from "../judgements.ts";
import type { Run } from "../../types.ts";

/** Assets at fault that a control names; the others are counted. */
const OFFENDERS_SHOWN = 500;
/** In all controls together: what a browser reads of a file before it shows anything is nearly all rows of these. */
const ROWS_SHOWN = 5_000;
/** Of each control all the same. */
const FEWEST_SHOWN = 10;

/**
 * A run as one HTML file that works without a server: the overview, and behind its links every control with its offenders and
 * its guidance. Made of the server's own pages. Same run, same bytes.
 */
export function renderHtml(run: Run): string {
  const links = fileLinks;
  const perPage = shownOf(run);
  const controls = judgementsByStatus(run).map(
    ({ check, verdict }): Markup =>
      html`<section class="page" id="${anchorOf(check.id)}" aria-label="${check.title}">
        <p><a href="${links.overview()}">Overview</a></p>
        ${renderControl({ check, verdict, links, perPage })}
      </section> `,
  );
  const body = html`<section id="overview" aria-label="Overview">
      ${renderOverview({ run, links, inOneFile: true })}
    </section>
    ${renderLists(run)} ${controls}`;
  return renderPage({ links, snapshot: run.snapshot, notes: run.notes ?? [] }, "Report", body);
}

/** The controls of each severity and of each framework, which the overview's tables lead to. */
function renderLists(run: Run): readonly Markup[] {
  const judged = judgementsByStatus(run);
  const list = (query: OverviewQuery, heading: string): Markup =>
    html`<section class="page list" id="${listAnchor(query)}" aria-label="${heading}">
      <p><a href="${fileLinks.overview()}">Overview</a></p>
      <h1>${heading}</h1>
      <div class="card">
        ${renderRows(
          fileLinks,
          judged.filter((one) => isAskedFor(one, query)),
        )}
      </div>
    </section> `;
  return [
    ...tallyBySeverity(judged).map(({ name }) =>
      list({ severity: name }, capitalise(name.toLowerCase())),
    ),
    ...tallyByFramework(judged).map(({ name }) => list({ framework: name }, name)),
  ];
}

/** How many assets each control may name: those with few name all, and those with many as many as leave the file a readable one. */
function shownOf({ verdicts }: Run): number {
  const rows = (most: number) =>
    verdicts.reduce((sum, { offenders }) => sum + Math.min(offenders.length, most), 0);
  let most = OFFENDERS_SHOWN;
  while (most > FEWEST_SHOWN && rows(most) > ROWS_SHOWN) most--;
  return most;
}
