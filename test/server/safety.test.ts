import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticateByToken } from "../../src/server/authenticate.ts";
import type { RunningServer } from "../../src/server/server.ts";
import type { Inventory } from "../../src/types.ts";
import { accounts } from "../graphql/estate.ts";
import { post, startSite } from "./site.ts";

/** Other work may take the machine meanwhile. */
const PATIENT = { timeout: 20_000 };

const inventory = accounts(500);
let site: RunningServer;
const log: string[] = [];

beforeAll(async () => {
  site = await startSite({
    inventory,
    graphiql: true,
    limits: { rows: 2_000 },
    log: (line) => log.push(line),
  });
});
afterAll(() => site.stop());

async function errorsOf(response: Response) {
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return errors;
}

const fragmentBomb = `{ ...F0 } ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(" ")} fragment F30 on Query { __typename }`;

describe("a hostile query", () => {
  test.each([
    ["a fragment bomb", fragmentBomb],
    ["101 aliases", `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(" ")} }`],
    ["a field 5,000 times", `{ ${"__typename ".repeat(5000)} }`],
    ["depth", `{ ${"connectors { ".repeat(60)} id ${"}".repeat(60)} }`],
    ["tokens", `{ connectors(where: { id_IN: [${'"x" '.repeat(20_000)}] }) { id } }`],
    [
      "a deep filter",
      `{ connectors(where: ${"{ NOT: ".repeat(500)} { id: "x" } ${"}".repeat(500)}) { id } }`,
    ],
    ["brackets alone", "{".repeat(9_000)],
    [
      "the schema's description in itself",
      `{ __schema { types ${"{ fields { type ".repeat(8)} { name } ${"} }".repeat(8)} } }`,
    ],
    [
      "many patterns",
      `{ connectors(where: { OR: [${'{ name_MATCHES: "(.*a){10}" } '.repeat(21)}] }) { id } }`,
    ],
    [
      "a large pattern",
      `{ connectors(where: { name_MATCHES: "${"a{0,1000}".repeat(100)}" }) { id } }`,
    ],
    ["directives", `{ __typename ${"@skip(if: false) ".repeat(400)} }`],
    ["a pattern that looks ahead", '{ connectors(where: { name_MATCHES: "(?=a)b" }) { id } }'],
  ])("with %s is refused, and others are served meanwhile", async (_title, query) => {
    const [refused, ...served] = await Promise.all([
      post(site, query),
      ...Array.from({ length: 5 }, () => post(site, "{ connectors(limit: 1) { id } }")),
    ]);
    expect((await errorsOf(refused!)).length).toBeGreaterThan(0);
    for (const response of served)
      expect(await response.json()).toEqual({ data: { connectors: [{ id: "/000000" }] } });
  });

  test("with a pattern that makes others backtrack costs nothing", async () => {
    const response = await post(
      site,
      '{ connectorsAggregate(where: { name_MATCHES: "(.*a)+$" }) { count } machinesAggregate(where: { id_MATCHES: "((.|/)*)*y" }) { count } }',
    );
    expect(await response.json()).toEqual({
      data: { connectorsAggregate: { count: 0 }, machinesAggregate: { count: 500 } },
    });
  });

  test.each([
    ["too deep", 500],
    ["far too deep", 50_000],
  ])("with variables that are %s is refused", async (_title, levels) => {
    const where = `${'{"NOT":'.repeat(levels)}{"id":"x"}${"}".repeat(levels)}`;
    const query = "query ($where: ConnectorWhere) { connectors(where: $where) { id } }";
    const response = await fetch(`${site.url}graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"query":${JSON.stringify(query)},"variables":{"where":${where}}}`,
    });
    const [error] = await errorsOf(response);
    expect(error?.message).toContain("more than 40 levels");
  });

  test("with too many conditions in its variables is refused", async () => {
    const query = "query ($where: ConnectorWhere) { connectors(where: $where) { id } }";
    const where = { OR: Array.from({ length: 30_000 }, () => ({ id: "x" })) };
    const [error] = await errorsOf(await post(site, query, { where }));
    expect(error?.extensions.code).toBe("QUERY_TOO_LARGE");
  });

  test("for more rows than allowed is refused with what to do", async () => {
    const [error] = await errorsOf(await post(site, "{ disks { id } machines { id } }"));
    expect(error?.extensions.code).toBe("TOO_MANY_ROWS");
    expect(error?.message).toContain('"limit"');
  });
});

describe("what is far too long", () => {
  const long = "k".repeat(100_000);
  const where = "query ($where: ConnectorWhere) { connectors(where: $where) { id } }";
  const after = "query ($after: String) { connectorsConnection(after: $after) { totalCount } }";
  const id = "query ($id: ID!) { runCheck(id: $id) { status } }";
  test.each<[string, string, object]>([
    ["a field", `{ ${long} }`, {}],
    ["a key", where, { where: { [long]: 1 } }],
    ["a value", where, { where: { name: { in: { eq: long } } } }],
    ["a word", `{ connectors(where: { name: ${long.slice(0, 100)} }) { id } }`, {}],
    ["a cursor", after, { after: long }],
    ["an id", id, { id: long }],
    [
      "a variable's value",
      "query ($first: Int) { connectorsConnection(first: $first) { totalCount } }",
      { first: long },
    ],
  ])("is not repeated: %s", async (_title, query, variables) => {
    const text = await (await post(site, query, variables)).text();
    expect(JSON.parse(text).errors).not.toEqual([]);
    expect(text.length).toBeLessThan(2_500);
  });

  test.each([
    ["selections", `${"{ a ".repeat(4_900)}${"}".repeat(4_900)}`],
    ["lists", `{ connectors(where: ${"[".repeat(4_900)}${"]".repeat(4_900)}) { id } }`],
    ["types", `query ($a: ${"[".repeat(4_900)}Int${"]".repeat(4_900)}) { connectors { id } }`],
    ["inline fragments", `${"{ ... ".repeat(2_000)} { __typename } ${"}".repeat(2_000)}`],
  ])("is refused before it is parsed: brackets of %s in each other", async (_title, query) => {
    const response = await post(site, query, {}, { accept: "application/graphql-response+json" });
    expect(response.status).toBe(400);
    const [error] = await errorsOf(response);
    expect(error?.extensions.code).toBe("QUERY_TOO_LARGE");
    expect(error?.message).toContain("120 brackets in each other");
  });
});

describe("a body", () => {
  test("of more than a megabyte is refused", async () => {
    const response = await post(site, `{ a } # ${"x".repeat(1_100_000)}`);
    expect(response.status).toBe(413);
  });
  test.each(["application/json", "application/graphql-response+json"])(
    "that is no JSON is not repeated, for %s",
    async (accept) => {
      const body = "\u0001k".repeat(50_000);
      const headers = { "content-type": "application/json", accept };
      const response = await fetch(`${site.url}graphql`, { method: "POST", headers, body });
      expect(response.status).toBe(400);
      expect((await response.text()).length).toBeLessThan(200);
    },
  );
  test("that is packed is refused", async () => {
    const body = gzipSync('{"query":"{ __typename }"}');
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const response = await fetch(`${site.url}graphql`, { method: "POST", headers, body });
    expect(response.status).toBe(415);
  });
  test("that is cut short by its sender is no bug", async () => {
    const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    await raw(site, `${head}Content-Length: 100\r\n\r\n{"query":`);
    expect((await post(site, "{ __typename }")).status).toBe(200);
    expect(log).toEqual([]);
  });
  test("of several queries is refused", async () => {
    const body = JSON.stringify([{ query: "{ __typename }" }, { query: "{ __typename }" }]);
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${site.url}graphql`, { method: "POST", headers, body });
    expect(response.status).toBe(400);
  });
  test.each([
    "",
    "{",
    "null",
    "[]",
    '"x"',
    '{"query":1}',
    '{"query":"{ __typename }","variables":[]}',
    '{"mutation":"x"}',
  ])("that is no query is refused: %s", async (body) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${site.url}graphql`, { method: "POST", headers, body });
    expect(response.status).toBe(400);
  });
});

describe("other sites", () => {
  const query = encodeURIComponent("{ __typename }");
  test.each<[string, string, RequestInit]>([
    [
      "a form",
      "graphql",
      { method: "POST", body: new URLSearchParams({ query: "{ __typename }" }) },
    ],
    ["an upload", "graphql", { method: "POST", body: new FormData() }],
    [
      "a page that may not ask",
      "graphql",
      {
        method: "POST",
        body: "{}",
        headers: { origin: "https://evil.example", "content-type": "application/json" },
      },
    ],
    ["an image", `graphql?query=${query}`, { headers: { "sec-fetch-site": "cross-site" } }],
    ["an image of a page", "connectors?page=9", { headers: { "sec-fetch-site": "cross-site" } }],
  ])("cannot ask by %s", async (_title, path, init) => {
    expect((await fetch(site.url + path, init)).status).toBe(403);
  });
  test("are told nothing about sharing", async () => {
    const response = await fetch(`${site.url}graphql`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.ok).toBe(false);
  });
  test("cannot point their own name at this machine", async () => {
    const answer = await raw(
      site,
      "GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toContain("403 Forbidden");
  });
});

describe("mistakes in a where", () => {
  test("end with the twentieth, in the document and in variables, of all fields together", async () => {
    const keys = Array.from({ length: 40 }, (_, i) => `nope${i}`);
    const where = Object.fromEntries(keys.map((key) => [key, 1]));
    const written = `{ ${keys.map((key) => `${key}: 1`).join(" ")} }`;
    const told = async (query: string, variables = {}) =>
      (await (await post(site, query, variables)).text()).match(/Unknown field/g)?.length;
    expect(await told(`{ disks(where: ${written}) { id } }`)).toBe(20);
    expect(await told("query($w: DiskWhere) { disks(where: $w) { id } }", { w: where })).toBe(20);
    expect(
      await told(`{ a: disks(where: ${written}) { id } b: disks(where: ${written}) { id } }`),
    ).toBe(20);
  });
});

describe("a request that is no GraphQL", () => {
  test.each([
    "/nothing",
    "/constructor",
    "/__proto__",
    "/controls/none",
    "/asset?type=Disk&id=none",
    "/asset?type=__proto__&id=x",
    "/graphiql/other.js",
    "/controls/%ff",
  ])("finds nothing at %s", async (path) => {
    expect((await fetch(new URL(path, site.url))).status).toBe(404);
  });
  test("is led to GraphiQL from its address with a slash behind it", async () => {
    const response = await fetch(`${site.url}graphiql/?query=x`, { redirect: "manual" });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("/graphiql?query=x");
  });
  test("is only ever a GET", async () => {
    for (const method of ["POST", "PUT", "DELETE"])
      expect((await fetch(site.url, { method })).status).toBe(405);
  });
  test.each([
    "GET",
    "GET http://other/ HTTP/1.1\r\n\r\n",
    "GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  ])("cannot break the server: %j", async (text) => {
    await raw(site, text);
    expect((await fetch(`${site.url}health`)).status).toBe(200);
  });
  test("is answered under a strict policy, and kept by nobody", async () => {
    const response = await fetch(site.url);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; style-src 'sha256-");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
  });
});

function raw(to: RunningServer, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(to.url).port), "127.0.0.1");
    let answer = "";
    socket.setTimeout(500, () => socket.destroy());
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    socket.write(text);
  });
}

/** An inventory whose answers wait until they are let go, or that has a bug. */
function altered(change: Partial<Inventory>): Inventory {
  const own: Inventory = {
    ...inventory,
    ...change,
    until: () => own,
  };
  return own;
}

test("a bug is hidden behind an id that the log knows", async () => {
  const lines: string[] = [];
  const broken = await startSite({
    inventory: altered({ related: () => Promise.reject(new Error("the password is 1234")) }),
    log: (line) => lines.push(line),
  });
  const response = await post(broken, "{ connectors { machines { disks { id } } } }");
  const text = await response.text();
  const requestId = response.headers.get("x-request-id")!;
  expect(text).not.toContain("1234");
  expect(text).toContain(`Unexpected error; the log has it under \\"${requestId}\\".`);
  expect(lines.join()).toContain("the password is 1234");
  expect(lines.join()).toContain(requestId);
  await broken.stop();
});

test.each(["application/json", "application/graphql-response+json"])(
  "a bug before anything is answered has an id that the log knows, for %s",
  async (accept) => {
    const lines: string[] = [];
    const fail = () => {
      throw new Error("the password is 1234");
    };
    const broken = await startSite({
      inventory,
      fragments: Object.assign(new Map(), { get: fail, has: fail }),
      log: (line) => lines.push(line),
    });
    const response = await post(broken, "{ ...F }", {}, { accept });
    const requestId = response.headers.get("x-request-id")!;
    const [error] = await errorsOf(response);
    expect(error?.message).toBe(`Unexpected error; the log has it under "${requestId}".`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(`${requestId}: Error: the password is 1234`);
    await broken.stop();
  },
);

test("queries beyond those that may run at once are sent away, and come in later", async () => {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const busy = await startSite({
    inventory: altered({ related: (...asked) => gate.then(() => inventory.related(...asked)) }),
    limits: { concurrent: 2 },
  });
  const slow = "{ connectors(limit: 1) { machines { disks { id } } } }";
  const running = [post(busy, slow), post(busy, slow)];
  await expect
    .poll(async () => (await fetch(`${busy.url}metrics`)).text(), PATIENT)
    .toContain("assay_queries_running 2");
  const refused = await post(busy, slow);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("1");
  const page = await fetch(busy.url);
  expect([page.status, page.headers.get("retry-after")]).toEqual([503, "1"]);
  expect((await fetch(`${busy.url}health`)).status).toBe(200);
  letGo();
  for (const response of await Promise.all(running)) expect(response.status).toBe(200);
  expect((await post(busy, slow)).status).toBe(200);
  await busy.stop();
});

test("a query that takes too long is stopped, and makes room", async () => {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const slow = await startSite({
    inventory: altered({ related: (...asked) => wait(60).then(() => inventory.related(...asked)) }),
    limits: { timeMs: 100, concurrent: 1 },
  });
  const query =
    "{ connectors(limit: 1) { machines { connector { machines { connector { id } } } } } }";
  const [error] = await errorsOf(await post(slow, query));
  expect(error?.extensions.code).toBe("TIMEOUT");
  expect((await post(slow, "{ connectors(limit: 1) { id } }")).status).toBe(200);
  await slow.stop();
});

/** Asks for a long answer and takes none of it until its time is up. */
async function leaveUntaken(accept: string, timeMs: number) {
  // Some twenty megabytes, which no buffer between the two takes in, of few objects with long keys.
  const long = (letter: string) => letter.repeat(90);
  const disk = `{ ${long("a")}: id ${long("b")}: name connector { ${long("c")}: id } }`;
  const query = `{ ${["x", "y", "z"].map((key) => `${key}: disks ${disk}`).join(" ")} }`;
  const unread = await startSite({
    inventory: accounts(5_000),
    limits: { timeMs, concurrent: 1, rows: 1_000_000 },
  });
  const body = JSON.stringify({ query });
  const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: ${accept}\r\nConnection: close\r\n`;
  const socket = connect(Number(new URL(unread.url).port), "127.0.0.1");
  socket.pause();
  socket.on("error", () => undefined);
  socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
  const metrics = async () => (await fetch(`${unread.url}metrics`)).text();
  const status = async () => (await post(unread, "{ __typename }")).status;
  await expect.poll(metrics, PATIENT).toContain("assay_queries_running 1");
  const meanwhile = await status();
  const isHeld = (await metrics()).includes("assay_queries_running 1");
  await expect.poll(metrics, PATIENT).toContain("assay_queries_running 0");
  const afterwards = await status();
  let taken = "";
  socket.on("data", (data) => {
    taken += data;
  });
  await new Promise((resolve) => {
    socket.on("close", resolve);
    socket.resume();
  });
  await unread.stop();
  // A machine that is busy may not have begun to answer when time is up: then a whole answer says so.
  return { meanwhile, afterwards, taken, isSeen: isHeld && !taken.includes('"TIMEOUT"') };
}

test.each(["application/json", "application/graphql-response+json"])(
  "an answer that is not taken is torn off and makes room, as %s",
  async (accept) => {
    let timeMs = 1_000;
    let left = await leaveUntaken(accept, timeMs);
    while (!left.isSeen) {
      timeMs *= 2;
      left = await leaveUntaken(accept, timeMs);
    }
    expect([left.meanwhile, left.afterwards]).toEqual([503, 200]);
    expect(left.taken).toContain("200 OK");
    // A whole answer in pieces ends with one of no length.
    expect(left.taken).not.toMatch(/\r\n0\r\n\r\n$/);
  },
  90_000,
);

test("who never ends the headers is turned away", async () => {
  const patient = await startSite({ inventory, headersMs: 200 });
  const socket = connect(Number(new URL(patient.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (data) => {
    answer += data;
  });
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
  await new Promise((resolve) => socket.on("close", resolve));
  expect(answer).toContain("408 Request Timeout");
  await patient.stop();
});

test("strangers are kept out by a shared token, from all but the probes", async () => {
  const token = "a-long-token-of-our-own";
  const guarded = await startSite({
    inventory,
    authenticator: authenticateByToken(token),
    graphiql: true,
  });
  for (const path of ["", "graphiql", "metrics", "connectors", "graphql?query={__typename}"]) {
    const response = await fetch(guarded.url + path);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Basic");
  }
  expect((await post(guarded, "{ __typename }")).status).toBe(401);
  expect(
    (await post(guarded, "{ __typename }", {}, { authorization: `Bearer ${token}` })).status,
  ).toBe(200);
  for (const path of ["health", "ready"])
    expect((await fetch(guarded.url + path)).status).toBe(200);
  await guarded.stop();
});

test("it does not start where it would be open to everybody", async () => {
  await expect(startSite({ inventory, host: "0.0.0.0" })).rejects.toThrow(
    'Listening on "0.0.0.0" without authentication would show the whole inventory',
  );
});
