import { severities } from "../../types.ts";
import type { Judgement } from "../judgements.ts";
import { countNumber, presentWords, statusOrder, severityWord, capitalise } from "../words.ts";
import { scopeWarnings } from "../scope-words.ts";
import { html, type Markup } from "./html.ts";
import type { Links, OverviewQuery } from "./links.ts";
import { pager, severityBadge, statusBadge } from "./parts.ts";
import { tallyByFramework } from "./summary.ts";

const CONTROLS_PER_PAGE = 100;

/** What the list of controls is made of. */
export interface ControlList {
  readonly links: Links;
  /** Those that `query` asks for. */
  readonly shown: readonly Judgement[];
  readonly all: readonly Judgement[];
  readonly query: OverviewQuery;
  readonly inOneFile: boolean;
}

/** Controls with their verdicts, in pages, behind a form to narrow them. */
export function renderControls({ links, shown, all, query, inOneFile }: ControlList): Markup {
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

function renderControlRow(links: Links, { check, verdict }: Judgement): Markup {
  const { offenderCount, undecidedCount } = verdict;
  return html`<tr>
    <td class="fit">${statusBadge(verdict.status)}</td>
    <th scope="row">
      <a class="title" href="${links.control(check.id)}">${check.title}</a
      ><span class="id">${check.id}</span>${scopeWarnings(verdict).map(
        (warning) => html`<span class="id">${warning}</span>`,
      )}
    </th>
    <td class="fit">${severityBadge(check.severity)}</td>
    <td class="number" data-label="Assets at fault">
      ${
        offenderCount > 0 ? countNumber(offenderCount) : html`<span class="quiet">0</span>`
      }${undecidedCount > 0 && html`<span class="id">${countNumber(undecidedCount)} undecided</span>`}
    </td>
  </tr>`;
}

function renderFilter(query: OverviewQuery, all: readonly Judgement[]): Markup {
  const frameworks = tallyByFramework(all).map(({ name }) => name);
  return html`<form class="filter" method="get" action="/" role="search">
    <label class="grow"
      >Words<input type="search" name="text" value="${query.text}" placeholder="security contact"
    /></label>
    ${renderChoice(
      "status",
      "Verdict",
      query.status,
      statusOrder.map((status) => [status, capitalise(presentWords[status])]),
    )}
    ${renderChoice(
      "severity",
      "Severity",
      query.severity,
      severities.map((severity) => [severity, severityWord(severity)]),
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
