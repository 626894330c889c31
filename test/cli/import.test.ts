import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-import-"));
  mkdirSync(join(folder, "answers"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function importAnswers(files: Readonly<Record<string, unknown>>, ...words: readonly string[]) {
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, "answers", name), JSON.stringify(content));
  return callAssay(["import", join(folder, "answers"), "--store", join(folder, "s"), ...words]);
}

const one = { value: [{ id: "/subscriptions/s1", subscriptionId: "s1" }] };

describe("import", () => {
  test("of a list of subscriptions that could not be read makes no snapshot, and says why", async () => {
    const denied = { error: { code: "AuthorizationFailed", message: "No." } };
    const { exitCode, stderr } = await importAnswers({ "subscriptions.403.json": denied });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^Nothing was imported\. The list of subscriptions .* 403 .*No\./);
    expect(existsSync(join(folder, "s"))).toBe(false);
  });

  test("of a list that is not whole makes a snapshot, and does not end as passed", async () => {
    const first = { ...one, nextLink: "/subscriptions?api-version=2022-12-01&$skiptoken=2" };
    const { exitCode, stdout, stderr } = await importAnswers({ "subscriptions.json": first });
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/^Read 1 connector/)]);
    expect(stderr).toMatch(/could not be read to its end\. The recording holds no page 2/);
  });

  test("of no subscription at all does not end as passed", async () => {
    expect((await importAnswers({ "subscriptions.json": { value: [] } })).exitCode).toBe(2);
  });

  test("of a whole list ends as passed", async () => {
    const { exitCode, stderr } = await importAnswers({ "subscriptions.json": one });
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  test("begins no line with what a recording says: pipelines take some for commands", async () => {
    const imported = await importAnswers({
      "subscriptions.json": one,
      "recording.json": {
        recordedAt: "2026-01-01T00:00:00Z",
        identity: "me\r\n::error::x\n##vso[task.complete result=Succeeded]",
      },
      "a\n::error::b.json": {},
    });
    const list = await callAssay(["snapshots", "--store", join(folder, "s")]);
    const shown = await callAssay(["snapshots", "newest", "--store", join(folder, "s")]);
    expect(list.stdout).toContain("by me\\x0d\\x0a::error::x");
    for (const { stdout, stderr } of [imported, list, shown])
      expect(stdout + stderr).not.toMatch(/^(::|##)/m);
  });

  test("into a folder that is not there names the file that was asked for", async () => {
    const out = join(folder, "nowhere", "x.snapshot");
    const { exitCode, stderr } = await importAnswers({ "subscriptions.json": one }, "--out", out);
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      `"${out}" cannot be written: there is no folder "${join(folder, "nowhere")}". [unwritable-file]\n`,
    );
  });
});

test("a report or a schema into what is no folder names the file that was asked for", async () => {
  writeFileSync(join(folder, "file"), "");
  const out = join(folder, "file", "x.html");
  const { exitCode, stderr } = await callAssay(["run", "--sample", "--export", out]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`"${out}" cannot be written: "${join(folder, "file")}" is no folder.`);
});
