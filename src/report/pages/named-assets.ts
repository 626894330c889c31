import type { AssetName } from "../../types.ts";
import { countNumber, countOf } from "../words.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { assetLink } from "./parts.ts";

/** Assets and connectors whose names or ids hold words: how many, and the first few. */
export interface NamedAssets {
  readonly count: number;
  readonly assets: readonly AssetName[];
}

/** What a search finds beside controls. */
export function renderNamed(links: Links, { count, assets }: NamedAssets): Markup {
  const more = count - assets.length;
  return html`<section class="card" aria-labelledby="named">
    <h2 id="named">
      ${count === 0 ? "No asset or connector" : countOf(count, "asset")} of that name or id
    </h2>
    ${
      count > 0 &&
      html`<ul class="dense named">
        ${assets.map(
          (asset) =>
            html`<li>
              <span class="quiet">${asset.type}</span> <span>${assetLink(links, asset)}</span>
            </li>`,
        )}
      </ul>`
    }
    ${more > 0 && html`<p class="quiet">and ${countNumber(more)} more</p>`}
  </section>`;
}
