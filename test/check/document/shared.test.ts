import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findContested, findRenamed } from "../../../src/check/document/former-names.ts";
import { addFragments, loadFragments } from "../../../src/check/document/fragments.ts";
import type { Mistake } from "../../../src/errors.ts";
import { parseSource } from "../../../src/model/parse-source.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-shared-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (path: string) => join(folder, path);
const files: Readonly<Record<string, string>> = {
  "a/fragments/one.graphql": "fragment One on A { id } fragment Two on A { ...One }",
  "a/fragments/deep/three.gql": "fragment Three on A { id }",
  "a/fragments/notes.md": "no fragments",
  "b/fragments/one.graphql": "fragment One on B { id } fragment Four on B { id }",
  "bad/fragments/a.graphql": "fragment One on A { id }\nquery { a }",
  "bad/fragments/b.graphql": "\nfragment One on A { id }",
  "bad/fragments/c.graphql": "fragment {",
  "bad/fragments/d.graphqls": "",
  "none/x.graphql": "fragment One on A { id }",
  "named/own.graphql": 'query @check(formerly: ["old", "older/one"]) { a }',
  "named/one.graphql": 'query @check(formerly: "old") { a }',
  "named/guided.graphql": "{ a }",
  "named/guided.md": '---\n@check(formerly: "old")\n---\n# Title',
  "named/said.graphql": '"formerly old" query { a }',
  "named/broken.graphql": 'query @check(formerly: "old") { a',
  "named/plain.graphql": "{ a }",
  "named/plain.md": "# Title\n\nformerly old",
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}
const plain = (text: string) => text.replaceAll(`${folder}/`, "");
const told = ({ code, message, place }: Mistake) =>
  `${place ? `${plain(place.file)}:${place.line}:${place.column} ` : ""}${code}: ${plain(message)}`;

describe("shared fragments", () => {
  test("are those of all files below a folder, the first folder's where two have one name", () => {
    const { fragments, mistakes } = loadFragments([at("a"), at("b"), at("none"), at("gone")]);
    expect(mistakes).toEqual([]);
    const types = [...fragments].map(([name, { typeCondition }]) => `${name} ${typeCondition.name.value}`); // prettier-ignore
    expect(types.sort()).toEqual(["Four B", "One A", "Three A", "Two A"]);
  });

  test("stand alone in their files, once each, and every mistake is told", () => {
    const { fragments, mistakes } = loadFragments([at("bad")]);
    expect([...fragments.keys()]).toEqual(["One"]);
    expect(mistakes.map(told)).toEqual([
      'unreadable-file: "bad/fragments/d.graphqls" is not read: the ending of a check is ".graphql" or ".gql". Rename it, or move it elsewhere.',
      "bad/fragments/a.graphql:2:1 misplaced-definition: A file of shared fragments holds fragments only.",
      'bad/fragments/b.graphql:2:10 duplicate: There are two shared fragments "One"; the other stands in "bad/fragments/a.graphql".',
      expect.stringMatching(/^bad\/fragments\/c.graphql:1:10 syntax-error: /),
    ]);
  });

  test("go into a document that uses them, with those that they use, and no others", () => {
    const { fragments } = loadFragments([at("a")]);
    const add = (text: string) => {
      const { document, mistakes } = addFragments(parseSource(text), fragments);
      const names = document.definitions.map((node) => ("name" in node && node.name && "value" in node.name ? node.name.value : "")); // prettier-ignore
      return [names, mistakes.map(told)];
    };
    expect(add("{ a { ...Two ...Two } }")).toEqual([["", "Two", "One"], []]);
    expect(add("{ a { ...One } } fragment One on A { name }")).toEqual([["", "One"], []]);
    expect(add("{ a { ...Thre } b { ...Thre ...Own } } fragment Own on A { ...Nobody }")).toEqual([
      ["", "Own"],
      [
        expect.stringMatching(/:1:10 unknown-fragment: Unknown fragment "Thre": neither this document nor the fragments folder has it. Did you mean "Three"\?$/),
        expect.stringMatching(/:1:63 unknown-fragment: Unknown fragment "Nobody": neither this document nor the fragments folder has it.$/),
      ],
    ]);
  }); // prettier-ignore
});

describe("a check is found by a name that it had", () => {
  const named = Object.keys(files).filter((path) => /^named.*graphql$/.test(path));
  const checks = [...named, "named/gone.graphql"].map((path) => ({ id: path.slice(6, -8), file: at(path) })); // prettier-ignore
  const find = (id: string) =>
    findRenamed(id, [{ root: "x", checks }, { root: "y", checks: checks.slice(0, 1) }, { root: "z", checks: [] }]).map(
      ({ root, files: own }) => [root, ...own.map((one) => one.id)].join(" "),
    ); // prettier-ignore

  test("in its document or its guidance, in each folder that has one", () => {
    expect(find("old")).toEqual(["x own one guided", "y own"]);
    expect(find("older/one")).toEqual(["x own", "y own"]);
    expect(find("older")).toEqual([]);
    expect(find("formerly")).toEqual([]);
  });

  test("which no other check has, or had", () => {
    const place = (file: string) => ({ file, line: 1, column: 1 });
    const check = (id: string, ...names: readonly string[]) => ({
      check: { id, place: place(`${id}.graphql`) },
      formerNames: names.map((name) => ({ id: name, place: place(`${id}.graphql`) })),
    });
    expect(findContested([check("a", "old"), check("b", "older")])).toEqual([]);
    // Twice in one check, and its own name, are told where that is read.
    expect(findContested([check("a", "old", "old", "a")])).toEqual([]);
    expect(findContested([check("a", "b", "old"), check("b", "old")]).map(told)).toEqual([
      'a.graphql:1:1 duplicate: "a" cannot formerly have been "b": there is such a check, in "b.graphql".',
      'b.graphql:1:1 duplicate: Two checks have formerly been "old"; the other stands in "a.graphql". One of the two can be it, the name goes from the other.',
    ]);
  });
});
