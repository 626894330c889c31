import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder = "";
let whole: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-snapshots-"));
  const file = join(folder, "whole.snapshot");
  const { exitCode, stdout } = await callAssay(["import", "sample", "--out", file]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Read 20 connectors")]);
  whole = readFileSync(file);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a snapshot that is not whole is refused and left as it is", () => {
  test.each<readonly [title: string, change: (bytes: Buffer) => Buffer, message: RegExp]>([
    ["half of it", (bytes) => bytes.subarray(0, bytes.length / 2), /cut off|incomplete|not whole/i],
    ["nothing", () => Buffer.alloc(0), /no snapshot|not a snapshot|cut off/i],
    [
      "another kind of file",
      () => Buffer.from("#!/bin/sh\necho hello\n".repeat(20)),
      /no(t a)? snapshot/i,
    ],
    [
      "another format version",
      (bytes) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt32LE(99, 8);
        return changed;
      },
      /format|changed/i,
    ],
    [
      "one byte changed in the middle",
      (bytes) => {
        const changed = Buffer.from(bytes);
        for (let at = 64; at < changed.length; at += 512) changed[at]! ^= 0xff;
        return changed;
      },
      /changed|damaged/i,
    ],
  ])("%s", async (title, change, message) => {
    const file = join(folder, `${title.replaceAll(" ", "-")}.snapshot`);
    const bytes = change(whole);
    writeFileSync(file, bytes);
    const { exitCode, stdout, stderr } = await callAssay(["run", "--snapshot", file]);
    expect(stderr).toMatch(message);
    expect(stderr).toContain(file);
    expect([exitCode, stdout]).toEqual([3, ""]);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

test("a snapshot is judged like the raw answers it was made of", async () => {
  const made = ["run", "--output", "json", "--snapshot"];
  const fromFile = await callAssay([...made, join(folder, "whole.snapshot")]);
  const fromFolder = await callAssay([...made, "sample"]);
  expect(fromFile.exitCode).toBe(1);
  expect(fromFile.stdout).toBe(fromFolder.stdout);
});

test("the store's newest snapshot is used, and found by the beginning of its id", async () => {
  const store = ["--store", join(folder, "store")];
  const before = await callAssay(["run", ...store]);
  expect([before.exitCode, before.stderr]).toEqual([
    3,
    expect.stringContaining("There is no snapshot in"),
  ]);
  await callAssay(["import", "sample", ...store]);
  const newest = await callAssay(["run", ...store]);
  expect(newest.exitCode).toBe(1);
  const named = await callAssay(["run", ...store, "--snapshot", "2026"]);
  expect(named.stdout).toBe(newest.stdout);
});

test("two estates at once are a mistake", async () => {
  const { exitCode, stderr } = await callAssay(["run", "--sample", "--snapshot", "sample"]);
  expect([exitCode, stderr]).toEqual([
    3,
    '"--sample" and "--snapshot" name two estates. Keep one of them.\n',
  ]);
});
