import { accountNoun } from "../../asset-ids.ts";
import type { Collection, Finding } from "../../types.ts";
import { remedyFor } from "../remedy.ts";
import { collectionClauses, countOf } from "../words.ts";
import { type AssetPage, renderHead } from "./asset.ts";
import { renderFacts } from "./facts.ts";
import { html, type Markup } from "./html.ts";
import { causeFold, moment, severityBadge, statusBadge } from "./parts.ts";

/** What the page of a connector is made of: it is an asset, and others were read in it. */
export interface ConnectorPage extends AssetPage {
  readonly collections: readonly Collection[];
  /** Asset types that this version does not read in any connector of the kind. */
  readonly unread: readonly string[];
  /** What was found about the assets in it, itself included, by control. */
  readonly controls: readonly ConnectorControl[];
}

/** What one control came to within a connector. */
export interface ConnectorControl {
  readonly id: string;
  readonly title: string;
  readonly severity: Finding["check"]["severity"];
  readonly offenders: number;
  readonly undecided: number;
}
/** A connector: what fails in it, how completely it was read, and what is known of itself. */
export function renderConnector(page: ConnectorPage): Markup {
  return html`${renderHead(page)}${renderNarrowing(page)}${renderControls(page)}${renderCoverage(page)}${renderFacts(page, page.links)}`;
}

function renderNarrowing({ asset: { id }, links }: ConnectorPage): Markup | undefined {
  const href = links.insideOf(id);
  return href === undefined
    ? undefined
    : html`<p class="action"><a href="${href}">Judge only this ${accountNoun(id)}</a></p>`;
}

function renderControls({ controls, links }: ConnectorPage): Markup {
  return html`<section class="card">
    <h2>What the controls found in it</h2>
    ${
      controls.length === 0
        ? html`<p>
            ${links.inside.length > 0 ? `Of its assets in ${links.inside.join(", ")} nothing` : "Nothing"}
            fails and nothing is undecided.
          </p>`
        : html`<div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col" class="fit">Verdict</th>
                  <th scope="col">Control</th>
                  <th scope="col" class="fit">Severity</th>
                  <th scope="col" class="number">At fault</th>
                  <th scope="col" class="number">Undecided</th>
                </tr>
              </thead>
              <tbody>
                ${controls.map(
                  ({ id, title, severity, offenders, undecided }) =>
                    html`<tr>
                      <td class="fit">${statusBadge(offenders > 0 ? "fail" : "undecided")}</td>
                      <th scope="row"><a class="title" href="${links.control(id)}">${title}</a></th>
                      <td class="fit">${severityBadge(severity)}</td>
                      <td class="number" data-label="At fault">${offenders}</td>
                      <td class="number" data-label="Undecided">${undecided}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

/** What was not read stands open; what was, and what this version reads nowhere, is folded away. */
function renderCoverage({ collections, unread, now }: ConnectorPage): Markup {
  const complete = collections.filter(({ status }) => status === "complete");
  const gaps = collections.filter(({ status }) => status !== "complete");
  return html`<section class="card">
    <h2>How completely it was read</h2>
    ${gaps.length > 0 && renderCollections(gaps, now)}
    ${
      complete.length > 0 &&
      html`<details>
        <summary>${countOf(complete.length, "asset type")} read completely</summary>
        <div>${renderCollections(complete, now)}</div>
      </details>`
    }
    ${
      unread.length > 0 &&
      html`<details>
        <summary>${countOf(unread.length, "asset type")} that this version does not read</summary>
        <p>${unread.join(", ")}</p>
      </details>`
    }
  </section>`;
}

function renderCollections(collections: readonly Collection[], now: string | undefined): Markup {
  return html`<div class="wide">
    <table class="compact">
      <thead>
        <tr>
          <th scope="col">Asset type</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Assets</th>
          <th scope="col" class="fit">Read</th>
          <th scope="col" class="fit">API version</th>
        </tr>
      </thead>
      <tbody>
        ${collections.map(
          (collection) =>
            html`<tr>
              <th scope="row">${collection.type}</th>
              <td class="state">
                ${
                  collection.status === "complete"
                    ? html`<span class="badge pass">complete</span>`
                    : html`<span class="badge undecided"
                          >${collectionClauses[collection.status]}</span
                        >
                        ${remedyFor(collection)}${causeFold(collection)}`
                }
              </td>
              <td class="number" data-label="Assets">${collection.assets}</td>
              <td class="fit" data-label="Read">${moment(collection.readAt, now)}</td>
              <td class="fit" data-label="API version">${collection.apiVersion}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
