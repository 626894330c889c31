import { buildSchema, isInputType, isSpecifiedScalarType } from "graphql";
import { expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { readOperations } from "../../src/cli/read-operations.ts";
import { keyType } from "../../src/dialect/input-types.ts";
import { keysOf, typesOf } from "../../src/dialect/keys.ts";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { renderSdl } from "../reference/sdl.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { loadModel } from "../../src/model/load.ts";
import { createDocumentReader } from "../../src/server/documents.ts";
import { DEFAULT_LIMITS } from "../../src/server/limits.ts";

const model = loadModel("schema");
const schema = createDialectSchema(model);
const read = createDocumentReader(model, schema, new Map(), DEFAULT_LIMITS);

/** For each type with a root field one document that has a variable of every type that its filter's keys take. */
const documents = typesOf(model)
  .filter(({ kind }) => kind !== "part")
  .map((type) => {
    const keys = new Map(keysOf(type).map(({ name, key }) => [keyType(type, key), name] as const));
    const used = [...keys].map(([given, name], i) => ({ given, name, variable: `$v${i}` }));
    const declared = used.map(({ variable, given }) => `${variable}: ${given}`);
    const where = used.map(({ variable, name }) => `${name}: ${variable}`);
    const select = type.kind === "union" ? "__typename" : "id";
    return {
      type: type.name,
      types: used.map(({ given }) => given.replaceAll(/[[\]!]/g, "")),
      text: `query Q(${declared.join(", ")}) { ${type.plural}(where: { ${where.join(", ")} }) { ${select} } }`,
    };
  });

test.each(documents)(
  "the filter of $type takes variables of all its types, at every door",
  ({ text }) => {
    expect(read(text).errors?.map(({ message }) => message)).toBeUndefined();
    expect(() => readOperations(text, "a.graphql", model, schema, "checks")).not.toThrow();
    // A check's variables need a default, and what is null filters nothing: that alone is said of them.
    const check = text.replaceAll(/(\$v\d+: [^,)]+)/g, "$1 = null");
    let said = "";
    try {
      loadChecks(model, "checks", { names: ["-"], standardInput: check });
    } catch (error) {
      said = String((error as Error).message);
    }
    expect(said).not.toMatch(/Unknown type|used in position|takes /);
  },
);

test("together they are all published inputs of filters", () => {
  const published = Object.values(buildSchema(renderSdl(model)).getTypeMap())
    .filter((type) => isInputType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name)
    .filter(
      (name) =>
        !name.startsWith("__") && !/(Options|Sort|SortDirection|Severity|Expected)$/.test(name),
    );
  const names = new Set(documents.flatMap(({ types }) => types));
  const judged = buildSchema(renderOutline(model));
  expect(published.filter((name) => !judged.getType(name))).toEqual([]);
  expect(published.filter((name) => !names.has(name) && !name.endsWith("Where"))).toEqual([]);
});
