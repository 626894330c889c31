import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { FieldsReport, MemberFacts } from "../../../src/report/fields-report.ts";
import { renderFieldsJson } from "../../../src/report/formats/fields-json.ts";
import { renderFields } from "../../../src/report/terminal/fields.ts";
import { everyKind } from "../run.ts";

const style = { width: 80, colour: false };
const check = "azure/storage/accounts-require-secure-transfer";

function member(name: string, more: Partial<MemberFacts> = {}): MemberFacts {
  return { name, kind: "field", checks: [], inCases: true, filled: 0, unknown: 0, ...more };
}

const report: FieldsReport = {
  snapshot: everyKind.snapshot,
  checks: 2,
  types: [
    {
      type: "StorageAccount",
      assets: 1_204,
      members: [
        member("id", { filled: 1_204, isCommon: true }),
        member("requireHttps", { checks: [check], filled: 1_200, unknown: 4 }),
        member("renamedByTheService", { checks: [check] }),
        member("notKnownAnywhere", { checks: [check], unknown: 1_204 }),
        member("sku", { filled: 1_204 }),
        member("later", { checks: [check], inCases: false, uncollected: "Azure does not say." }),
        member("containers", { kind: "relation", filled: 12 }),
      ],
    },
    { type: "VM", assets: 0, members: [member("size", { checks: [check] })] },
  ],
};

test.each([
  ["lists", false],
  ["every member", true],
] as const)("what checks read is shown within the page: %s", async (title, all) => {
  const text = [...renderFields(report, { style, all })].join("");
  await expect(text).toMatchFileSnapshot(`golden/fields.${title.replaceAll(" ", "-")}.txt`);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

describe("json", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const name of ["report", "fields"])
    ajv.addSchema(JSON.parse(readFileSync(`docs/${name}.schema.json`, "utf8")));
  const validate = ajv.getSchema("fields.schema.json")!;
  const { snapshot: _, ...uncounted } = report;

  test.each([
    ["with a snapshot", report],
    ["without one", { ...uncounted, types: [{ type: "VM", members: [] }] }],
    ["of nothing", { ...report, types: [] }],
  ])("fits its schema: %s", (_title, one) => {
    validate(JSON.parse([...renderFieldsJson(one)].join("")));
    expect(validate.errors).toBeNull();
  });

  test("names what to look at", () => {
    const { lists } = JSON.parse([...renderFieldsJson(report)].join("")) as { lists: unknown };
    expect(lists).toEqual({
      alwaysNull: ["StorageAccount.renamedByTheService"],
      unread: ["StorageAccount.sku", "StorageAccount.containers"],
      uncollected: ["StorageAccount.later"],
    });
  });
});
