import { readId } from "../model/spellings.ts";
import { readFilter } from "./arguments.ts";
import type { Call } from "./call.ts";
import { renderSnapshot } from "./collections.ts";
import { renderCheck, renderControl } from "./controls.ts";
import type { RowRef } from "./nodes.ts";
import type { Results } from "./results.ts";

/** The asset that is meant by `id`. Where none is known, what was not read is noted: it may be there. */
export async function findAsset(
  call: Call,
  id: string,
  key: string | undefined,
): Promise<RowRef | null> {
  const { model } = call.inventory;
  const wanted = readId(id);
  const assets = model.abstractTypes.get("Asset")?.members ?? [];
  const found = await Promise.all(assets.map((type) => call.find(type, wanted)));
  const row = found.find((one) => one !== null);
  if (!row) await call.select({ type: "Asset", where: readFilter(call, "Asset", { id }) }, key);
  return row ?? null;
}

/** What has this id: a control, a check, a snapshot or an asset. */
export async function findNode(results: Results, call: Call, id: string, key: string | undefined) {
  const run = await results.run();
  for (const check of run.checks) {
    if (check.id === id) return { __typename: "Control", ...renderControl(results, run, check) };
    const rule = check.rules.find(({ name }) => `${check.id}#${name}` === id);
    if (rule) return { __typename: "Check", ...renderCheck(results, run, check, rule) };
  }
  const snapshot = (await results.snapshots()).find((one) => one.id === id);
  return snapshot
    ? { __typename: "Snapshot", ...renderSnapshot(snapshot) }
    : findAsset(call, id, key);
}
