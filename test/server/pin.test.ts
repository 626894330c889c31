import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import type { Inventory } from "../../src/types.ts";
import { inventoryOf } from "../graphql/estate.ts";
import { startSite } from "./site.ts";

/** Connectors of these names over a snapshot; counts how often it is open. */
function snapshotOf(id: string, names: readonly string[]): Inventory {
  const held = inventoryOf(
    names.map((name) => ({ type: "Connector", id: `/${name}`, fields: { name } })),
  );
  const own: Inventory = {
    ...held,
    snapshot: { ...held.snapshot, id },
    until: () => own,
    close: () => {
      open.set(id, (open.get(id) ?? 0) - 1);
    },
  };
  return own;
}

const open = new Map<string, number>();
const snapshots = new Map(
  [
    snapshotOf("one", ["a", "b", "c", "d"]),
    snapshotOf("two", ["b", "c", "d", "e"]),
    snapshotOf("three", ["x"]),
    snapshotOf("four", ["b", "c"]),
  ].map((inventory) => [inventory.snapshot.id, inventory]),
);

let stored = ["one"];
let site: RunningServer;
beforeAll(async () => {
  site = await startSite({
    source: {
      list: () => stored.map((name) => ({ name })),
      snapshots: () => stored.map((name) => snapshots.get(name)!.snapshot),
      async open(name) {
        open.set(name, (open.get(name) ?? 0) + 1);
        if (name === "three") throw new Error("It is of another schema.");
        return snapshots.get(name)!;
      },
    },
  });
});
afterAll(() => site.stop());

interface Page {
  readonly errors?: readonly {
    readonly message: string;
    readonly locations?: readonly { readonly line: number; readonly column: number }[];
    readonly extensions: { readonly code: string };
  }[];
  readonly data: {
    readonly snapshot: { readonly id: string };
    readonly connectors: readonly { readonly name: string }[];
    readonly connectorsConnection: {
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly edges: readonly { readonly node: { readonly name: string } }[];
    };
  };
}

const PAGE =
  "query ($after: String, $offset: Int, $sort: [ConnectorSort!], $where: ConnectorWhere) { snapshot { id } connectors(limit: 2, offset: $offset) { name } connectorsConnection(first: 2, after: $after, sort: $sort, where: $where) { pageInfo { endCursor hasNextPage } edges { node { name } } } }";

async function ask(variables: object, pin?: string, method = "POST"): Promise<Page> {
  const url = new URL(`${site.url}graphql`);
  if (pin !== undefined) url.searchParams.set("snapshot", pin);
  const body = { query: PAGE, variables };
  if (method === "GET") {
    url.searchParams.set("query", PAGE);
    url.searchParams.set("variables", JSON.stringify(variables));
  }
  const headers = { "content-type": "application/json" };
  const response = await fetch(
    url,
    method === "GET" ? {} : { method, headers, body: JSON.stringify(body) },
  );
  return (await response.json()) as Page;
}

const namesOf = ({ data }: Page) => data.connectorsConnection.edges.map(({ node }) => node.name);

test("a cursor leads on in its own snapshot, however many newer ones have come", async () => {
  const first = await ask({});
  expect(namesOf(first)).toEqual(["a", "b"]);
  const after = first.data.connectorsConnection.pageInfo.endCursor;
  stored = ["two", "one"];
  await site.refresh();

  const refused = await ask({ after });
  expect(refused.data).toBeNull();
  expect(refused.errors).toMatchObject([
    { extensions: { code: "CURSOR_OF_ANOTHER_SNAPSHOT" }, locations: [{ line: 1 }] },
  ]);
  expect(refused.errors![0]!.message).toContain('"/graphql?snapshot=one"');

  for (const method of ["POST", "GET"]) {
    const second = await ask({ after, offset: 2 }, "one", method);
    expect(namesOf(second)).toEqual(["c", "d"]);
    expect(second.data.snapshot.id).toBe("one");
    expect(second.data.connectors.map(({ name }) => name)).toEqual(["c", "d"]);
    expect(second.data.connectorsConnection.pageInfo.hasNextPage).toBe(false);
  }
  expect(namesOf(await ask({}, "two"))).toEqual(["b", "c"]);
  expect(namesOf(await ask({}))).toEqual(["b", "c"]);
});

test("an older snapshot tells what the checks find in it, when it is asked", async () => {
  const body = JSON.stringify({
    query: "{ snapshot { id } verdicts { status } connectors { findings { status } } }",
  });
  const response = await fetch(`${site.url}graphql?snapshot=one`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const findings = Array.from({ length: 4 }, () => ({ findings: [] }));
  expect(await response.json()).toEqual({
    data: { snapshot: { id: "one" }, verdicts: [], connectors: findings },
  });
});

test("a page in the browser says that it is of another snapshot than the page before", async () => {
  const page = async (search: string) => (await fetch(`${site.url}connectors${search}`)).text();
  expect(await page("?page=2&snapshot=one")).toContain("another snapshot than for the page before");
  expect(await page("?page=2&snapshot=two")).not.toContain("another snapshot");
  expect(await page("")).not.toContain("another snapshot");
});

test("a cursor of another list is refused, and so is what is none", async () => {
  const { endCursor } = (await ask({})).data.connectorsConnection.pageInfo;
  const codeOf = async (variables: object) => (await ask(variables)).errors?.[0]?.extensions.code;
  expect(await codeOf({ after: endCursor })).toBeUndefined();
  expect(await codeOf({ after: endCursor, where: { name_NOT: "b" } })).toBe(
    "CURSOR_OF_ANOTHER_LIST",
  );
  expect(await codeOf({ after: endCursor, sort: [{ name: "DESC" }] })).toBe(
    "CURSOR_OF_ANOTHER_LIST",
  );
  const old = Buffer.from("arrayconnection:1").toString("base64");
  const far = Buffer.from(JSON.stringify(["two", "00000000", -1])).toString("base64url");
  const last = Buffer.from(
    Buffer.from(endCursor, "base64url")
      .toString()
      .replace(/\d+\]$/, `${Number.MAX_SAFE_INTEGER}]`),
  ).toString("base64url");
  expect(namesOf(await ask({ after: last }))).toEqual([]);
  for (const after of ["", "x", old, far, `${endCursor}!`, "A".repeat(10_000)])
    expect([after.slice(0, 20), await codeOf({ after })]).toEqual([
      after.slice(0, 20),
      "BAD_USER_INPUT",
    ]);
});

test("a snapshot that is gone, or cannot be opened, is said to be so", async () => {
  const messageOf = async (pin: string) => (await ask({}, pin)).errors?.[0]?.message;
  stored = ["two", "three"];
  await site.refresh();
  expect(await messageOf("one")).toBe(
    'There is no snapshot "one" in the store, or no more. The newest is "two". Begin anew without "snapshot" and "after".',
  );
  expect(await messageOf("")).toContain('There is no snapshot ""');
  expect(await messageOf("three")).toBe(
    'The snapshot "three" cannot be opened: It is of another schema.',
  );
});

test("no more than two older snapshots are open at once", async () => {
  stored = ["two", "one", "four"];
  await site.refresh();
  const more = ["p", "q", "r"];
  for (const id of more) snapshots.set(id, snapshotOf(id, [id]));
  stored.push(...more);
  for (const id of ["one", "four", ...more, "one"])
    expect((await ask({}, id)).data.snapshot.id).toBe(id);
  const older = ["one", "four", ...more].filter((id) => (open.get(id) ?? 0) > 0);
  expect(older).toHaveLength(2);
});
