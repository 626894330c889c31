import fc from "fast-check";
import { expect, test } from "vitest";
import { typesRead } from "../../src/dialect/types-read.ts";
import type { Collection } from "../../src/types.ts";
import { answer, inventoryOf } from "./ask.ts";
import { estates, toys } from "./random-estate.ts";

const denied: Collection = {
  type: "Box",
  connector: "/a",
  status: "denied",
  cause: "No right to read boxes.",
  code: "AuthorizationFailed",
  permission: "boxes/read",
  readAt: "2026-01-01T00:00:00Z",
  assets: 0,
};
const complete: Collection = {
  type: "Ball",
  connector: "/a",
  status: "complete",
  apiVersion: "2024-01-01",
  readAt: "2026-01-01T00:00:00Z",
  assets: 2,
};
const inventory = inventoryOf({
  model: toys,
  records: [{ type: "Account", id: "/b", connector: "/b", fields: {}, links: {} }],
  collections: [denied, complete],
});
const notCollected = (type: string, connector: string): Collection => ({
  type,
  connector,
  status: "notCollected",
  cause: `${type} was not collected in this connector.`,
  readAt: "2026-01-01T00:00:00Z",
  assets: 0,
});

test("what was never attempted stands in as not collected", async () => {
  expect(await inventory.collections()).toEqual([
    notCollected("Account", "/a"),
    notCollected("Account", "/b"),
    complete,
    notCollected("Ball", "/b"),
    denied,
    notCollected("Box", "/b"),
    notCollected("Stamp", "/a"),
    notCollected("Stamp", "/b"),
    notCollected("Sticker", "/a"),
    notCollected("Sticker", "/b"),
  ]);
});

test("a query reads the types it returns and those its filter leads to", () => {
  const where = {
    kind: "not",
    of: { kind: "quantify", relation: "contents", quantifier: "SOME" },
  } as const;
  expect(typesRead(toys, { type: "Box", where })).toEqual(["Ball", "Box"]);
  expect(typesRead(toys, { type: "Account" })).toEqual(["Account"]);
});

test("collections are those of some types, in some connectors, that are not complete", async () => {
  expect(
    await inventory.collections({ types: ["Ball", "Box"], connectors: ["/a", "/nowhere"] }),
  ).toEqual([complete, denied]);
  expect(await inventory.collections({ types: ["Account"], incomplete: true })).toEqual([
    notCollected("Account", "/a"),
    notCollected("Account", "/b"),
  ]);
});

test("parts have no collections of their own", async () => {
  expect(await inventory.collections({ types: ["Lid", "Ball"], incomplete: true })).toEqual([
    notCollected("Ball", "/b"),
  ]);
});

test("coverage counts connectors by state, cause and permission", async () => {
  const boxes = (await inventory.coverage()).filter(({ type }) => type === "Box");
  expect(boxes).toEqual([
    {
      type: "Box",
      status: "denied",
      connectors: 1,
      cause: "No right to read boxes.",
      permission: "boxes/read",
    },
    {
      type: "Box",
      status: "notCollected",
      connectors: 1,
      cause: "Box was not collected in this connector.",
    },
  ]);
});

test("coverage counts every collection there is", async () => {
  await fc.assert(
    fc.asyncProperty(estates(false), async (estate) => {
      const own = inventoryOf(estate);
      const coverage = await own.coverage();
      const total = coverage.reduce((sum, { connectors }) => sum + connectors, 0);
      expect(total).toBe((await own.collections()).length);
    }),
    { numRuns: 50 },
  );
});

test("explainMissing names a reason for every undecided row", async () => {
  const where = {
    kind: "quantify",
    relation: "boxes",
    quantifier: "SOME",
  } as const;
  const [answered] = await answer(inventory, [{ type: "Account", where }]);
  expect(answered!.undecided).toEqual(["/b"]);
  const rows = { type: "Account", rows: Uint32Array.of(0) };
  expect(await inventory.explainMissing(rows, where)).toEqual([
    [{ path: "boxes", collection: notCollected("Box", "/b") }],
  ]);
});
