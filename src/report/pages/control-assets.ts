import { accountNoun } from "../../asset-ids.ts";
import { countNumber, countOf } from "../words.ts";
import type { AssetName, Check, Offender, UndecidedAsset, Verdict } from "../../types.ts";
import { labelOf } from "../asset-label.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { assetLink, evidenceList, linkTo, missingList, moment, pager } from "./parts.ts";
import { groupByReason, reasonAnchor, renderReasons, splitByReason } from "./reasons.ts";

/** Offenders and undecided assets on one page. */
export const ASSETS_PER_PAGE = 100;

/** What a control's page is made of. */
export interface ControlPage {
  readonly check: Check;
  readonly verdict: Verdict;
  /** The assets of this page; without it the verdict's lists hold them. */
  readonly shown?: {
    readonly offenders: readonly Offender[];
    readonly undecided: readonly UndecidedAsset[];
  };
  readonly links: Links;
  readonly now?: string;
  readonly page?: number;
  /** Id of the asset whose names are filled into the guidance; the first offender's without it. */
  readonly asset?: string | undefined;
  /** Moments by asset id, where an earlier snapshot already had it at fault. */
  readonly since?: ReadonlyMap<string, string>;
  /** How many assets are shown at most. */
  readonly perPage?: number;
}

/** The assets at fault, and why. `chosen` is the one whose names are filled in. */
export function renderOffenders(
  control: ControlPage,
  chosen: Pick<AssetName, "id"> | undefined,
): Markup | undefined {
  const { verdict, links, check } = control;
  const { offenderCount } = verdict;
  if (offenderCount === 0) return undefined;
  const { from, page, pages, perPage } = pageOf(control, offenderCount);
  const rows = control.shown?.offenders ?? verdict.offenders.slice(from, from + perPage);
  const reasons = groupByReason(verdict.offenders);
  const groups = splitByReason(rows, reasons);
  const here = new Set(groups.map(({ number }) => number));
  return html`<section class="card" aria-labelledby="offenders-${check.id}">
    <h2 id="offenders-${check.id}">${countOf(offenderCount, "asset")} at fault</h2>
    ${renderReasons({ check: check.id, links, reasons, here, offenderCount })}
    <div class="wide findings">
      <table>
        <thead>
          <tr>
            <th scope="col" class="asset">Asset</th>
            <th scope="col">Why</th>
            <th scope="col" class="since">Known since</th>
            ${hasCommands(control) && html`<th scope="col" class="commands">Commands</th>`}
          </tr>
        </thead>
        ${groups.map(
          (group) =>
            html`<tbody id="${reasonAnchor(check.id, group.number)}">
              ${group.rows.map((offender) => renderOffender(control, offender, chosen))}
            </tbody>`,
        )}
      </table>
    </div>
    ${rest(offenderCount, rows.length, pages)}${pager(page, pages, (to) => links.control(check.id, { page: to }))}
  </section>`;
}

/** Whether there is anything to fill an asset's names into, and a page that does so. */
function hasCommands({ check, links }: ControlPage): boolean {
  return links.explore() !== undefined && check.guidance.length > 0;
}

function renderOffender(
  control: ControlPage,
  { asset, because, sources, through }: Offender,
  chosen: Pick<AssetName, "id"> | undefined,
): Markup {
  const { check, links, now, page, since } = control;
  const readAt = sources.map((source) => source.readAt).sort()[0];
  const fill = links.control(check.id, {
    asset: asset.id,
    ...(page === undefined ? {} : { page }),
  });
  const isChosen = chosen?.id === asset.id;
  return html`<tr>
    <th scope="row">
      ${assetLink(links, asset)}${connectorOf(links, asset)}${asset.connector?.isDisabled && html`<span class="quiet">in a disabled ${accountNoun(asset.connector.id)}</span>`}
    </th>
    <td data-label="Why">
      ${evidenceList(because)}${
        through && html`<span class="quiet">found through ${labelOf(through)}</span>`
      }${explainLink(links, asset, check.id)}
    </td>
    <td class="since" data-label="Known since">
      ${renderSince(since?.get(asset.id), readAt, now)}
    </td>
    ${
      hasCommands(control) &&
      html`<td data-label="Commands">
        ${isChosen ? html`<span class="quiet">filled in below</span>` : html`<a href="${fill}">fill in<span class="skip"> for ${asset.name ?? asset.id}</span></a>`}
      </td>`
    }
  </tr>`;
}

function explainLink(
  links: Links,
  { type, id, name }: AssetName,
  check: string,
): Markup | undefined {
  const href = links.explained({ type, id }, check);
  return href === undefined
    ? undefined
    : html`<a class="quiet" href="${href}"
        >condition by condition<span class="skip"> for ${name ?? id}</span></a
      >`;
}

/** Since an earlier snapshot, or since it was read for this one. */
function renderSince(
  since: string | undefined,
  readAt: string | undefined,
  now: string | undefined,
): Markup {
  if (since === undefined) return moment(readAt, now);
  return html`${moment(since, now)}<span class="quiet">last read ${moment(readAt)}</span>`;
}

function connectorOf(links: Links, { connector, id }: AssetName): Markup | undefined {
  if (!connector || connector.id === id) return undefined;
  return html`<span class="quiet"
    >in ${linkTo(links.connector(connector.id), connector.name ?? connector.id)}</span
  >`;
}

/** The assets that could not be judged, and what they wait for. */
export function renderUndecided(control: ControlPage): Markup | undefined {
  const { verdict, links, check } = control;
  const { undecidedCount, unreadable } = verdict;
  if (undecidedCount === 0 && unreadable.length === 0) return undefined;
  const { from, page, pages, perPage } = pageOf(control, undecidedCount);
  const rows = control.shown?.undecided ?? verdict.undecided.slice(from, from + perPage);
  const row = ({ asset, missing }: UndecidedAsset) =>
    html`<tr>
      <th scope="row">${assetLink(links, asset)}${connectorOf(links, asset)}</th>
      <td data-label="Waits for">${missingList(missing)}${explainLink(links, asset, check.id)}</td>
    </tr>`;
  return html`<section class="card">
    <h2>
      ${
        undecidedCount > 0
          ? `${countOf(undecidedCount, "asset")} undecided`
          : "Not everything could be seen"
      }
    </h2>
    ${
      rows.length > 0
        ? html`<div class="wide findings">
              <table>
                <thead>
                  <tr>
                    <th scope="col" class="asset">Asset</th>
                    <th scope="col">Waits for</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(row)}
                </tbody>
              </table>
            </div>
            ${rest(undecidedCount, rows.length, pages)}${pager(page, pages, (to) => links.control(check.id, { page: to }))}`
        : missingList(
            unreadable
              .slice(0, perPage)
              .map((collection) => ({ path: collection.connector, collection })),
          )
    }
  </section>`;
}

function pageOf({ page: asked = 1, perPage = ASSETS_PER_PAGE, links }: ControlPage, count: number) {
  // A report in one file has no second page.
  const pages = links.explore() === undefined ? 1 : Math.max(1, Math.ceil(count / perPage));
  const page = Math.min(Math.max(1, asked), pages);
  return { page, pages, perPage, from: (page - 1) * perPage };
}

function rest(count: number, shown: number, pages: number): Markup | undefined {
  if (pages > 1 || shown >= count) return undefined;
  return html`<p class="quiet">and ${countNumber(count - shown)} more</p>`;
}
