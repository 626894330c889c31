import type {
  AssetName,
  Collection,
  Evidence,
  MissingEvidence,
  Severity,
  VerdictStatus,
} from "../../types.ts";
import { labelOf } from "../asset-label.ts";
import { nameOf } from "../evidence.ts";
import { mendingOf } from "../remedy.ts";
import {
  capitalise,
  collectionClauses,
  countOf,
  momentOf,
  presentWords,
  severityWord,
  statusOrder,
} from "../words.ts";
import { type EvidenceGroup, groupEvidence } from "../reason-lines.ts";
import { html, type Markup, type Part } from "./html.ts";
import type { Links } from "./links.ts";
import type { Tally } from "./summary.ts";

const SIGNS: Readonly<Record<VerdictStatus, string>> = {
  fail: "M4.5 4.5l7 7m0-7l-7 7",
  undecided: "M5.6 6.2a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .7-1 1.4m0 2.4v.1",
  pass: "M3.8 8.4l2.8 2.8 5.6-6.2",
  notApplicable: "M4.5 8h7",
};

/** A verdict as a sign and a word: never told by colour alone. */
export function statusBadge(status: VerdictStatus): Markup {
  return html`<span class="badge ${status}"
    >${sign(status)}${capitalise(presentWords[status])}</span
  >`;
}

/** The sign of a verdict, for the eye only. */
export function sign(status: VerdictStatus): Markup {
  return html`<svg class="sign ${status}" viewBox="0 0 16 16" aria-hidden="true">
    <path d="${SIGNS[status]}" />
  </svg>`;
}

/** How bad a failure is. */
export function severityBadge(severity: Severity): Markup {
  return html`<span class="severity ${severity.toLowerCase()}">${severityWord(severity)}</span>`;
}

/** Least share of a bar, in hundredths, that is still seen. */
const THINNEST = 1.5;

/**
 * A bar of verdicts in proportion with its numbers below: told apart by lightness, gaps and, of what is not applicable, height, for
 * whoever sees no colours, and read as text by whoever sees no bar.
 */
export function tallyBar(tally: Tally): Markup {
  const total = statusOrder.reduce((sum, status) => sum + tally[status], 0);
  const there = statusOrder.filter((status) => tally[status] > 0);
  const shares = there.map((status) => Math.max(THINNEST, (tally[status] / total) * 100));
  const scale = 100 / shares.reduce((sum, share) => sum + share, 0);
  let from = 0;
  const pieces = there.map((status, i) => {
    const width = shares[i]! * scale;
    const [y, height] = status === "notApplicable" ? ["30%", "40%"] : ["0", "100%"];
    const piece = html`<rect
      class="${status}"
      x="${from.toFixed(2)}%"
      y="${y}"
      width="${width.toFixed(2)}%"
      height="${height}"
    />`;
    from += width;
    return piece;
  });
  return html`<svg class="bar" aria-hidden="true">${pieces}</svg>
    <ul>
      ${there.map((status) => html`<li>${sign(status)}${tally[status]} ${presentWords[status]}</li>`)}
    </ul>`;
}

/** A moment: to the minute in UTC, with its age where `now` is known. Nothing for a moment that never was. */
export function moment(at: string | undefined, now?: string): Markup {
  if (!at || Number.isNaN(Date.parse(at))) return html`<span class="quiet">unknown</span>`;
  const age = now === undefined ? undefined : describeAge(Date.parse(now) - Date.parse(at));
  return html`<time datetime="${at}">${momentOf(at)}</time
    >${age && html` <span class="quiet">(${age})</span>`}`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `3 hours ago`. */
export function describeAge(milliseconds: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.floor(milliseconds / size);
    if (count >= 1) return `${countOf(count, unit)} ago`;
  }
  return "just now";
}

/** A link, or the text alone where there is nowhere to go. */
export function linkTo(href: string | undefined, text: Part): Markup {
  return href === undefined ? html`${text}` : html`<a href="${href}">${text}</a>`;
}

/** An asset by its name, with its id below. */
export function assetLink(links: Links, asset: AssetName): Markup {
  return html`${assetName(links, asset)}<span class="id">${asset.id}</span>`;
}

/** An asset by its name and as much of its id as tells it from others. */
export function assetLabel(links: Links, asset: AssetName): Markup {
  return assetName(links, { ...asset, name: labelOf(asset) });
}

/** An asset by its name alone. A part, which alone has no connector, has no page. */
export function assetName(links: Links, asset: AssetName): Markup {
  const { id, type, connector } = asset;
  const page = type === "Connector" ? links.connector(id) : links.asset(asset);
  const href = type !== "Connector" && connector === null ? undefined : page;
  return linkTo(href, nameOf(asset));
}

/** The conditions that held, one below the other; those about one part of an asset stand behind the way to it. */
export function evidenceList(evidence: readonly Evidence[]): Markup {
  return html`<ul class="evidence">
    ${groupEvidence(evidence).map((group) => html`<li>${evidenceGroup(group)}</li>`)}
  </ul>`;
}

/** Conditions about one part of an asset, the way to it once before them. */
export function evidenceGroup({ prefix, conditions }: EvidenceGroup): Markup {
  const each = conditions.map(
    ({ path, condition, found }) =>
      html`${path !== "" && html`<code>${path}</code>`} ${condition}${showFound(condition, found)}`,
  );
  if (prefix === "") return html`${each}`;
  return html`<code>${prefix}</code>${each.map((one, i) => html`${i === 0 ? ": " : "; "}${one}`)}`;
}

/** What an asset waits for, and what would mend that; what the service answered is folded away. */
export function missingList(missing: readonly MissingEvidence[]): Markup {
  return html`<ul class="evidence">
    ${missing.map((one) => {
      const { path, collection, id, reason } = one;
      return html`<li>
        <code>${path}</code> ${
          collection
            ? html`is unknown: ${collection.type} ${collectionClauses[collection.status]}.
              ${mendingOf(one)}${causeFold(collection)}`
            : reason !== undefined
              ? html`is read by nothing yet: ${reason}`
              : id === undefined
                ? "is not known from what was read."
                : html`leads to <code>${id}</code>, which was not found. ${mendingOf(one)}`
        }
      </li>`;
    })}
  </ul>`;
}

/** What the service answered, in its own words, behind a fold. */
export function causeFold({ cause }: Pick<Collection, "cause">): Markup | undefined {
  return cause === undefined
    ? undefined
    : html`<details class="cause">
        <summary>Cause</summary>
        <p>${cause}</p>
      </details>`;
}

/** Links to the pages of a long list. */
export function pager(
  page: number,
  pages: number,
  href: (page: number) => string | undefined,
): Markup {
  if (pages <= 1) return html``;
  const link = (to: number, text: string, rel: string) =>
    to < 1 || to > pages
      ? html`<span class="quiet">${text}</span>`
      : html`<a href="${href(to)}" rel="${rel}">${text}</a>`;
  return html`<nav class="pager" aria-label="Pages">
    ${link(page - 1, "Previous", "prev")}<span>Page ${page} of ${pages}</span
    >${link(page + 1, "Next", "next")}
  </nav>`;
}

/** A value as it was read. */
export function showValue(value: unknown): Markup {
  if (value === null || value === undefined) return html`<span class="quiet">null</span>`;
  if (Array.isArray(value) && value.length === 0) return html`<span class="quiet">none</span>`;
  if (Array.isArray(value))
    return html`${value.map((each) => html`<span class="value">${String(each)}</span> `)}`;
  return value === ""
    ? html`<span class="quiet">""</span>`
    : html`<span class="value">${String(value)}</span>`;
}

function showFound(condition: string, found: unknown): Part {
  if (found === undefined || found === null) return null;
  const text = typeof found === "string" ? JSON.stringify(found) : String(found);
  return condition.includes(text)
    ? null
    : html` <span class="quiet">found</span> <code>${text}</code>`;
}
