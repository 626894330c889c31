import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";

type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

const markdown = new MarkdownIt();
const files = globSync(["*.md", ".github/**/*.md", "{checks,docs,examples,test}/**/*.md"], {
  exclude: (path) => path.includes("node_modules"),
}).map((path) => path.replaceAll("\\", "/"));

const anchors = new Map(files.map((file) => [file, anchorsOf(read(file))]));

test.each(files)("%s links to nothing that is not there", (file) => {
  const dead = linksOf(read(file)).filter((link) => !leadsSomewhere(file, link));
  expect(dead).toEqual([]);
});

test("a link to a file or a heading that is not there is dead", () => {
  expect(leadsSomewhere("README.md", "docs/none.md")).toBe(false);
  expect(leadsSomewhere("README.md", "docs/mistakes.md#no-such-code")).toBe(false);
  expect(leadsSomewhere("docs/design.md", "mistakes.md#unknown-field")).toBe(true);
});

function read(file: string): readonly Token[] {
  return markdown
    .parse(readFileSync(file, "utf8"), {})
    .flatMap((token) => [token, ...(token.children ?? [])]);
}

function linksOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(
    (token) => String(token.attrGet("href") ?? token.attrGet("src") ?? "") || [],
  );
}

/** Addresses of the web are not asked: a test has no network. */
function leadsSomewhere(file: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true;
  const [path, anchor] = decodeURIComponent(link).split("#");
  const target = path ? normalize(join(dirname(file), path)) : file;
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && (anchors.get(target)?.has(anchor) ?? false);
}

/** The headings as GitHub's anchors: in small letters, hyphens for blanks, no other signs, a number behind what stands there already. */
function anchorsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [i, { type }] of tokens.entries()) {
    if (type !== "heading_open") continue;
    const children = tokens[i + 1]!.children ?? [];
    const text = children.map(({ content }) => content).join("");
    const name = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-");
    let anchor = name;
    for (let n = 1; found.has(anchor); n++) anchor = `${name}-${n}`;
    found.add(anchor);
  }
  return found;
}
