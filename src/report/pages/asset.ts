import { accountNoun } from "../../asset-ids.ts";
import { collectionClauses, countOf } from "../words.ts";
import type { AssetName, Collection, FieldValue } from "../../types.ts";
import type { Finding } from "../../types.ts";
import { remedyFor } from "../remedy.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import {
  assetLink,
  causeFold,
  evidenceList,
  missingList,
  moment,
  severityBadge,
  showValue,
  statusBadge,
} from "./parts.ts";

/** Related assets that are named; the others are counted. */
export const RELATED_SHOWN = 50;

/** What a relation leads to: all of it counted, the first few named. */
export interface RelatedAssets {
  readonly relation: string;
  readonly description?: string | undefined;
  readonly count: number;
  /** Why there may be more than these, in a few words. */
  readonly unread?: string | undefined;
  readonly assets: readonly AssetName[];
  /** Parts have no page of their own: their fields stand in their owner's. */
  readonly parts: readonly (readonly ShownField[])[];
}

/** One field with its value and what the schema says about it. */
export interface ShownField {
  readonly name: string;
  readonly value: FieldValue;
  /** Why it is not known, in a few words: the value is then null and says nothing. */
  readonly unread?: string | undefined;
  readonly description?: string | undefined;
}

/** What the page of one asset is made of. */
export interface AssetPage {
  readonly asset: AssetName;
  readonly fields: readonly ShownField[];
  readonly relations: readonly RelatedAssets[];
  readonly findings: readonly Finding[];
  /** Is none of the assets that are shown. */
  readonly isOutside?: boolean;
  readonly links: Links;
  readonly now?: string;
  /** A GraphQL document that shows this asset. */
  readonly document?: string;
}

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

/** An asset: what the checks found about it, its fields, and what it is related to. */
export function renderAsset(page: AssetPage): Markup {
  return html`${renderHead(page)}${renderFindings(page)}${renderFacts(page)}`;
}

/** A connector: what fails in it, how completely it was read, and what is known of itself. */
export function renderConnector(page: ConnectorPage): Markup {
  return html`${renderHead(page)}${renderNarrowing(page)}${renderControls(page)}${renderCoverage(page)}${renderFacts(page)}`;
}

function renderHead({ asset, links, document }: AssetPage): Markup {
  const { connector } = asset;
  const inConnector =
    connector && connector.id !== asset.id
      ? html` in <a href="${links.connector(connector.id)}">${connector.name ?? connector.id}</a>`
      : undefined;
  const explore = document === undefined ? undefined : links.explore(document);
  return html`<h1>${asset.name ?? asset.id}</h1>
    <p class="lead">${asset.type}${inConnector}<span class="id">${asset.id}</span></p>
    ${explore && html`<p class="action"><a class="button" href="${explore}">Open in GraphiQL</a></p>`}`;
}

function renderNarrowing({ asset: { id }, links }: ConnectorPage): Markup | undefined {
  const href = links.insideOf(id);
  return href === undefined
    ? undefined
    : html`<p class="action"><a href="${href}">Judge only this ${accountNoun(id)}</a></p>`;
}

function renderFindings({ findings, links, isOutside }: AssetPage): Markup {
  return html`<section class="card">
    <h2>What the controls found</h2>
    ${
      findings.length === 0
        ? isOutside
          ? html`<p>
              It is not in ${links.inside.join(", ")}, and what was found about it is not shown.
            </p>`
          : html`<p>Nothing: no control fails or is undecided because of it.</p>`
        : html`<div class="wide findings">
            <table>
              <thead>
                <tr>
                  <th scope="col" class="verdict">Verdict</th>
                  <th scope="col" class="asset">Control</th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                ${findings.map(
                  ({ check, offender, undecided }) =>
                    html`<tr>
                      <td class="fit">${statusBadge(offender ? "fail" : "undecided")}</td>
                      <th scope="row">
                        <a
                          class="title"
                          href="${links.control(check.id, offender ? { asset: offender.asset.id } : {})}"
                          >${check.title}</a
                        ><br />${severityBadge(check.severity)}
                      </th>
                      <td data-label="Why">
                        ${
                          offender
                            ? evidenceList(offender.because)
                            : missingList(undecided?.missing ?? [])
                        }
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
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

function renderFacts({ fields, relations, links }: AssetPage): Markup {
  return html`<div class="grid">
    <section class="card">
      <h2>Fields</h2>
      <dl class="facts">
        ${fields.map(
          (field) =>
            html`<dt title="${field.description}">${field.name}</dt>
              <dd>${showField(field)}</dd>`,
        )}
      </dl>
    </section>
    <section class="card">
      <h2>Relations</h2>
      ${
        relations.length === 0
          ? html`<p>None.</p>`
          : relations.map((related) => renderRelated(related, links))
      }
    </section>
  </div>`;
}

function renderRelated(related: RelatedAssets, links: Links): Markup {
  const { relation, count, assets, parts, unread } = related;
  if (count === 0)
    return html`<h3>
      ${relation}
      ${unread === undefined ? html`<span class="quiet">none</span>` : showUnread(unread)}
    </h3>`;
  const more = count - assets.length - parts.length;
  return html`<h3>
      ${relation}
      <span class="quiet">${count}</span>${unread !== undefined && html` ${showUnread(unread)}`}
    </h3>
    <ul class="parts">
      ${assets.map((asset) => html`<li>${assetLink(links, asset)}</li>`)}
      ${parts.map((fields) => html`<li>${fields.map(renderPartField)}</li>`)}
    </ul>
    ${more > 0 && html`<p class="quiet">and ${countOf(more, "other")}</p>`}`;
}

/** Of a part only what is there: most parts are few words. */
function renderPartField(field: ShownField): Markup | null {
  const { name, value, unread } = field;
  if (value === null && unread === undefined) return null;
  return html`<span class="quiet">${name}</span> ${showField(field)} `;
}

function showField({ value, unread }: ShownField): Markup {
  return unread === undefined ? html`${showValue(value)}` : showUnread(unread);
}

/** What was not read is never shown as none. */
function showUnread(words: string): Markup {
  return html`<span class="badge undecided">not read</span> <span class="quiet">${words}</span>`;
}
