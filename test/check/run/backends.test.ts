import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createInventoryOver } from "../../../src/backend/inventory.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import type { Inventory, JudgedRun } from "../../../src/types.ts";
import { createReferenceBackend } from "../../reference/backend.ts";
import { bucket, disk, estate, estateOf, type Made, model, one, share, two } from "./estate.ts";

const documents = [
  "{ buckets(where: { isOpen: true }) { id } }",
  "{ stores(where: { OR: [{ isOpen: null }, { isOpen: true }] }) { id } }",
  `{ machines(where: { disks_SOME: { isEncrypted: false } }) @offenders(path: "disks") { disks(where: { isEncrypted: false }) { id } } }`,
  `{ machines @offenders(path: "mounts.disk") { id } }`,
  "{ connectors(where: { machines_SOME: null }) { id } }",
  "query ($subscriptionResourceId: ID!) { buckets(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id } }",
  "query ($subscriptionResourceId: ID!) { shares(where: { connector: { id: $subscriptionResourceId }, isOpen: false }) { id } }",
  "{ bucketsAggregate(where: { isOpen: false }) @expect(gte: 2) { count } }",
];

const made: readonly Made[] = [
  ...["a", "b", "c"].map((id) => bucket(`${one}/${id}`, id === "b" ? null : id === "a")),
  share(`${one}/s`, true),
  share(`${two}/s`),
  ["Machine", `${one}/m1`, { links: { disks: [`${one}/d1`, `${one}/d2`, `${one}/gone`] } }],
  ["Machine", `${two}/m2`, { links: { disks: [`${two}/d3`], mounts: [`${two}/m2#mounts/0`] } }],
  ["Mount", `${two}/m2#mounts/0`, { links: { disk: [`${two}/d3`] }, fields: { path: "/" } }],
  disk(`${one}/d1`, false),
  disk(`${one}/d2`, true),
  disk(`${two}/d3`, null),
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-backends-"));
  for (const [i, document] of documents.entries())
    writeFileSync(join(folder, `check-${i}.graphql`), document);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["everything was collected", {}],
  [
    "collections are not complete",
    { [`Machine ${two}`]: "denied", [`Disk ${one}`]: "failed", [`Share ${one}`]: "throttled" },
  ],
] as const)(
  "a suite comes to the same whatever holds the assets, where %s",
  async (_title, open) => {
    const checks = loadChecks(model, folder, {});
    const judge = (inventory: Inventory) => runWhole(inventory, checks, { clock: () => 0 });
    const other = createInventoryOver(createReferenceBackend(estateOf(made, open)));
    const [own, theirs] = [await judge(estate(made, open)), await judge(other)];
    const { snapshot: _own, ...run } = own.run;
    const { snapshot: _theirs, ...found } = theirs.run;
    expect(found).toEqual(run);
    expect(run.verdicts.some(({ status }) => status === "fail")).toBe(true);
    for (const { id } of checks)
      expect(await listPart(theirs, id)).toEqual(await listPart(own, id));
    for (const connector of [one, two])
      expect(await theirs.countIn(connector)).toEqual(await own.countIn(connector));
  },
);

/** All that a check lists but for the first. */
async function listPart(run: JudgedRun, check: string) {
  const part = { offset: 1, limit: 5 };
  return {
    offenders: await gather(run.offenders(check, part)),
    undecided: await gather(run.undecided(check, part)),
    unreadable: await run.unreadable(check),
  };
}

async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
