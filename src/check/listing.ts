import { compareText } from "../dialect/values.ts";
import type { Inventory, Rows } from "../types.ts";
import type { Found } from "./find-rows.ts";

/** What a verdict lists, in its order: by asset id, then by rule. Nothing is described yet. */
export interface Listing {
  readonly length: number;
  /** Those from `from` up to `to`, as rows to be asked about together. */
  slice(from: number, to: number): readonly Part[];
}

/** Some of the rows that were found, each with its position in the slice. */
export interface Part extends Found {
  readonly positions: readonly number[];
}

/** Rows that are described at once: enough for the cost of asking, and few enough for little memory. */
const batchRows = 256;

/** Brings what was found into order. Only what was found in several ways, or by a path, has to be looked at for that. */
export async function listRows(inventory: Inventory, found: readonly Found[]): Promise<Listing> {
  const [only] = found;
  if (found.length === 1 && only!.assets === only!.from && only!.tooFew === undefined) {
    return {
      length: only!.assets.rows.length,
      slice: (from, to) => {
        const some = pickRows(only!, (rows) => rows.subarray(from, to));
        return [{ ...some, positions: [...some.assets.rows.keys()] }];
      },
    };
  }
  const places = await sortPlaces(inventory, found);
  return {
    length: places.length,
    slice(from, to) {
      const some = places.slice(from, to);
      const groups = Map.groupBy(some.keys(), (position) => some[position]!.found);
      return [...groups].map(([group, positions]) => ({
        ...pickRows(group, (rows) => Uint32Array.from(positions, (i) => rows[some[i]!.at]!)),
        positions,
      }));
    },
  };
}

/** Describes what is listed, batch by batch, each in its order; `limit` of it. */
export async function* describeListed<T>(
  listing: Listing,
  describe: (found: Found) => Promise<readonly T[]>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly T[], void, void> {
  const end = Math.min(limit, listing.length);
  for (let from = 0; from < end; from += batchRows) {
    const batch: T[] = [];
    for (const part of listing.slice(from, Math.min(end, from + batchRows))) {
      const described = await describe(part);
      for (const [i, position] of part.positions.entries()) batch[position] = described[i]!;
    }
    yield batch;
  }
}

/** One row that was found: number `at` of the rows of `found`. */
interface Place {
  readonly id: string;
  readonly found: Found;
  readonly at: number;
}

async function sortPlaces(
  inventory: Inventory,
  found: readonly Found[],
): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const group of found) {
    const [ids] = await inventory.read(group.assets, ["id"]);
    for (const [at, id] of ids!.entries()) places.push({ id: String(id), found: group, at });
  }
  const rule = ({ question }: Found) => question.rule.name;
  return places.sort(
    (a, b) => compareText(a.id, b.id) || compareText(rule(a.found), rule(b.found)),
  );
}

function pickRows(found: Found, pick: (rows: Uint32Array) => Uint32Array): Found {
  const pickOf = ({ type, rows }: Rows) => ({ type, rows: pick(rows) });
  const assets = pickOf(found.assets);
  return { ...found, assets, from: found.from === found.assets ? assets : pickOf(found.from) };
}
