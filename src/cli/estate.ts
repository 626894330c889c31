import { statSync } from "node:fs";
import { importFolder } from "../collect/import.ts";
import { createInventory } from "../engine/inventory.ts";
import { InputError } from "../errors.ts";
import type { Tables } from "../inventory/tables.ts";
import { loadModel } from "../model/load.ts";
import type { Inventory, Model } from "../types.ts";
import { textOption, type Call } from "./command.ts";
import { ownFolder, schemaFolder } from "./folders.ts";
import type { Io } from "./io.ts";
import { readPackage } from "./package.ts";

/** The assets that a call asks about. */
export interface Estate {
  readonly model: Model;
  /** Reads the snapshot. The model alone is enough to find mistakes in checks first. */
  open(): Promise<Inventory>;
}

/** Finds the estate that a call's options mean. Throws an `InputError` where its SDL is broken. */
export async function loadEstate(call: Call): Promise<Estate> {
  const model = loadModel(schemaFolder(call.options, call.io));
  return { model, open: async () => createInventory(model, await loadTables(call, model)) };
}

async function loadTables({ options, io }: Call, model: Model): Promise<Tables> {
  const snapshot = textOption(options, "snapshot");
  if (options["sample"] === true) {
    if (snapshot !== undefined)
      throw new InputError('"--sample" and "--snapshot" name two estates. Keep one of them.');
    return importAnswers(ownFolder(io, "sample"), model, io);
  }
  if (snapshot !== undefined && isFolder(snapshot)) return importAnswers(snapshot, model, io);
  throw new InputError("no snapshot");
}

/** Turns a folder of raw answers into tables in memory. */
export async function importAnswers(folder: string, model: Model, io: Io): Promise<Tables> {
  const { tables } = await importFolder(folder, model, {
    now: io.now().toISOString(),
    assayVersion: readPackage(io.home).version,
    formatVersion: 1,
  });
  return tables;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
