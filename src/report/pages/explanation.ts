import type {
  AssetStatus,
  Change,
  Explanation,
  RelatedNode,
  RuleExplanation,
  TreeNode,
  Wait,
} from "../../explanation.ts";
import type { Truth } from "../../types.ts";
import {
  askedWords,
  assetStatusWords,
  besidesWords,
  foundWords,
  hiddenWords,
  moreWords,
  outcomeWords,
  stepWords,
  truthSigns,
  truthWords,
} from "../explanation-words.ts";
import { html, type Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { assetName, missingList, moment, severityBadge, statusBadge } from "./parts.ts";

/** What the page of an explanation is made of. */
export interface ExplanationPage {
  readonly explanation: Explanation;
  readonly links: Links;
  readonly now: string;
}

/** Why one asset fails a control, passes it or is undecided: every condition with its truth, and what would change that. */
export function renderExplanation({ explanation, links, now }: ExplanationPage): Markup {
  const { check, asset, status, readAt } = explanation;
  return html`<h1>${asset.name ?? asset.id}</h1>
    <p class="lead">
      ${assetName(links, asset)} and <a href="${links.control(check.id)}">${check.title}</a>
      <span class="id">${asset.id}</span>
    </p>
    <p>
      ${badge(status)}
      ${severityBadge(check.severity)}${
        readAt === undefined ? "" : html` read ${moment(readAt, now)}`
      }
    </p>
    ${renderConditions(explanation, links)}`;
}

/** Every condition of each rule, or why the asset was not examined. */
export function renderConditions({ because, rules }: Explanation, links: Links): Markup {
  return html`${because && html`<p>${because}</p>`}
  ${rules.map((rule) => renderRule(rule, rules.length > 1, links))}`;
}

function badge(status: AssetStatus): Markup {
  return status === "notExamined"
    ? html`<span class="badge notApplicable">Not examined</span>`
    : statusBadge(status);
}

function renderRule(
  { rule, status, through, expected, tree, changes = [], waits = [] }: RuleExplanation,
  isNamed: boolean,
  links: Links,
): Markup {
  return html`<section class="card">
    <h2>${isNamed ? html`Rule ${rule}: ${assetStatusWords[status]}` : "Every condition"}</h2>
    ${through && html`<p>Through ${assetName(links, through)}.</p>`}
    ${
      expected &&
      html`<p>
        Expected ${expected.what}${expected.found === undefined ? "" : `, found ${expected.found}`}.
      </p>`
    }
    ${
      tree
        ? html`<ul class="evidence">
            ${renderNode(tree)}
          </ul>`
        : html`<p>Nothing is asked of it: whatever there is comes back.</p>`
    }
    ${changes.length > 0 && renderChanges(changes, status)}
    ${waits.length > 0 && renderWaits(waits)}
  </section>`;
}

function renderNode(node: TreeNode, label = ""): Markup {
  const { truth, decides } = node;
  const text = html`${label !== "" && html`<code>${label}</code> `}${askedWords(node)}`;
  if (node.kind === "condition") return line(truth, decides, text, foundWords(node));
  if (node.kind === "related")
    return line(truth, decides, text, hiddenWords(node), relatedOf(node));
  return line(truth, decides, text, "", html`${node.of.map((part) => renderNode(part))}`);
}

function relatedOf({ rows, more }: RelatedNode): Markup {
  const rest = moreWords(more);
  return html`${rows.map(({ of, label, truth, decides }) => {
    if (of && of.kind !== "condition") return renderNode(of, label);
    return line(truth, decides, html`<code>${label}</code>`, "", of && renderNode(of));
  })}${rest !== "" && html`<li class="quiet">… ${rest}</li>`}`;
}

/** A condition; what did not decide is quiet. */
function line(truth: Truth, decides: boolean, text: Markup, note: string, behind?: Markup): Markup {
  const sign = html`<span role="img" aria-label="${truthWords[truth]}">${truthSigns[truth]}</span>`;
  return html`<li${!decides && html` class="quiet"`}>
    ${sign} ${text}${note !== "" && html` <span class="quiet">${note}</span>`}
    ${
      behind &&
      html`<ul class="tree">
        ${behind}
      </ul>`
    }
  </li>`;
}

function renderChanges(changes: readonly Change[], status: AssetStatus): Markup {
  return html`<h3>
      ${status === "fail" ? "Turns green by any of" : "Nearest to failing, by any of"}
    </h3>
    <ol>
      ${changes.map(
        (change) =>
          html`<li>
            ${change.steps.map((step, i) => html`${i > 0 && html`<br />and `}${stepWords(step)}`)}
            ${besidesWords(change).map((words) => html`<br /><span class="quiet">${words}</span>`)}
          </li>`,
      )}
    </ol>`;
}

function renderWaits(waits: readonly Wait[]): Markup {
  return html`<h3>It waits for</h3>
    ${waits.map(
      (wait) =>
        html`${missingList(wait.missing)}
          <p>${outcomeWords(wait, waits.length === 1)}</p>`,
    )}`;
}
