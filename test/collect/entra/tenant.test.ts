import { describe, expect, test } from "vitest";
import type { Filter, Inventory } from "../../../src/types.ts";
import {
  type Answers,
  estateOf,
  groupUnified,
  model,
  passwordRules,
  refused,
  registration,
  setting,
  subscription,
  TENANT,
  template,
  tenant,
  user,
} from "./tenant.ts";

const REPORT = "/v1.0/reports/authenticationMethods/userRegistrationDetails";

/** The values of fields of all rows of a type, by the end of their ids. */
async function valuesOf(inventory: Inventory, type: string, ...fields: readonly string[]) {
  const [selection] = await inventory.select([{ type }]);
  const [rows] = await selection!.rows("matched");
  const [ids, ...columns] = rows ? await inventory.read(rows, ["id", ...fields]) : [[]];
  return new Map(ids!.map((id, i) => [String(id), columns.map((column) => column[i])]));
}

async function statusOf(inventory: Inventory, type: string, where: Filter) {
  const [selection] = await inventory.select([{ type, where }]);
  const { matched, undecided, examined } = selection!;
  return { matched, undecided, examined };
}

const is = (field: string, value: string | number | boolean): Filter => ({
  ...{ kind: "compare", field, operator: "EQ", value },
});
const some = (relation: string, where: Filter): Filter => ({
  ...{ kind: "quantify", quantifier: "SOME", relation, where },
});

describe("a tenant", () => {
  test("is a connector beside the subscriptions", async () => {
    const inventory = await estateOf();
    const found = await valuesOf(inventory, "Connector", "name", "cloudProvider", "tenantId");
    expect(found).toEqual(
      new Map([
        [subscription, ["One", "azure", null]],
        [tenant, ["Contoso", "entra", TENANT]],
      ]),
    );
  });

  test("has none of what is in subscriptions, and those none of what is in it; both are known", async () => {
    const inventory = await estateOf();
    const collections = await inventory.collections();
    const status = (type: string, connector: string) =>
      collections.find((one) => one.type === type && one.connector === connector)?.status;
    expect(status("User", subscription)).toBe("complete");
    expect(status("StorageAccount", tenant)).toBe("complete");
    expect(status("User", tenant)).toBe("complete");
  });

  test("that is read alone says nothing of what is in subscriptions", async () => {
    const inventory = await estateOf({}, true);
    const collections = await inventory.collections({ types: ["StorageAccount"] });
    expect(collections.map(({ status }) => status)).toEqual(["notCollected"]);
  });

  test("that may not say its name is read all the same where its id is known", async () => {
    const answers = { "/v1.0/organization": refused(403, "Authorization_RequestDenied") };
    const inventory = await estateOf(answers);
    const collections = await inventory.collections({ types: ["User"], incomplete: true });
    expect(collections).toMatchObject([{ connector: "/tenants", status: "denied" }]);
  });
});

describe("singletons and lists", () => {
  test("ids that are the same in every tenant stand behind the tenant's", async () => {
    const inventory = await estateOf();
    expect([...(await valuesOf(inventory, "AuthorizationPolicy")).keys()]).toEqual([
      `${tenant}/authorizationpolicies/authorizationpolicy`,
    ]);
  });

  test("agents are no users", async () => {
    const agent = user(3, { "@odata.type": "#microsoft.graph.agentUser" });
    const inventory = await estateOf({ "/v1.0/users": { value: [user(1), agent] } });
    expect((await valuesOf(inventory, "User")).size).toBe(1);
  });

  test("a list of several pages may bring an id twice; its links may repeat, its pages may not", async () => {
    const link = "https://management.azure.com/v1.0/users?$skiptoken=same";
    const pages = [
      { value: [user(1), user(2)], "@odata.nextLink": link },
      { value: [user(2), user(3)], "@odata.nextLink": link },
      { value: [user(4)] },
    ];
    const whole = await estateOf({ "/v1.0/users": { pages } });
    expect((await valuesOf(whole, "User")).size).toBe(4);
    const round = { value: [user(1)], "@odata.nextLink": link };
    const circling = await estateOf({ "/v1.0/users": { pages: [round, round, round] } });
    const [users] = await circling.collections({ types: ["User"], incomplete: true });
    expect(users).toMatchObject({ status: "failed", cause: expect.stringMatching(/repeat/) });
  });

  test("a kind of place is told by the last word of what the service calls it", async () => {
    const place = (id: string, type: string, more = {}) => ({
      ...{ id, displayName: id, "@odata.type": `#microsoft.graph.${type}`, ...more },
    });
    const inventory = await estateOf({
      "/v1.0/identity/conditionalAccess/namedLocations": {
        value: [
          place("a", "ipNamedLocation", { isTrusted: true }),
          place("b", "countryNamedLocation"),
        ],
      },
    });
    const found = await valuesOf(inventory, "NamedLocation", "type", "isTrusted");
    expect([...found.values()]).toEqual([
      ["ipNamedLocation", true],
      ["countryNamedLocation", null],
    ]);
  });
});

describe("settings", () => {
  const rules = (where: Filter) => some("passwordRuleSettings", where);
  const settings = (values: Readonly<Record<string, string>>): Answers => ({
    "/v1.0/groupSettings": { value: [setting(passwordRules, values)] },
  });
  const threshold = async (answers: Answers, value: number) =>
    statusOf(await estateOf(answers, true), "Connector", rules(is("lockoutThreshold", value)));

  test("that were never saved are the template's defaults", async () => {
    expect(await threshold({}, 10)).toMatchObject({ matched: 1, undecided: 0 });
  });

  test("that were saved hold, the others of the template stay its defaults", async () => {
    const saved = settings({ LockoutThreshold: "3" });
    expect(await threshold(saved, 3)).toMatchObject({ matched: 1 });
    const inventory = await estateOf(saved, true);
    const duration = rules(is("lockoutDurationInSeconds", 60));
    expect(await statusOf(inventory, "Connector", duration)).toMatchObject({ matched: 1 });
  });

  test("are Booleans in whatever case they come", async () => {
    for (const [text, value] of [
      ["False", false],
      ["true", true],
    ] as const) {
      const inventory = await estateOf(
        {
          "/v1.0/groupSettings": { value: [setting(groupUnified, { EnableGroupCreation: text })] },
        },
        true,
      );
      const where = some("groupUnifiedSettings", is("enableGroupCreation", value));
      expect(await statusOf(inventory, "Connector", where)).toMatchObject({ matched: 1 });
    }
  });

  test.each<readonly [string, Answers]>([
    ["neither list was read", { "/v1.0/groupSettings": refused(403, "Forbidden") }],
    ["the defaults were not read", { "/v1.0/groupSettingTemplates": refused(403, "Forbidden") }],
    ["the template lacks", { "/v1.0/groupSettingTemplates": { value: [] } }],
    [
      "its default is no number",
      {
        "/v1.0/groupSettingTemplates": {
          value: [template(passwordRules, { LockoutThreshold: "many" })],
        },
      },
    ],
    ["what was saved is no number", settings({ LockoutThreshold: "many" })],
    [
      "two were saved",
      {
        "/v1.0/groupSettings": {
          value: [
            setting(passwordRules, { LockoutThreshold: "3" }),
            { ...setting(passwordRules, { LockoutThreshold: "5" }), id: "second" },
          ],
        },
      },
    ],
  ])("are undecided where %s", async (_, answers) => {
    expect(await threshold(answers, 10)).toMatchObject({ matched: 0, undecided: 1 });
  });

  test("say which call did not bring them, and what permits it", async () => {
    const denied = { "/v1.0/groupSettings": refused(403, "Authorization_RequestDenied") };
    const inventory = await estateOf(denied, true);
    const where = rules(is("lockoutThreshold", 10));
    const [selection] = await inventory.select([{ type: "Connector", where }]);
    const [rows] = await selection!.rows("undecided");
    const [missing] = await inventory.explainMissing(rows!, where);
    expect(missing).toMatchObject([
      { collection: { type: "GroupSetting", permission: "Directory.Read.All" } },
    ]);
  });

  test("subscriptions have none, and that is known", async () => {
    const inventory = await estateOf();
    const where: Filter = {
      kind: "quantify",
      relation: "passwordRuleSettings",
      quantifier: "NONE",
    };
    expect(await statusOf(inventory, "Connector", where)).toMatchObject({
      matched: 1,
      undecided: 0,
    });
    expect(await valuesOf(inventory, "Connector", "securityDefaultsEnabled")).toEqual(
      new Map([
        [subscription, [null]],
        [tenant, [false]],
      ]),
    );
  });
});

describe("second factors", () => {
  const without = is("mfaActive", false);

  test("are those that the report has", async () => {
    expect(await statusOf(await estateOf(), "User", without)).toMatchObject({
      ...{ matched: 1, undecided: 0, examined: 2 },
    });
  });

  test("a user that the report does not name is undecided", async () => {
    const inventory = await estateOf({ [REPORT]: { value: [registration(1, true)] } });
    expect(await statusOf(inventory, "User", without)).toMatchObject({ matched: 0, undecided: 1 });
  });

  test("a tenant without the licence has users that are undecided, and says so", async () => {
    const code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
    const inventory = await estateOf({ [REPORT]: refused(403, code) });
    expect(await statusOf(inventory, "User", without)).toMatchObject({ matched: 0, undecided: 2 });
    const [report] = await inventory.collections({ types: ["UserRegistration"], incomplete: true });
    expect(report!.cause).toMatch(/no licence/);
    expect(report).not.toHaveProperty("permission");
  });
});

test("every type of a tenant is read by one call, and its answers lack nothing that the schema reads", async () => {
  const inventory = await estateOf();
  const own = [...model.types.values()].filter(({ source }) => source?.loader === "TENANT_LIST");
  expect(own.length).toBeGreaterThan(8);
  for (const { name } of own) {
    const [collection] = await inventory.collections({ types: [name], connectors: [tenant] });
    expect(collection, name).toMatchObject({ status: "complete" });
  }
});
