import { openSingle, recordTo } from "./single.ts";
import { azure } from "../../../src/collect/azure/provider.ts";
import { providers } from "../../../src/library/providers.ts";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { byPath, reply } from "../fake-transport.ts";
import { collect } from "../../../src/collect/collect.ts";
import { importFolder } from "../../../src/collect/import-folder.ts";
import { readFileName, stemOf } from "../../../src/collect/recording/recording-files.ts";
import { renderGraphQuery, walkGraph } from "../../../src/collect/azure/resource-graph.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";

const now = "2026-11-20T12:00:00.000Z";
const folders: string[] = [];

/** A folder with these files; values that are no text are written as JSON. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "recording-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const subscriptions = { value: [{ id: "/subscriptions/S1", subscriptionId: "S1" }] };
const security = "subscriptions/s1/providers/Microsoft.Security";
const path = "/subscriptions/S1/providers/microsoft.security/securityContacts";

function ask(files: Readonly<Record<string, unknown>>, more: object = {}) {
  const recording = openSingle(
    folderOf({ "subscriptions.json": subscriptions, ...files }),
    now,
    providers,
  );
  const request = {
    method: "GET",
    path,
    apiVersion: "2023-12-01-preview",
    page: 1,
    ...more,
  } as const;
  return recording.send(request);
}

describe("a file name", () => {
  test.each([
    ["a/b@2023-12-01-preview.json", ["a/b", "2023-12-01-preview", 1, 200]],
    ["a/b@2023-12-01-preview.403.json", ["a/b", "2023-12-01-preview", 1, 403]],
    ["a/b@2023-12-01-preview.200.html", ["a/b", "2023-12-01-preview", 1, 200]],
    ["a/b@1.page2.429.json", ["a/b", "1", 2, 429]],
    ["A/B.json", ["a/b", "", 1, 200]],
    ["a/b.404.txt", ["a/b", "", 1, 404]],
    ["a/Microsoft.Security/c%40d.json", ["a/microsoft.security/c@d", "", 1, 200]],
    ["a/my.name@1.json", ["a/my.name", "1", 1, 200]],
  ])("%s", (name, expected) => {
    const file = readFileName(name)!;
    expect([file.key, file.apiVersion, file.page, file.status]).toEqual(expected);
  });

  test.each([
    "README.md",
    "LICENSE.txt",
    "a/_b.json",
    ".git/x.json",
    "a.headers.json",
    "a.request.json",
    "a",
  ])("%s is left alone", (name) => expect(readFileName(name)).toBeUndefined());

  test.each([
    "/a/b",
    "/a/x.403",
    "/a/x.page2",
    "/a/_b",
    "/a/b@c",
    "/a/ü*:b",
    "/a/b c",
    "/a/../b",
    "/a/%2e%2e/b",
  ])("written for %s reads back as it", (written) => {
    const request = { method: "GET", path: written, apiVersion: "2023-01-01", page: 3 } as const;
    const name = `${stemOf(request, azure.recording)}.404.json`;
    expect(name.split("/")).not.toContain("..");
    expect(readFileName(name)).toMatchObject({
      key: written.slice(1).toLowerCase(),
      apiVersion: "2023-01-01",
      page: 3,
      status: 404,
    });
  });
});

describe("a request", () => {
  test.each([
    [
      "at its own version",
      {
        [`${security}/securityContacts@2023-12-01-preview.json`]: "own",
        [`${security}/securityContacts.json`]: "any",
      },
      "own",
      "2023-12-01-preview",
    ],
    [
      "without a version",
      {
        [`${security}/securityContacts.json`]: "any",
        [`${security}/securityContacts@2020-01-01-preview.json`]: "old",
      },
      "any",
      "2023-12-01-preview",
    ],
    [
      "at the newest other version",
      {
        [`${security}/securityContacts@2017-08-01-preview.json`]: "oldest",
        [`${security}/securityContacts@2020-01-01-preview.json`]: "old",
      },
      "old",
      "2020-01-01-preview",
    ],
    [
      "whatever the case of names",
      { "Subscriptions/S1/Providers/MICROSOFT.security/SecurityContacts.json": "case" },
      "case",
      "2023-12-01-preview",
    ],
    [
      "by a good answer beside a failed one",
      {
        [`${security}/securityContacts.429.json`]: "bad",
        [`${security}/securityContacts.json`]: "good",
      },
      "good",
      "2023-12-01-preview",
    ],
  ])("is answered %s", async (_title, files, body, apiVersion) => {
    expect(await ask(files)).toMatchObject({
      kind: "reply",
      status: 200,
      body,
      apiVersion,
      readAt: now,
    });
  });

  test.each([
    ["a pipe", (path: string) => execFileSync("mkfifo", [path]), /it is no file/],
    ["a link to itself", (path: string) => symlinkSync("a.json", path), /leads to itself/],
    ["a link that leads nowhere", (path: string) => symlinkSync("none", path), /leads nowhere/],
  ])("whose file is %s is answered with that", async (_title, make, cause) => {
    const folder = mkdtempSync(join(tmpdir(), "assay-recording-"));
    writeFileSync(join(folder, "subscriptions.json"), '{"value":[]}');
    make(join(folder, "a.json"));
    symlinkSync(".", join(folder, "again"));
    const recording = openSingle(folder, "2026-11-20T08:00:00Z", providers);
    const answer = await recording.send({ method: "GET", path: "/a", apiVersion: "1", page: 1 });
    expect(answer).toMatchObject({ kind: "fault", status: "failed" });
    expect(answer.kind === "fault" && answer.cause).toMatch(cause);
    expect(recording.unread()).toEqual(["subscriptions.json"]);
    rmSync(folder, { recursive: true });
  });

  test("that no file answers was not collected", async () => {
    expect(await ask({})).toMatchObject({
      kind: "fault",
      status: "notCollected",
      cause: `The recording holds no answer to GET ${path} at version 2023-12-01-preview.`,
    });
  });

  test("takes status and headers from files", async () => {
    const files = {
      [`${security}/securityContacts.403.json`]: "{}",
      [`${security}/securityContacts.403.headers.json`]: { "X-Ms-Request-Id": "r1" },
    };
    expect(await ask(files)).toMatchObject({ status: 403, headers: { "x-ms-request-id": "r1" } });
  });

  test("for a page beyond the last, or a page that no link leads to, fails", async () => {
    const first = { [`${security}/securityContacts.json`]: { value: [] } };
    expect(await ask(first, { page: 2 })).toMatchObject({ status: "failed" });
    const second = { ...first, [`${security}/securityContacts.page2.json`]: { value: [] } };
    expect(await ask(second)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining('no "nextLink"'),
    });
  });
});

describe("recording.json", () => {
  test("says when and by whom", () => {
    const about = {
      format: azure.recording,
      recordedAt: "2026-11-20T09:00:00+01:00",
      identity: "me",
    };
    const folder = folderOf({ "subscriptions.json": subscriptions, "recording.json": about });
    expect(openSingle(folder, now, providers)).toMatchObject({
      recordedAt: "2026-11-20T08:00:00.000Z",
      identity: "me",
    });
  });

  test.each([
    ["[]", /must hold a JSON object/],
    ["{", /must hold a JSON object/],
    ['{"recordedAt":"yesterday"}', /"recordedAt" .* must be a moment .* not "yesterday"/],
    ['{"recordedAt":5}', /must be a moment/],
    ['{"endpoint":"nowhere"}', /"endpoint" .* must be a URL/],
  ])("%s is a mistake", (text, message) => {
    const folder = folderOf({ "subscriptions.json": subscriptions, "recording.json": text });
    expect(() => openSingle(folder, now, providers)).toThrow(message);
  });
});

test.each([
  ["a folder that is not there", () => "/nowhere/at/all", /does not exist/],
  ["a file", () => join(folderOf({ x: "" }), "x"), /is a file/],
  [
    "a folder of something else",
    () => folderOf({ "index.js": "" }),
    /holds no "subscriptions.json"/,
  ],
])("%s is no recording", (_title, folder, message) => {
  expect(() => openSingle(folder(), now, providers)).toThrow(message);
});

describe("Resource Graph in a recording", () => {
  const root = "providers/Microsoft.ResourceGraph/resources";
  const vm = "microsoft.compute/virtualmachines";
  const disk = "microsoft.compute/disks";
  const row = (type: string, subscriptionId = "S1", id = "1") => ({
    ...{ id: `/subscriptions/${subscriptionId}/x/${type}/${id}`, type, subscriptionId },
  });

  async function question(files: Readonly<Record<string, unknown>>, types: string[], ids = ["S1"]) {
    const recording = openSingle(
      folderOf({ "subscriptions.json": subscriptions, ...files }),
      now,
      providers,
    );
    const listing = walkGraph(recording, { table: "resources", types, subscriptions: ids });
    const rows: unknown[] = [];
    for await (const page of listing.pages) rows.push(...page.rows);
    return { rows, failure: listing.failure() };
  }

  test.each([
    [
      "the types of an answer's rows",
      { [`${root}/all.json`]: { data: [row(vm), row(disk)] } },
      [vm, disk],
      2,
    ],
    [
      "the type that its place names, without a row",
      { [`${root}/Microsoft.Compute/virtualMachines.json`]: { data: [] } },
      [vm],
      0,
    ],
    [
      "rows of several answers",
      {
        [`${root}/a.json`]: { data: [row(vm)] },
        [`${root}/b.json`]: { data: [row(vm, "S1", "2")] },
      },
      [vm],
      2,
    ],
    [
      "rows of the subscriptions asked for only",
      { [`${root}/a.json`]: { data: [row(vm), row(vm, "S2")] } },
      [vm],
      1,
    ],
    [
      "all pages of an answer",
      {
        [`${root}/a.json`]: { data: [row(vm)], $skipToken: "t" },
        [`${root}/a.page2.json`]: { data: [row(vm, "S1", "2")] },
      },
      [vm],
      2,
    ],
    [
      "the types of the query that was sent",
      {
        [`${root}/a.json`]: { data: [] },
        [`${root}/a.request.json`]: {
          query: renderGraphQuery({ table: "resources", types: [vm] }),
          subscriptions: ["s1"],
        },
      },
      [vm],
      0,
    ],
  ])("%s are answered", async (_title, files, types, count) => {
    const { rows, failure } = await question(files, types);
    expect([rows.length, failure]).toEqual([count, undefined]);
  });

  test.each([
    [
      "a type that nothing covers",
      { [`${root}/a.json`]: { data: [row(vm)] } },
      [disk],
      "notCollected",
      /no answer of Resource Graph about/,
    ],
    [
      "several types, one of them not covered",
      { [`${root}/a.json`]: { data: [row(vm)] } },
      [vm, disk],
      "notCollected",
      /no answer/,
    ],
    [
      "an answer that was denied",
      { [`${root}/all.403.json`]: { error: { code: "AuthorizationFailed" } } },
      [vm],
      "denied",
      /AuthorizationFailed/,
    ],
    [
      "a type whose own answer was denied",
      {
        [`${root}/Microsoft.Compute/virtualMachines.403.json`]: {},
        [`${root}/a.json`]: { data: [row(disk)] },
      },
      [vm],
      "denied",
      /403/,
    ],
    [
      "a page that is not there",
      { [`${root}/a.json`]: { data: [row(vm)], $skipToken: "t" } },
      [vm],
      "failed",
      /do not fit their links at page 2/,
    ],
    [
      "a page that no token leads to",
      { [`${root}/a.json`]: { data: [row(vm)] }, [`${root}/a.page2.json`]: { data: [] } },
      [vm],
      "failed",
      /do not fit/,
    ],
    [
      "HTML",
      { [`${root}/Microsoft.Compute/virtualMachines.200.html`]: "<html>" },
      [vm],
      "failed",
      /not understood/,
    ],
    [
      "a subscription that the query left out",
      {
        [`${root}/a.json`]: { data: [row(vm)] },
        [`${root}/a.request.json`]: {
          query: renderGraphQuery({ table: "resources", types: [vm] }),
          subscriptions: ["s2"],
        },
      },
      [vm],
      "notCollected",
      /no answer/,
    ],
    [
      "a list of subscriptions that was too long",
      {
        [`${root}/a.json`]: { data: [row(vm)] },
        [`${root}/a.headers.json`]: { "x-ms-tenant-subscription-limit-hit": "true" },
      },
      [vm],
      "failed",
      /left subscriptions out/,
    ],
  ])("%s is a failure", async (_title, files, types, status, cause) => {
    const { failure } = await question(files, types);
    expect(failure).toMatchObject({ status, cause: expect.stringMatching(cause) });
  });
});

describe("Resource Graph's answers about several subscriptions", () => {
  const root = "providers/Microsoft.ResourceGraph/resources";
  const disks = "microsoft.compute/disks";
  const model = loadModel("schema");
  const disk = (subscriptionId: string, name: string) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/r/providers/Microsoft.Compute/disks/${name}`,
    ...{ name, type: disks, subscriptionId, properties: {} },
  });
  const about = (subscriptions: readonly string[], types = [disks]) => ({
    query: renderGraphQuery({ table: "resources", types }),
    subscriptions,
  });
  const denied = { error: { code: "AuthorizationFailed", message: "No." } };

  async function importDisks(files: Readonly<Record<string, unknown>>) {
    const value = ["a", "b"].map((id) => ({ id: `/subscriptions/${id}`, subscriptionId: id }));
    const named = Object.entries(files).map(([name, content]) => [`${root}/${name}`, content]);
    const folder = folderOf({ "subscriptions.json": { value }, ...Object.fromEntries(named) });
    const options = { providers, now, assayVersion: "0", formatVersion: 1, types: ["Disk"] };
    const { tables } = await importFolder(folder, model, options);
    const inventory = createInventory(model, tables);
    const [found] = await inventory.select([{ type: "Disk" }]);
    const collections = await inventory.collections({ types: ["Disk"] });
    const states = collections.map(({ status, cause = "" }) => ({ status, cause }));
    return { examined: found!.examined, states };
  }

  test.each([
    [
      "a refused one leaves the others as they are",
      {
        "x.json": { data: [disk("a", "1")] },
        "x.request.json": about(["a"]),
        "y.403.json": denied,
        "y.request.json": about(["b"]),
      },
      ["complete", "denied"],
      1,
    ],
    [
      "one that is not there leaves the others as they are",
      { "x.json": { data: [disk("b", "1")] }, "x.request.json": about(["b"]) },
      ["notCollected", "complete"],
      1,
    ],
    [
      "one that was cut off leaves the others as they are",
      {
        "x.json": { data: [disk("a", "1")] },
        "x.request.json": about(["a"]),
        "y.json": { data: [disk("b", "1")], resultTruncated: "true" },
        "y.request.json": about(["b"]),
      },
      ["complete", "failed"],
      2,
    ],
    [
      "a question that was refused and asked again in parts has the parts' answers",
      {
        "x.400.json": { error: { code: "BadRequest" } },
        "x.request.json": about(["a", "b"], [disks, "microsoft.compute/virtualmachines"]),
        "y.json": { data: [disk("a", "1")] },
        "y.request.json": about(["a", "b"]),
      },
      ["complete", "complete"],
      1,
    ],
    [
      "pages behind one that is not there are not told, those before it are",
      {
        "x.json": { data: [disk("a", "1"), disk("b", "1")], $skipToken: "t" },
        "x.page2.403.json": denied,
      },
      ["denied", "denied"],
      2,
    ],
    [
      "rows that were announced and not sent are no complete answer",
      { "x.json": { data: [disk("a", "1")], totalRecords: 40 } },
      ["failed", "failed"],
      1,
    ],
    [
      "rows that no page of several has are no complete answer",
      {
        "x.json": { data: [disk("a", "1")], totalRecords: 3, $skipToken: "t" },
        "x.page2.json": { data: [disk("b", "1")], totalRecords: 3 },
      },
      ["failed", "failed"],
      2,
    ],
  ])("%s", async (_title, files, statuses, examined) => {
    const found = await importDisks(files);
    expect([found.states.map(({ status }) => status), found.examined]).toEqual([
      statuses,
      examined,
    ]);
  });

  test("say why they are not whole", async () => {
    const few = await importDisks({ "x.json": { data: [disk("a", "1")], totalRecords: 40 } });
    expect(few.states[0]!.cause).toMatch(/announced 40 rows and sent 1/);
    const page = await importDisks({ "x.json": { data: [disk("a", "1")], $skipToken: "t" } });
    expect(page.states[1]!.cause).toMatch(/do not fit their links at page 2/);
  });
});

describe("an import", () => {
  const options = { providers, now, assayVersion: "0", formatVersion: 1 };
  const model = loadModel("schema");

  test("gives the same bytes for the same folder, whatever the order of its files", async () => {
    const [first, second] = await Promise.all(
      ["sample", "sample"].map((folder) => importFolder(folder, model, options)),
    );
    const [left, right] = await Promise.all(
      [first!, second!].map(({ tables }) => createInventory(model, tables).collections()),
    );
    expect(left).toEqual(right);
  });

  test("collects only the types asked for, what they rest on and the connectors", async () => {
    const { tables, collected } = await importFolder("sample", model, {
      ...options,
      types: ["BlobContainer"],
    });
    const collections = await createInventory(model, tables).collections();
    const types = new Set(
      collections.filter(({ status }) => status !== "notCollected").map(({ type }) => type),
    );
    expect([...types].sort()).toEqual(["BlobContainer", "Connector", "StorageAccount"]);
    expect(collected.connectors).toBe(20);
  });

  test("names an unknown type, and the nearest", async () => {
    await expect(
      importFolder("sample", model, { ...options, types: ["SecurityContract"] }),
    ).rejects.toThrow('Unknown asset type "SecurityContract". Did you mean "SecurityContact"');
  });

  test("tells files that nothing asked for", async () => {
    const folder = folderOf({
      "subscriptions.json": subscriptions,
      [`${security}/securityContract.json`]: "{}",
      "README.md": "",
    });
    const { unread } = await importFolder(folder, model, options);
    expect(unread).toEqual([`${security}/securityContract.json`]);
  });
});

test("tells rows of Resource Graph that nothing asked for, and files of nothing else", async () => {
  const row = (type: string, name: string) => ({
    id: `/subscriptions/S1/resourceGroups/R/providers/${type}/${name}`,
    type: type.toLowerCase(),
    subscriptionId: "S1",
  });
  const graph = "providers/Microsoft.ResourceGraph/resources";
  const answers = {
    "all.json": {
      data: [
        row("Microsoft.Storage/storageAccounts", "a"),
        row("Microsoft.Web/sites/slots", "b"),
        row("Microsoft.Web/sites/slots", "c"),
      ],
    },
    "Microsoft.Web/sites/slots.json": {
      data: [row("Microsoft.Web/sites/slots", "d")],
      $skipToken: "x",
    },
    "Microsoft.Web/sites/slots.page2.json": { data: [row("Microsoft.Web/sites/slots", "e")] },
    "Microsoft.Nothing/reads.403.json": { error: { code: "AuthorizationFailed", message: "no" } },
  };
  const folder = folderOf({
    "subscriptions.json": subscriptions,
    ...Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [`${graph}/${name}`, answer]),
    ),
  });
  const { unread, unreadRows } = await importFolder(folder, loadModel("schema"), {
    providers,
    now,
    assayVersion: "0",
    formatVersion: 1,
  });
  expect(unread).toEqual([
    `${graph}/Microsoft.Nothing/reads.403.json`,
    `${graph}/Microsoft.Web/sites/slots.json`,
    `${graph}/Microsoft.Web/sites/slots.page2.json`,
  ]);
  expect([...unreadRows]).toEqual([
    ["microsoft.web/sites/slots", { rows: 2, file: `${graph}/all.json` }],
  ]);
});

test("a call for one asset is recorded once, for whichever types it is made", async () => {
  const id = "subscriptions/S1/resourceGroups/R/providers/Microsoft.Storage/storageAccounts/A";
  const row = { id: `/${id}`, type: "microsoft.storage/storageaccounts", subscriptionId: "S1" };
  const folder = folderOf({
    "subscriptions.json": subscriptions,
    "providers/Microsoft.ResourceGraph/resources/all.json": { data: [row] },
    [`${id}/blobServices/default/providers/Microsoft.Insights/diagnosticSettings.json`]: {
      value: [],
    },
  });
  const recording = join(folder, "recording");
  const recorder = await recordTo(openSingle(folder, now, providers), recording, {
    format: azure.recording,
    recordedAt: now,
  });
  const types = ["StorageAccount", "BlobServiceDiagnosticSetting"];
  const model = loadModel("schema");
  await collect(
    model,
    [{ provider: recorder.provider, transport: recorder }],
    { write: () => undefined, finish: () => undefined },
    { types },
  );
  const settings = readdirSync(recording, { recursive: true, encoding: "utf8" }).filter((path) =>
    /blobServices.*diagnosticSettings@/i.test(path),
  );
  expect(settings).toHaveLength(1);
  const { unread } = await importFolder(recording, model, {
    ...{ providers, now, types, assayVersion: "0", formatVersion: 1 },
  });
  expect(unread).toEqual([]);
});

test("answers to paths with segments too long for a file's name are recorded and found, and told apart", async () => {
  const recording = mkdtempSync(join(tmpdir(), "assay-recording-"));
  try {
    const name = (last: string) => `${"Zoë/ %\u{1F600}".replace("/", "|").repeat(30)}${last}`;
    const paths = ["a", "b"].map(
      (last) =>
        `/subscriptions/s1/resourceGroups/${name(last)}/providers/x/${"y".repeat(300)}${last}`,
    );
    const inner = byPath((path) => reply({ value: [{ id: path }] }));
    const recorder = await recordTo(inner, recording, {
      format: azure.recording,
      recordedAt: "2026-11-20T08:00:00Z",
    });
    const request = (path: string) =>
      ({ method: "GET", path, apiVersion: "2023-12-01-preview", page: 1 }) as const;
    for (const path of ["/subscriptions", ...paths]) await recorder.send(request(path));
    const opened = openSingle(recording, "2026-11-20T08:00:00Z", providers);
    for (const path of paths) {
      const again = [path, path.toUpperCase().replace("/SUBSCRIPTIONS/", "/subscriptions/")];
      for (const one of again)
        expect(await opened.send(request(one))).toMatchObject({
          body: JSON.stringify({ value: [{ id: path }] }),
        });
    }
    expect(opened.unread()).toEqual(["subscriptions@2023-12-01-preview.json"]);
  } finally {
    rmSync(recording, { recursive: true, force: true });
  }
});

test("a recording that is resumed follows no link out of its folder, for a file or for a folder", async () => {
  const folder = folderOf({
    "recording/recording.json": { format: azure.recording, recordedAt: now },
    "elsewhere/precious.json": "precious",
  });
  const [recording, elsewhere] = [join(folder, "recording"), join(folder, "elsewhere")];
  const inner = byPath(() => reply({ value: [] }));
  const recorder = await recordTo(inner, recording, {
    format: azure.recording,
    recordedAt: now,
    resumed: true,
  });
  const send = (path: string) => recorder.send({ method: "GET", path, apiVersion: "1", page: 1 });
  symlinkSync(elsewhere, join(recording, "subscriptions"));
  await expect(send("/subscriptions/s1/providers/x")).rejects.toThrow(
    `"${join(recording, "subscriptions/s1/providers")}" cannot be recorded to: it is a link, or behind one`,
  );
  symlinkSync(join(elsewhere, "precious.json"), join(recording, "precious@1.json"));
  await expect(send("/precious")).rejects.toThrow(/ELOOP/);
  expect(readFileSync(join(elsewhere, "precious.json"), "utf8")).toBe("precious");
});

test.each([
  ["in a file's place", "taken", "taken"],
  ["below a file", "taken/below/it", "taken"],
])("no recording is begun %s", async (_title, path, file) => {
  const folder = folderOf({ taken: "somebody's" });
  const inner = byPath(() => reply({ value: [] }));
  await expect(
    recordTo(inner, join(folder, path), {
      format: azure.recording,
      recordedAt: "2026-11-20T08:00:00Z",
    }),
  ).rejects.toThrow(`cannot be a folder: "${join(folder, file)}" is a file.`);
});
