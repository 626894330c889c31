import { azure } from "../../src/collect/azure/provider.ts";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectAzure, nameIdentity } from "../../src/collect/azure/connect.ts";
import { type Taken, takeSnapshot } from "../../src/collect/take-snapshot.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { loadModel } from "../../src/model/load.ts";
import { openSnapshot } from "../../src/snapshot/file.ts";
import { openStore } from "../../src/snapshot/store.ts";
import type { Collection } from "../../src/types.ts";
import { callAssay } from "../cli/fake-io.ts";
import {
  type AzureServer,
  contact,
  error,
  guid,
  type Play,
  secretToken,
  type Seen,
  startAzureServer,
} from "./azure-server.ts";

/** What the specification's check has to say of a subscription. */
type Verdict = "pass" | "fail" | "undecided";

interface Case {
  readonly title: string;
  /** What the list of contacts is answered with; undefined: as usual, one good contact. */
  readonly play: (request: Seen, id: string) => Play | undefined;
  readonly status: Collection["status"];
  readonly verdict: Verdict;
  readonly cause?: RegExp;
}

const good = (id: string) => ({ body: { value: [contact(id, "soc@example.com")] } });
const first = (play: Play) => (request: Seen) => (request.before === 0 ? play : undefined);
const text = (body: string, headers: Record<string, string> = {}) => ({ body, headers });
const own = (id: string) => `/subscriptions/${id}/providers/Microsoft.Security/securityContacts`;
const notRegistered = (status: number) =>
  error(
    status,
    "Subscription Not Registered",
    "Please register to Microsoft.Security in order to view your security status",
  );

let foreign: AzureServer;
let server: AzureServer;
let folder: string;
let taken: Taken;
let contacts: ReadonlyMap<string, Collection>;
let verdicts: ReadonlyMap<string, Verdict>;

const cases: readonly Case[] = [
  { title: "one contact", play: () => undefined, status: "complete", verdict: "pass" },
  {
    title: "no contact",
    play: () => ({ body: { value: [] } }),
    status: "complete",
    verdict: "fail",
  },
  {
    title: "a contact without address",
    play: (_r, id) => ({ body: { value: [contact(id, "")] } }),
    status: "complete",
    verdict: "fail",
  },
  {
    title: "a bare list",
    play: (_r, id) => ({ body: [contact(id, "a@x.io")] }),
    status: "complete",
    verdict: "pass",
  },
  { title: "an empty bare list", play: () => ({ body: [] }), status: "complete", verdict: "fail" },
  {
    title: "a wrong content type",
    play: (_r, id) => ({ ...good(id), headers: { "content-type": "text/plain" } }),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "an item of another subscription that is read",
    play: () => ({ body: { value: [contact(guid(1), "a@x.io")] } }),
    status: "failed",
    verdict: "undecided",
    cause: /it holds an item of another subscription, "subscriptions\/00000001-/,
  },
  ...[
    ["with slashes twice", "//subscriptions//00000001-"],
    ["percent-encoded", "/subscriptions/0000%30001%2D"],
  ].map(([how, start]): Case => ({
    title: `an item of another subscription that is read, ${how}`,
    play: () => ({
      body: {
        value: [
          {
            ...contact(guid(1), "a@x.io"),
            id: contact(guid(1), "").id.replace("/subscriptions/00000001-", start!),
          },
        ],
      },
    }),
    status: "failed",
    verdict: "undecided",
    cause: /it holds an item of another subscription, "subscriptions\/00000001-/,
  })),
  {
    title: "an item of a subscription that is nobody's, as in published examples",
    play: () => ({ body: { value: [contact(guid(999), "a@x.io")] } }),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "more than anybody wants",
    play: () => "endless",
    status: "failed",
    verdict: "undecided",
    cause: /larger than 1 MiB/,
  },
  {
    title: "an item from above subscriptions",
    play: () => ({
      body: {
        value: [
          {
            ...contact("x", "a@x.io"),
            id: "/providers/Microsoft.Management/managementGroups/root/providers/Microsoft.Security/securityContacts/default",
          },
        ],
      },
    }),
    status: "complete",
    verdict: "pass",
  },
  ...[
    ["an error beside the list", { value: [], error: "partial results: 3 regions failed" }],
    ["an error object beside the list", { value: [], error: { code: "X", message: "y" } }],
    ["a link of another service's kind", { value: [], "@odata.nextLink": "https://x.io/2" }],
    ["a capitalised link", { value: [], NextLink: "https://x.io/2" }],
    ["a link of an older dressing", { value: [], "odata.nextLink": "https://x.io/2" }],
    ["a link under another name", { value: [], nextPageLink: "/2" }],
    ["a token for more", { value: [], continuationToken: "eA==" }],
    ["a token for more with a sign", { value: [], $skipToken: "eA==" }],
    ["a link in a wrapper", { value: [], paging: { next: "https://x.io/2" } }],
    ["a word that there is more", { value: [], hasMore: true }],
    ["a count of more", { value: [], count: 1 }],
    ["a count of more, as an object", { value: [], count: { type: "Total", value: 2 } }],
    ["a count of more, as a text", { value: [], totalCount: "1" }],
    ["a count of more, dressed", { value: [], "@odata.count": 1 }],
    ["a count that is none", { value: [], totalRecords: { toString: 1 } }],
    ["a list that was cut off", { value: [], resultTruncated: "True" }],
    ["a list that was cut off, in another spelling", { value: [], isTruncated: 1 }],
    ["errors beside the list", { value: [], errors: [{ code: "X" }] }],
    ["an error without a wrapper", { value: [], code: "Busy", message: "Later." }],
  ].map(([title, body]): Case => ({
    title: String(title),
    play: () => ({ body }),
    status: "failed",
    verdict: "undecided",
  })),
  {
    title: "a link header to more",
    play: (_r, id) => ({ ...good(id), headers: { link: '</2>; rel="next"' } }),
    status: "failed",
    verdict: "undecided",
    cause: /a link to more as "link"/,
  },
  {
    title: "a link header to something else",
    play: (_r, id) => ({ ...good(id), headers: { link: '</docs>; rel="help"' } }),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "counts that are right, and no more",
    play: (_r, id) => ({
      body: {
        value: [contact(id, "soc@example.com")],
        count: { type: "Total", value: 1 },
        totalCount: "1",
        nextLink: null,
        hasMore: false,
        errors: [],
        resultTruncated: "false",
      },
    }),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "the same item twice, in another spelling of its id",
    play: (_r, id) => {
      const one = contact(id, "soc@example.com");
      const shouted = { ...one, id: `${one.id.toUpperCase()}/` };
      return { body: { value: [one, shouted], count: 1 } };
    },
    status: "complete",
    verdict: "pass",
  },
  {
    title: "two items with one id in two spellings",
    play: (_r, id) => {
      const one = contact(id, "soc@example.com");
      const other = { ...contact(id, ""), id: `${one.id.toUpperCase()}/` };
      return { body: { value: [one, other] } };
    },
    status: "failed",
    verdict: "undecided",
    cause: /two different items/,
  },
  ...[
    ["half of a surrogate pair", "/default\ud800", /half of a surrogate pair/],
    ["a control character", "/default\u0007", /a control character/],
    ["a way up", "/../securityContacts/default", /"\.\."/],
    ["10,000 characters", `/${"x".repeat(10_000)}`, /an id of 1\d{4} characters/],
  ].map(([title, name, cause]): Case => ({
    title: `an id with ${title}`,
    play: (_r, id) => ({
      body: { value: [{ ...contact(id, "a@x.io"), id: own(id) + String(name) }] },
    }),
    status: "failed",
    verdict: "undecided",
    cause: cause as RegExp,
  })),
  {
    title: "what is nested 100,000 deep, twice",
    play: (_r, id) => {
      const deep = "[".repeat(100_000) + "]".repeat(100_000);
      const one = JSON.stringify({ ...contact(id, "a@x.io"), deep: 0 });
      const item = one.replace('"deep":0', `"deep":${deep}`);
      return { body: `{"value":[${item},${item}]}` };
    },
    status: "failed",
    verdict: "undecided",
  },
  {
    title: "addresses of an unknown kind",
    play: (_r, id) => ({ body: { value: [contact(id, 17)] } }),
    status: "complete",
    verdict: "undecided",
  },
  {
    title: "401",
    play: () => error(401, "InvalidAuthenticationTokenTenant", "Wrong tenant."),
    status: "denied",
    verdict: "undecided",
  },
  {
    title: "403",
    play: () => error(403, "AuthorizationFailed", `No. ${secretToken}`),
    status: "denied",
    verdict: "undecided",
    cause: /AuthorizationFailed: No\. \[token\]/,
  },
  {
    title: "404",
    play: () => error(404, "ResourceNotFound", "Gone."),
    status: "failed",
    verdict: "undecided",
  },
  {
    title: "a subscription that vanished",
    play: () => error(404, "SubscriptionNotFound", "Gone."),
    status: "failed",
    verdict: "undecided",
    cause: /SubscriptionNotFound/,
  },
  {
    title: "409",
    play: () => error(409, "Conflict", "Busy."),
    status: "failed",
    verdict: "undecided",
  },
  {
    title: "not registered by 401",
    play: () => notRegistered(401),
    status: "notRegistered",
    verdict: "undecided",
  },
  {
    title: "not registered by 404",
    play: () => notRegistered(404),
    status: "notRegistered",
    verdict: "undecided",
  },
  {
    title: "not registered by 400",
    play: () => notRegistered(400),
    status: "notRegistered",
    verdict: "undecided",
  },
  {
    title: "429 once, with Retry-After",
    play: first(error(429, "TooManyRequests", "", { "retry-after": "1" })),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "429 once, without Retry-After",
    play: first(error(429, "TooManyRequests", "")),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "429 for ever",
    play: () => error(429, "TooManyRequests", "", { "retry-after": "0" }),
    status: "throttled",
    verdict: "undecided",
  },
  {
    title: "500 once",
    play: first({ status: 500, body: "" }),
    status: "complete",
    verdict: "pass",
  },
  {
    title: "500 for ever",
    play: () => ({ status: 500, body: "" }),
    status: "failed",
    verdict: "undecided",
  },
  {
    title: "503 with a page of HTML",
    play: () => ({ status: 503, body: "<html>busy</html>" }),
    status: "failed",
    verdict: "undecided",
    cause: /503 with a page of HTML/,
  },
  { title: "a torn connection, once", play: first("tear"), status: "complete", verdict: "pass" },
  {
    title: "a torn connection for ever",
    play: () => "tear",
    status: "failed",
    verdict: "undecided",
    cause: /The call failed/,
  },
  {
    title: "no answer",
    play: () => "stall",
    status: "failed",
    verdict: "undecided",
    cause: /no answer within 1 s/,
  },
  {
    title: "a redirect to another host",
    play: () => ({ status: 302, headers: { location: `${foreign.url}/x` } }),
    status: "failed",
    verdict: "undecided",
  },
  {
    title: "HTML with 200",
    play: () => text("<!doctype html><title>Sign in</title>", { "content-type": "text/html" }),
    status: "failed",
    verdict: "undecided",
    cause: /a page of HTML/,
  },
  {
    title: "invalid JSON",
    play: () => text('{"value":[{"id":'),
    status: "failed",
    verdict: "undecided",
    cause: /not JSON/,
  },
  { title: "an empty object", play: () => ({ body: {} }), status: "failed", verdict: "undecided" },
  { title: "an empty body", play: () => text(""), status: "failed", verdict: "undecided" },
  { title: "204", play: () => ({ status: 204, body: "" }), status: "failed", verdict: "undecided" },
  {
    title: "an error with 200",
    play: () => error(200, "AuthorizationFailed", "No."),
    status: "denied",
    verdict: "undecided",
  },
  {
    title: "somebody else's answer",
    play: () => ({
      body: { value: [{ id: "/x", name: "x", type: "Microsoft.Compute/virtualMachines" }] },
    }),
    status: "failed",
    verdict: "undecided",
    cause: /holds a "Microsoft.Compute/,
  },
  {
    title: "a loop of nextLink, with an address on the first page",
    play: (_r, id) => ({
      body: {
        value: [contact(id, "a@x.io")],
        nextLink: `${server.url}${own(id)}?api-version=2023-12-01-preview&p=1`,
      },
    }),
    status: "failed",
    verdict: "undecided",
    cause: /repeat themselves|circles/,
  },
  {
    title: "a loop of nextLink, without an address on the first page",
    play: (_r, id) => ({
      body: { value: [contact(id, "")], nextLink: `${server.url}${own(id)}?p=1` },
    }),
    status: "failed",
    verdict: "fail",
  },
  {
    title: "a nextLink to a foreign host",
    play: (_r, id) => ({
      body: { value: [contact(id, "a@x.io")], nextLink: `${foreign.url}${own(id)}?p=2` },
    }),
    status: "failed",
    verdict: "undecided",
    cause: /another host, "127.0.0.1:\d+"/,
  },
  {
    title: "a second page",
    play: (request, id) =>
      request.url.includes("p=2")
        ? { body: { value: [{ ...contact(id, ""), id: `${own(id)}/default1`, name: "default1" }] } }
        : { body: { value: [contact(id, "a@x.io")], nextLink: `${own(id)}?p=2` } },
    status: "complete",
    verdict: "fail",
  },
];

const ids = cases.map((_, n) => guid(n));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-live-"));
  foreign = await startAzureServer({ subscriptions: [] });
  server = await startAzureServer({
    subscriptions: cases.map(({ title }, n) => ({
      id: guid(n),
      name: title,
      security: { securitycontacts: [contact(guid(n), "soc@example.com")] },
    })),
    pageSize: 7,
    fault(request) {
      const id = /^\/subscriptions\/([^/]+)\/.*\/securityContacts$/.exec(request.path)?.[1];
      return id === undefined ? undefined : cases[ids.indexOf(id)]!.play(request, id);
    },
  });
  const clock = () => performance.now();
  // The clock of the machine goes back by an hour each time that somebody looks.
  let looks = 0;
  const now = () => new Date(Date.UTC(2026, 0, 1) - 3_600_000 * looks++);
  const { transport, identities } = await connectAzure({
    cloud: { endpoint: server.url },
    credential: "token",
    tenants: [],
    environment: { AZURE_ACCESS_TOKEN: secretToken },
    version: "0",
    now,
    clock,
    answerTimeoutMs: 1000,
    answerLimitBytes: 2 ** 20,
  });
  const store = openStore(
    join(folder, "store"),
    { pid: 1, host: "test", isRunning: () => false },
    () => new Date("2026-11-20T12:00:00Z"),
  );
  const model = loadModel("schema");
  taken = await takeSnapshot(model, {
    sources: [{ provider: azure, transport }],
    ...{ derivations: azure.derivations, tenants: [], store, now, clock },
    origin: "azure",
    identity: nameIdentity(identities),
    assayVersion: "0",
    wish: { types: ["SecurityContact"] },
    record: { folder: join(folder, "recording") },
  });
  const inventory = createInventory(model, openSnapshot(taken.entry!.path, model));
  const ofContacts = await inventory.collections({ types: ["SecurityContact"] });
  contacts = new Map(ofContacts.map((collection) => [collection.connector, collection]));
  verdicts = await judge(["--store", join(folder, "store")]);
}, 120_000);

afterAll(async () => {
  await Promise.all([server.close(), foreign.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The specification's check over an estate, subscription by subscription. */
async function judge(estate: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const check = "azure/defender/security-contacts-have-additional-email";
  const words = ["run", check, ...estate, "--output", "json", "--limit", "1000"];
  const { stdout, stderr } = await callAssay(words);
  expect(stderr).toBe("");
  const [verdict] = JSON.parse(stdout).checks;
  const found = new Map<string, Verdict>(ids.map((id) => [`/subscriptions/${id}`, "pass"]));
  for (const { asset } of verdict.undecided) found.set(asset.id, "undecided");
  for (const { asset } of verdict.offenders) found.set(asset.id, "fail");
  return found;
}

describe("contacts answered by", () => {
  test.each(cases.map((one, n) => ({ ...one, connector: `/subscriptions/${guid(n)}` })))(
    "$title are $status, and the check comes to $verdict",
    ({ connector, status, verdict, cause }) => {
      const collection = contacts.get(connector);
      expect([collection?.status, verdicts.get(connector)]).toEqual([status, verdict]);
      expect(collection?.cause ?? "").toMatch(status === "complete" ? /^$/ : (cause ?? /\.$/));
    },
  );
});

test("a denied collection names the permission that would mend it, and no other does", () => {
  const named = [...contacts.values()].filter(({ permission }) => permission !== undefined);
  expect(new Set(named.map(({ permission }) => permission))).toEqual(
    new Set(["Microsoft.Security/securityContacts/read"]),
  );
  expect(named.map(({ code }) => code)).toEqual(named.map(() => "AuthorizationFailed"));
});

test("the time of reading is the service's, whatever the machine's clock does", () => {
  const answered = [...contacts.values()].filter(({ status }) => status === "complete");
  const years = new Set(answered.map(({ readAt }) => readAt.slice(0, 2)));
  expect(years).toEqual(new Set(["20"]));
  const spread = answered.map(({ readAt }) => Date.parse(readAt));
  expect(Math.max(...spread) - Math.min(...spread)).toBeLessThan(600_000);
});

test("the token goes to the service with every call, and nowhere else", () => {
  expect(foreign.requests).toEqual([]);
  const bearers = new Set(server.requests.map(({ authorization }) => authorization));
  expect(bearers).toEqual(new Set([`Bearer ${secretToken}`]));
  const files = globSync(`${folder}/**/*`, { withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(cases.length);
  const leaks = files.filter((file) => {
    const content = readFileSync(join(file.parentPath, file.name)).toString("latin1");
    return content.includes(secretToken);
  });
  expect(leaks).toEqual([]);
});

test("what was recorded is judged as what was collected", async () => {
  const replayed = await judge(["--snapshot", join(folder, "recording")]);
  const lost = new Set(["a torn connection for ever", "no answer"]);
  for (const [n, { title }] of cases.entries()) {
    const id = `/subscriptions/${guid(n)}`;
    expect([title, replayed.get(id)]).toEqual([
      title,
      lost.has(title) ? "undecided" : verdicts.get(id),
    ]);
  }
});

test("who read it is in the snapshot, and no more than that", () => {
  expect(taken.entry?.info).toMatchObject({
    identity: "94d2b778-3345-5a44-8b1a-2fd80fad0d28",
    origin: "azure",
  });
});
