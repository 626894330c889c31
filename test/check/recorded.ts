import { providers } from "../../src/library/providers.ts";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importFolder } from "../../src/collect/import-folder.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import type { Inventory, Model } from "../../src/types.ts";

/** Raw answers by their path in a recording; texts as they are, anything else as JSON. */
export type Answers = Readonly<Record<string, unknown>>;

/** The id that a test's subscription of this number has. */
export function guidOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** The answer that lists subscriptions of these names; their ids are counted from 1. */
export function subscriptionsNamed(...names: readonly string[]): Answers {
  const value = names.map((displayName, i) => ({
    id: `/subscriptions/${guidOf(i + 1)}`,
    subscriptionId: guidOf(i + 1),
    tenantId: guidOf(0),
    displayName,
    state: "Enabled",
  }));
  return { "subscriptions.json": { value } };
}

/** Reads raw answers as the product reads a cloud's, and holds what comes of them as an inventory. */
export async function inventoryOf(model: Model, answers: Answers): Promise<Inventory> {
  const folder = mkdtempSync(join(tmpdir(), "assay-recording-"));
  try {
    for (const [path, answer] of Object.entries(answers)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      writeFileSync(join(folder, path), text);
    }
    const { tables } = await importFolder(folder, model, {
      providers,
      now: "2026-11-20T08:00:00.000Z",
      assayVersion: "0.0.0",
      formatVersion: 1,
    });
    return createInventory(model, tables);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
