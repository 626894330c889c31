import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { linkTo, pager, plural } from "./parts.ts";
import type { ConnectorSummary } from "./summary.ts";

const PER_PAGE = 100;

/** What the list of connectors is made of. */
export interface ConnectorsPage {
  readonly connectors: readonly ConnectorRow[];
  readonly links: Links;
  readonly page?: number;
}

/** A connector, what fails in it, and how many of its collections are not complete. */
export interface ConnectorRow extends ConnectorSummary {
  readonly unread: number;
}

/** All connectors, those with the most failing controls first. */
export function renderConnectors({ connectors, links, page: asked = 1 }: ConnectorsPage): Markup {
  const pages = Math.max(1, Math.ceil(connectors.length / PER_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  const rows = connectors.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return html`<h1>${plural(connectors.length, "connector")}</h1>
    <p class="lead">Connected cloud accounts: subscriptions and tenants.</p>
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
            ${rows.map(
              ({ id, name, failing, undecided, unread }) =>
                html`<tr>
                  <th scope="row">
                    ${linkTo(links.connector(id), name ?? id)}<span class="id">${id}</span>
                  </th>
                  <td class="number">${failing}</td>
                  <td class="number">${undecided}</td>
                  <td class="number">${unread > 0 ? plural(unread, "asset type") : "0"}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pager(page, pages, (to) => links.connectors(to))}
    </section>`;
}
