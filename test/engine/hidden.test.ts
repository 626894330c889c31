import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { readModel } from "../../src/model/read.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { answer, inventoryOf } from "./ask.ts";

const model = readModel([
  {
    file: "estate.graphql",
    text: `
      type Machine { id: ID! name: String mounts: [Mount!]! @embeds(path: ["mounts"]) card: Card @references(path: ["card"]) }
      type Mount { system: Boolean machine: Machine @inverse(of: "mounts") disk: Disk @references(path: ["disk"]) }
      type Disk { id: ID! name: String mounts: [Mount!]! @inverse(of: "disk") }
      type Card { id: ID! name: String }
    `,
  },
]);

function record(type: string, id: string, links: AssetRecord["links"] = {}): AssetRecord {
  return { type, id, connector: "/a", fields: { name: id }, links };
}
function collection(type: string, status: Collection["status"] = "complete"): Collection {
  return { type, connector: "/a", status, readAt: "2026-01-01T00:00:00Z", assets: 0 };
}

async function ask(
  records: readonly AssetRecord[],
  machines: Collection["status"],
  type: string,
  where: object,
) {
  const inventory = inventoryOf({
    model,
    records,
    collections: [collection("Machine", machines), collection("Disk"), collection("Card")],
  });
  const filter = readWhere(model, type, where).filter!;
  const [found] = await answer(inventory, [{ type, where: filter }]);
  return { inventory, filter, ...found! };
}

describe("a disk whose machines could not be read may be mounted", () => {
  test.each([
    ["not mounted", { mounts_SOME: null }],
    ["not mounted as a system disk", { mounts_NONE: { system: true } }],
    ["mounted somewhere", { mounts_EXISTS: true }],
  ])("%s is undecided", async (_title, where) => {
    const asked = await ask([record("Disk", "/a/disk")], "denied", "Disk", where);
    expect(asked).toMatchObject({ matched: [], undecided: ["/a/disk"] });
    const [missing] = await asked.inventory.explainMissing(
      { type: "Disk", rows: Uint32Array.of(0) },
      asked.filter,
    );
    expect(missing).toEqual([
      { path: "mounts", collection: expect.objectContaining({ type: "Machine" }) },
    ]);
  });

  test("and is not, once they were", async () => {
    const asked = await ask([record("Disk", "/a/disk")], "complete", "Disk", { mounts_SOME: null });
    expect(asked).toMatchObject({ matched: ["/a/disk"], undecided: [] });
  });
});

describe("a part knows its owner, whatever other owners were not read", () => {
  const disk = ["/a/disk"];
  test.each([
    ["all with another owner", { mounts_ALL: { machine: { name: "other" } } }, [], []],
    ["one with this owner", { mounts_SOME: { machine: { name: "/a/machine" } } }, disk, []],
    ["all with some owner", { mounts_ALL: { machine_NOT: null } }, [], disk],
    ["none without an owner", { mounts_NONE: { machine: null } }, [], disk],
  ])("%s", async (_title, where, matched, undecided) => {
    const records = [
      record("Machine", "/a/machine", { mounts: ["/a/machine#mounts/0"] }),
      { ...record("Mount", "/a/machine#mounts/0", { disk: ["/a/disk"] }), fields: {} },
      record("Disk", "/a/disk"),
    ];
    expect(await ask(records, "denied", "Disk", where)).toMatchObject({ matched, undecided });
  });
});

describe("what is read for each asset of others", () => {
  const owned = readModel([
    {
      file: "estate.graphql",
      text: `
        interface Shop { id: ID! things: [Thing!]! @inverse(of: "owner") }
        type Store implements Shop { id: ID! }
        type Stall implements Shop { id: ID! }
        type Thing @source(loader: RESOURCE_LIST, path: "{id}/things", apiVersion: "1", of: ["Store"]) {
          id: ID!
          name: String
          owner: Shop @references(path: ["$parent.id"])
        }
      `,
    },
  ]);
  const denied: Collection = { ...collection("Thing", "denied"), cause: "1 of 2 calls failed." };

  async function askShops(things: Collection, type: string, where?: object) {
    const inventory = inventoryOf({
      model: owned,
      records: [
        ...["/a/read", "/a/unread"].map((id) => ({ ...record("Store", id), fields: {} })),
        { ...record("Stall", "/a/stall"), fields: {} },
        record("Thing", "/a/thing", { owner: ["/a/read"] }),
      ],
      collections: [collection("Store"), collection("Stall"), things],
    });
    const filter = where && readWhere(owned, type, where).filter!;
    const [found] = await answer(inventory, [{ type, ...(filter ? { where: filter } : {}) }]);
    return { ...found!, inventory, filter };
  }

  test("leaves open those alone for which it could not be read", async () => {
    const told = { ...denied, unreadOwners: ["/a/unread"] };
    const empty = await askShops(told, "Store", { things_NONE: { name: "x" } });
    expect(empty).toMatchObject({ matched: ["/a/read"], undecided: ["/a/unread"] });
    const [why] = await empty.inventory.explainMissing(
      { type: "Store", rows: Uint32Array.of(1) },
      empty.filter,
    );
    expect(why).toEqual([
      { path: "things", collection: expect.objectContaining({ cause: "1 of 2 calls failed." }) },
    ]);
    const stalls = await askShops(told, "Stall", { things_SOME: null });
    expect(stalls).toMatchObject({ matched: ["/a/stall"], undecided: [] });
  });

  test("leaves open all that it is read for, where it is not told for which it was not", async () => {
    const asked = await askShops(denied, "Store", { things_NONE: { name: "x" } });
    expect(asked).toMatchObject({ matched: [], undecided: ["/a/read", "/a/unread"] });
  });

  test("is not complete itself", async () => {
    const { inventory } = await askShops({ ...denied, unreadOwners: [] }, "Thing");
    const [things] = await inventory.collections({ types: ["Thing"] });
    expect(things).toEqual(denied);
  });
});

test("an id that leads nowhere is not an absence, even where its type was read completely", async () => {
  const machines = [
    record("Machine", "/a/machine-1", { card: ["/a/gone"] }),
    record("Machine", "/a/machine-2"),
  ];
  const asked = await ask(machines, "complete", "Machine", { card: null });
  expect(asked).toMatchObject({ matched: ["/a/machine-2"], undecided: ["/a/machine-1"] });
  const [missing] = await asked.inventory.explainMissing(
    { type: "Machine", rows: Uint32Array.of(0) },
    asked.filter,
  );
  expect(missing).toEqual([{ path: "card", id: "/a/gone" }]);
});

test("what could not be read in many connectors, here and there, leaves those open and no others", async () => {
  const names = Array.from({ length: 300 }, (_, i) => `/${String(i).padStart(3, "0")}`);
  const isDenied = (i: number) => i % 2 === 1;
  const inventory = inventoryOf({
    model,
    records: names.map((connector) => ({ ...record("Disk", `${connector}/disk`), connector })),
    collections: names.flatMap((connector, i) => [
      { ...collection("Machine", isDenied(i) ? "denied" : "complete"), connector },
      { ...collection("Disk"), connector },
    ]),
  });
  const where = readWhere(model, "Disk", { mounts_SOME: null }).filter!;
  const [found] = await answer(inventory, [{ type: "Disk", where }]);
  const ids = (which: boolean) =>
    names.filter((_, i) => isDenied(i) === which).map((connector) => `${connector}/disk`);
  expect(found).toEqual({ matched: ids(false), undecided: ids(true) });
  const scope = { types: ["Machine"], incomplete: true, offset: 3, limit: 2 } as const;
  const some = await inventory.collections(scope);
  expect(some.map(({ connector }) => connector)).toEqual(["/007", "/009"]);
});
