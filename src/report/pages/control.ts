import type { Check, GuidanceSection } from "../../types.ts";
import { type ControlPage, renderOffenders, renderUndecided } from "./control-assets.ts";
import { describeExamined, renderRules } from "./control-verdict.ts";
import { accountNoun } from "../../asset-ids.ts";
import { exampleOf } from "../mending.ts";
import { readRemediation } from "../remediation.ts";
import { scopeWarnings } from "../scope-words.ts";
import { branchFor, type Named } from "../witness.ts";
import { html, type Markup } from "./html.ts";
import { type Links, mendAnchor } from "./links.ts";
import { renderMarkdown } from "./markdown.ts";
import { linkTo, severityBadge, statusBadge } from "./parts.ts";
import { frameworkOf } from "./summary.ts";

/** Headings that say how to mend, in the order of an incident; they stand open. The others follow. */
const OPEN = /remediation|back-?out/i;
const MENDING = /remediation|path|rollout|back-?out/i;

/** A control: what is promised, who breaks it and why, how to mend it and how to undo that. */
export function renderControl(control: ControlPage): Markup {
  const { check, verdict, links } = control;
  const chosen = chooseAsset(control);
  const mending = check.guidance.filter(({ heading }) => MENDING.test(heading));
  const others = check.guidance.filter(({ heading }) => !MENDING.test(heading));
  return html`<h1>${check.title}</h1>
    <div class="side">
      ${statusBadge(verdict.status)}${severityBadge(check.severity)}<span class="quiet"
        >${describeExamined(verdict)}</span
      ><code class="whole">${check.id}</code>
    </div>
    <div class="card">
      ${renderMarkdown(check.overview)}
      <ul class="labels" aria-label="Frameworks and tags">
        ${check.frameworks.map((label) => renderChip(links.narrowed({ framework: frameworkOf(label) }), label))}${check.tags.map((tag) => renderChip(links.narrowed({ text: tag }), tag))}
      </ul>
    </div>
    ${scopeWarnings(verdict).map((warning) => html`<p class="note">${warning}</p>`)}
    ${renderOffenders(control, chosen)} ${renderUndecided(control)}
    ${renderGuidance(mendAnchor(check.id), "How to mend it", mending, chosen, chosen && filledFor(check, chosen))}
    ${renderGuidance(undefined, "More about it", others, chosen)}
    <section class="card">
      <h2>${check.rules.length === 1 ? "The check" : "The checks"}</h2>
      ${renderRules(verdict)}
      <pre tabindex="0"><code>${check.document.trim()}</code></pre>
      ${exploreLink(links, check)}
    </section>`;
}

function renderChip(href: string | undefined, label: string): Markup {
  return html`<li>${linkTo(href, label)}</li>`;
}

function exploreLink(links: Links, check: Check): Markup | undefined {
  const href = links.explore(check.document);
  return href === undefined
    ? undefined
    : html`<p><a class="button" href="${href}">Open in GraphiQL</a></p>`;
}

/** The offender that was asked for, else the one that the terminal takes too. */
function chooseAsset({ asset, verdict, shown }: ControlPage): Named | undefined {
  const named = [...verdict.offenders, ...(shown?.offenders ?? [])];
  const asked = named.filter((offender) => offender.asset.id === asset);
  return exampleOf({ offenders: asked.length > 0 ? asked : named });
}

/** For whom commands are filled in, and which way back is theirs where the guidance has several. */
function filledFor(check: Check, asset: Named): Markup {
  if (asset.connector?.isDisabled)
    return html`<p class="note">
      The ${accountNoun(asset.connector.id)} of ${asset.name ?? asset.id} is disabled, and every
      change to it is refused: enable it again, or let it be deleted. No command is filled in.
    </p>`;
  const branch = branchFor(readRemediation(check).undoBranches ?? [], asset.because);
  return html`<p class="quiet">
      Commands are filled in for <strong>${asset.name ?? asset.id}</strong>.
    </p>
    ${branch && html`<div class="quiet branch">Of the ways back this one is its: ${renderMarkdown(branch.when, asset)}</div>`}`;
}

function renderGuidance(
  anchor: string | undefined,
  heading: string,
  sections: readonly GuidanceSection[],
  asset: Named | undefined,
  note?: Markup | undefined,
): Markup | undefined {
  if (sections.length === 0) return undefined;
  return html`<section class="card" ${anchor && html` id="${anchor}"`}>
    <h2>${heading}</h2>
    ${note}${sections.map(({ heading: title, body }) => {
      const content = html`<summary>${title}</summary>
        <div>${renderMarkdown(body, asset?.connector?.isDisabled ? undefined : asset)}</div>`;
      return OPEN.test(title)
        ? html`<details open>${content}</details>`
        : html`<details>${content}</details>`;
    })}
  </section>`;
}
