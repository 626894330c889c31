import { azure } from "../../src/collect/azure/provider.ts";
import { describe, expect, test } from "vitest";
import { collect, type CollectOptions } from "../../src/collect/collect.ts";
import type { Progress } from "../../src/collect/loader-context.ts";
import type { JsonObject } from "../../src/collect/json/json.ts";
import { GRAPH_PATH, readGraphQuery } from "../../src/collect/azure/resource-graph.ts";
import type { ServiceResponse, Request, Transport } from "../../src/collect/calls/transport.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { byPath, reply } from "./fake-transport.ts";

const model = loadModel("schema");
const subscription = (id: string) => ({
  id: `/subscriptions/${id}`,
  subscriptionId: id,
  displayName: id,
  state: "Enabled",
});
const container = (id: string) =>
  row("microsoft.resources/subscriptions", id, {
    id: `/subscriptions/${id}`,
    properties: { managementGroupAncestorsChain: [{ name: "root" }] },
  });
const account = (name: string, id = "s1", more: object = {}) =>
  row("microsoft.storage/storageaccounts", id, {
    id: `/subscriptions/${id}/resourceGroups/R/providers/Microsoft.Storage/storageAccounts/${name}`,
    name,
    ...more,
  });

function row(type: string, subscriptionId: string, more: object): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}/x`,
    type,
    subscriptionId,
    properties: {},
    ...more,
  };
}

/** Answers Resource Graph from rows, by the types and subscriptions asked for. */
function graph(rows: readonly JsonObject[], request: Request): ServiceResponse {
  const body = request.body as { query: string; subscriptions: string[] };
  const { types } = readGraphQuery(body.query)!;
  const data = rows.filter(
    (each) =>
      types.includes(String(each.type)) && body.subscriptions.includes(String(each.subscriptionId)),
  );
  return reply({ data, resultTruncated: "false" });
}

async function run(transport: Transport, options: CollectOptions = {}) {
  const records: AssetRecord[] = [];
  const collections: Collection[] = [];
  const sink = {
    write: (some: readonly AssetRecord[]) => void records.push(...some),
    finish: (collection: Collection) => void collections.push(collection),
  };
  const collected = await collect(
    model,
    [{ provider: azure, transport: transport }],
    sink,
    options,
  );
  const of = (type: string) =>
    Object.fromEntries(
      collections.filter((each) => each.type === type).map((each) => [each.connector, each]),
    );
  return { records, collections, collected, of };
}

describe("subscriptions", () => {
  test("become connectors with their management groups, disabled ones too", async () => {
    const disabled = { ...subscription("s2"), state: "Disabled" };
    const { records, of } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply({ value: [subscription("s1"), disabled] });
        return path === GRAPH_PATH ? graph([container("s1"), container("s2")], request) : undefined;
      }),
      { types: ["Connector"] },
    );
    const connectors = records.filter(({ type }) => type === "Connector");
    expect(
      connectors.map(({ id, fields, links }) => [id, fields.state, links.managementGroups]),
    ).toEqual([
      ["/subscriptions/s1", "Enabled", ["/subscriptions/s1#managementGroups/root"]],
      ["/subscriptions/s2", "Disabled", ["/subscriptions/s2#managementGroups/root"]],
    ]);
    expect(Object.values(of("Connector")).map(({ status, assets }) => [status, assets])).toEqual([
      ["complete", 1],
      ["complete", 1],
    ]);
  });

  test("whose management groups could not be read have them missing, not none", async () => {
    const { records } = await run(
      byPath((path) => (path === "/subscriptions" ? reply([subscription("s1")]) : undefined)),
      { types: ["Connector"] },
    );
    expect(records[0]!.missing).toContain("managementGroups");
    expect(records[0]!.missing).not.toContain("region");
  });

  test("that could not be listed to the end leave every type open", async () => {
    const next = "/subscriptions?api-version=2022-12-01&$skiptoken=2";
    const { of, collected } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions")
          return request.page === 1
            ? reply({ value: [subscription("s1")], nextLink: next })
            : reply("", { status: 500 });
        return path.endsWith("/securityContacts") ? reply({ value: [] }) : undefined;
      }),
      { types: ["SecurityContact"] },
    );
    expect(of("Connector")).toMatchObject({
      "/subscriptions/s1": { status: "complete" },
      "/subscriptions": {
        status: "failed",
        cause: expect.stringMatching(
          /^The list of subscriptions could not be read to its end\. .*500/,
        ),
      },
    });
    expect(of("SecurityContact")).toMatchObject({
      "/subscriptions/s1": { status: "complete" },
      "/subscriptions": { status: "failed" },
    });
    expect(collected.incomplete).toBe(2);
  });

  test("of several tenants count once, and are read with their own tenant's token", async () => {
    const asked: (string | undefined)[] = [];
    const shared = { ...subscription("s1"), tenantId: "t2" };
    const transport = byPath((path, request) => {
      if (path === "/subscriptions")
        return request.tenant === "t3" ? reply("", { status: 403 }) : reply({ value: [shared] });
      if (!path.endsWith("/securityContacts")) return undefined;
      asked.push(request.tenant);
      return reply({ value: [] });
    });
    const { of } = await run(
      { ...transport, tenants: ["t1", "t2", "t3"] },
      { types: ["SecurityContact"] },
    );
    expect(asked).toEqual(["t2"]);
    expect(Object.keys(of("Connector"))).toEqual(["/subscriptions/s1", "/subscriptions/of/t3"]);
  });

  test("can be chosen, and those that nobody sees are named", async () => {
    const { collected, of } = await run(
      byPath((path) =>
        path === "/subscriptions" ? reply([subscription("s1"), subscription("s2")]) : undefined,
      ),
      {
        types: ["Connector"],
        accounts: ["/subscriptions/S2/", "s9"],
        seenBefore: ["/subscriptions/s3"],
      },
    );
    expect(collected).toMatchObject({
      connectorIds: ["/subscriptions/s2"],
      unseen: [expect.stringContaining('"s9" was asked for')],
    });
    expect(of("Connector")["/subscriptions/s9"]).toMatchObject({ status: "failed", assets: 0 });
  });

  test("that were there before and are not seen now are not taken for gone", async () => {
    const { collected, of } = await run(
      byPath((path) => (path === "/subscriptions" ? reply([subscription("s1")]) : undefined)),
      { types: ["Connector"], seenBefore: ["/subscriptions/s1", "/subscriptions/s3"] },
    );
    expect(collected.unseen).toEqual([expect.stringContaining('--gone s3".')]);
    expect(of("Connector")["/subscriptions/s3"]).toMatchObject({ status: "failed" });
  });

  test.each<readonly [title: string, list: unknown, cause: RegExp]>([
    ["announces more", { value: [subscription("s1")], count: { value: 2 } }, /announced 2 items/],
    ["points to more", { value: [subscription("s1")], nextPageLink: "/x" }, /"nextPageLink"/],
    [
      "has two entries of one id",
      [subscription("s1"), { ...subscription("S1"), state: "Disabled" }],
      /two different entries of "S1"/,
    ],
    [
      "has an entry with two ids",
      [{ ...subscription("s1"), id: "/subscriptions/s2" }],
      /an entry without a subscription id, or with two/,
    ],
  ])("whose list %s are not all of them", async (_title, list, cause) => {
    const { collected, of } = await run(
      byPath((path) => (path === "/subscriptions" ? reply(list) : undefined)),
      { types: ["Connector"] },
    );
    expect(collected.unlisted).toEqual([expect.stringMatching(cause)]);
    expect(of("Connector")["/subscriptions"]).toMatchObject({ status: "failed" });
  });
});

describe("a list of a subscription", () => {
  const contact = (more: object = {}) => ({
    id: "/subscriptions/s1/providers/Microsoft.Security/securityContacts/default",
    name: "default",
    properties: { emails: "a@x.io" },
    ...more,
  });

  async function contactsOf(...pages: readonly unknown[]) {
    const { records, of } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1")]);
        return path.endsWith("/securityContacts") ? reply(pages[request.page - 1]) : undefined;
      }),
      { types: ["SecurityContact"] },
    );
    const contacts = records.filter(({ type }) => type === "SecurityContact");
    return {
      ids: contacts.map(({ id }) => id),
      collection: of("SecurityContact")["/subscriptions/s1"]!,
    };
  }

  test("counts an item that comes twice once", async () => {
    const { ids, collection } = await contactsOf({ value: [contact(), contact()] });
    expect([ids.length, collection.status, collection.assets]).toEqual([1, "complete", 1]);
  });

  test.each<[title: string, asked: readonly string[] | undefined, status: string]>([
    ["another subscription that was not asked for", ["s1"], "failed"],
    ["a subscription that is nobody's, as in published examples", undefined, "complete"],
  ])("with an item of %s", async (_title, accounts, status) => {
    const other = contact({ id: contact().id.replace("s1", "s2") });
    const { of } = await run(
      byPath((path) => {
        if (path === "/subscriptions") return reply([subscription("s1")]);
        return path.endsWith("/securityContacts") ? reply([other]) : undefined;
      }),
      { types: ["SecurityContact"], ...(accounts ? { accounts } : {}) },
    );
    expect(of("SecurityContact")["/subscriptions/s1"]!.status).toBe(status);
  });

  test("keeps what two subscriptions inherit from above apart, and its references within each", async () => {
    const above =
      "/providers/Microsoft.Management/managementGroups/G/providers/Microsoft.Authorization";
    const role = {
      id: "/providers/Microsoft.Authorization/roleDefinitions/R",
      name: "R",
      properties: {},
    };
    const assignment = {
      id: `${above}/roleAssignments/A`,
      name: "A",
      properties: { roleDefinitionId: role.id },
    };
    const { records } = await run(
      byPath((path) => {
        if (path === "/subscriptions") return reply([subscription("s1"), subscription("s2")]);
        if (path.endsWith("/roleDefinitions")) return reply({ value: [role] });
        return path.endsWith("/roleAssignments") ? reply({ value: [assignment] }) : undefined;
      }),
      { types: ["IAMRole", "IAMRoleAssignment"] },
    );
    const roles = records.filter(({ type }) => type === "IAMRole").map(({ id }) => id);
    const assignments = records.filter(({ type }) => type === "IAMRoleAssignment");
    expect(new Set(assignments.map(({ id }) => id)).size).toBe(2);
    expect(assignments.flatMap(({ links }) => links.role)).toEqual(roles);
    expect(roles).toEqual(
      ["/subscriptions/s1", "/subscriptions/s2"].map((id) => id + role.id.toLowerCase()),
    );
  });

  test("with two different items of one id is not whole", async () => {
    const { collection } = await contactsOf({ value: [contact(), contact({ properties: {} })] });
    expect(collection).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("two different items"),
    });
  });

  test("takes an item without an id by its name, and refuses one without either", async () => {
    const named = await contactsOf({ value: [contact({ id: undefined })] });
    expect(named.ids).toEqual([
      "/subscriptions/s1/providers/microsoft.security/securitycontacts/default",
    ]);
    const nameless = await contactsOf({ value: [contact(), { properties: {} }] });
    expect(nameless.collection).toMatchObject({
      status: "failed",
      assets: 1,
      cause: expect.stringContaining("item 2 has neither id nor name"),
    });
  });
});

describe("Resource Graph", () => {
  const types = ["StorageAccount", "Disk"];
  const disk = (id = "s1") =>
    row("microsoft.compute/disks", id, { id: `/subscriptions/${id}/disk` });

  test("is asked about all types at once, and its rows go to their types and subscriptions", async () => {
    const questions: Request[] = [];
    const rows = [container("s1"), container("s2"), account("A"), disk("s2"), disk("s9")];
    const { of, records } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1"), subscription("s2")]);
        if (path !== GRAPH_PATH) return reply({ value: [] });
        questions.push(request);
        return graph(rows, request);
      }),
      { types },
    );
    expect(questions).toHaveLength(2);
    expect(Object.values(of("StorageAccount")).map(({ assets }) => assets)).toEqual([1, 0]);
    expect(Object.values(of("Disk")).map(({ assets, status }) => [assets, status])).toEqual([
      [0, "complete"],
      [1, "complete"],
    ]);
    expect(records.find(({ type }) => type === "StorageAccount")).toMatchObject({
      connector: "/subscriptions/s1",
    });
  });

  test("that refuses several types is asked about each, so that one fault stays alone", async () => {
    const { of } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1")]);
        if (path !== GRAPH_PATH) return reply({ value: [] });
        const { query } = request.body as { query: string };
        return query.includes("disks")
          ? reply({ error: { code: "BadRequest" } }, { status: 400 })
          : graph([container("s1")], request);
      }),
      { types },
    );
    expect([
      of("Disk")["/subscriptions/s1"]!.status,
      of("StorageAccount")["/subscriptions/s1"]!.status,
    ]).toEqual(["failed", "complete"]);
  });

  test("says nothing about a subscription that it does not show", async () => {
    const { of } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1"), subscription("s2")]);
        return path === GRAPH_PATH
          ? graph([container("s1"), disk()], request)
          : reply({ value: [] });
      }),
      { types: ["Disk"] },
    );
    expect(of("Disk")).toMatchObject({
      "/subscriptions/s1": { status: "complete", assets: 1 },
      "/subscriptions/s2": { status: "denied", permission: "Microsoft.Compute/disks/read" },
    });
  });
});

test("Resource Graph refusing one tenant leaves the other's answers as they are", async () => {
  const transport = byPath((path, request) => {
    const id = request.tenant === "t1" ? "s1" : "s2";
    if (path === "/subscriptions") return reply([subscription(id)]);
    if (path !== GRAPH_PATH) return undefined;
    const isRefused =
      request.tenant === "t1" &&
      (request.body as { query: string }).query.startsWith("resourcecontainers");
    return isRefused ? reply("", { status: 403 }) : graph([container("s2")], request);
  });
  const { of } = await run({ ...transport, tenants: ["t1", "t2"] }, { types: ["Disk"] });
  expect(of("Disk")).toMatchObject({
    "/subscriptions/s1": {
      status: "denied",
      cause: expect.stringMatching(/^Resource Graph did not say which/),
    },
    "/subscriptions/s2": { status: "complete" },
  });
});

test("Resource Graph answering another question is no complete collection", async () => {
  const { of } = await run(
    byPath((path) => {
      if (path === "/subscriptions") return reply([subscription("s1")]);
      return path === GRAPH_PATH
        ? reply({ data: [row("microsoft.compute/disks", "s1", {})] })
        : undefined;
    }),
    { types: ["Disk"] },
  );
  expect(of("Disk")["/subscriptions/s1"]).toMatchObject({
    status: "failed",
    assets: 1,
    cause: expect.stringContaining(
      'Resource Graph sent a row of the type "microsoft.compute/disks", which was not asked for.',
    ),
  });
});

describe("a further call for an asset", () => {
  const whole = { properties: { containerDeleteRetentionPolicy: { enabled: true, days: 7 } } };

  test.each<[title: string, body: object, isKnown: boolean]>([
    ["as it should be", whole, true],
    ["with an error beside", { ...whole, error: { code: "X", message: "y" } }, false],
    ["with an error in other words", { ...whole, innerErrors: ["Not all."] }, false],
    ["with a code and a message", { ...whole, code: "X", message: "y" }, false],
    ["cut off", { ...whole, resultTruncated: "true" }, false],
  ])("answered %s", async (_title, body, isKnown) => {
    const { records } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1")]);
        if (path === GRAPH_PATH) return graph([container("s1"), account("A")], request);
        return path.endsWith("/blobServices/default") ? reply(body) : undefined;
      }),
      { types: ["StorageAccount"] },
    );
    const [found] = records.filter(({ type }) => type === "StorageAccount");
    expect(found!.missing?.includes("containerDeleteRetentionPolicyEnabled") ?? false).toBe(
      !isKnown,
    );
  });
});

describe("calls for each asset", () => {
  const types = ["BlobContainer"];
  const world = (containers: (path: string) => ServiceResponse | undefined) =>
    byPath((path, request) => {
      if (path === "/subscriptions") return reply([subscription("s1")]);
      if (path === GRAPH_PATH)
        return graph(
          [
            container("s1"),
            account("A", "s1", { properties: { allowBlobPublicAccess: false } }),
            account("B"),
          ],
          request,
        );
      return path.endsWith("/containers") ? containers(path) : reply({ properties: {} });
    });
  const list = (path: string) =>
    reply({ value: [{ id: `${path}/c`, name: "c", properties: { publicAccess: "None" } }] });

  test("see as much of the asset's answer as the schema reads, and lead back to it", async () => {
    const { records, of } = await run(world(list), { types });
    const blobs = records.filter(({ type }) => type === "BlobContainer");
    const owner =
      "/subscriptions/s1/resourcegroups/r/providers/microsoft.storage/storageaccounts/a";
    expect(blobs).toHaveLength(2);
    expect(blobs[0]!.links).toMatchObject({ storageAccount: [owner] });
    expect(of("BlobContainer")["/subscriptions/s1"]).toMatchObject({
      status: "complete",
      assets: 2,
    });
  });

  test("that fail for one asset leave the collection open, with what was read", async () => {
    const { of } = await run(
      world((path) =>
        path.includes("/a/")
          ? reply({ error: { code: "AuthorizationFailed" } }, { status: 403 })
          : list(path),
      ),
      { types },
    );
    expect(of("BlobContainer")["/subscriptions/s1"]).toMatchObject({
      ...{ status: "denied", assets: 1 },
      unreadOwners: [
        "/subscriptions/s1/resourcegroups/r/providers/microsoft.storage/storageaccounts/a",
      ],
      permission: "Microsoft.Storage/storageAccounts/blobServices/containers/read",
      cause: expect.stringMatching(
        /^1 of 2 calls failed; the first, for .*storageaccounts\/a: The service answered 403/,
      ),
    });
  });

  test("that say that the asset has no such service leave nothing open, and its fields null", async () => {
    const files = account("F", "s1", { kind: "FileStorage", sku: { name: "Premium_LRS" } });
    const transport = byPath((path, request) => {
      if (path === "/subscriptions") return reply([subscription("s1")]);
      if (path === GRAPH_PATH) return graph([container("s1"), files], request);
      const error = { code: "FeatureNotSupportedForAccount", message: "Blob is not supported." };
      return reply({ error }, { status: 400 });
    });
    const { records, of } = await run(transport, { types: ["BlobContainer"] });
    expect(of("BlobContainer")["/subscriptions/s1"]).toMatchObject({
      status: "complete",
      assets: 0,
    });
    const { fields, missing } = records.find(({ type }) => type === "StorageAccount")!;
    expect(Object.keys(fields).filter((name) => /^(has|blob|container|is)/.test(name))).toEqual([]);
    expect(missing ?? []).not.toContain("blobServiceDeletePolicyEnabled");
  });

  test("wait for assets that were not all read", async () => {
    const { of } = await run(
      byPath((path) => (path === "/subscriptions" ? reply([subscription("s1")]) : undefined)),
      { types },
    );
    expect(of("BlobContainer")["/subscriptions/s1"]).toMatchObject({
      status: "notCollected",
      cause: expect.stringMatching(
        /^It is read for each StorageAccount, and those were not all read\./,
      ),
    });
  });

  test("that fail beside an asset leave the fields that read them missing", async () => {
    const { records } = await run(
      byPath((path, request) => {
        if (path === "/subscriptions") return reply([subscription("s1")]);
        if (path === GRAPH_PATH) return graph([container("s1"), account("A")], request);
        return reply("", { status: 404 });
      }),
      { types: ["StorageAccount"] },
    );
    const source = model.types.get("StorageAccount")!.source!;
    const accountRecord = records.find(({ type }) => type === "StorageAccount")!;
    const byDetail = [...model.types.get("StorageAccount")!.fields.values()].filter(({ reading }) =>
      reading?.paths.some((path) =>
        source.details?.some(({ name }) => path.startsWith(`$${name}`)),
      ),
    );
    expect(byDetail.length).toBeGreaterThan(0);
    expect(accountRecord.missing).toEqual(expect.arrayContaining(byDetail.map(({ name }) => name)));
  });
});

test("a resumed collection asks only for what is not done, and for the assets that open calls run over", async () => {
  const asked: string[] = [];
  const transport = byPath((path, request) => {
    if (path === "/subscriptions") return reply([subscription("s1"), subscription("s2")]);
    asked.push(
      path === GRAPH_PATH
        ? (request.body as { subscriptions: string[] }).subscriptions.join()
        : path,
    );
    if (path === GRAPH_PATH)
      return graph([container("s1"), container("s2"), account("A"), account("B", "s2")], request);
    return reply({ value: [] });
  });
  const done = new Set([
    "StorageAccount /subscriptions/s1",
    "StorageAccount /subscriptions/s2",
    "BlobContainer /subscriptions/s1",
  ]);
  const find = (type: string, connector: string): Collection | undefined =>
    done.has(`${type} ${connector}`)
      ? { type, connector, status: "complete", readAt: "", assets: 0 }
      : undefined;
  const { of } = await run(transport, { types: ["BlobContainer"], resumed: { find } });
  expect(asked.filter((one) => one.endsWith("/containers"))).toHaveLength(1);
  expect(asked.filter((one) => /^s\d/.test(one))).toEqual(["s1,s2", "s2"]);
  expect(Object.keys(of("BlobContainer"))).toEqual(["/subscriptions/s2"]);
});

test("progress counts up to the end", async () => {
  const seen: Progress[] = [];
  const { collected } = await run(
    byPath((path) =>
      path === "/subscriptions" ? reply([subscription("s1"), subscription("s2")]) : undefined,
    ),
    { types: ["SecurityContact"], progress: (progress) => seen.push(progress) },
  );
  expect(seen.map(({ collectionsDone }) => collectionsDone)).toEqual([1, 2, 3, 4]);
  expect(collected).toMatchObject({
    connectors: 2,
    connectorsDone: 2,
    collections: 4,
    collectionsDone: 4,
    incomplete: 2,
  });
  expect(collected.gaps).toEqual([
    {
      type: "SecurityContact",
      status: "notCollected",
      connectors: 2,
      cause: expect.stringContaining("/subscriptions/s1/"),
      first: expect.stringContaining("/subscriptions/"),
    },
  ]);
});

test("an abort rejects and asks for nothing more", async () => {
  const controller = new AbortController();
  let asked = 0;
  const transport = byPath((path) => {
    asked += 1;
    if (path === "/subscriptions")
      return reply(Array.from({ length: 1000 }, (_, n) => subscription(`s${n}`)));
    if (path.endsWith("/securityContacts")) controller.abort();
    return reply({ value: [] });
  });
  await expect(
    run(transport, { types: ["SecurityContact"], signal: controller.signal }),
  ).rejects.toThrow(/abort/i);
  expect(asked).toBeLessThan(400);
});
