import { azure } from "../../src/collect/azure/provider.ts";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { formatVersion, openSnapshot, writeSnapshot } from "../../src/snapshot/file.ts";
import { createLease } from "../../src/server/lease.ts";
import type { Inventory, SnapshotInfo } from "../../src/types.ts";
import { model } from "../graphql/estate.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { post, startSite } from "./site.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-life-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(number: number): SnapshotInfo {
  const info = {
    id: `s${number}`,
    takenAt: new Date(Date.UTC(2026, 10, 1, 0, number)).toISOString(),
    origin: "test",
    assayVersion: "0.0.0",
    schemaFingerprint: model.fingerprint,
    formatVersion,
  };
  const builder = createBuilder(model, azure.derivations);
  for (let i = 0; i <= number; i++)
    builder.add({
      type: "Connector",
      id: `/${i}`,
      connector: `/${i}`,
      fields: { name: `n${i}` },
      links: {},
    });
  writeSnapshot(join(folder, info.id), builder.build(info));
  return info;
}

/** Descriptors of this process that lead to a snapshot. */
function openSnapshots(): number {
  return readdirSync("/proc/self/fd").flatMap((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(folder) ? [name] : [];
    } catch {
      // Closed while it was looked at.
      return [];
    }
  }).length;
}

/** Descriptors are told of by Linux. */
const counting = test.runIf(process.platform === "linux");

counting(
  "a server through many changes of its snapshot keeps one file open, whatever was asked of it",
  async () => {
    const infos: SnapshotInfo[] = [];
    const open = async (id: string): Promise<Inventory> =>
      createInventory(model, openSnapshot(join(folder, id), model));
    const server = await startSite({
      checks: [],
      source: {
        list: () => infos.toReversed().map(({ id }) => ({ name: id })),
        open,
        snapshots: () => infos.toReversed(),
      },
    });
    for (let i = 0; i < 40; i++) {
      infos.push(write(i));
      await server.refresh();
      const answer = await (await post(server, "{ connectorsAggregate { count } }")).json();
      expect(answer).toMatchObject({ data: { connectorsAggregate: { count: i + 1 } } });
      expect((await fetch(`${server.url}connectors`)).status).toBe(200);
    }
    await expect.poll(openSnapshots).toBe(1);
    await server.stop();
    expect(openSnapshots()).toBe(0);
  },
);

counting("a snapshot of another schema is closed again", () => {
  const { id } = write(0);
  const before = openSnapshots();
  for (let i = 0; i < 5; i++)
    expect(() => openSnapshot(join(folder, id), { ...model, fingerprint: "other" })).toThrow(
      "another schema",
    );
  expect(openSnapshots()).toBe(before);
});

test("what was closed is not read from another file that has its number now", async () => {
  const { id } = write(3);
  const inventory = createInventory(model, openSnapshot(join(folder, id), model));
  inventory.close();
  inventory.close();
  const other = createInventory(model, openSnapshot(join(folder, id), model));
  await expect(
    inventory.read({ type: "Connector", rows: Uint32Array.of(0) }, ["name"]),
  ).rejects.toThrow("was closed");
  expect(await other.read({ type: "Connector", rows: Uint32Array.of(0) }, ["name"])).toEqual([
    ["n0"],
  ]);
  other.close();
});

test("what is held ends when the last who holds it lets go, and once", () => {
  let ended = 0;
  const lease = createLease(() => ended++);
  const [first, second] = [lease.hold(), lease.hold()];
  first();
  first();
  lease.retire();
  expect(ended).toBe(0);
  second();
  lease.hold()();
  lease.retire();
  expect(ended).toBe(1);
});
