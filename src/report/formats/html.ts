import { renderControl } from "../pages/control.ts";
import { html, type Markup } from "../pages/html.ts";
import { renderPage } from "../pages/layout.ts";
import { anchorOf, fileLinks } from "../pages/links.ts";
import { renderOverview } from "../pages/overview.ts";
import { judgementsByStatus } from "../judgements.ts";
import type { Run } from "../../types.ts";

/** Assets at fault that a control names; the others are counted. */
const OFFENDERS_SHOWN = 500;

/**
 * A run as one HTML file that works without a server: the overview, and behind its links every control with its offenders and
 * its guidance. Made of the server's own pages. Same run, same bytes.
 */
export function renderHtml(run: Run): string {
  const links = fileLinks;
  const controls = judgementsByStatus(run).map(
    ({ check, verdict }): Markup =>
      html`<section class="page" id="${anchorOf(check.id)}" aria-label="${check.title}">
        <p><a href="${links.overview()}">Overview</a></p>
        ${renderControl({ check, verdict, links, perPage: OFFENDERS_SHOWN })}
      </section> `,
  );
  const body = html`<section id="overview" aria-label="Overview">
      ${renderOverview({ run, links, inOneFile: true })}
    </section>
    ${controls}`;
  return renderPage({ links, snapshot: run.snapshot, notes: run.notes ?? [] }, "Report", body);
}
