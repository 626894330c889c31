import { providers } from "../../../src/library/providers.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { questionsOf } from "../../../src/check/run/rule-scope.ts";
import { readDocument } from "../../../src/check/document/document.ts";
import { rootFieldsOf } from "../../../src/check/document/root-fields.ts";
import { createDialectSchema } from "../../../src/dialect/schema.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { runChecks } from "../../run-checks.ts";
import { importFolder } from "../../../src/collect/import-folder.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import { reporters } from "../../../src/report/reporters.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import type { Check, Inventory, Verdict } from "../../../src/types.ts";
import { judge } from "../../library/judge.ts";

const model = loadModel("schema");

let inventory: Inventory;
beforeAll(async () => {
  const options = {
    providers,
    now: "2026-11-20T08:00:00Z",
    assayVersion: "0.0.0",
    formatVersion: 1,
  };
  inventory = createInventory(model, (await importFolder("sample", model, options)).tables);
});

const context = {
  model,
  schema: createDialectSchema(model),
  rootFields: rootFieldsOf(model),
  shared: new Map(),
};

function checkOf(document: string): Check {
  const file = { id: "check", file: "check.graphql", text: document, root: "" };
  const { check, mistakes } = readDocument(file, context);
  expect(mistakes).toEqual([]);
  return check!;
}

const asking = (type: string, where: string) => checkOf(`{ ${type}(where: { ${where} }) { id } }`);

async function verdictOf(check: Check, strict = false): Promise<Verdict> {
  const run = await runChecks(inventory, [check], { clock: () => 0, strict });
  return run.verdicts[0]!;
}

const fault = "privateEndpoints_EXISTS: false, supportsHttpsTrafficOnly: false";

describe("where a filter looks is told from what it finds fault with", () => {
  test.each<[where: string, scope: string | undefined]>([
    [`region: "westeurope", ${fault}`, 'region = "westeurope"'],
    [`region: { eq: "westeurope" }, AND: [{ ${fault} }]`, 'region = "westeurope"'],
    [`AND: [{ name_STARTS_WITH: "prod" }, { ${fault} }]`, 'name STARTS_WITH "prod"'],
    [`NOT: { NOT: { name: "a" } }, ${fault}`, 'name = "a"'],
    [
      `OR: [{ name: "a", allowSharedKeyAccess: true }, { name: "b", ${fault} }]`,
      'name = "a" OR name = "b"',
    ],
    [`OR: [{ name: "a" }, { ${fault} }]`, undefined],
    [
      `connector: { name: "x", id_ENDS_WITH: "y" }, ${fault}`,
      'connector SOME (id ENDS_WITH "y") AND connector SOME (name = "x")',
    ],
    [`connector_NOT: { name: "x" }, ${fault}`, 'connector NONE (name = "x")'],
    [
      `NOT: { OR: [{ connector: { name: "x" } }, { ${fault} }] }`,
      'NOT (connector SOME (name = "x"))',
    ],
    [`tags_NONE: { key: "owner" }`, undefined],
    [`region_NOT_IN: ["westeurope"]`, undefined],
    [`name_NOT_STARTS_WITH: "st", region: "westeurope"`, 'region = "westeurope"'],
    [`region: "chinaeast"`, undefined],
    [`tags_SOME: { key: "env" }`, undefined],
    [`tags_SOME: { key: "env" }, region: "chinaeast"`, 'tags SOME (key = "env" ignoring case)'],
    [
      `tags_SOME: { key: "env" }, tags_NONE: { key: "owner" }`,
      'tags SOME (key = "env" ignoring case)',
    ],
    [
      `NOT: { OR: [{ tags_NONE: { key: "env" } }, { supportsHttpsTrafficOnly: true }] }`,
      'NOT (tags NONE (key = "env" ignoring case))',
    ],
    [`connector: { name: "x" }`, undefined],
    [`connector: { name: "x" }, region: "chinaeast"`, 'connector SOME (name = "x")'],
    [fault, undefined],
  ])("%s", (where, expected) => {
    const [rule] = asking("storageAccounts", where).rules;
    const { scope } = questionsOf(model, rule!);
    const rendered = scope && renderFilter(scope.where!);
    expect(rendered).toBe(expected);
  });

  test("of a check that goes through all connectors the connector's own id is no part of it", () => {
    const [rule] = checkOf(
      `query ($subscriptionResourceId: String!) {
        storageAccounts(where: { connector: { id: $subscriptionResourceId, name: "x" }, ${fault} }) { id }
      }`,
    ).rules;
    expect(renderFilter(questionsOf(model, rule!).scope!.where!)).toBe(
      'connector SOME (name = "x")',
    );
  });
});

describe("a pass says what was in its scope", () => {
  test.each<[title: string, where: string, nowhere: string]>([
    ["a misspelt tag", 'tags_SOME: { key: "enviroment" }', "enviroment"],
    ["a nested misspelt tag", 'tags: { some: { key: "enviroment" } }', "enviroment"],
    ["a region that nothing is in", 'region: "westeuropa"', "westeuropa"],
    ["a name that nothing begins with", 'name_STARTS_WITH: "prodd-"', "prodd-"],
    ["the misspelt one of two", 'region: "westeurope", tags_SOME: { key: "x1" }', "x1"],
    ["arms that are all nowhere", 'OR: [{ name: "a" }, { name: "b" }]', 'name = "a" OR'],
  ])("%s is named", async (_title, where, nowhere) => {
    const check = asking("storageAccounts", `${where}, privateEndpoints_EXISTS: false`);
    const verdict = await verdictOf(check);
    expect(verdict.status).toBe("pass");
    expect(verdict.scope).toMatchObject([{ inScope: 0, of: 18 }]);
    expect(verdict.scope[0]!.nowhere).toHaveLength(1);
    expect(verdict.scope[0]!.nowhere[0]).toContain(nowhere);
    expect((await verdictOf(check, true)).status).toBe("undecided");
  });

  test.each<[title: string, where: string, nowhere: readonly string[]]>([
    [
      "alternatives of where it looks",
      `OR: [{ tags_SOME: { key: "x1" } }, { region: "westeurope" }], minimumTlsVersion: "TLS1_3"`,
      ['tags SOME (key = "x1" ignoring case)'],
    ],
    [
      "alternatives that each look for something",
      `OR: [{ tags_SOME: { key: "x1" }, minimumTlsVersion: "TLS1_3" }, { name: "x2", minimumTlsVersion: "TLS1_3" }, { minimumTlsVersion: "TLS1_3" }]`,
      ['tags SOME (key = "x1" ignoring case)', 'name = "x2"'],
    ],
    [
      "an alternative that is a tag alone, beside a fault",
      `OR: [{ tags_SOME: { key: "x1" } }, { minimumTlsVersion: "TLS1_3" }]`,
      ['tags SOME (key = "x1" ignoring case)'],
    ],
    [
      "alternatives within others, and within negations",
      `AND: [{ NOT: { AND: [{ NOT: { OR: [{ tags: { some: { key: "x1" } } }, { region: "westeurope" }] } }, { minimumTlsVersion_NOT: "TLS1_3" }] } }, { minimumTlsVersion: "TLS1_3" }]`,
      ['tags SOME (key = "x1" ignoring case)'],
    ],
    [
      "what nothing is in beside what stands before it",
      `region: "westeurope", OR: [{ region: "northeurope" }, { region: "westeurope" }], minimumTlsVersion: "TLS1_3"`,
      ['region = "northeurope"'],
    ],
    [
      "a name alone beside a fault may be the fault: nothing is said",
      `OR: [{ name: "x1" }, { minimumTlsVersion: "TLS1_3" }]`,
      [],
    ],
  ])("%s", async (_title, where, nowhere) => {
    const check = asking("storageAccounts", where);
    const verdict = await verdictOf(check);
    expect(verdict.status).toBe("pass");
    const named = verdict.scope.flatMap((one) => one.nowhere);
    for (const one of nowhere) expect(named.join("\n")).toContain(one);
    expect(named.length === 0).toBe(nowhere.length === 0);
    expect((await verdictOf(check, true)).status).toBe(nowhere.length > 0 ? "undecided" : "pass");
  });

  test("a parent's tag that nothing has is named", async () => {
    const check = asking(
      "blobContainers",
      'storageAccount: { tags_SOME: { key: "x1" } }, publicAccess: "Container"',
    );
    expect((await verdictOf(check)).scope[0]!.nowhere.join()).toContain("x1");
  });

  test("two conditions that are true of some each, and of none together, are named together", async () => {
    const { scope } = await verdictOf(
      asking(
        "storageAccounts",
        'connector: { name: "web-prod" }, name_STARTS_WITH: "lab", privateEndpoints_EXISTS: false',
      ),
    );
    expect(scope[0]).toMatchObject({ inScope: 0 });
    expect(scope[0]!.nowhere.join()).toContain("lab");
  });

  test.each<[title: string, type: string, where: string, nowhere: string]>([
    [
      "a misspelt kind of related row, beside a fault of its own",
      "vms",
      'extensions_SOME: { extensionType: "AzureMonitorLinuxAgnt", enableAutomaticUpgrade: false }',
      'extensions SOME (extensionType = "AzureMonitorLinuxAgnt" ignoring case)',
    ],
    [
      "a misspelt name of a related row, beside a fault of the row's",
      "connectors",
      'managementGroups_SOME: { name: "Productoin" }, securityContacts_EXISTS: false',
      'managementGroups SOME (name = "Productoin" ignoring case) (did you mean "production" or "nonproduction"?)',
    ],
    [
      "one behind another",
      "vms",
      'networkInterfaces_SOME: { securityGroups_SOME: { name: "nsg-nothing-at-all", rules_SOME: { action: "Deny" } } }',
      'networkInterfaces SOME (securityGroups SOME (name = "nsg-nothing-at-all"))',
    ],
    [
      "a tag of a related row",
      "vms",
      'networkInterfaces: { some: { tags_SOME: { key: "x1" }, publicIp_EXISTS: true } }',
      'networkInterfaces SOME (tags SOME (key = "x1" ignoring case))',
    ],
    [
      "in a negation of none",
      "vms",
      'NOT: { extensions_NONE: { publisher: "x1", enableAutomaticUpgrade: false } }',
      'extensions SOME (publisher = "x1" ignoring case)',
    ],
    [
      "in an alternative",
      "vms",
      'OR: [{ extensions_SOME: { publisher: "x1", enableAutomaticUpgrade: false } }, { name: "none such" }]',
      'extensions SOME (publisher = "x1" ignoring case)',
    ],
    [
      "a group that no account is in, which is nobody's fault",
      "vms",
      'connector: { managementGroups_SOME: { name: "Prod" } }',
      'connector SOME (managementGroups SOME (name = "Prod" ignoring case))',
    ],
    ["an id that nothing has", "vms", 'id: "vm-erp-01"', 'id = "vm-erp-01"'],
    ["a group of resources", "vms", 'id_CONTAINS: "/rg-none/"', 'id CONTAINS "/rg-none/"'],
    [
      "letters of another case, which alone would be the fault",
      "vms",
      'name_STARTS_WITH: "VM-erp"',
      'name STARTS_WITH "VM-erp" in these letters',
    ],
  ])("%s is named", async (_title, type, where, nowhere) => {
    const verdict = await verdictOf(asking(type, where));
    expect(verdict.status).toBe("pass");
    expect(verdict.scope.flatMap((one) => one.nowhere)).toEqual([nowhere]);
    expect((await verdictOf(asking(type, where), true)).status).toBe("undecided");
  });

  test.each([
    ["what is looked for by itself", 'extensions_SOME: { publisher: "x1" }'],
    ["what lacks", 'extensions_NONE: { publisher: "x1" }, name: "none such"'],
    ["related rows of which there are none at all", 'reachableFromInternetOn_ALL: { name: "x1" }'],
    [
      "what is looked for by two of its names",
      'extensions_SOME: { extensionType: "x1", publisher: "x2" }',
    ],
  ])("nothing is said of %s", async (_title, where) => {
    const { scope } = await verdictOf(asking("vms", where));
    const related = scope
      .flatMap(({ nowhere }) => nowhere)
      .filter((one) => /extensions|reach/.test(one));
    expect(related).toEqual([]);
  });

  test.each(["lte: 3", "lt: 2", "neq: 5"])(
    "what a few may be is asked for as a scope is: nothing in it under %s is named",
    async (expectation) => {
      const check = checkOf(
        `{ staticIps(where: { tags_SOME: { key: "enviroment" } }) @expect(${expectation}) { id } }`,
      );
      const verdict = await verdictOf(check);
      expect(verdict.status).toBe("pass");
      expect(verdict.scope).toMatchObject([{ inScope: 0, of: 7 }]);
      expect(verdict.scope[0]!.nowhere.join()).toContain('did you mean "environment"?');
      expect((await verdictOf(check, true)).status).toBe("undecided");
      const other = checkOf(
        `{ staticIps(where: { connector: { name: "web-prod" } }) @expect(lte: 300) { id } }`,
      );
      expect((await verdictOf(other, true)).status).toBe("pass");
    },
  );

  test("a scope that something is in passes, strictly too", async () => {
    const check = asking(
      "storageAccounts",
      'connector: { name: "web-prod" }, name_STARTS_WITH: "qs", minimumTlsVersion: "TLS1_3"',
    );
    const verdict = await verdictOf(check, true);
    expect(verdict.status).toBe("pass");
    expect(verdict.scope[0]!.inScope).toBeGreaterThan(0);
    expect(verdict.scope[0]!.nowhere).toEqual([]);
  });

  test("what fails is not made undecided", async () => {
    const check = checkOf(
      '{ storageAccounts(where: { name: "nobody", privateEndpoints_EXISTS: false }) @expect(neq: []) { id } }',
    );
    expect((await verdictOf(check, true)).status).toBe("fail");
  });
});

describe("only the connectors that a filter means are looked at", () => {
  test.each([
    'name: "web-prod"',
    'name_STARTS_WITH: "web-p"',
    'id_ENDS_WITH: "6ec58268-a66b-5ff9-9cba-4c531a3d1219"',
    'subscriptionId: "6ec58268-a66b-5ff9-9cba-4c531a3d1219"',
    'OR: [{ name: "web-prod" }, { name: "no-such" }]',
    'NOT: { name_NOT: "web-prod" }',
  ])("by %s: what others hide does not matter", async (connector) => {
    const own = `connector: { ${connector} }, name: "no such name", publicAccess: "Container"`;
    const verdict = await verdictOf(asking("blobContainers", own));
    expect(verdict.status).toBe("pass");
    expect(verdict.unreadable).toEqual([]);
    expect(verdict.examined).toEqual({ BlobContainer: 2 });
    const all = await verdictOf(asking("blobContainers", 'publicAccess: "Container"'));
    expect(all.status).not.toBe("pass");
  });

  test.each(['name: "legacy-erp"', 'name_NOT: "web-prod"', "OR: [{ name_EXISTS: true }]"])(
    "by %s: what it hides itself does",
    async (connector) => {
      const own = `connector: { ${connector} }, name: "no such name", publicAccess: "Container"`;
      const { status, unreadable } = await verdictOf(asking("blobContainers", own));
      expect(status).toBe("undecided");
      expect(unreadable.map(({ connectorName }) => connectorName)).toContain("legacy-erp");
    },
  );

  test("with none of them there is nothing to examine, whatever neighbours have", async () => {
    const verdict = await verdictOf(
      asking("storageAccounts", `connector: { name: "no-such" }, ${fault}`),
    );
    expect(verdict).toMatchObject({ status: "notApplicable", examined: { StorageAccount: 0 } });
    expect(verdict.scope).toMatchObject([{ inScope: 0, of: 18 }]);
  });
});

test.each(Object.keys(reporters) as (keyof typeof reporters)[])(
  "the report %s names what nothing is in",
  async (name) => {
    const check = asking(
      "storageAccounts",
      'tags_SOME: { key: "enviroment" }, privateEndpoints_EXISTS: false',
    );
    for (const strict of [false, true]) {
      const whole = await runWhole(inventory, [check], { clock: () => 0, strict });
      const render = await reporters[name].load();
      let text = "";
      for await (const piece of render(whole, { width: 200, colour: false, limit: 3 }))
        text += piece;
      expect(text).toContain("enviroment");
      expect(text).toContain(name === "json" ? '"of": 18' : "0 of 18 in scope");
    }
  },
);

test.each(["test/estates/healthy", "sample"])(
  "the library looks somewhere in %s",
  async (estate) => {
    const { verdicts } = await judge(estate, loadChecks(model, "checks"));
    expect(verdicts.filter(({ scope }) => scope.some(({ nowhere }) => nowhere.length > 0))).toEqual(
      [],
    );
  },
);
