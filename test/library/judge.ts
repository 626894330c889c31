import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadChecks } from "../../src/check/load.ts";
import { runChecks } from "../../src/check/run.ts";
import { importFolder } from "../../src/collect/import.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetName, Check, Run, VerdictStatus } from "../../src/types.ts";
import { subscription, type Answers } from "./answers.ts";

export const model = loadModel("schema");
export const checks: readonly Check[] = loadChecks(model, "checks");

/** Imports a folder of raw answers and judges it by `suite`. */
export async function judge(folder: string, suite: readonly Check[]): Promise<Run> {
  const options = { now: "2026-11-20T08:00:00Z", assayVersion: "0.0.0", formatVersion: 1 };
  const { tables } = await importFolder(folder, model, options);
  return runChecks(createInventory(model, tables), suite, { clock: () => 0 });
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

async function judgeSubscriptions(
  subscriptions: readonly (readonly [id: string, answers: Answers])[],
  suite: readonly Check[],
): Promise<Run> {
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
    return await judge(folder, suite);
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
