import MarkdownIt from "markdown-it";
import { escapeHtml, Markup } from "./html.ts";

/** Values for the placeholders of guidance, such as `connector.subscriptionId`. */
export type Placeholders = Readonly<Record<string, string>>;

/**
 * What a value may be made of to be put into a command that somebody will paste into a shell. Names are chosen by whoever
 * makes an asset; one with a quote, a blank or a sign that a shell reads stays a placeholder.
 */
const SAFE_IN_A_SHELL = /^[\p{L}\p{N}_./@:-]+$/u;

/**
 * Guidance as HTML: CommonMark with tables, raw HTML shown as text, links to http, https and mail only, headings two
 * levels down, so that they stand below those of the page. `{{placeholder}}` in code is replaced by its value.
 */
export function renderMarkdown(text: string, placeholders: Placeholders = {}): Markup {
  return new Markup(markdown.render(text, placeholders));
}

/** A line of Markdown, without a paragraph around it. */
export function renderInlineMarkdown(text: string): Markup {
  return new Markup(markdown.renderInline(text, {}));
}

const markdown = createRenderer();

function createRenderer() {
  const renderer = new MarkdownIt({ html: false, linkify: false });
  renderer.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());
  const { rules } = renderer.renderer;
  rules.fence = rules.code_block = (tokens, i, _options, placeholders) =>
    `<pre tabindex="0"><code>${fillIn(tokens[i]!.content, placeholders as Placeholders)}</code></pre>\n`;
  rules.code_inline = (tokens, i, _options, placeholders) =>
    `<code>${fillIn(tokens[i]!.content, placeholders as Placeholders)}</code>`;
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

function fillIn(code: string, placeholders: Placeholders): string {
  return escapeHtml(code).replace(/\{\{\s*([\w.]+)\s*\}\}/g, (written, name: string) => {
    const value = placeholders[name];
    return value !== undefined && SAFE_IN_A_SHELL.test(value)
      ? `<mark>${escapeHtml(value)}</mark>`
      : `<var>${written}</var>`;
  });
}

/** The placeholders of one asset: its id and name, and its connector's ids. */
export function placeholdersOf(asset: {
  readonly id: string;
  readonly name: string | null;
  readonly connector: { readonly id: string; readonly name: string | null } | null;
}): Placeholders {
  const { id, name, connector } = asset;
  return {
    "asset.id": id,
    ...(name === null ? {} : { "asset.name": name }),
    ...(connector && {
      "connector.id": connector.id,
      "connector.subscriptionId": connector.id.replace(/^\/(subscriptions|tenants)\//, ""),
    }),
    ...(connector?.name ? { "connector.name": connector.name } : {}),
  };
}
