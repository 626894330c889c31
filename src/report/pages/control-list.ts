import { severities } from "../../types.ts";
import type { Judgement } from "../judgements.ts";
import { countNumber, presentWords, statusOrder, severityWord, capitalise } from "../words.ts";
import { scopeWarnings } from "../scope-words.ts";
import { type Order, orders, readOrder, sortJudgements } from "./control-order.ts";
import { html, type Markup } from "./html.ts";
import type { Links, OverviewQuery } from "./links.ts";
import { pager, severityBadge, sign, statusBadge } from "./parts.ts";
import { tallyByFramework, tallyOf } from "./summary.ts";

const CONTROLS_PER_PAGE = 100;

/** Up to so many controls in services stand open; of more the services alone are seen at first. */
const SHOWN_OPEN = 100;

/** Endings of the reports that a view can be saved as. */
const EXPORTS = ["csv", "json", "sarif"] as const;

/** What the list of controls is made of. */
export interface ControlList {
  readonly links: Links;
  /** Those that `query` asks for. */
  readonly shown: readonly Judgement[];
  readonly all: readonly Judgement[];
  readonly query: OverviewQuery;
  readonly inOneFile: boolean;
}

/** Controls with their verdicts, by service or in one order, behind a form to narrow them. */
export function renderControls(list: ControlList): Markup {
  const { links, shown, all, query, inOneFile } = list;
  const order = readOrder(query.sort);
  return html`<section class="card" aria-labelledby="controls">
    <h2 id="controls">Controls</h2>
    ${!inOneFile && renderFilter(links, query, all)}
    ${
      shown.length === 0
        ? html`<p>No control is like that. <a href="${links.overview()}">Show all.</a></p>`
        : html`${!inOneFile && renderOrders(list, order)}
          ${renderExports(list)}${
            order === "service" ? renderServices(list) : renderPage(list, order)
          }`
    }
  </section>`;
}

function renderOrders({ links, query }: ControlList, order: Order): Markup {
  return html`<p class="orders">
    Sorted by
    ${Object.entries(orders).map(([name, word]) =>
      name === order
        ? html`<strong>${word}</strong> `
        : html`<a href="${links.overview({ ...query, sort: name, page: 1 })}#controls"
            >${word}</a
          > `,
    )}
  </p>`;
}

function renderExports({ links, query }: ControlList): Markup | undefined {
  const found = EXPORTS.map((suffix) => [suffix, links.exported(suffix, query)] as const);
  if (found.some(([, href]) => href === undefined)) return undefined;
  return html`<p class="orders">
    Save what is shown as
    ${found.map(([suffix, href]) => html`<a href="${href}" download>${suffix.toUpperCase()}</a> `)}
  </p>`;
}

function renderPage({ links, shown, query }: ControlList, order: Exclude<Order, "service">) {
  const pages = Math.max(1, Math.ceil(shown.length / CONTROLS_PER_PAGE));
  const page = Math.min(Math.max(1, query.page ?? 1), pages);
  const from = (page - 1) * CONTROLS_PER_PAGE;
  const rows = sortJudgements(shown, order).slice(from, from + CONTROLS_PER_PAGE);
  return html`${renderRows(links, rows)}${pager(page, pages, (to) => links.overview({ ...query, page: to }))}`;
}

/** A group for each service, that with the gravest failure first; what asks for nothing is folded away. */
function renderServices({ links, shown, query }: ControlList): Markup {
  const services = Map.groupBy(shown, ({ check }) => serviceOf(check.id));
  const isNamed = Boolean(query.status || query.text);
  const open = shown.length <= SHOWN_OPEN;
  return html`${[...services].map(([service, judged]) => {
    const isCalm = ({ verdict: { status } }: Judgement) =>
      !isNamed && (status === "pass" || status === "notApplicable");
    const calm = judged.filter(isCalm);
    const content = html`<summary>
        <span class="title">${service}</span>${renderCounts(judged)}
      </summary>
      ${renderRows(
        links,
        judged.filter((one) => !isCalm(one)),
      )}
      ${
        calm.length > 0 &&
        html`<details class="calm">
          <summary>${renderCounts(calm)}</summary>
          ${renderRows(links, calm)}
        </details>`
      }`;
    return open
      ? html`<details class="service" open>${content}</details>`
      : html`<details class="service">${content}</details>`;
  })}`;
}

/** What a control is about: the folder it stands in, `azure/defender`. */
function serviceOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("/"))) || "Controls";
}

function renderCounts(judged: readonly Judgement[]): Markup {
  const tally = tallyOf(judged);
  const there = statusOrder.filter((status) => tally[status] > 0);
  return html`<span class="counts"
    >${there.map((status) => html`<span>${sign(status)}${countNumber(tally[status])} ${presentWords[status]}</span> `)}</span
  >`;
}

/** Controls one below the other, in the order given. */
export function renderRows(links: Links, judged: readonly Judgement[]): Markup | false {
  return (
    judged.length > 0 &&
    html`<ul class="dense">
      ${judged.map((one) => renderRow(links, one))}
    </ul>`
  );
}

function renderRow(links: Links, { check, verdict }: Judgement): Markup {
  const { status, offenderCount, undecidedCount } = verdict;
  const counts = [
    ...(offenderCount > 0 ? [`${countNumber(offenderCount)} at fault`] : []),
    ...(undecidedCount > 0 ? [`${countNumber(undecidedCount)} undecided`] : []),
  ];
  return html`<li>
    ${statusBadge(status)}
    <span
      ><a class="title" href="${links.control(check.id)}" title="${check.id}">${check.title}</a
      >${scopeWarnings(verdict).map((warning) => html`<span class="id">${warning}</span>`)}</span
    >
    ${severityBadge(check.severity)} <span class="number">${counts.join(", ")}</span>
  </li>`;
}

function renderFilter({ inside }: Links, query: OverviewQuery, all: readonly Judgement[]): Markup {
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
    ${[...inside, ""].map(
      (word, i) =>
        html`<label
          >${i === 0 ? "Only assets in" : "Further word"}<input
            name="in"
            value="${word}"
            placeholder="connector:web-prod"
            title="connector:…, group:…, tag:key=value, type:…, service:… or asset:…"
        /></label>`,
    )}
    ${query.sort && html`<input type="hidden" name="sort" value="${query.sort}" />`}
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
