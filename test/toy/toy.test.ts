import { openSingle, recordTo } from "../collect/recording/single.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { runWhole } from "../../src/check/run/run.ts";
import { collect } from "../../src/collect/collect.ts";
import { importFolder } from "../../src/collect/import-folder.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { providers } from "../../src/library/providers.ts";
import { loadModel } from "../../src/model/load.ts";
import { openSnapshot, writeSnapshot, formatVersion } from "../../src/snapshot/file.ts";
import type { Run } from "../../src/types.ts";
import { harbour } from "./provider.ts";

const now = "2026-11-20T08:00:00.000Z";
const all = [...providers, harbour];
const model = loadModel("test/toy/schema");
const folder = mkdtempSync(join(tmpdir(), "assay-toy-"));
afterAll(() => rmSync(folder, { recursive: true }));

const heavy = `query Heavy @check(title: "No ship is too heavy", severity: HIGH) {
  ships(where: { isTooHeavy: true }) { id }
}`;
const ofEach = `query Each($harbourId: String!) @check(title: "Every harbour has a crane", severity: LOW) {
  cranes(where: { connector: { id: $harbourId } }) @expect(neq: []) { id }
}`;

/** What a recording comes to: recorded once more, imported, written as a snapshot, opened, judged. */
async function judge(): Promise<Run> {
  const recording = openSingle("test/toy/answers", now, all);
  const copy = join(folder, "copy");
  const format = recording.provider.recording;
  const recorder = await recordTo(recording, copy, { format, recordedAt: now });
  const nowhere = { write: () => undefined, finish: () => undefined };
  await collect(model, [{ provider: recording.provider, transport: recorder }], nowhere);
  await recorder.finishRecording();
  const options = { providers: all, now, assayVersion: "0.0.0", formatVersion };
  const { tables } = await importFolder(copy, model, options);
  const snapshot = join(folder, "toy.snapshot");
  writeSnapshot(snapshot, tables);
  writeFileSync(join(folder, "heavy.graphql"), heavy);
  writeFileSync(join(folder, "of-each.graphql"), ofEach);
  const checks = loadChecks(model, folder);
  const { run } = await runWhole(createInventory(model, openSnapshot(snapshot, model)), checks, {
    clock: () => 0,
  });
  return run;
}

describe("a provider that nothing but its own folder knows", () => {
  let run: Run;
  beforeAll(async () => {
    run = await judge();
  });

  const verdictOf = (check: string) => run.verdicts.find((one) => one.check === check)!;

  test("goes from a recording to verdicts, derived fields included", () => {
    expect(verdictOf("heavy")).toMatchObject({
      status: "fail",
      offenders: [{ asset: { id: "/harbours/north/ships/anna", connector: { name: "North" } } }],
      undecided: [{ asset: { id: "/harbours/south/ships/clara" } }],
    });
  });

  test("is named with the permission that lacks", () => {
    expect(verdictOf("heavy").unreadable).toMatchObject([
      { type: "Crane", connector: "/harbours/south", status: "denied", permission: "cranes/read" },
    ]);
  });

  test("has a variable of its own for checks that run once for each account", () => {
    expect(verdictOf("of-each").rules).toMatchObject([
      { connector: "/harbours/south", status: "undecided" },
    ]);
  });
});

test("a recording is its own provider's, and one of nobody says what it lacks", () => {
  expect(openSingle("sample", now, all).provider.name).toBe("azure");
  expect(() => openSingle("test/toy/schema", now, all)).toThrow(
    /holds no "subscriptions\.json" or "v1\.0\/organization\.json" or "harbours\.json"/,
  );
});

test("what a provider's schema file says of it is what it says itself", () => {
  for (const { model: said, own } of [
    { model: loadModel("schema"), own: providers },
    { model, own: [harbour] },
  ]) {
    expect([...said.providers.keys()]).toEqual(own.map(({ name }) => name));
    for (const { name, ids, loaders } of own) {
      const { accounts } = said.providers.get(name)!;
      expect(ids.isAccount(`${accounts}x`)).toBe(true);
      for (const loader of Object.keys(loaders))
        expect(said.loaders.get(loader)?.provider).toBe(name);
    }
  }
});

test("the loader that docs/providers.md shows is the one that runs here", () => {
  const source = readFileSync("test/toy/provider.ts", "utf8");
  const [, shown] = /^## A loader, whole$[\s\S]*?^```ts\n([\s\S]*?)^```$/m.exec(
    readFileSync("docs/providers.md", "utf8"),
  )!;
  expect(source).toContain(shown);
});
