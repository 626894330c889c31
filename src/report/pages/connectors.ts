import { accountNoun } from "../../asset-ids.ts";
import { countOf } from "../words.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { linkTo, pager } from "./parts.ts";
import type { ConnectorSummary } from "./summary.ts";

const PER_PAGE = 100;

/** What the list of connectors is made of. */
export interface ConnectorsPage {
  /** Those of this page. */
  readonly connectors: readonly ConnectorRow[];
  readonly count: number;
  readonly links: Links;
  readonly page: number;
  readonly pages: number;
}

/** A connector, what fails in it, and how many of its collections are not complete. */
export interface ConnectorRow extends ConnectorSummary {
  readonly unread: number;
}

/** Which page there is in place of the one that was asked for, and which connectors stand on it. */
export function placeOf(asked: number, count: number) {
  const pages = Math.max(1, Math.ceil(count / PER_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  return { page, pages, from: (page - 1) * PER_PAGE, to: page * PER_PAGE };
}

/** What a connector is, as pages say it once. */
export function connectorWords(id: string | undefined): string {
  const noun = id === undefined ? "account" : accountNoun(id);
  return `A connector is one connected cloud account${noun === "account" ? "" : `, here a ${noun}`}.`;
}

/** A page of the connectors, those with the most failing controls first. */
export function renderConnectors({
  connectors,
  count,
  links,
  page,
  pages,
}: ConnectorsPage): Markup {
  return html`<h1>${countOf(count, "connector")}</h1>
    <p class="lead">${connectorWords(connectors[0]?.id)}</p>
    <section class="card">
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Connector</th>
              <th scope="col" class="number">Failing controls</th>
              <th scope="col" class="number">Undecided controls</th>
              <th scope="col" class="number">Not fully read</th>
            </tr>
          </thead>
          <tbody>
            ${connectors.map(
              ({ id, name, failing, undecided, unread }) =>
                html`<tr>
                  <th scope="row">
                    ${linkTo(links.connector(id), name ?? id)}<span class="id">${id}</span>
                  </th>
                  <td class="number" data-label="Failing">${failing}</td>
                  <td class="number" data-label="Undecided">${undecided}</td>
                  <td class="number" data-label="Not fully read">
                    ${unread > 0 ? countOf(unread, "asset type") : "0"}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pager(page, pages, (to) => links.connectors(to))}
    </section>`;
}
