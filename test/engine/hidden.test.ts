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
