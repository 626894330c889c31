import { buildSchema, isInputObjectType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { renderResultsSdl } from "../../src/graphql/results-sdl.ts";
import { loadModel } from "../../src/model/load.ts";
import { readModel } from "../../src/model/read.ts";
import type { Check, Offender, Run, Verdict } from "../../src/types.ts";
import { ask } from "./answer.ts";
import { accounts, model as without } from "./estate.ts";
import { executor } from "./executor.ts";

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

test("a type with the name of what stands beside the assets is refused", () => {
  const files = [
    {
      file: "own.graphql",
      text: `interface Asset { id: ID! name: String }
        type Connector implements Asset
        type Snapshot implements Asset
        type Finding implements Asset`,
    },
  ];
  const refused = () => renderResultsSdl(readModel(files));
  expect(refused).toThrow('The schema\'s type "Snapshot" has the name');
  expect(refused).toThrow('such as "CloudFinding"');
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

test("what offenders lead to in a circle is accounted for before it is made", async () => {
  const inventory = accounts(300);
  let made = 0;
  const offenders = Array.from({ length: 300 }, (_, i): Offender => {
    const id = `/${String(i).padStart(6, "0")}`;
    return {
      rule: "all",
      because: [],
      sources: [],
      get asset() {
        made++;
        return { id, name: id, type: "Connector" } as Offender["asset"];
      },
    };
  });
  const check = { id: "a", frameworks: [], tags: [], rules: [] } as unknown as Check;
  const verdict = {
    check: "a",
    status: "fail",
    examined: {},
    offenders,
    offenderCount: offenders.length,
    undecided: [],
    undecidedCount: 0,
    unreadable: [],
    scope: [],
    rules: [],
  } as unknown as Verdict;
  const run = {
    checks: [check],
    verdicts: [verdict],
    snapshot: inventory.snapshot,
  } as unknown as Run;
  const results = {
    run: async () => run,
    judged: () => ({
      findingsOf: async () => offenders.map((offender) => ({ check, offender })),
      offenders: () => [] as never,
      undecided: () => [] as never,
      unreadable: async () => [],
    }),
    snapshots: async () => [],
  };
  const query =
    '{ control(id: "a") { verdict { offenders { asset { findings { control { verdict { offenders { assetId } } } } } } } } }';
  const { errors } = await ask(inventory, query, { results, rows: 5_000 });
  expect(errors?.[0]?.extensions?.code).toBe("TOO_MANY_ROWS");
  // Once for what was found about each asset, once for the outer list; of what graphql-js asks list by list also some inner ones.
  if (executor === "levels") expect(made).toBe(600);
  expect(made).toBeLessThan(5_000);
});
