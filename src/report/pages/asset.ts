import type { AssetName, Check, Finding } from "../../types.ts";
import { type ShownFacts, renderFacts } from "./facts.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { countOf } from "../words.ts";
import { evidenceList, missingList, severityBadge, statusBadge } from "./parts.ts";

/** What the page of one asset is made of. */
export interface AssetPage extends ShownFacts {
  readonly asset: AssetName;
  readonly findings: readonly Finding[];
  /** Controls that look at it and find nothing. */
  readonly examinedBy?: readonly Check[];
  /** Is none of the assets that are shown. */
  readonly isOutside?: boolean;
  readonly links: Links;
  readonly now?: string;
  /** A GraphQL document that shows this asset. */
  readonly document?: string;
}
/** An asset: what the checks found about it, its fields, and what it is related to. */
export function renderAsset(page: AssetPage): Markup {
  return html`${renderHead(page)}${renderFindings(page)}${renderFacts(page, page.links)}`;
}

/** What an asset is called, where it is, and the way to ask for it. */
export function renderHead({ asset, links, document }: AssetPage): Markup {
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

function renderFindings({ asset, findings, examinedBy = [], links, isOutside }: AssetPage): Markup {
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
                        ${explainLink(links, asset, check.id, "Every condition")}
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${renderOthers(examinedBy, asset, links)}
  </section>`;
}

/** Those that look at it and find nothing, each with the way to why. */
function renderOthers(
  others: readonly Check[],
  asset: AssetName,
  links: Links,
): Markup | undefined {
  if (others.length === 0 || links.explained(asset, others[0]!.id) === undefined) return undefined;
  return html`<details>
    <summary>${countOf(others.length, "control passes", "controls pass")} for it</summary>
    <ul>
      ${others.map(({ id, title }) => html`<li>${explainLink(links, asset, id, title)}</li>`)}
    </ul>
  </details>`;
}

function explainLink(links: Links, asset: AssetName, check: string, text: string) {
  const href = links.explained(asset, check);
  return href === undefined ? undefined : html`<a href="${href}">${text}</a>`;
}
