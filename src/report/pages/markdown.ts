import MarkdownIt from "markdown-it";
import { replacePlaceholders } from "../placeholders.ts";
import type { Named } from "../witness.ts";
import { escapeHtml, Markup } from "./html.ts";

/** What markdown-it hands through to its rules: the asset whose values stand for placeholders. */
interface Environment {
  readonly asset?: Named | undefined;
}

/**
 * Guidance as HTML: CommonMark with tables, raw HTML shown as text, links to http, https and mail only, headings two
 * levels down, so that they stand below those of the page. Placeholders in code are filled in for `asset`.
 */
export function renderMarkdown(text: string, asset?: Named): Markup {
  return new Markup(markdown.render(text, { asset } satisfies Environment));
}

const markdown = createRenderer();

function createRenderer() {
  const renderer = new MarkdownIt({ html: false, linkify: false });
  renderer.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());
  const { rules } = renderer.renderer;
  rules.fence = rules.code_block = (tokens, i, _options, environment) =>
    `<pre tabindex="0"><code>${fillIn(tokens[i]!.content, environment as Environment)}</code></pre>\n`;
  rules.code_inline = (tokens, i, _options, environment) =>
    `<code>${fillIn(tokens[i]!.content, environment as Environment)}</code>`;
  rules.heading_open = (tokens, i) => `<${lower(tokens[i]!.tag)}>`;
  rules.heading_close = (tokens, i) => `</${lower(tokens[i]!.tag)}>\n`;
  rules.link_open = (tokens, i, options, _env, self) => {
    tokens[i]!.attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, i, options);
  };
  rules.image = (tokens, i) => escapeHtml(tokens[i]!.content);
  return renderer;
}

function lower(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 2)}`;
}

function fillIn(code: string, { asset }: Environment): string {
  return replacePlaceholders(escapeHtml(code), asset, (written, value) =>
    value === undefined ? `<var>${written}</var>` : `<mark>${escapeHtml(value)}</mark>`,
  );
}
