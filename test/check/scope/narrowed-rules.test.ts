import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInventoryOver } from "../../../src/backend/inventory.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import { readScope } from "../../../src/check/scope/scope.ts";
import type { CollectionStatus, Inventory } from "../../../src/types.ts";
import { createReferenceBackend } from "../../reference/backend.ts";
import {
  bucket,
  disk,
  estate,
  estateOf,
  type Made,
  model,
  one,
  share,
  two,
} from "../run/estate.ts";

const documents = {
  none: "{ buckets(where: { isOpen: true }) { id } }",
  either: "{ stores(where: { isOpen: true }) { id } }",
  some: "{ shares(where: { isOpen: false }) @expect(neq: []) { id } }",
  most: "{ buckets @expect(lte: 1) { id } }",
  each: "query ($subscriptionResourceId: ID!) { shares(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id } }",
  path: `{ machines @offenders(path: "disks") { id } }`,
  connectors: "{ connectors(where: { machines_SOME: null }) { id } }",
};

const made: readonly Made[] = [
  bucket(`${one}/a`, true),
  bucket(`${one}/b`, false),
  share(`${one}/s`, true),
  ["Machine", `${one}/m`, { links: { disks: [`${one}/d`, `${two}/d`] } }],
  ["Machine", `${one}/alone`],
  disk(`${one}/d`, true),
  disk(`${two}/d`, true),
  ["Machine", `${two}/m`, { links: { disks: [] } }],
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-narrowed-"));
  for (const [name, document] of Object.entries(documents))
    writeFileSync(join(folder, `${name}.graphql`), document);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Open = Readonly<Record<string, CollectionStatus>>;

/** What checks come to inside, as `status offenders`, whatever holds the assets. */
async function judge(words: readonly string[], open: Open = {}) {
  const over = async (inventory: Inventory) => {
    const scope = (await readScope(inventory, words))!;
    const checks = loadChecks(model, folder, {});
    const { run } = await runWhole(inventory, checks, { scope, clock: () => 0 });
    return run.verdicts;
  };
  const own = await over(estate(made, open));
  const theirs = await over(createInventoryOver(createReferenceBackend(estateOf(made, open))));
  expect(theirs).toEqual(own);
  return Object.fromEntries(
    own.map(({ check, status, offenders }) => [
      check,
      [status, ...offenders.map(({ asset }) => asset.id)].join(" "),
    ]),
  );
}

describe("narrowed to one connector", () => {
  test("what may not be is at fault there alone; what has to be is judged over all there are", async () => {
    expect(await judge(["subscription:1"])).toEqual({
      none: `fail ${one}/a`,
      either: `fail ${one}/a ${one}/s`,
      some: "fail",
      most: `fail ${one}/a ${one}/b`,
      each: "pass",
      path: `fail ${one}/alone ${one}/d`,
      connectors: "pass",
    });
  });

  test("the end of a path decides, and what it was reached from may stand elsewhere", async () => {
    expect(await judge(["subscription:2"])).toEqual({
      none: "notApplicable",
      either: "notApplicable",
      some: "fail",
      most: "notApplicable",
      each: `fail ${two}`,
      path: `fail ${two}/d ${two}/m`,
      connectors: "pass",
    });
  });

  test("what could not be read elsewhere leaves nothing open", async () => {
    const found = await judge(["subscription:1"], { [`Bucket ${two}`]: "denied" });
    expect(found).toMatchObject({ none: `fail ${one}/a`, each: "pass" });
    const other = await judge(["subscription:2"], { [`Bucket ${one}`]: "denied" });
    expect(other).toMatchObject({ none: "notApplicable", either: "notApplicable" });
    const own = await judge(["subscription:2"], { [`Bucket ${two}`]: "denied" });
    expect(own).toMatchObject({ none: "undecided", either: "undecided" });
  });

  test("where a number of assets is asked for, what could not be read anywhere leaves it open", async () => {
    const found = await judge(["subscription:1"], { [`Share ${two}`]: "denied" });
    expect(found).toMatchObject({ some: "undecided", each: "pass" });
  });
});

describe("narrowed to types", () => {
  test("an interface stands for its types, and checks about others have nothing to examine", async () => {
    expect(await judge(["type:Share"])).toMatchObject({
      none: "notApplicable",
      either: `fail ${one}/s`,
    });
    expect(await judge(["type:stores"])).toMatchObject({ either: `fail ${one}/a ${one}/s` });
    expect(await judge(["type:Disk"])).toMatchObject({
      some: "notApplicable",
      each: "notApplicable",
      path: `fail ${one}/d ${two}/d`,
    });
  });
});
