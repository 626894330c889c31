import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadChecks } from "../../../src/check/document/load.ts";
import { firstIdOf } from "../../../src/check/run/identity.ts";
import { InputError } from "../../../src/errors.ts";
import { loadModel } from "../../../src/model/load.ts";

const model = loadModel("schema");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-names-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, formerly = "") {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const directive = formerly === "" ? "" : `@check(formerly: ${formerly}) `;
  writeFileSync(
    join(folder, path),
    `query ${directive}{ connectors(where: { name: "nobody" }) { id } }`,
  );
}
const load = (...names: readonly string[]) => loadChecks(model, folder, { names });
const idsOf = (...names: readonly string[]) => load(...names).map(({ id }) => id);

function mistakes(): readonly string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.mistakes.map(({ message, place }) => {
      const at = place!.source!.split("\n")[place!.line - 1]!.slice(place!.column - 1);
      return `${message.replaceAll(`${folder}/`, "")} ${/^\S[^,\])]*/.exec(at)![0]}`;
    });
  }
}

describe("a check that was renamed", () => {
  test("is found by each name that it had, in any place that takes an id", () => {
    write("azure/new.graphql", '["azure/old", "azure/older"]');
    write("azure/other.graphql");
    expect(idsOf("azure/old")).toEqual(["azure/new"]);
    expect(idsOf("azure/older", "azure/other")).toEqual(["azure/new", "azure/other"]);
    expect(load("azure/new")[0]!.formerly).toEqual(["azure/old", "azure/older"]);
  });

  test("may say so between the lines of its guidance", () => {
    write("new.graphql");
    writeFileSync(join(folder, "new.md"), '---\n@check(formerly: "old")\n---\n# New\n');
    expect(idsOf("old")).toEqual(["new"]);
  });

  test("is known by the first of its names for ever", () => {
    write("third.graphql", '["first", "second"]');
    write("always.graphql");
    expect(load().map(firstIdOf)).toEqual(["always", "first"]);
  });

  test("leaves names that no check had a mistake", () => {
    write("new.graphql", '["old"]');
    expect(() => idsOf("odl")).toThrow('There is no check "odl"');
  });
});

test.each<
  [
    title: string,
    formerly: readonly (readonly [path: string, names: string])[],
    said: readonly string[],
  ]
>([
  [
    "a name that another check has",
    [
      ["a.graphql", '["b"]'],
      ["b.graphql", ""],
    ],
    ['"a" cannot formerly have been "b": there is such a check, in "b.graphql". "b"'],
  ],
  [
    "two that claim one name",
    [
      ["a.graphql", '["x", "old"]'],
      ["b.graphql", '["old"]'],
    ],
    [
      'Two checks have formerly been "old"; the other stands in "a.graphql". One of the two can be it, the name goes from the other. "old"',
    ],
  ],
  [
    "its own name",
    [["a.graphql", '["a"]']],
    ['"a" is what the check is called now. "formerly" takes ids that it had before. "a"'],
  ],
  ["a name twice", [["a.graphql", '["b", "b"]']], ['"formerly" names "b" twice. Keep one. "b"']],
  [
    "what is no id",
    [["x/a.graphql", '["b.graphql", "", "/c"]']],
    ["b.graphql", "", "/c"].map(
      (name) =>
        `"formerly" takes ids that the check had, such as "x/a-before", found "${name}". "${name}"`,
    ),
  ],
])("%s is a mistake, with its place", (_title, files, said) => {
  for (const [path, names] of files) write(path, names);
  expect(mistakes()).toEqual(said);
});
