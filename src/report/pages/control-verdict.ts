import type { Verdict } from "../../types.ts";
import { examinedWords, scopeCounts } from "../scope-words.ts";
import { ASSETS_PER_PAGE } from "./control-assets.ts";
import { html, type Markup } from "./html.ts";

/** How many assets a verdict is about. */
export function describeExamined(verdict: Verdict): string {
  return `Examined: ${[examinedWords(verdict) || "nothing", ...scopeCounts(verdict)].join(", ")}`;
}

/** What each root field had to come to, and came to. */
export function renderRules(verdict: Verdict): Markup {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th scope="col">Root field</th>
          <th scope="col">Must come to</th>
          <th scope="col" class="number">Found</th>
        </tr>
      </thead>
      <tbody>
        ${verdict.rules.slice(0, ASSETS_PER_PAGE).map(
          ({ rule, connector, expected, found }) =>
            html`<tr>
              <th scope="row">
                <code>${rule}</code>${connector && html`<span class="id">${connector}</span>`}
              </th>
              <td data-label="Must come to">${expected}</td>
              <td class="number" data-label="Found">${found}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
