import { compareText } from "../../dialect/values.ts";
import { inSlices, sortSlices } from "../../slices.ts";
import type { Inventory, PartOfList, Rows } from "../../types.ts";
import type { AssetRows } from "./find-rows.ts";

/** What a verdict lists, in its order: by asset id, then by rule. Nothing is described yet. */
export interface Listing {
  readonly length: number;
  /** Those from `from` up to `to`, as rows to be asked about together. */
  slice(from: number, to: number): Promise<readonly Part[]>;
}

/** Some of the rows that were found, each with its position in the slice. */
export interface Part extends AssetRows {
  readonly positions: readonly number[];
}

/** Rows that are described at once: enough for the cost of asking, and few enough for little memory. */
const batchRows = 256;

/** Brings what was found into order. Only what was found in several ways, or by a path, has to be looked at for that. */
export async function listRows(
  inventory: Inventory,
  found: readonly AssetRows[],
): Promise<Listing> {
  const [only] = found;
  if (found.length === 1 && only!.assets === only!.from && only!.tooFew === undefined) {
    return {
      length: only!.assets.rows.length,
      slice: async (from, to) => [wholePart(pickRows(only!, (rows) => rows.subarray(from, to)))],
    };
  }
  const { group, at } = await sortPlaces(inventory, found);
  return {
    length: group.length,
    async slice(from, to) {
      const groups = Map.groupBy(group.subarray(from, to).keys(), (i) => group[from + i]!);
      return [...groups].map(([number, positions]) => ({
        ...pickRows(found[number]!, (rows) =>
          Uint32Array.from(positions, (i) => rows[at[from + i]!]!),
        ),
        positions,
      }));
    },
  };
}

/** What was found is all that a slice holds, in its order. */
export function wholePart(found: AssetRows): Part {
  return { ...found, positions: [...found.assets.rows.keys()] };
}

/** Describes what is listed, batch by batch, each in its order: `limit` of it after the first `offset`. */
export async function* describeListed<T>(
  listing: Listing,
  describe: (found: AssetRows) => Promise<readonly T[]>,
  { offset, limit }: PartOfList,
): AsyncGenerator<readonly T[], void, void> {
  const end = Math.min(offset + limit, listing.length);
  for (let from = offset; from < end; from += batchRows) {
    const batch: T[] = [];
    for (const part of await listing.slice(from, Math.min(end, from + batchRows))) {
      const described = await describe(part);
      for (const [i, position] of part.positions.entries()) batch[position] = described[i]!;
    }
    yield batch;
  }
}

/** Rows that were found, in order: row number `at[i]` of those of `found[group[i]]`. Eight bytes for each. */
interface Places {
  readonly group: Uint32Array;
  readonly at: Uint32Array;
}

async function sortPlaces(inventory: Inventory, found: readonly AssetRows[]): Promise<Places> {
  const length = found.reduce((sum, { assets }) => sum + assets.rows.length, 0);
  const group = new Uint32Array(length);
  const at = new Uint32Array(length);
  const ids: string[] = [];
  for (const [number, { assets }] of found.entries()) {
    const [own] = await inventory.read(assets, ["id"]);
    for (let i = 0; i < own!.length; i++) {
      group[ids.length] = number;
      at[ids.length] = i;
      ids.push(String(own![i]));
    }
  }
  const rule = (place: number) => found[group[place]!]!.question.rule.name;
  const order = Uint32Array.from(group.keys());
  await inSlices(
    sortSlices(
      order,
      (a, b) => compareText(ids[a]!, ids[b]!) || compareText(rule(a), rule(b)) || a - b,
    ),
  );
  return { group: order.map((i) => group[i]!), at: order.map((i) => at[i]!) };
}

function pickRows(found: AssetRows, pick: (rows: Uint32Array) => Uint32Array): AssetRows {
  const pickOf = ({ type, rows }: Rows) => ({ type, rows: pick(rows) });
  const assets = pickOf(found.assets);
  return { ...found, assets, from: found.from === found.assets ? assets : pickOf(found.from) };
}
