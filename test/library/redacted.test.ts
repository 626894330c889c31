import { openSingle, recordTo } from "../collect/recording/single.ts";
import { providers } from "../../src/library/providers.ts";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect } from "../../src/collect/collect.ts";
import { createRedactor } from "../../src/collect/azure/redact.ts";
import type { Redactor } from "../../src/collect/recording/redactor.ts";
import { publicWords } from "../../src/collect/azure/public-words.ts";
import { textsAskedFor } from "../../src/check/document/asked-for.ts";
import type { AssetName, Run } from "../../src/types.ts";
import { checks, judge, model } from "./judge.ts";

const words = publicWords(model, textsAskedFor(checks));
const folder = mkdtempSync(join(tmpdir(), "assay-redacted-"));
afterAll(() => rmSync(folder, { recursive: true }));

const folders = ["sample", ...["healthy", "weak", "denied"].map((name) => `test/estates/${name}`)];
const redactors = new Map<string, Redactor>();

beforeAll(async () => {
  for (const name of folders) {
    const redactor = createRedactor("salt", words);
    redactors.set(name, redactor);
    await redact(name, join(folder, name), redactor);
  }
});

async function redact(name: string, target: string, redactor: Redactor): Promise<void> {
  const recording = openSingle(name, "2026-11-20T08:00:00Z", providers);
  const recorder = await recordTo(recording, target, {
    format: recording.provider.recording,
    recordedAt: recording.recordedAt,
    redactor,
  });
  await collect(
    model,
    [{ provider: recording.provider, transport: recorder }],
    { write: () => undefined, finish: () => undefined },
    {},
  );
  await recorder.finishRecording();
}

/** What a run says of every asset by its id, but for names in sentences; `rename` takes an id of the run. */
function gist({ verdicts, assets, coverage }: Run, rename: (id: string) => string) {
  const named = (list: readonly { readonly asset: AssetName }[]) =>
    list.map(({ asset }) => `${asset.type} ${rename(asset.id).toLowerCase()}`).sort();
  return {
    assets,
    coverage: coverage.map(({ type, status, connectors }) => [type, status, connectors]),
    verdicts: verdicts.map(({ check, status, examined, ...verdict }) => [
      ...[check, status, examined, verdict.offenderCount, verdict.undecidedCount],
      ...[named(verdict.offenders), named(verdict.undecided)],
    ]),
  };
}

test.each(folders)("a redacted recording is judged like what it was made of: %s", async (name) => {
  const { path } = redactors.get(name)!;
  const rename = (id: string) =>
    id
      .split("#")
      .map((part, at) => (at === 0 ? path(part) : part))
      .join("#");
  const redacted = gist(await judge(join(folder, name), checks), (id) => id);
  expect(redacted).toEqual(gist(await judge(name, checks), rename));
});

test("it holds no name of a resource, a group, a subscription or a tag", () => {
  const names = new Set(globSync("sample/**/*.json").flatMap((file) => namesIn(readText(file))));
  const files = globSync("**/*", { cwd: join(folder, "sample"), withFileTypes: true }).filter(
    (one) => one.isFile(),
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
