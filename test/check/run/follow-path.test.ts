import { expect, test } from "vitest";
import { followPath } from "../../../src/check/run/follow-path.ts";
import type { Inventory, Step } from "../../../src/types.ts";
import { disk, estate, one } from "./estate.ts";

const inventory = estate([
  ["Machine", `${one}/m1`, { links: { disks: [`${one}/d1`, `${one}/d2`] } }],
  ["Machine", `${one}/m2`, { links: { disks: [`${one}/d1`] } }],
  ["Machine", `${one}/m3`],
  disk(`${one}/d1`, true),
  disk(`${one}/d2`, false),
]);
const open = { kind: "compare", field: "isEncrypted", operator: "EQ", value: false } as const;

async function nameOf(source: Inventory, type: string, row: number): Promise<string> {
  const [names] = await source.read({ type, rows: Uint32Array.of(row) }, ["name"]);
  return String(names![0]);
}

test.each<[title: string, steps: readonly Step[], reached: string]>([
  ["no step: what was found", [], "m1<m1 m2<m2 m3<m3"],
  ["to all that is related", [{ relation: "disks" }], "d1<m1 d2<m1 d1<m2 m3<m3"],
  ["to those that a filter keeps", [{ relation: "disks", where: open }], "d2<m1 m2<m2 m3<m3"],
  ["on from there", [{ relation: "disks" }, { relation: "connector" }], "1<m1 1<m1 1<m2 m3<m3"],
  ["nowhere: what has none of them", [{ relation: "mounts" }], "m1<m1 m2<m2 m3<m3"],
  ["nowhere: what has no such relation", [{ relation: "machines" }], "m1<m1 m2<m2 m3<m3"],
])("a path is followed %s", async (_title, steps, expected) => {
  const [selection] = await inventory.select([{ type: "Machine" }]);
  const [rows] = await selection!.rows("matched");
  const reached = await followPath(inventory, rows!, steps);
  const told = await Promise.all(
    reached.map(async ({ asset, from }) => {
      const ends = [asset, from].map(({ type, row }) => nameOf(inventory, type, row));
      return (await Promise.all(ends)).join("<");
    }),
  );
  expect(told.join(" ")).toBe(expected);
});
