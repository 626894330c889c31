import { createHash } from "node:crypto";
import type { SnapshotInfo } from "../../types.ts";
import { SCRIPT } from "./copy-script.ts";
import { html, Markup } from "./html.ts";
import type { Links } from "./links.ts";
import { moment } from "./parts.ts";
import { STYLE } from "./style.ts";

/** What stands around every page. */
export interface Frame {
  readonly links: Links;
  readonly snapshot: SnapshotInfo;
  /** The present moment, ISO 8601; ages are left out without it. */
  readonly now?: string;
  /** What has to be known before anything on the page is believed. */
  readonly notes?: readonly string[];
  /** The same page over all assets, where `links` are over some. */
  readonly everywhere?: string;
}

/** The content security policy under which pages work: their own style and script, and nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
].join("; ");

/** Written apart from the page: its text must be what the policy has the hash of. */
const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`);
const SCRIPT_ELEMENT = new Markup(`<script>${SCRIPT}</script>`);

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='6' fill='%231c4fd6'/%3E%3Cpath d='M6.5 12.5l3.6 3.6 7.4-8.2' fill='none' stroke='white' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/** A whole page as text. `here` is the address that the navigation marks as the present one. */
export function renderPage(frame: Frame, title: string, body: Markup, here?: string): string {
  const { links, snapshot, now, notes = [], everywhere } = frame;
  const places = [
    [links.overview(), "Overview"],
    [links.connectors(), "Connectors"],
    [links.explore(), "Explore"],
  ] as const;
  const nav = places
    .filter(([href]) => href !== undefined)
    .map(([href, word]) =>
      href === here
        ? html`<a href="${href}" aria-current="page">${word}</a>`
        : html`<a href="${href}">${word}</a>`,
    );
  return `<!doctype html>\n${html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${title} · Assay</title>
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
      <link rel="icon" href="${ICON}" />
      ${STYLE_ELEMENT}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <div>
          <a class="mark" href="${links.overview()}"
            ><svg viewBox="0 0 24 24" aria-hidden="true">
              <rect width="24" height="24" rx="6" fill="#1c4fd6" />
              <path
                d="M6.5 12.5l3.6 3.6 7.4-8.2"
                fill="none"
                stroke="#fff"
                stroke-width="2.6"
                stroke-linecap="round"
                stroke-linejoin="round"
              /></svg
            >Assay</a
          >
          <nav aria-label="Pages of Assay">${nav}</nav>
          <span class="age">Read ${moment(snapshot.takenAt, now)}</span>
        </div>
      </header>
      ${notes.map((note) => html`<p class="note" role="alert">${note}</p>`)}
      ${
        links.inside.length > 0 &&
        html`<section class="note scope" aria-label="Which assets">
          Only assets in
          ${links.inside.map((word, i) => html`${i > 0 && ", "}<code>${word}</code>`)}.
          ${everywhere !== undefined && html`<a href="${everywhere}">Show all assets</a>`}
        </section>`
      }
      <main id="main">${body}</main>
      <footer>
        Snapshot ${snapshot.id} from ${snapshot.origin} · Assay ${snapshot.assayVersion}
      </footer>
      ${SCRIPT_ELEMENT}
    </body>
  </html>`}\n`;
}
