import { describe, expect, test } from "vitest";
import { createTextReader } from "../../../src/check/document/read-text.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import { explainAsset } from "../../../src/explain/explain-asset.ts";
import { estateOf, model, subscription, tenant } from "./tenant.ts";

const read = createTextReader(model, new Map());
const inventory = await estateOf();

function checkOf(id: string, query: string, directive = "") {
  const { check, mistakes } = read(`query Own ${directive} ${query}`, id);
  expect(mistakes).toEqual([]);
  return check!;
}

async function judge(id: string, query: string, directive = "") {
  const check = checkOf(id, query, directive);
  const { run } = await runWhole(inventory, [check], { clock: () => 0 });
  const { status, offenders, examined } = run.verdicts[0]!;
  return { status, offenders: offenders.map(({ asset }) => asset.id), examined };
}

const unprotected = `{ connectors(where: { conditionalAccessPolicies_NONE: { state: "enabled" } }) { id } }`;
const uncontacted = "{ connectors(where: { namedLocations_NONE: {} }) { id } }";

describe("where an inventory has accounts of several clouds", () => {
  test("a check accuses those of its own", async () => {
    expect(await judge("entra/policies-protect", unprotected)).toEqual({
      ...{ status: "fail", offenders: [tenant], examined: { Connector: 1 } },
    });
    expect(await judge("azure/places-are-named", uncontacted)).toMatchObject({
      offenders: [subscription],
    });
  });

  test("it says which by its directive, whatever its folder", async () => {
    const directive = '@check(provider: "entra")';
    expect((await judge("own/policies-protect", unprotected, directive)).offenders).toEqual([
      tenant,
    ]);
  });

  test("one that says nothing of it means all", async () => {
    expect((await judge("own/policies-protect", unprotected)).offenders).toHaveLength(2);
  });

  test("assets of any type are its own cloud's and all that is in either", async () => {
    const { offenders } = await judge(
      "azure/nothing",
      '{ assets(where: { name_NOT: "x" }) { id } }',
    );
    expect(offenders).toContain(subscription);
    expect(offenders).not.toContain(tenant);
    expect(offenders.some((id) => id.startsWith(`${tenant}/users/`))).toBe(true);
  });

  test("what is counted are those of its own", async () => {
    const query = "{ connectors @expect(eq: 1) { id } }";
    expect((await judge("entra/one", query)).status).toBe("pass");
    expect((await judge("own/one", query)).status).toBe("fail");
  });

  test("explain says that one of another cloud is not examined", async () => {
    const check = checkOf("entra/policies-protect", unprotected);
    const [row] = await inventory.find("Connector", [subscription]);
    const asset = { type: "Connector", rows: Uint32Array.of(row!) };
    expect(await explainAsset(inventory, check, asset, [])).toMatchObject({
      status: "notExamined",
      because: expect.stringContaining('"/tenants/"'),
    });
  });
});

test("an unknown provider is a mistake", () => {
  const { mistakes } = read('query Own @check(provider: "entre") { vms { id } }', "own");
  expect(mistakes).toMatchObject([
    {
      code: "unknown-value",
      message:
        'There is no provider "entre". Expected one of "azure" and "entra". Did you mean "entra" or "azure"?',
    },
  ]);
});
