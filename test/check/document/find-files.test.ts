import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  findCheckFiles,
  hasWords,
  readCheckText,
  unreadFiles,
} from "../../../src/check/document/files.ts";
import { InputError, type Mistake } from "../../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-found-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (path: string) => join(folder, path);

const files: Readonly<Record<string, string>> = {
  "own/azure/storage/https-only.graphql": "{ a }",
  "own/azure/storage/https-only.md": "# Only HTTPS",
  "own/azure/storage/keys.gql": "{ b }",
  "own/azure/README.md": "# Read me",
  "own/entra/users.GRAPHQL": "{ c }",
  "own/entra/users.cases.graphql": "{ cases }",
  "own/entra/users.cases/answers/deep.graphql": "{ no }",
  "own/fragments/shared.graphql": "fragment F on A { id }",
  "own/fragments.graphql": "{ d }",
  "own/notes.txt": "no check",
  "other/azure/storage/https-only.graphql": "{ e }",
  "other/entra/groups.graphql": "{ f }",
  "loose/one.graphql": "{ g }",
  "loose/two.md": "# Nobody's",
  "loose/three.cases.graphql": "{ cases }",
  "loose/four.graphqls": "{ h }",
  "double/a.graphql": "{ i }",
  "double/a.md": "# One",
  "double/a.MD": "# Two",
  "double/b.graphql": "{ j }",
  "double/b.gql": "{ k }",
  "void/readme.md": "# Nothing",
  "words/some-of-the-words.graphql": "{ l }",
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((i) => [`many/word-${i}.graphql`, `{ w${i} }`])),
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}
mkdirSync(at("lost/azure"), { recursive: true });
writeFileSync(at("lost/a.graphql"), "{ m }");
symlinkSync(at("nowhere"), at("lost/azure/b.graphql"));

/** Paths without what differs from one run to the next. */
const plain = (text: string) => text.replaceAll(`${folder}/`, "");

const told = ({ code, message }: Mistake) => `${code}: ${plain(message)}`;

function find(folders: readonly string[], names: readonly string[] = [], standardInput?: string) {
  try {
    const found = findCheckFiles(folders.map(at), names, standardInput);
    return {
      files: found.files.map(({ id, file, text, root, guidance }) =>
        [id, plain(file), text, relative(folder, root), ...(guidance ? [plain(guidance.file), guidance.text] : [])].join(" "),
      ),
      roots: found.roots.map((root) => relative(folder, root)),
      mistakes: found.mistakes.map(told),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refused: error.mistakes.map(told) };
  }
} // prettier-ignore

const https =
  "azure/storage/https-only own/azure/storage/https-only.graphql { a } own own/azure/storage/https-only.md # Only HTTPS";
const keys = "azure/storage/keys own/azure/storage/keys.gql { b } own";
const users = "entra/users own/entra/users.GRAPHQL { c } own";
const others = "azure/storage/https-only other/azure/storage/https-only.graphql { e } other";
const groups = "entra/groups other/entra/groups.graphql { f } other";

describe("what names find", () => {
  test.each<[title: string, folders: readonly string[], names: readonly string[], files: readonly string[], roots: readonly string[]]>([
    ["all without a name, but fragments and cases", ["own"], [], [https, keys, users, "fragments own/fragments.graphql { d } own"], ["own"]],
    ["an id", ["own", "other"], ["entra/users"], [users], ["own"]],
    ["an id with its ending", ["own"], ["entra/users.graphql"], [users], ["own"]],
    ["the beginning of ids", ["own"], ["azure"], [https, keys], ["own"]],
    ["the beginning of ids with a slash", ["own"], ["azure/storage//"], [https, keys], ["own"]],
    ["no part of a word", ["own"], ["azure/storage/key"], [], []],
    ["in each of the folders", ["own", "other"], ["entra"], [groups, users], ["own", "other"]],
    ["a file of a folder by its path", ["own"], [at("own/entra/users.GRAPHQL")], [users], ["own"]],
    ["a folder in one", ["own"], [at("own/azure")], [https, keys], ["own"]],
    ["a file elsewhere, called by its name", ["own"], [at("loose/one.graphql")], ["one loose/one.graphql { g } loose"], ["loose"]],
    ["a folder elsewhere", ["own"], [at("other")], [others, groups], ["other"]],
    ["a check once, however often it is named", ["own"], ["azure", "azure/storage/keys", at("own/azure/storage/keys.gql")], [https, keys], ["own"]],
    ["a file though there is no folder", ["gone"], [at("loose/one.graphql")], ["one loose/one.graphql { g } loose"], ["loose"]],
  ])("%s", (_title, folders, names, expected, roots) => {
    const { files: found, mistakes, ...rest } = find(folders, names);
    expect(found).toEqual(expected);
    expect(rest.roots).toEqual(roots);
    if (expected.length > 0) expect(mistakes).toEqual([]);
  }); // prettier-ignore

  test("standard input, beside others or without any folder", () => {
    expect(find(["own"], ["-"], "{ z }")).toEqual({
      ...{ files: ["standard-input standard input { z } own"], roots: [], mistakes: [] },
    });
    expect(find(["gone"], ["-"], "{ z }").files).toEqual(["standard-input standard input { z } gone"]);
    const typed = { id: "standard-input", file: "standard input", text: "", root: "" };
    expect(findCheckFiles([], ["-"], "").files).toEqual([typed]);
    expect(find(["own"], ["-", "entra"], "{ z }").files).toEqual([users, "standard-input standard input { z } own"].sort());
    expect(find(["own"], ["-"]).mistakes![0]).toMatch(/^unknown-check: There is no check "-"/);
  }); // prettier-ignore
});

describe("what is wrong", () => {
  const stray = [
    'unreadable-file: "loose/four.graphqls" is not read: the ending of a check is ".graphql" or ".gql". Rename it, or move it elsewhere.',
    'guidance-without-check: The guidance "loose/two.md" has no check beside it: there is no "two.graphql".',
    'cases-without-check: The cases "loose/three.cases.graphql" have no check beside them: there is no "three.graphql".',
  ];
  test.each<[title: string, folders: readonly string[], names: readonly string[], mistakes: readonly string[]]>([
    ["what nobody reads", ["loose"], [], stray],
    ["of it only what is named, without what has no check", ["loose"], ["one"], []],
    ["what is named and cannot be read", ["loose"], ["four"], [stray[0]!]],
    ["a link that leads nowhere, where it is meant", ["lost"], ["azure"], ['unreadable-file: "lost/azure/b.graphql" is not read: it is a link that leads nowhere.']],
    ["and nowhere else", ["lost"], ["a"], []],
    ["two files of guidance, and two checks of one id", ["double"], [], [
      'duplicate: The check "double/a.graphql" has two files of guidance: "double/a.MD" and "double/a.md". Keep one.',
      'duplicate: Two checks have the id "b": "double/b.gql" and "double/b.graphql". Rename one.',
    ]],
    ["two checks of one id in two folders", ["own", "other"], [], ['duplicate: Two checks have the id "azure/storage/https-only": "own/azure/storage/https-only.graphql" and "other/azure/storage/https-only.graphql". Rename one.']],
    ["an unknown name, with the nearest", ["own"], ["azure/storage/kyes"], ['unknown-check: There is no check "azure/storage/kyes" in "own", and no file or folder of that name. Did you mean "azure/storage/keys"?']],
    ["a name's last part, with the nearest", ["own", "other"], ["usres"], ['unknown-check: There is no check "usres" in "own" or "other", and no file or folder of that name. Did you mean "users"?']],
    ["a name that is in no check's", ["own"], ["zzz"], ['unknown-check: There is no check "zzz" in "own", and no file or folder of that name.']],
    ["a name whose words are in others", ["words"], ["words some"], ['unknown-check: There is no check "words some" in "words", and no file or folder of that name. Its words are in "some-of-the-words".']],
    ["in more than five of them", ["many"], ["wor"], ['unknown-check: There is no check "wor" in "many", and no file or folder of that name. Its words are in "word-1", "word-2", "word-3", "word-4", "word-5", and 2 more: "assay checks --search wor" lists them.']],
    ["a file that is not there", ["own"], ["gone.graphql"], ['unknown-check: There is no check file "gone.graphql".']],
    ["a folder without a check", ["own"], [at("void")], ['unknown-check: The folder "void" holds no check.']],
  ])("%s", (_title, folders, names, mistakes) => {
    expect(find(folders, names).mistakes).toEqual(mistakes);
  }); // prettier-ignore

  test("folders that are none, and those that hold nothing, where all of them is meant", () => {
    expect(find(["gone", "void", "missing"])).toEqual({
      refused: [
        'missing-file: There is no folder of checks at "gone".',
        'missing-file: There is no folder of checks at "missing".',
      ],
    });
    expect(find(["own", "void"])).toEqual({ refused: ['no-checks: The folder "void" holds no check.'] }); // prettier-ignore
    expect(find(["gone"], ["azure"])).toEqual({ refused: ['missing-file: There is no folder of checks at "gone".'] }); // prettier-ignore
  });
});

describe("what looks like a check and is none", () => {
  test.each<[path: string, isNamed: boolean]>([
    ["a.graphqls", true],
    ["a.gqls", true],
    ["a.grahpql", true],
    ["a.graphql.txt", true],
    ["a.gql.TXT", true],
    ["a.graphql", false],
    ["a.GQL", false],
    ["a.txt", false],
    ["a.grap", false],
    ["a.json", false],
    ["graphql", false],
  ])("%s: %s", (path, isNamed) => {
    expect(unreadFiles("x", [path], [])).toHaveLength(isNamed ? 1 : 0);
  });

  test("is told beside what cannot be read", () => {
    expect(unreadFiles("x", ["a.gqls"], [{ path: "b", reason: "it is odd" }])).toMatchObject([
      { code: "unreadable-file", message: '"x/b" is not read: it is odd.' },
      { code: "unreadable-file", message: expect.stringMatching(/^"x\/a.gqls" is not read/) },
    ]);
  });

  test("and a file that is not there is a mistake with its name", () => {
    const mistakes: Mistake[] = [];
    expect(readCheckText(at("gone.graphql"), mistakes)).toBeUndefined();
    expect(mistakes.map(told)).toEqual([expect.stringMatching(/^unreadable-file: "gone.graphql" is not read: /)]); // prettier-ignore
    expect(readCheckText(at("loose/one.graphql"), mistakes)).toBe("{ g }");
    expect(mistakes).toHaveLength(1);
  });
});

test.each<[text: string, words: string, has: boolean]>([
  ["HTTPS only", "https", true],
  ["HTTPS only", "only HTT", true],
  ["HTTPS only", "only keys", false],
  ["HTTPS only", "", false],
  ["HTTPS only", "- _", false],
  ["cis:3.1 é", "3.1 É", true],
])("%j has the words of %j: %s", (text, words, has) => expect(hasWords(text, words)).toBe(has));
