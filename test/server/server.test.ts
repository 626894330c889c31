import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import type { Check, Inventory, SnapshotInfo } from "../../src/types.ts";
import { accounts, inventoryOf } from "../graphql/estate.ts";
import { openSample, post, startSite } from "./site.ts";

/** Other work may take the machine meanwhile. */
const PATIENT = { timeout: 20_000 };

let inventory: Inventory;
let checks: readonly Check[];
let site: RunningServer;
beforeAll(async () => {
  ({ inventory, checks } = await openSample());
  site = await startSite({ inventory, checks, graphiql: true, limits: { timeMs: 60_000 } });
});
afterAll(() => site.stop());

async function ask(query: string, variables = {}, of = site) {
  const { data, errors } = (await (await post(of, query, variables)).json()) as {
    data: Record<string, unknown>;
    errors?: { message: string }[];
  };
  expect(errors?.map(({ message }) => message) ?? []).toEqual([]);
  return data;
}

const contacts = "azure/defender/security-contacts-have-additional-email";

describe("beside the assets", () => {
  test("controls lead to verdicts, offenders with evidence, the assets themselves, and back", async () => {
    const { control } = await ask(
      `query ($id: ID!) { control(id: $id) {
         title severity guidance { heading } checks { id type results { status expected found } }
         verdict { status offenderCount examined { type count }
           offenders(limit: 1) { name check because { path condition found }
             asset { __typename ... on Connector { subscriptionId securityContacts { email } }
               findings { status control { id } } } }
           undecided(limit: 1, offset: 2) { name missing { path collection { type status permission } } } } } }`,
      { id: contacts },
    );
    expect(control).toMatchObject({
      title: "Azure connectors without security contact additional email addresses",
      severity: "MEDIUM",
      checks: [
        {
          id: `${contacts}#connectors`,
          type: "Connector",
          results: [{ status: "FAIL", expected: "nothing", found: 7 }],
        },
      ],
      verdict: {
        status: "FAIL",
        offenderCount: 7,
        examined: [{ type: "Connector", count: 20 }],
        offenders: [
          {
            name: "web-sandbox",
            check: "connectors",
            because: [{ path: "securityContacts[default].email", condition: '= ""', found: '""' }],
            asset: { __typename: "Connector", securityContacts: [{ email: "" }] },
          },
        ],
        undecided: [
          {
            name: "acquired-parcelo",
            missing: [
              {
                path: "securityContacts",
                collection: {
                  type: "SecurityContact",
                  status: "DENIED",
                  permission: "Microsoft.Security/securityContacts/read",
                },
              },
            ],
          },
        ],
      },
    });
    const { asset } = (control as { verdict: { offenders: { asset: { findings: object[] } }[] } })
      .verdict.offenders[0]!;
    expect(asset.findings).toContainEqual({ status: "FAIL", control: { id: contacts } });
  });

  test("controls and verdicts are narrowed by severity, framework, tag and status, and come in pages", async () => {
    const data = await ask(`{
      all: controls { id } critical: controls(severity: [CRITICAL]) { severity }
      mail: controls(tag: "notifications", framework: "cis-azure-3.0.0", status: [FAIL], limit: 2) { id frameworks }
      passing: verdicts(status: [PASS]) { status control { id } }
      failing: checks(status: [FAIL], limit: 3, offset: 1) { results { status } } }`);
    expect(data.all).toHaveLength(checks.length);
    expect(
      new Set((data.critical as { severity: string }[]).map(({ severity }) => severity)),
    ).toEqual(new Set(["CRITICAL"]));
    expect(data.mail).toHaveLength(2);
    expect(new Set((data.passing as { status: string }[]).map(({ status }) => status))).toEqual(
      new Set(["PASS"]),
    );
    expect(data.failing).toHaveLength(3);
  });

  test("a stored check is run by its id, and a wrong id is told with the nearest", async () => {
    const data = await ask(
      `{ runCheck(id: "${contacts}") { status offenderCount offenders { assetId } } }`,
    );
    expect(data.runCheck).toMatchObject({ status: "FAIL", offenderCount: 7 });
    const response = await post(site, `{ runCheck(id: "${contacts}s") { status } }`);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors[0]?.message).toContain(
      `Unknown check "${contacts}s". Did you mean "${contacts}"`,
    );
  });

  test("every stored check runs as it is pasted", async () => {
    const subscription = {
      subscriptionResourceId: "/subscriptions/1f2cb7db-6388-55aa-8d3a-f23571013690",
    };
    for (const { id, document, perConnector } of checks) {
      const response = await post(site, document, perConnector ? subscription : {});
      expect([
        id,
        response.status,
        JSON.stringify(((await response.json()) as { errors?: unknown }).errors),
      ]).toEqual([id, 200, undefined]);
    }
  });

  test("the snapshot, and what it could not read", async () => {
    const data = await ask(`{ snapshot { id takenAt origin } snapshots { id }
      coverage(type: "SecurityContact", status: [DENIED, FAILED]) { connector status cause permission assets } }`);
    expect(data.snapshot).toMatchObject({
      id: "20261120T080000Z",
      takenAt: "2026-11-20T08:00:00Z",
    });
    expect(data.snapshots).toEqual([{ id: "20261120T080000Z" }]);
    expect(data.coverage).toMatchObject([{ status: "DENIED" }, { status: "FAILED", assets: 0 }]);
  });
});

test("the schema is described once, and not over and over", async () => {
  const all = (name: string) =>
    `${name}: __schema { types { fields(includeDeprecated: true) { args { name } type { name } } inputFields { name } } }`;
  await ask(`{ ${all("one")} }`);
  const many = Array.from({ length: 30 }, (_, i) => all(`a${i}`)).join(" ");
  // It is kept whole, so that nothing of it is sent when that is noticed.
  const response = await post(site, `{ ${many} }`);
  expect(await response.json()).toEqual({
    errors: [expect.objectContaining({ message: expect.stringContaining("too many times over") })],
  });
  expect((await fetch(`${site.url}health`)).status).toBe(200);
});

test("a long answer is sent as it is made, and whole", async () => {
  const long = await startSite({ inventory: accounts(13_000) });
  const response = await post(long, "{ disks { id name encrypted image { id } } }");
  const { data } = (await response.json()) as { data: { disks: { id: string }[] } };
  expect(response.headers.get("content-length")).toBeNull();
  expect(response.headers.get("content-type")).toContain("json");
  expect(data.disks).toHaveLength(52_000);
  expect(data.disks[51_999]).toEqual({
    id: "/012999/y/1",
    name: "/012999/y/1",
    encrypted: false,
    image: { id: "image" },
  });
  await long.stop();
});

test("whoever stops listening to a long answer makes room for others", async () => {
  const long = await startSite({ inventory: accounts(13_000), limits: { concurrent: 1 } });
  const abort = new AbortController();
  const response = await fetch(`${long.url}graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ a: disks { id name } b: disks { id name } }" }),
    signal: abort.signal,
  });
  await response.body!.getReader().read();
  abort.abort();
  await expect.poll(async () => (await post(long, "{ __typename }")).status, PATIENT).toBe(200);
  await long.stop();
});

describe("snapshots", () => {
  const older = accounts(1);
  const newer = accounts(2);
  const named = (of: Inventory, id: string): Inventory => ({
    ...of,
    collections: of.collections,
    snapshot: { ...of.snapshot, id },
  });

  test("are followed without a restart, and one that cannot be opened leaves the one before", async () => {
    const known: Record<string, Inventory> = { one: named(older, "one"), two: named(newer, "two") };
    let listed: readonly string[] = [];
    const log: string[] = [];
    const following = await startSite({
      source: {
        list: () => listed.map((name) => ({ name })),
        open: async (name) => known[name] ?? Promise.reject(new Error("The file is cut short.")),
        snapshots: () => [] as SnapshotInfo[],
      },
      refreshMs: 20,
      log: (line) => log.push(line),
    });
    const count = async () =>
      (await ask("{ connectorsAggregate { count } }", {}, following)).connectorsAggregate;
    expect((await fetch(`${following.url}ready`)).status).toBe(503);
    expect((await fetch(following.url)).status).toBe(503);
    expect((await post(following, "{ __typename }")).status).toBe(503);
    listed = ["one"];
    await expect.poll(async () => (await fetch(`${following.url}ready`)).status, PATIENT).toBe(200);
    expect(await count()).toEqual({ count: 1 });
    listed = ["broken", "one"];
    await expect
      .poll(() => log, PATIENT)
      .toEqual(['Snapshot "broken" cannot be shown: The file is cut short.']);
    expect(await count()).toEqual({ count: 1 });
    const note = "A newer snapshot, broken, is there and cannot be shown. The file is cut short.";
    for (const path of ["", "connectors", "no-such-page"])
      expect(await (await fetch(following.url + path)).text()).toContain(note);
    expect(await (await fetch(`${following.url}metrics`)).text()).toMatch(/_unreadable_\w+ 1$/m);
    const ready = await fetch(`${following.url}ready`);
    expect([ready.status, await ready.text()]).toEqual([
      200,
      "ready\nnewer and unreadable: broken\n",
    ]);
    listed = ["two", "broken", "one"];
    await expect.poll(count, PATIENT).toEqual({ count: 2 });
    expect(await (await fetch(`${following.url}metrics`)).text()).toMatch(/_unreadable_\w+ 0$/m);
    expect(await (await fetch(`${following.url}ready`)).text()).toBe("ready\n");
    await following.stop();
  });
});

test("a control tells since which snapshot each offender is known, as far back as it goes without a gap", async () => {
  const at = (day: string): Inventory => {
    const offending: Record<string, string[]> = {
      "2026-11-20": ["/a", "/b", "/c"],
      "2026-11-19": ["/a", "/c"],
      "2026-11-18": ["/a"],
      "2026-11-17": ["/a", "/c"],
    };
    const of = inventoryOf(
      ["/a", "/b", "/c"].map((id) => ({
        type: "Connector",
        id,
        connector: id,
        fields: { name: offending[day]!.includes(id) ? null : id },
      })),
    );
    const snapshot = { ...of.snapshot, id: day, takenAt: `${day}T08:00:00Z` };
    return { ...of, collections: of.collections, snapshot };
  };
  const days = ["2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17"];
  const where = { kind: "null", field: "name" } as const;
  const place = { file: "x.graphql", line: 1, column: 1 };
  const named: Check = {
    ...checks[0]!,
    id: "named",
    perConnector: false,
    rules: [
      {
        name: "connectors",
        query: { type: "Connector", where },
        expectation: { operator: "eq", value: [] },
        place,
        places: new Map(),
      },
    ],
  };
  const past = await startSite({
    checks: [named],
    source: {
      list: () => [{ name: days[0]! }],
      open: async (id) =>
        id === "2026-11-17" ? Promise.reject(new Error("Of another schema.")) : at(id),
      snapshots: () => days.map((id) => at(id === "2026-11-17" ? "2026-11-18" : id).snapshot),
    },
  });
  const page = (await (await fetch(`${past.url}controls/named`)).text()).replace(
    /<[^>]+>|\s+/g,
    " ",
  );
  expect(page).toMatch(
    /\/a .*2026-11-18 08:00 UTC .*\/b .*2026-11-20 08:00 UTC .*\/c .*2026-11-19 08:00 UTC/,
  );
  await past.stop();
});

test("stopping lets what is under way finish, and takes nothing new", async () => {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const own = accounts(1);
  const slow: Inventory = {
    ...own,
    related: (...asked) => gate.then(() => own.related(...asked)),
    until: () => slow,
  };
  const stopping = await startSite({ inventory: slow });
  const running = post(stopping, "{ connectors { machines { disks { id } } } }");
  await expect
    .poll(async () => (await fetch(`${stopping.url}metrics`)).text(), PATIENT)
    .toContain("assay_queries_running 1");
  const stopped = stopping.stop();
  await expect
    .poll(
      () =>
        fetch(`${stopping.url}health`).then(
          () => "answers",
          () => "silent",
        ),
      PATIENT,
    )
    .toBe("silent");
  letGo();
  expect((await running).status).toBe(200);
  await stopped;
});

test("an address that is taken is told as such", async () => {
  const port = Number(new URL(site.url).port);
  await expect(startSite({ inventory, port })).rejects.toThrow(
    `Cannot listen on 127.0.0.1:${port}: something else listens there.`,
  );
});

describe("GraphiQL's files", () => {
  test("are compressed, kept by browsers for good, and answered with 304 once they have them", async () => {
    const page = await (await fetch(`${site.url}graphiql`)).text();
    const paths = [...page.matchAll(/(?:src|href)="(\/graphiql\/[^"]+)"/g)].map(
      (match) => match[1]!,
    );
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      const response = await fetch(new URL(path, site.url));
      expect(response.headers.get("content-encoding")).toBe("gzip");
      expect(response.headers.get("cache-control")).toContain("immutable");
      const etag = response.headers.get("etag")!;
      await response.text();
      const again = await fetch(new URL(path, site.url), { headers: { "if-none-match": etag } });
      expect(again.status).toBe(304);
    }
  });

  test("are not there when GraphiQL is switched off, and a browser that opens the endpoint is led to it when it is on", async () => {
    const html = { accept: "text/html" };
    const led = await fetch(`${site.url}graphql?query={__typename}`, {
      headers: html,
      redirect: "manual",
    });
    expect(led.headers.get("location")).toBe("/graphiql?query={__typename}");
    const without = await startSite({ inventory, graphiql: false });
    expect((await fetch(`${without.url}graphiql`)).status).toBe(404);
    await without.stop();
  });
});

test("metrics tell requests, queries, and what the snapshot came to", async () => {
  await post(site, "{ __typename }");
  const text = await (await fetch(`${site.url}metrics`)).text();
  expect(text).toMatch(/^assay_requests_total\{route="graphql",status="200"\} \d+$/m);
  expect(text).toMatch(/^assay_query_seconds_bucket\{le="\+Inf"\} \d+$/m);
  expect(text).toContain(
    `assay_snapshot_taken_seconds ${Date.parse("2026-11-20T08:00:00Z") / 1000}`,
  );
  expect(text).toMatch(/^assay_verdicts\{status="fail"\} [1-9]\d*$/m);
});
