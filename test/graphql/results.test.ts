import { buildSchema, isInputObjectType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { renderResultsSdl } from "../../src/graphql/results-sdl.ts";
import { loadModel } from "../../src/model/load.ts";
import { model as without } from "./estate.ts";

const model = loadModel("schema");

test("no asset type and no field of one has a name of what stands beside the assets", () => {
  const outline = buildSchema(renderOutline(model));
  const beside = renderResultsSdl(model);
  const types = [...beside.matchAll(/^(?:type|enum|input) (\w+)/gm)].map((match) => match[1]!);
  expect(types.filter((name) => outline.getType(name))).toEqual([]);
  const query = /extend type Query \{(.*?)\n\}/s.exec(beside)![1]!;
  const roots = [...query.matchAll(/^ {2}(\w+)[(:]/gm)].map((match) => match[1]!);
  expect(roots).toContain("coverage");
  expect(roots.filter((name) => outline.getQueryType()?.getFields()[name])).toEqual([]);
  for (const type of Object.values(outline.getTypeMap()))
    if (isObjectType(type) || isInputObjectType(type))
      expect(type.getFields()).not.toHaveProperty("findings");
});

test("every asset leads to what was found about it, by its own type and by each interface over assets", () => {
  for (const of of [model, without]) {
    const schema = buildSchema(`${renderOutline(of)}\n${renderResultsSdl(of)}`);
    for (const name of of.abstractTypes.get("Asset")!.members)
      expect((schema.getType(name) as { getFields(): object }).getFields()).toHaveProperty(
        "findings",
      );
  }
});
