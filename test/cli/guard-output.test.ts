import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

const steering = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u;
const hostile = "a\u001b[2K\u009b2J\u007f\u202Eb";
const id = "11111111-1111-4111-8111-111111111111";

const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));
const recording = join(folder, "recording");
mkdirSync(recording);
writeFileSync(
  join(recording, "subscriptions.json"),
  JSON.stringify({
    value: [{ id: `/subscriptions/${id}`, subscriptionId: id, displayName: hostile }],
  }),
);
writeFileSync(
  join(recording, "recording.json"),
  JSON.stringify({ recordedAt: "2026-11-20T08:00:00Z", identity: hostile }),
);
writeFileSync(join(recording, `stray ${hostile}.json`), "{}");
writeFileSync(join(folder, "names.graphql"), "{ connectors { id name } }");
const store = ["--store", join(folder, "store")];

describe("whatever is written, nothing steers the terminal", () => {
  test.each([
    ["a mistake", ["checks", hostile], "\\u202e"],
    ["files that nothing asked for", ["import", recording, ...store], "\\u202e"],
    ["who read a snapshot", ["snapshots", ...store], "\\u202e"],
    ["a snapshot", ["snapshots", "newest", ...store], "\\u202e"],
    ["an answer", ["query", join(folder, "names.graphql"), ...store], "\\u009b"],
    ["assets", ["export", "connectors", ...store], "\\u009b"],
    ["a report", ["run", join(folder, "names.graphql"), ...store], "\\x9b"],
    ["JSON", ["run", join(folder, "names.graphql"), "--output", "json", ...store], "\\u009b"],
    ["coverage", ["coverage", "--output", "json", ...store], "\\u009b"],
  ])("%s", async (_title, words, shown) => {
    const { stdout, stderr } = await callAssay(words);
    expect(stdout + stderr).not.toMatch(steering);
    expect(stdout + stderr).toContain(shown);
  });

  test("answers and assets stay JSON that says the same", async () => {
    const { stdout } = await callAssay(["query", join(folder, "names.graphql"), ...store]);
    expect(JSON.parse(stdout).data.connectors[0].name).toBe(hostile);
  });

  test("styles of our own stay", async () => {
    const { stdout } = await callAssay(["run", join(folder, "names.graphql"), ...store], {
      isTTY: true,
    });
    expect(stdout).toContain("\u001b[31m✗\u001b[39m");
    expect(stdout).not.toContain("\u001b[2K");
  });
});
