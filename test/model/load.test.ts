import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-schema-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("files are found at any depth, and only those that end in .graphql", () => {
  mkdirSync(join(folder, "azure", "x"), { recursive: true });
  writeFileSync(join(folder, "azure", "x", "a.graphql"), "type A { id: ID }");
  writeFileSync(join(folder, "b.graphql"), "# nothing yet\n");
  writeFileSync(join(folder, "notes.md"), "type B {");
  expect([...loadModel(folder).types.keys()]).toEqual(["A"]);
});

test("a mistake names the file as it lies below the folder", () => {
  writeFileSync(join(folder, "a.graphql"), "type A {\n  id: Idd\n}");
  expect(() => loadModel(folder)).toThrow(
    `Unknown type "Idd". Did you mean "ID" or "Int"?\n\n${folder}/a.graphql:2:7\n2 |   id: Idd\n  |       ^`,
  );
});

test("a folder that is not there is said to be missing", () => {
  const missing = join(folder, "none");
  expect(() => loadModel(missing)).toThrow(
    `The schema folder "${missing}" cannot be read: there is none of that name.`,
  );
});

test("a file in the folder's place is said to be one", () => {
  const file = join(folder, "a.graphql");
  writeFileSync(file, "type A { id: ID }");
  expect(() => loadModel(file)).toThrow(
    `The schema folder "${file}" cannot be read: it is a file.`,
  );
});

test("a folder without schema files is refused", () => {
  expect(() => loadModel(folder)).toThrow(
    `The schema folder "${folder}" holds no ".graphql" file.`,
  );
});

test("a file that is no text is refused by name", () => {
  writeFileSync(join(folder, "a.graphql"), Buffer.from([0xff, 0xfe, 0x00]));
  expect(() => loadModel(folder)).toThrow(
    `The schema file "${folder}/a.graphql" cannot be read: it is neither UTF-8 nor UTF-16.`,
  );
});

test("a file may be a link, and have its ending in any case or spelling", () => {
  mkdirSync(join(folder, "elsewhere"));
  mkdirSync(join(folder, "schema"));
  writeFileSync(join(folder, "elsewhere", "text"), "type A { id: ID }");
  symlinkSync(join(folder, "elsewhere", "text"), join(folder, "schema", "a.graphql"));
  writeFileSync(join(folder, "schema", "b.GRAPHQL"), "type B { id: ID }");
  writeFileSync(join(folder, "schema", "c.graphqls"), "type C { id: ID }");
  writeFileSync(join(folder, "schema", "d.gql"), "type D { id: ID }");
  expect([...loadModel(join(folder, "schema")).types.keys()]).toEqual(["A", "B", "C", "D"]);
});

test("a link that leads nowhere is a mistake with its name", () => {
  symlinkSync(join(folder, "nowhere"), join(folder, "a.graphql"));
  symlinkSync(join(folder, "nowhere"), join(folder, "b"));
  expect(() => loadModel(folder)).toThrow(
    `The schema file "${join(folder, "a.graphql")}" cannot be read: it is a link that leads nowhere.\n\nThe schema file "${join(folder, "b")}"`,
  );
});
