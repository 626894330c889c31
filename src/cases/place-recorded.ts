import { basename, dirname, join } from "node:path";
import { readConnectorIds } from "../check/run/connectors.ts";
import { casesSuffix } from "../check/document/beside.ts";
import { InputError, suggestionFor, type Mistake } from "../errors.ts";
import type { Check, Inventory } from "../types.ts";
import type { CaseFile, CaseOperation, Recorded } from "./given.ts";
import type { Placed, PlacedRow } from "./place-cases.ts";

/** Opens a folder of raw answers as an inventory. */
export type OpenRecording = (folder: string) => Promise<Inventory>;

/** The folder of raw answers that an operation of a case file names. */
export function recordingOf({ file }: Pick<CaseFile, "file">, { folder }: Recorded): string {
  return join(dirname(file), `${basename(file).replace(casesSuffix, "")}.cases`, folder);
}

/** Opens the raw answers of recorded cases, an inventory for each. Throws an `InputError` of all assets that they lack. */
export async function placeRecorded(
  checks: readonly Check[],
  files: readonly CaseFile[],
  open: OpenRecording,
): Promise<readonly Placed[]> {
  const ids = new Set(checks.map(({ id }) => id));
  const mistakes: Mistake[] = [];
  const placed: Placed[] = [];
  for (const file of files.filter(({ check }) => ids.has(check)))
    for (const operation of file.operations) {
      const { estate } = operation;
      if ("rows" in estate) continue;
      const inventory = await open(recordingOf(file, estate));
      const rows = await findRows(inventory, estate, mistakes);
      const connectors = await readConnectorIds(inventory);
      placed.push(placeOne(inventory, file.check, { operation, connectors, rows, all: rows }));
    }
  if (mistakes.length > 0) throw new InputError(mistakes);
  return placed;
}

function placeOne(
  inventory: Inventory,
  check: string,
  estate: {
    readonly operation: CaseOperation;
    readonly connectors: readonly string[];
    readonly rows: readonly PlacedRow[];
    readonly all: readonly PlacedRow[];
  },
): Placed {
  return { inventory, estates: new Map([[check, [estate]]]) };
}

async function findRows(
  inventory: Inventory,
  { expected }: Recorded,
  mistakes: Mistake[],
): Promise<readonly PlacedRow[]> {
  const rows: PlacedRow[] = [];
  for (const one of expected) {
    const type = await typeOf(inventory, one.id);
    if (type !== undefined) rows.push({ expected: one, type, id: one.id });
    else mistakes.push(await unknownAsset(inventory, one.id, one.place));
  }
  return rows;
}

async function typeOf(inventory: Inventory, id: string): Promise<string | undefined> {
  for (const { name, kind } of inventory.model.types.values())
    if (kind === "asset" && (await inventory.find(name, [id]))[0] !== undefined) return name;
  return undefined;
}

async function unknownAsset(
  inventory: Inventory,
  id: string,
  place: Mistake["place"],
): Promise<Mistake> {
  const ids: string[] = [];
  for (const { name, kind } of inventory.model.types.values()) {
    if (kind !== "asset") continue;
    const [selection] = await inventory.select([{ type: name }]);
    for (const rows of await selection!.rows("matched"))
      ids.push(...(await inventory.read(rows, ["id"]))[0]!.map(String));
  }
  const message = `The recorded answers have no asset "${id}".${suggestionFor(id, ids)}`;
  return { code: "unknown-asset", message, ...(place ? { place } : {}) };
}
