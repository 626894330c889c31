import { Kind, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { loadFragments } from "../../../src/check/document/fragments.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { renderPlainDocuments } from "../../../src/check/document/plain.ts";
import { createDialectRules } from "../../../src/dialect/rules.ts";
import { createDialectSchema } from "../../../src/dialect/schema.ts";
import { loadModel } from "../../../src/model/load.ts";

const model = loadModel("schema");
const checks = loadChecks(model, "checks");
const { fragments } = loadFragments(["checks"]);
const documents = renderPlainDocuments(checks, () => fragments);

test("plain documents are whole and valid, without descriptions, and each operation has a name of its own", () => {
  const schema = createDialectSchema(model);
  const names = documents.map((text) => {
    const document = parse(text);
    expect(validate(schema, document, createDialectRules(model))).toEqual([]);
    expect(
      document.definitions.filter((node) => "description" in node && node.description),
    ).toEqual([]);
    const [operation] = document.definitions;
    return operation?.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
  });
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(checks.length);
});

test("title and overview are a comment at the top", () => {
  for (const [i, text] of documents.entries()) {
    const { title, overview } = checks[i]!;
    expect(text.startsWith(`# ${title}\n`)).toBe(true);
    expect(text).toContain(`# ${overview.split("\n")[0]}`);
  }
});

test("an operation without a name, or with that of another, is called after its id", () => {
  const [check] = checks;
  const named = (id: string, document: string) => ({ ...check!, id, document });
  const texts = renderPlainDocuments(
    [
      named("a/b-c", "{ disks { id } }"),
      named("a/d", '"D" query Same("The n." $n: Int = 1) { disks(limit: $n) { id } }'),
      named("a/e", "query Same { disks { id } }"),
      named("1/a", "{ disks { id } }"),
    ],
    () => fragments,
  );
  expect(texts.map((text) => /query (\w+)/.exec(text)![1])).toEqual([
    "ABC",
    "Same",
    "AE",
    "Check1A",
  ]);
  expect(texts[1]).not.toContain("The n.");
});
