import { statSync } from "node:fs";
import type { Imported } from "../collect/import-folder.ts";
import { InputError } from "../errors.ts";
import { tellFuture } from "../future.ts";
import type { Tables } from "../inventory/tables.ts";
import { loadModel } from "../model/load.ts";
import { formatVersion, openSnapshot } from "../snapshot/file.ts";
import type { Inventory, Model, SnapshotInfo } from "../types.ts";
import { asOf } from "./as-of.ts";
import { textOption, type Call } from "./command.ts";
import { ownFolder, schemaFolder } from "./folders.ts";
import { inventoryOver } from "../library/inventory-over.ts";
import { type Kept, readKept } from "./kept.ts";
import { readPackage } from "../library/package.ts";

/** The assets that a call asks about. */
export interface Estate {
  readonly model: Model;
  /** All of Assay's own checks, where they are known without reading them. */
  readonly kept?: Kept;
  /**
   * Reads the snapshot; the model alone is enough to find mistakes in checks first. Standard error is told where it says to be of the
   * future: somebody named it, so it is not refused.
   */
  open(): Promise<Inventory>;
}

/** Finds the estate that a call's options mean. Throws an `InputError` where its SDL is broken. */
export async function loadEstate(call: Call): Promise<Estate> {
  const kept = call.options.schema === undefined ? readKept(call.io) : undefined;
  const model = kept?.model ?? loadModel(schemaFolder(call.options, call.io));
  const open = async () => {
    const tables = await loadTables(call, model);
    for (const note of notesOn(tables.info, call)) call.io.stderr.write(`${note}\n`);
    return inventoryOver(model, tables);
  };
  return { model, open, ...(kept ? { kept } : {}) };
}

/** What has to be known of a snapshot before anything that is said of it is believed. */
export function notesOn({ id, takenAt }: SnapshotInfo, call: Call): readonly string[] {
  const future = call.options.sample === true ? undefined : tellFuture(takenAt, asOf(call));
  return future === undefined ? [] : [`The snapshot "${id}" cannot be right. ${future}`];
}

/** Turns a folder of raw answers into tables in memory. What turns them is loaded here, since a snapshot needs none of it. */
export async function importAnswers(folder: string, model: Model, call: Call): Promise<Imported> {
  const { io } = call;
  const { importFolder } = await import("../collect/import-folder.ts");
  const { providers } = await import("../library/providers.ts");
  const { version } = readPackage(io.home);
  const now = asOf(call).toISOString();
  return importFolder(folder, model, { providers, now, assayVersion: version, formatVersion });
}

async function loadTables(call: Call, model: Model): Promise<Tables> {
  const { options, io } = call;
  const name = textOption(options, "snapshot");
  if (options.sample === true) {
    if (name !== undefined)
      throw new InputError(
        "exclude-each-other",
        '"--sample" and "--snapshot" name two estates. Keep one of them.',
      );
    const { importSample } = await import("../library/import-sample.ts");
    return importSample(ownFolder(io, "sample"), model, readPackage(io.home).version);
  }
  const kind = name === undefined ? undefined : kindOf(name);
  if (kind === "folder") return (await importAnswers(name!, model, call)).tables;
  const path = kind === "file" ? name! : await findInStore(call, name);
  return openSnapshot(path, model);
}

async function findInStore(call: Call, name: string | undefined): Promise<string> {
  const { storeOf } = await import("./store.ts");
  const store = storeOf(call);
  if (name === undefined) return store.newest().path;
  if (/[/\\.]/.test(name))
    throw new InputError("missing-file", `There is no snapshot file or folder "${name}".`);
  return store.find(name).path;
}

function kindOf(path: string): "file" | "folder" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return "folder";
  return stats ? "file" : undefined;
}
