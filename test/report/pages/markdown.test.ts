import { describe, expect, test } from "vitest";
import { html } from "../../../src/report/pages/html.ts";
import { renderMarkdown } from "../../../src/report/pages/markdown.ts";

describe("guidance", () => {
  test.each([
    ["raw HTML", "<script>alert(1)</script>", "&lt;script&gt;"],
    ["an event handler", '<img src=x onerror="alert(1)">', "&lt;img"],
    ["a link that is a script", "[x](javascript:alert(1))", "[x](javascript:alert(1))"],
    ["such a link in disguise", "[x](JaVa&#115;cript:alert(1))", "[x]("],
    ["a data link", "[x](data:text/html,<script>)", "[x](data:text/html,"],
    ["a link to this server", "[x](/graphql?query=)", "[x](/graphql"],
    ["an image, which would tell its server who looks", "![x](https://evil.example/x.png)", "x"],
    ["HTML in code", "`<b>`", "<code>&lt;b&gt;</code>"],
    ["HTML in a block of code", "```\n</code><script>\n```", "&lt;/code&gt;&lt;script&gt;"],
  ])("shows %s as text", (_title, markdown, shown) => {
    const { text } = renderMarkdown(markdown);
    expect(text).toContain(shown);
    expect(text).not.toMatch(/<(script|img|b)\b|href="(?!https:)/i);
  });

  test("keeps lists, tables, links and headings, two levels down", () => {
    const { text } = renderMarkdown(
      "## A\n\n1. one\n\n| a |\n| - |\n| b |\n\n[c](https://example.com)",
    );
    for (const piece of [
      "<h4>A</h4>",
      "<ol>",
      "<table>",
      '<a href="https://example.com" rel="noopener noreferrer">c</a>',
    ])
      expect(text).toContain(piece);
  });
});

describe("placeholders", () => {
  const asset = (name: string | null) => ({
    id: "/subscriptions/1/x",
    name,
    connector: { id: "/subscriptions/1", name: "prod" },
  });

  test("are filled into code, and nowhere else", () => {
    const { text } = renderMarkdown(
      "{{asset.id}}\n\n```sh\naz show {{ asset.name }} --subscription {{connector.subscriptionId}}\n```",
      asset("vm-1"),
    );
    expect(text).toContain("<p>{{asset.id}}</p>");
    expect(text).toContain("az show <mark>vm-1</mark> --subscription <mark>1</mark>");
  });

  test.each([
    'a"; rm -rf ~; "',
    "$(reboot)",
    "`reboot`",
    "a b",
    "a\nreboot",
    "a'b",
    "a&b",
    "a|b",
    "--query",
    "$1",
    "$$",
    "",
    null,
  ])("are left as they are where a shell would read more into the name %j", (name) => {
    const { text } = renderMarkdown("`az show {{asset.name}}`", asset(name));
    expect(text).toBe("<p><code>az show <var>{{asset.name}}</var></code></p>\n");
  });
});

test("templates escape what they are given, in text and in attributes", () => {
  const evil = `"><script>'&`;
  expect(html`<a title="${evil}">${[evil, null, false, 0]}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;0</a>',
  );
});
