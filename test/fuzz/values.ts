import { openSingle } from "../collect/recording/single.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import type { AssetType, Inventory } from "../../src/types.ts";
import { providers } from "../../src/library/providers.ts";
import { type Mishap, collectThrough, model, now, surroundBy, truthOf } from "./verdicts.ts";

/** What is known of one row: each field and relation as text, undefined where it is missing or may be more. */
interface Known {
  readonly connector: string;
  readonly values: ReadonlyMap<string, Value>;
}

interface Value {
  /** A field's value, or the sorted ids of a relation's rows, as JSON. */
  readonly text: string;
  readonly isMissing: boolean;
}

const truths = new Map<string, Promise<ReadonlyMap<string, ReadonlyMap<string, Known>>>>();

/** Per concrete type, all rows by id. */
async function readAll(inventory: Inventory) {
  const all = new Map<string, ReadonlyMap<string, Known>>();
  for (const type of model.types.values()) all.set(type.name, await readType(inventory, type));
  return all;
}

async function readType(
  inventory: Inventory,
  type: AssetType,
): Promise<ReadonlyMap<string, Known>> {
  const [selection] = await inventory.select([{ type: type.name }]);
  const known = new Map<string, Known>();
  for (const rows of await selection!.rows("matched")) {
    const [ids] = await inventory.read(rows, ["id"]);
    const connectors = await inventory.connectorsOf(rows);
    const values = ids!.map(() => new Map<string, Value>());
    const add = async (name: string, texts: readonly string[]) => {
      const missing = new Set(await inventory.missing(rows, name));
      for (const [i, text] of texts.entries())
        values[i]!.set(name, { text, isMissing: missing.has(i) });
    };
    for (const name of type.fields.keys()) {
      const [column] = await inventory.read(rows, [name]);
      await add(
        name,
        column!.map((value) => JSON.stringify(value)),
      );
    }
    for (const name of type.relations.keys())
      await add(name, await readTargets(inventory, rows, name));
    for (const [i, id] of ids!.entries())
      known.set(String(id), { connector: connectors[i]!, values: values[i]! });
  }
  return known;
}

/** The ids that a relation leads to from each row, sorted. */
async function readTargets(
  inventory: Inventory,
  rows: Parameters<Inventory["related"]>[0],
  relation: string,
): Promise<readonly string[]> {
  const { offsets, types, targetTypes, targets } = await inventory.related(rows, relation);
  const names = Array.from(targets, () => "");
  for (const [t, type] of types.entries()) {
    const at = names.flatMap((_, i) => (targetTypes[i] === t ? [i] : []));
    const own = { type, rows: Uint32Array.from(at, (i) => targets[i]!) };
    const [ids] = at.length === 0 ? [[]] : await inventory.read(own, ["id"]);
    for (const [j, i] of at.entries()) names[i] = `${type} ${String(ids![j])}`;
  }
  return Array.from({ length: rows.rows.length }, (_, i) =>
    JSON.stringify(names.slice(offsets[i], offsets[i + 1]).sort()),
  );
}

/**
 * Reads an estate to which something happens, and holds every value to the truth about it, whether or not a check asks for it: each
 * is what it is in truth, or missing; each row is there, or its collection is told not to be complete. Throws where one is not.
 */
export async function holdValues(mishap: Mishap): Promise<void> {
  const { folder } = mishap;
  const inTruth =
    truths.get(folder) ??
    collectThrough(openSingle(folder, now, providers)).then((tables) =>
      readAll(createInventory(model, tables)),
    );
  truths.set(folder, inTruth);
  const [truth, { keys }] = [await inTruth, await truthOf(folder)];
  const { transport, happened } = surroundBy(mishap, keys);
  const inventory = createInventory(model, await collectThrough(transport));
  const found = await readAll(inventory);
  const open = new Set(
    (await inventory.collections())
      .filter(({ status }) => status !== "complete")
      .map(({ type, connector }) => `${type} ${connector}`),
  );
  const complaints: string[] = [];
  for (const [type, rows] of truth) {
    const seen = found.get(type)!;
    for (const [id, so] of rows) {
      const row = seen.get(id);
      const isUnseen = !found.get("Connector")!.has(so.connector);
      const isTold = open.has(`${type} ${so.connector}`) || (isUnseen && isListOpen(open));
      if (row) complaints.push(...differences(row, so).map((what) => `${type} ${id}: ${what}`));
      else if (!isTold && model.types.get(type)!.kind === "asset")
        complaints.push(`${type} ${id} is not there, and its collection is complete`);
    }
    if (model.types.get(type)!.kind === "asset")
      for (const id of seen.keys())
        if (!rows.has(id)) complaints.push(`${type} ${id} is there, and not in truth`);
  }
  if (complaints.length === 0) return;
  throw new Error(`${complaints.slice(0, 5).join("\n")}\nafter\n${happened.join("\n")}`);
}

/** A list of connectors that could not be read has no connector to be told of, and neither has what is in one of them. */
function isListOpen(open: ReadonlySet<string>): boolean {
  return [...open].some((pair) => pair.startsWith("Connector "));
}

function differences(row: Known, so: Known): readonly string[] {
  return [...so.values].flatMap(([name, { text, isMissing }]) => {
    const found = row.values.get(name)!;
    if (found.isMissing) return [];
    if (isMissing) return [`${name} is ${found.text.slice(0, 200)}, in truth it is not known`];
    if (found.text === text) return [];
    return [`${name} is ${found.text.slice(0, 200)}, in truth ${text.slice(0, 200)}`];
  });
}
