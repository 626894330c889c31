import { providers } from "../../src/library/providers.ts";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadChecks } from "../../src/check/document/load.ts";
import { runChecks } from "../run-checks.ts";
import { importFolder } from "../../src/collect/import-folder.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetName, Check, Inventory, Run, VerdictStatus } from "../../src/types.ts";
import { subscription, type Answers } from "./answers.ts";

export const model = loadModel("schema");
export const checks: readonly Check[] = loadChecks(model, "checks");

/** Imports a folder of raw answers and judges it by `suite`. */
export async function judge(folder: string, suite: readonly Check[]): Promise<Run> {
  return runChecks(await openFolder(folder), suite, { clock: () => 0 });
}

/** The estate of a folder of raw answers. */
export async function openFolder(folder: string): Promise<Inventory> {
  const options = {
    providers,
    now: "2026-11-20T08:00:00Z",
    assayVersion: "0.0.0",
    formatVersion: 1,
  };
  return createInventory(model, (await importFolder(folder, model, options)).tables);
}

/** The estate of the one subscription that has these answers. */
export function importAnswers(answers: Answers): Promise<Inventory> {
  return inFolder([[subscription, answers]], openFolder);
}

/** What a check comes to over the one subscription that has these answers; those that are undefined are no answers. */
export async function judgeAnswers(answers: Answers, check: Check): Promise<VerdictStatus> {
  const run = await judgeSubscriptions([[subscription, answers]], [check]);
  return run.verdicts[0]!.status;
}

/**
 * What checks come to over subscriptions that are judged side by side, each with its own answers; the verdict on one must
 * not depend on its neighbours. For answers that stand below the subscription only.
 */
export async function judgeTogether(
  answers: readonly Answers[],
): Promise<(index: number, check: string) => VerdictStatus> {
  const run = await judgeSubscriptions(
    answers.map((each, index) => [idAt(index), JSON.parse(renumber(each, index)) as Answers]),
    checks,
  );
  return (index, check) => {
    const verdict = run.verdicts.find((each) => each.check === check)!;
    const isIt = ({ asset }: { asset: AssetName }) => asset.id === `/subscriptions/${idAt(index)}`;
    if (verdict.offenders.some(isIt)) return "fail";
    return verdict.undecided.some(isIt) ? "undecided" : "pass";
  };
}

function judgeSubscriptions(subscriptions: Subscriptions, suite: readonly Check[]): Promise<Run> {
  return inFolder(subscriptions, (folder) => judge(folder, suite));
}

type Subscriptions = readonly (readonly [id: string, answers: Answers])[];

/** What `work` makes of a recording of these answers. */
async function inFolder<T>(
  subscriptions: Subscriptions,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "assay-library-"));
  const value = subscriptions.map(([id]) => ({
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    displayName: id,
    state: "Enabled",
  }));
  try {
    write(folder, "subscriptions.json", { value });
    for (const [, answers] of subscriptions)
      for (const [file, body] of Object.entries(answers)) if (body) write(folder, file, body);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function idAt(index: number): string {
  return subscription.slice(0, -4) + index.toString(16).padStart(4, "0");
}

function renumber(answers: Answers, index: number): string {
  return JSON.stringify(answers).replaceAll(subscription, idAt(index));
}

function write(folder: string, file: string, body: unknown): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify(body));
}
