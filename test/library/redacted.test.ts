import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect } from "../../src/collect/collect.ts";
import { recordTo } from "../../src/collect/recording/record.ts";
import { openRecording } from "../../src/collect/recording/recording.ts";
import { createRedactor } from "../../src/collect/recording/redact.ts";
import type { Run } from "../../src/types.ts";
import { checks, judge, model } from "./judge.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-redacted-"));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const sample = openRecording("sample", "2026-11-20T08:00:00Z");
  const options = { recordedAt: sample.recordedAt, redactor: createRedactor("salt") };
  const recorder = await recordTo(sample, folder, options);
  await collect(model, recorder, { write: () => undefined, finish: () => undefined }, {});
  await recorder.finishRecording();
});

/** What a run says, but for ids and names. */
function gist({ verdicts, assets, coverage }: Run) {
  return {
    ...{
      assets,
      coverage: coverage.map(({ type, status, connectors }) => [type, status, connectors]),
    },
    verdicts: verdicts.map(({ check, status, offenderCount, undecidedCount, examined }) => [
      ...[check, status, offenderCount, undecidedCount],
      examined,
    ]),
  };
}

test("a redacted recording is judged like what it was made of", async () => {
  expect(gist(await judge(folder, checks))).toEqual(gist(await judge("sample", checks)));
});

test("it holds no name of a resource, a group, a subscription or a tag", () => {
  const names = new Set(globSync("sample/**/*.json").flatMap((file) => namesIn(readText(file))));
  const files = globSync("**/*", { cwd: folder, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const text = files
    .map((file) => join(file.parentPath, file.name))
    .map((path) => path.slice(folder.length) + readText(path))
    .join("\n")
    .toLowerCase();
  const left = [...names].filter((name) => text.includes(name));
  expect(names.size).toBeGreaterThan(100);
  expect(left).toEqual([]);
});

function readText(path: string): string {
  return readFileSync(path, "utf8");
}

/** Names that tell whose something is: with a digit or a sign, or of two words. */
function namesIn(body: string): readonly string[] {
  const names: string[] = [];
  JSON.parse(body, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    if (/displayName$/i.test(key)) names.push(value);
    const ids = value.matchAll(
      /\/(?:resourceGroups|Microsoft\.(?:Compute|Storage|Network|KeyVault|Web|Sql)\/\w+)\/([^/]+)/gi,
    );
    names.push(...[...ids].map(([, name]) => name!));
    return value;
  });
  return names
    .map((name) => name.toLowerCase())
    .filter((name) => name.length > 5 && /[\d\s-]/.test(name));
}
