import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-cli-store-"));
  for (let n = 0; n < 3; n++) await callAssay(["import", "sample", "--store", folder]);
  writeFileSync(join(folder, "snapshots/20250101T000000Z.snapshot"), "ASSAYSNP, cut off");
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const snapshots = (...words: readonly string[]) =>
  callAssay(["snapshots", ...words, "--store", folder]);

describe("assay snapshots", () => {
  test("lists them, damaged ones with what is wrong", async () => {
    const { exitCode, stdout } = await snapshots();
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^20261120T080000Z-3 {2}2026-11-20T08:00:00\.000Z {2}import {2}by 94d2b778-\S+ {2}\d/,
    );
    expect(lines[3]).toMatch(/^20250101T000000Z {2}The snapshot .* is damaged/);
  });

  test("shows one with its coverage", async () => {
    const { stdout } = await snapshots("newest");
    expect(stdout).toMatch(/^snapshot {4}20261120T080000Z-3\n/);
    expect(stdout).toMatch(
      /\nSecurityContact +1?\d {2}complete in 15, denied in 1, failed in 1, notRegistered in 3\n/,
    );
  });

  test("with another schema says that it cannot read its assets", async () => {
    const schema = mkdtempSync(join(tmpdir(), "assay-schema-"));
    cpSync("schema", schema, { recursive: true });
    writeFileSync(
      join(schema, "thing.graphql"),
      'type Thing implements Asset @source(loader: RESOURCE_GRAPH, type: "X/things") { size: Int }',
    );
    const { exitCode, stdout } = await snapshots("newest", "--schema", schema);
    rmSync(schema, { recursive: true });
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining("collected with another schema"),
    ]);
  });

  test("removes by name, all or none, and all but the newest", async () => {
    const wrong = await snapshots("--remove", "20250101T000000Z,nothing");
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      3,
      expect.stringContaining('There is no snapshot "nothing"'),
    ]);
    expect((await snapshots("--remove", "20250101T000000Z")).stdout).toBe(
      "Removed 20250101T000000Z.\n",
    );
    expect((await snapshots("--keep", "1")).stdout).toBe(
      "Removed 20261120T080000Z-2.\nRemoved 20261120T080000Z.\n",
    );
    expect((await snapshots("--keep", "1")).stdout).toBe("Nothing to remove.\n");
  });

  test("does one thing at a time", async () => {
    const { exitCode, stderr } = await snapshots("newest", "--keep", "1");
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining("one thing at a time")]);
  });

  test("of an empty store says how to fill it", async () => {
    const { exitCode, stdout } = await callAssay(["snapshots", "--store", join(folder, "none")]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('"npx assay collect" and "npx assay import" make them'),
    ]);
  });
});

describe("assay collect refuses, before it signs in,", () => {
  test.each([
    [
      ["--types", "SecurityContract"],
      /Unknown asset type "SecurityContract"\. Did you mean "SecurityContact"/,
    ],
    [
      ["--resume", "--types", "Pricing"],
      /"--resume" goes on with the types and accounts that were asked for/,
    ],
    [["--take-over"], /"--take-over" needs "--resume"/],
    [["--redact"], /"--redact" needs "--record"/],
    [["--redact", "--record", "x", "--resume"], /"--redact" cannot be resumed/],
    [["--keep", "0"], /"--keep" takes a whole number above zero/],
    [["--time", "soon"], /"--time" takes a number and s, m or h/],
    [["--concurrency", "0"], /"--concurrency" takes a whole number above zero/],
    [["--credential", "password"], /"password" is no value of "--credential"/],
    [["--cloud", "moon"], /"moon" is no value of "--cloud"/],
    [["--endpoint", "http://example.com"], /Plain http is allowed to this machine only/],
    [["--credential", "secret"], /needs the environment variables "AZURE_TENANT_ID"/],
  ])("%j", async (words, message) => {
    const { exitCode, stdout, stderr } = await callAssay([
      "collect",
      ...words,
      "--store",
      join(folder, "new"),
    ]);
    expect([exitCode, stdout, stderr]).toEqual([3, "", expect.stringMatching(message)]);
  });
});
