import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-export-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function readLines(text: string): { __typename: string; id: string }[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("prints each asset as a line of JSON", async () => {
  const { exitCode, stdout } = await callAssay(["export", "securityContacts", "VM", "--sample"]);
  expect(exitCode).toBe(0);
  const types = readLines(stdout).map((asset) => asset.__typename);
  expect(new Set(types)).toEqual(new Set(["SecurityContact", "VM"]));
});

test("without a type takes every asset once, as its interface does", async () => {
  const ids = async (...names: string[]) =>
    readLines((await callAssay(["export", ...names, "--sample"])).stdout)
      .map(({ __typename, id }) => `${__typename} ${id}`)
      .sort();
  expect(await ids()).toEqual(await ids("Asset"));
});

test("writes only what --in means, and says what was not read of that alone", async () => {
  const narrow = ["--in", "subscription:legacy-erp"];
  const { stdout, stderr } = await callAssay([
    "export",
    "VM",
    "SecurityContact",
    "--sample",
    ...narrow,
  ]);
  const connectors = readLines(stdout).map((asset) => asset.id.split("/")[2]);
  expect(connectors).toEqual(["2a243e91-950d-5b53-baa2-2e13969a3340"]);
  expect(stderr).toContain("SecurityContact (failed in 1 connector).");
  const other = await callAssay(["export", "VM", "--sample", "--in", "tag:environment=production"]);
  expect(readLines(other.stdout).length).toBeGreaterThan(0);
  expect(other.stderr).toBe("");
});

test("writes JSON lines or Parquet as the file's ending says", async () => {
  const lines = join(folder, "vms.ndjson");
  const parquet = join(folder, "vms.parquet");
  expect((await callAssay(["export", "vms", "--sample", "--out", lines])).exitCode).toBe(0);
  expect((await callAssay(["export", "vms", "--sample", "--out", parquet])).exitCode).toBe(0);
  expect(readLines(readFileSync(lines, "utf8")).length).toBeGreaterThan(5);
  const bytes = readFileSync(parquet);
  expect([bytes.toString("latin1", 0, 4), bytes.toString("latin1", bytes.length - 4)]).toEqual([
    "PAR1",
    "PAR1",
  ]);
});

test.each<readonly [string, readonly string[], string]>([
  ["an unknown type", ["StorageAcount"], 'There is no asset type "StorageAcount". Did you mean'],
  ["an ending that says nothing", ["--out", "a.csv"], 'The ending of "a.csv" does not say how'],
  ["several types in Parquet", ["--out", "a.parquet"], "A Parquet file holds one asset type"],
  ["an interface in Parquet", ["Asset", "--out", "a.parquet"], "that is no interface"],
])("refuses %s, and writes nothing", async (_title, words, message) => {
  const before = readdirSync(".");
  const { exitCode, stderr, stdout } = await callAssay(["export", ...words, "--sample"]);
  expect([exitCode, stdout]).toEqual([3, ""]);
  expect(stderr).toContain(message);
  expect(readdirSync(".")).toEqual(before);
});
