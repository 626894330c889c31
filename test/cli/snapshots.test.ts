import { providers } from "../../src/library/providers.ts";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFolder } from "../../src/collect/import-folder.ts";
import { loadModel } from "../../src/model/load.ts";
import { reporters } from "../../src/report/reporters.ts";
import { writeSnapshot } from "../../src/snapshot/file.ts";
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

describe("of a time that is still to come", () => {
  const recorded = "2099-01-01T00:00:00.000Z";
  const says = `It says that it was taken at ${recorded}, which is still to come: the clock says`;

  test("a recording is refused", async () => {
    const answers = join(folder, "answers");
    mkdirSync(answers);
    writeFileSync(join(answers, "recording.json"), JSON.stringify({ recordedAt: recorded }));
    writeFileSync(join(answers, "subscriptions.json"), '{ "value": [] }');
    for (const words of [
      ["import", answers, "--store", join(folder, "none")],
      ["run", "--snapshot", answers],
    ])
      expect(await callAssay(words)).toMatchObject({
        exitCode: 3,
        stdout: "",
        stderr: expect.stringContaining(
          `"recordedAt" in "${answers}/recording.json" cannot be right. ${says}`,
        ),
      });
  });

  test("a snapshot is refused as the newest; where it is named, every report says it first", async () => {
    const store = join(folder, "ahead");
    const tables = await importFolder("sample", loadModel("schema"), {
      providers,
      now: recorded,
      assayVersion: "0",
      formatVersion: 0,
    }).then((imported) => imported.tables);
    mkdirSync(join(store, "snapshots"), { recursive: true });
    const file = join(store, "snapshots", "20990101T000000Z.snapshot");
    writeSnapshot(file, { ...tables, info: { ...tables.info, takenAt: recorded } });
    expect(await callAssay(["run", "--store", store])).toMatchObject({
      exitCode: 3,
      stdout: "",
      stderr: expect.stringContaining(says),
    });
    const listed = await callAssay(["snapshots", "--store", store]);
    expect(listed.stderr).toContain(says);
    const check = "azure/defender/security-contacts-have-additional-email";
    for (const output of Object.keys(reporters).filter((name) => name !== "csv")) {
      const words = ["run", check, "--snapshot", file, "--output", output];
      const { exitCode, stdout, stderr } = await callAssay(words);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(says)]);
      expect(stdout.replace(/\s+/g, " "), output).toContain("cannot be right. It says that it was");
    }
  });
});

test("two estates at once are a mistake", async () => {
  const { exitCode, stderr } = await callAssay(["run", "--sample", "--snapshot", "sample"]);
  expect([exitCode, stderr]).toEqual([
    3,
    '"--sample" and "--snapshot" name two estates. Keep one of them. [exclude-each-other]\n',
  ]);
});

test("a run says what is new since the snapshot before, and nothing of that without one", async () => {
  const store = join(folder, "store");
  const run = async () => (await callAssay(["run", "--store", store])).stdout;
  await callAssay(["import", "test/estates/healthy", "--store", store]);
  expect(await run()).not.toContain("new since");
  await callAssay(["import", "test/estates/weak", "--store", store]);
  const text = await run();
  expect(text).toContain("new since 2026-11-20 08:00 UTC");
  expect(text).toMatch(/1 offender, 1 new among 1 VM/);
  const csv = join(folder, "new.csv");
  await callAssay(["run", "--store", store, "--export", csv]);
  const endings = () =>
    new Set(
      readFileSync(csv, "utf8")
        .split("\r\n")
        .map((line) => line.split(",").slice(-2).join(",")),
    );
  expect(endings()).toEqual(new Set(["new,known_since", "true,2026-11-20T08:00:00.000Z", ""]));
  await callAssay(["import", "test/estates/weak", "--store", store]);
  expect(await run()).not.toMatch(/\d new\b/);
  const json = join(folder, "new.json");
  await callAssay(["run", "--store", store, "--export", csv, "--export", json]);
  expect([...endings()][1]).toBe("false,2026-11-20T08:00:00.000Z");
  expect(readFileSync(json, "utf8")).toMatch(
    /"new": false,\s+"knownSince": "2026-11-20T08:00:00.000Z"/,
  );
});

describe("--as-of", () => {
  const answers = () => {
    const path = join(folder, "of-a-day");
    mkdirSync(path, { recursive: true });
    const account = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d";
    const value = [{ id: account, subscriptionId: account.split("/").at(-1), displayName: "one" }];
    writeFileSync(
      join(path, "recording.json"),
      JSON.stringify({ recordedAt: "2027-01-10T08:00:00.000Z" }),
    );
    writeFileSync(join(path, "subscriptions.json"), JSON.stringify({ value }));
    return path;
  };

  test.each([
    ["2027-01-09", 3],
    ["2027-01-10", 2],
    ["2027-01-10T09:30:00+01:00", 2],
  ])("%s decides what is of the future", async (day, exitCode) => {
    const words = ["run", "azure/defender", "--snapshot", answers(), "--as-of", day];
    expect((await callAssay(words)).exitCode).toBe(exitCode);
  });

  test("stands in JSON, and only where it was asked", async () => {
    const words = ["run", "azure/defender", "--sample", "--output", "json"];
    const asked = JSON.parse((await callAssay([...words, "--as-of", "2026-12-01"])).stdout);
    expect(asked.asOf).toBe("2026-12-01T23:59:59.999Z");
    expect(JSON.parse((await callAssay(words)).stdout)).not.toHaveProperty("asOf");
  });

  test("takes a day or a moment", async () => {
    const { exitCode, stderr } = await callAssay(["run", "--sample", "--as-of", "yesterday"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('"--as-of" takes a day such as "2026-11-30", or a moment');
  });
});
