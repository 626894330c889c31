import { type Mistake, renderWithCode } from "../../errors.ts";
import type { Check, Verdict } from "../../types.ts";
import { scopeWarnings } from "../scope-words.ts";
import { countOf } from "../words.ts";
import { renderOffenders, renderUndecided } from "./control-assets.ts";
import { describeExamined, renderRules } from "./control-verdict.ts";
import type { Explanation } from "../../explanation.ts";
import { renderConditions } from "./explanation.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { severityBadge, statusBadge } from "./parts.ts";

/** A query that was run as a check, and belongs to no control. */
export interface TriedCheck {
  /** As it was written; empty where there is none yet. */
  readonly document: string;
  readonly mistakes: readonly Mistake[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Mistake[];
  /** What it came to; without it the mistakes say why not. */
  readonly judged?: { readonly check: Check; readonly verdict: Verdict };
  readonly links: Links;
  readonly now?: string;
  readonly page?: number;
  /** How every condition came out for the asset that was asked about. */
  readonly explained?: Explanation | undefined;
  /** Names of the files that it can be saved as. */
  readonly saved?: readonly string[];
}

/** Lines of the field that a query is written in. */
const FEWEST_LINES = 8;
const MOST_LINES = 30;

/** A field for a query, and what it comes to as a check. */
export function renderTriedCheck(tried: TriedCheck): Markup {
  const { document, mistakes, warnings, judged, links } = tried;
  const lines = document.split("\n").length + 1;
  const explore = links.explore(document);
  return html`<h1>${judged ? judged.check.title : "Run as check"}</h1>
    ${judged && renderVerdict(judged)}
    <form class="card" method="get" action="/check">
      ${links.inside.map((word) => html`<input type="hidden" name="in" value="${word}" />`)}
      <textarea
        name="query"
        aria-label="Query"
        spellcheck="false"
        rows="${Math.min(Math.max(lines, FEWEST_LINES), MOST_LINES)}"
      >
${document}</textarea>
      <p class="action">
        <button class="primary">Run as check</button>
        ${explore && html`<a href="${explore}">Open in GraphiQL</a>`}
      </p>
    </form>
    ${mistakes.length > 0 && renderMistakes(mistakes)}
    ${warnings.map((warning) => html`<p class="note">${warning.message}</p>`)}
    ${judged && renderJudged(tried, judged)}`;
}

function renderVerdict({ check, verdict }: NonNullable<TriedCheck["judged"]>): Markup {
  return html`<div class="side">
    ${statusBadge(verdict.status)}${severityBadge(check.severity)}<span class="quiet"
      >${describeExamined(verdict)}</span
    >
  </div>`;
}

function renderMistakes(mistakes: readonly Mistake[]): Markup {
  return html`<section class="card" aria-labelledby="mistakes">
    <h2 id="mistakes">This is no check yet: ${countOf(mistakes.length, "mistake")}</h2>
    ${mistakes.map((mistake) => html`<pre tabindex="0"><code>${renderWithCode(mistake)}</code></pre>`)}
  </section>`;
}

function renderJudged(
  { document, links: own, now, page = 1, explained, saved = [] }: TriedCheck,
  { check, verdict }: NonNullable<TriedCheck["judged"]>,
): Markup {
  // No control has it: the further pages of its lists are its own.
  const links: Links = {
    ...own,
    control: (_, { page: to } = {}) =>
      own.tried(document, to === undefined ? {} : { page: to }) ?? "",
    explained: (asset) => own.tried(document, { asset }),
  };
  const control = { check, verdict, links, page, ...(now === undefined ? {} : { now }) };
  return html`${
      explained &&
      html`<div id="explained">
        <h2>${explained.asset.name ?? explained.asset.id}, condition by condition</h2>
        ${renderConditions(explained, links)}
      </div>`
    }
    ${scopeWarnings(verdict).map((warning) => html`<p class="note">${warning}</p>`)}
    ${renderOffenders(control, undefined)} ${renderUndecided(control)}
    <section class="card">
      <h2>${check.rules.length === 1 ? "The check" : "The checks"}</h2>
      ${renderRules(verdict)}
    </section>
    ${
      saved.length > 0 &&
      html`<section class="card">
        <h2>Keep it</h2>
        <p>
          Save these three into a folder of checks, side by side. The cases begin with assets at
          fault and rows made up of what the filter says: read each, and keep those that say what
          should be. Then run them with <code>assay test</code>.
        </p>
        <ul>
          ${saved.map((name) => html`<li><a href="${own.saved(name, document)}">${name}</a></li>`)}
        </ul>
      </section>`
    }`;
}
