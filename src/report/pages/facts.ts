import type { AssetName, FieldValue } from "../../types.ts";
import { countOf } from "../words.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { assetLink, showValue } from "./parts.ts";

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
/** What is known of an asset itself. */
export interface ShownFacts {
  readonly fields: readonly ShownField[];
  readonly relations: readonly RelatedAssets[];
}

/** The fields of an asset, and what it is related to. */
export function renderFacts({ fields, relations }: ShownFacts, links: Links): Markup {
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
