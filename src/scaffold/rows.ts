import { readsOf } from "../dialect/reads.ts";
import { renderGiven } from "../solver/render-given.ts";
import type { Check, Inventory, Model, Rows } from "../types.ts";
import { witnessChecks } from "../witness/witness-check.ts";
import { readAround } from "./around.ts";

/** An asset that a check must find. */
export interface FoundAsset {
  readonly inventory: Inventory;
  readonly rows: Rows;
  readonly name: string;
}

/** A row of a file of cases, and what it shows. */
export interface ShownRow {
  readonly shows: string;
  readonly row: string;
}

/** Rows to begin a check's cases with: assets that it must find, and rows made up of what its filter says, for somebody to look at. */
export async function rowsOf(
  model: Model,
  check: Check,
  found: readonly FoundAsset[],
): Promise<readonly ShownRow[]> {
  const own: ShownRow[] = [];
  for (const one of found) own.push(await rowFrom(one, check));
  const others = await rowsMadeUp(model, check, own.length > 0);
  // A row that says of the same asset that it passes would only bewilder.
  const isOwn = ({ row }: ShownRow) =>
    own.some((one) => one.row.replace("is: FAIL", "is: PASS") === row);
  return [...own, ...others.filter((one) => !isOwn(one))];
}

async function rowFrom({ inventory, rows, name }: FoundAsset, check: Check): Promise<ShownRow> {
  const { type, where } = check.rules[0]!.query;
  const reads = readsOf(inventory.model, type, where);
  const { estate, row } = await readAround(inventory, rows, reads);
  return {
    shows: `as ${name} is in the snapshot`,
    row: renderGiven(inventory.model, estate, row, reads, "FAIL"),
  };
}

async function rowsMadeUp(
  model: Model,
  check: Check,
  hasFound: boolean,
): Promise<readonly ShownRow[]> {
  const [witnesses] = await witnessChecks(model, [check]);
  const { fail, pass, undecided, given } = witnesses!;
  const wanted = [
    ...(hasFound ? [] : ([[fail, "FAIL"]] as const)),
    [pass, "PASS"] as const,
    [undecided, "UNDECIDED"] as const,
  ];
  return wanted.flatMap(([witness, status]) =>
    witness.is === "found" ? [{ shows: "generated", row: given(witness, status) }] : [],
  );
}
