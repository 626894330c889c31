import { collectionClauses, countOf, capitalise, nounOf, pluralOf } from "../words.ts";
import type { Coverage } from "../../types.ts";
import { labelOf } from "../asset-label.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { connectorWords } from "./connectors.ts";
import { causeFold, linkTo, tallyBar } from "./parts.ts";
import { type ConnectorSummary, summariseUnread, type TallyRow, type Unread } from "./summary.ts";

const CONNECTORS_SHOWN = 10;
const TALLIES_SHOWN = 6;

/** A table of tallies; what goes beyond its first rows is folded away. */
export function renderTallies(
  heading: string,
  rows: readonly TallyRow[],
  href: (name: string) => string | undefined,
): Markup {
  const table = (some: readonly TallyRow[]) =>
    html`<table>
      <tbody>
        ${some.map((row) => renderTally(row, href(row.name)))}
      </tbody>
    </table>`;
  const others = rows.slice(TALLIES_SHOWN);
  return html`<section class="card">
    <h2>${heading}</h2>
    ${table(rows.slice(0, TALLIES_SHOWN))}
    ${
      others.length > 0 &&
      html`<details>
        <summary>${others.length} more</summary>
        <div>${table(others)}</div>
      </details>`
    }
  </section>`;
}

function renderTally({ name, tally }: TallyRow, href: string | undefined): Markup {
  const word = /^[A-Z]+$/.test(name) ? capitalise(name.toLowerCase()) : name;
  return html`<tr>
    <th scope="row" class="fit">${linkTo(href, word)}</th>
    <td class="tally">${tallyBar(tally)}</td>
  </tr>`;
}

/** The connectors in which most fails. */
export function renderConnectors(
  links: Links,
  connectors: readonly ConnectorSummary[],
  isCut: boolean,
): Markup {
  const all = links.connectors();
  return html`<section class="card">
    <h2>By connector</h2>
    <p class="quiet">${connectorWords(connectors[0]?.id)}</p>
    ${
      connectors.length === 0
        ? html`<p>No connector fails or is undecided.</p>`
        : html`<table class="named">
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
                    <th scope="row">
                      ${linkTo(links.connector(id), labelOf({ id, name: name ?? null }))}
                    </th>
                    <td class="number">${failing}</td>
                    <td class="number">${undecided}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${
      isCut &&
      html`<p class="quiet">
        Counted over the first assets of each control; a connector's own page has all of them.
      </p>`
    }
    ${connectors.length > CONNECTORS_SHOWN && html`<p>${linkTo(all, `All ${connectors.length} connectors with findings`)}</p>`}
  </section>`;
}

const REASONS_SHOWN = 10;
const TYPES_NAMED = 4;

/** What could not be read: the reason why something is undecided. */
export function renderUnread(coverage: readonly Coverage[]): Markup {
  const reasons = summariseUnread(coverage);
  const row = ({ status, cause, remedy, types, collections }: Unread) =>
    html`<tr>
      <th scope="row">
        ${types
          .slice(0, TYPES_NAMED)
          .map((type) => pluralOf(nounOf(type)))
          .join(", ")}${
          types.length > TYPES_NAMED &&
          html` and ${countOf(types.length - TYPES_NAMED, "other type")}`
        }
      </th>
      <td data-label="What mends it">
        <span class="badge undecided">${collectionClauses[status]}</span>
        ${remedy} ${cause !== "" && causeFold({ cause: shorten(cause) })}
      </td>
      <td class="number" data-label="Collections">${collections}</td>
    </tr>`;
  return html`<section class="card">
    <h2>What could not be read</h2>
    ${
      reasons.length === 0
        ? html`<p>Everything was read.</p>`
        : html`<p class="lead">
              An asset that depends on any of this is undecided: it neither passes nor fails.
            </p>
            <div class="wide">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Asset types</th>
                    <th scope="col">What mends it</th>
                    <th scope="col" class="number">Collections</th>
                  </tr>
                </thead>
                <tbody>
                  ${reasons.slice(0, REASONS_SHOWN).map(row)}
                </tbody>
              </table>
            </div>`
    }
    ${
      reasons.length > REASONS_SHOWN &&
      html`<p class="quiet">and ${countOf(reasons.length - REASONS_SHOWN, "other reason")}</p>`
    }
  </section>`;
}

const LONGEST_CAUSE = 160;

function shorten(text: string): string {
  return text.length <= LONGEST_CAUSE ? text : `${text.slice(0, LONGEST_CAUSE)}…`;
}
