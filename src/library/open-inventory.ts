import { statSync } from "node:fs";
import { importFolder } from "../collect/import-folder.ts";
import { InputError } from "../errors.ts";
import { providers } from "./providers.ts";
import { formatVersion, openSnapshot } from "../snapshot/file.ts";
import type { Inventory, Model } from "../types.ts";
import { inventoryOver } from "./inventory-over.ts";
import { importSample } from "./import-sample.ts";
import { home, ownFolders } from "./own-folders.ts";
import { readPackage } from "./package.ts";

/**
 * The inventory in a snapshot's file, or in a folder of raw answers as `assay collect --record` writes one. Close it when it
 * is not needed any more.
 *
 * @throws InputError where there is none, or where it was collected with another schema
 */
export async function openInventory(path: string, model: Model): Promise<Inventory> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats)
    throw new InputError("missing-file", `There is no snapshot file or folder "${path}".`);
  if (!stats.isDirectory()) return inventoryOver(model, openSnapshot(path, model));
  const { version: assayVersion } = readPackage(home);
  const context = { providers, now: new Date().toISOString(), assayVersion, formatVersion };
  const { tables } = await importFolder(path, model, context);
  return inventoryOver(model, tables);
}

/** The sample estate that comes with the package: some twenty Azure subscriptions. */
export async function openSample(model: Model): Promise<Inventory> {
  const { version } = readPackage(home);
  return inventoryOver(model, await importSample(ownFolders.sample, model, version));
}
