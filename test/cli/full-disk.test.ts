import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A device that is always full; Linux has one. */
const full = "/dev/full";
const bin = resolve("bin/assay.js");

describe.runIf(existsSync(full))("where there is no room left", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "assay-full-"));
    writeFileSync(
      join(folder, "passes.graphql"),
      '{ storageAccounts(where: { name: "no such name" }) { id } }',
    );
    for (const name of ["report.json", "assets.ndjson", "vm.parquet", "schema.graphql"])
      symlinkSync(full, join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const call = (words: readonly string[], stdout: "pipe" | number) =>
    spawnSync(process.execPath, [bin, ...words.map((word) => word.replace("IN", folder))], {
      stdio: ["ignore", stdout, "pipe"],
      encoding: "utf8",
    });

  test.each([
    ["run", "IN/passes.graphql", "--sample"],
    ["run", "IN/passes.graphql", "--sample", "--output", "json"],
    ["query", "IN/passes.graphql", "--sample"],
    ["coverage", "--sample"],
    ["checks"],
    ["checks", "--validate", "IN/passes.graphql"],
    ["export", "StorageAccount", "--sample"],
    ["schema"],
    ["snapshots", "--store", "IN/none"],
    ["doctor", "--role"],
    ["--help"],
    ["serve", "--sample", "--port", "0"],
  ])("%s %s says so in one sentence and ends with 70", (...words) => {
    const { status, stderr } = call(words, openSync(full, "w"));
    // Notes about checks may stand before it.
    expect(stderr.slice(stderr.lastIndexOf("Standard output"))).toBe(
      "Standard output cannot be written: there is no room left.\n",
    );
    expect(status).toBe(70);
  });

  test.each([
    ["run", "IN/passes.graphql", "--sample", "--export", "IN/report.json"],
    ["export", "StorageAccount", "--sample", "--out", "IN/assets.ndjson"],
    ["export", "VM", "--sample", "--out", "IN/vm.parquet"],
    ["schema", "--out", "IN/schema.graphql"],
  ])("%s to a file says so in one sentence and ends with 70", (...words) => {
    const { status, stderr, stdout } = call(words, "pipe");
    expect(stderr).toMatch(/^".+" cannot be written: there is no room left\.\n$/);
    expect({ status, stdout }).toEqual({ status: 70, stdout: "" });
  });

  test("a verdict stands where only the log has no room", () => {
    const words = [bin, "run", "no-such-check", "--sample"];
    const stdio = ["ignore", "pipe", openSync(full, "w")] as const;
    expect(spawnSync(process.execPath, words, { stdio: [...stdio] }).status).toBe(3);
  });
});
