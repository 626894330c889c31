import { createTruths } from "../backend/truths.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import type { Outcome, Wait } from "../explanation.ts";
import type { FieldValue, Filter, Inventory } from "../types.ts";
import type { AskedRow } from "./changes.ts";
import { cutEstate } from "./cut.ts";
import { applyEdits, type Edit, type Key } from "./edits.ts";
import { judgeRows } from "./judge.ts";
import { findMissingData, type MissingDatum } from "./missing-data.ts";
import { rowsToAdd } from "./new-row.ts";
import { seenIn } from "./seen.ts";
import { kindsOf } from "./values.ts";

/** So many things that are missing are tried out; the others are named. */
const TRIED = 5;

/** What an undecided row waits for, and what it comes to by each thing that this could turn out to be, as the engine judges. */
export async function findWaits(
  inventory: Inventory,
  { row, id, where }: AskedRow,
): Promise<readonly Wait[]> {
  const truths = createTruths(inventory.select, new Map());
  const data = await findMissingData(inventory, truths, row, where);
  const rows = { type: row.type, rows: Uint32Array.of(row.row) };
  const cut = await cutEstate(inventory, [{ rows, where }]);
  // What is hidden from each row stands with the row: a listing that was refused would hide it all the same.
  const estate: SmallEstate | undefined = cut && { records: cut.records, unread: [] };
  const comesTo = async (edits: readonly Edit[]): Promise<Outcome["status"]> => {
    const changed = applyEdits(inventory.model, estate!, edits);
    const [status] = await judgeRows(inventory, changed, row.type, [id], where);
    return wordOf[status!];
  };
  const waits: Wait[] = [];
  for (const [i, datum] of data.entries()) {
    const { path, missing } = datum;
    const outcomes = estate && i < TRIED ? await outcomesOf(inventory, datum, comesTo) : [];
    waits.push({ path, missing, outcomes });
  }
  return waits;
}

type ComesTo = (edits: readonly Edit[]) => Promise<Outcome["status"]>;

async function outcomesOf(
  inventory: Inventory,
  datum: MissingDatum,
  comesTo: ComesTo,
): Promise<readonly Outcome[]> {
  const { row, name } = datum;
  const [[id] = []] = await inventory.read({ type: row.type, rows: Uint32Array.of(row.row) }, [
    "id",
  ]);
  const key = { type: row.type, id: String(id) };
  const isField = inventory.model.types.get(row.type)!.fields.has(name);
  return (isField ? outcomesOfField : outcomesBehind)(inventory, key, datum, comesTo);
}

async function outcomesBehind(
  { model }: Inventory,
  row: Key,
  { name: relation, asks }: MissingDatum,
  comesTo: ComesTo,
): Promise<readonly Outcome[]> {
  const declared = model.types.get(row.type)!.relations.get(relation)!;
  const wheres = asks.flatMap((one) => (one.kind === "quantify" ? (one.where ?? []) : []));
  // One of which all is true that is asked of such.
  const where: Filter | undefined = wheres.length > 0 ? { kind: "and", of: wheres } : undefined;
  const at = { path: relation, cost: 0, row, relation };
  const settled: Edit = { ...at, does: "settle" };
  const none: Outcome = { is: "noFurther", status: await comesTo([settled]) };
  const [made] = rowsToAdd(model, declared.target, where);
  if (!made) return [none];
  const status = await comesTo([settled, { ...at, does: "add", made }]);
  return [none, { is: "oneThatHolds", status }];
}

async function outcomesOfField(
  inventory: Inventory,
  row: Key,
  { name, asks }: MissingDatum,
  comesTo: ComesTo,
): Promise<readonly Outcome[]> {
  const { model } = inventory;
  const field = model.types.get(row.type)!.fields.get(name)!;
  const atoms = asks.flatMap((one) => (one.kind === "quantify" ? [] : one));
  const seen = await seenIn(inventory, row.type, field);
  const { named, others } = kindsOf(model, row.type, field, atoms, seen);
  const judge = (value: FieldValue) =>
    comesTo([
      {
        ...{ does: "set", path: field.name, cost: 0, row, field: field.name, from: null },
        ...{ wishes: [], valuesFor: () => [], values: [value] },
      },
    ]);
  const byStatus = new Map<Outcome["status"], FieldValue[]>();
  for (const value of named) {
    const status = await judge(value);
    byStatus.set(status, [...(byStatus.get(status) ?? []), value]);
  }
  const told = [...byStatus].map(([status, values]): Outcome => ({ is: "values", values, status }));
  const rest = new Set<Outcome["status"]>();
  for (const value of others) rest.add(await judge(value));
  if (rest.size !== 1) return told;
  const [status] = rest;
  return [...told.filter((one) => one.status !== status), { is: "otherValue", status: status! }];
}

const wordOf: Readonly<Record<RowStatus, Outcome["status"]>> = {
  ...{ PASS: "pass", FAIL: "fail", UNDECIDED: "undecided" },
};
