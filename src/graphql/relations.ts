import { compareValues } from "../dialect/values.ts";
import { invariant } from "../errors.ts";
import { sortSlices } from "../slices.ts";
import type { AssetType, FieldValue, Scalar, ScalarName, Sort } from "../types.ts";
import { type Arguments, readFilter, readWindow, targetOf } from "./arguments.ts";
import type { Call } from "./call.ts";
import {
  fromRelated,
  type FollowedLinks,
  mergeLinks,
  pickLinks,
  readAcross,
  type RowList,
  splitByType,
} from "./nodes.ts";

/**
 * Where a relation leads from each row of `list`, with the field's `where`, sort, offset and limit applied to each
 * parent's own rows. One question to the inventory for each type among the parents, however many there are.
 */
export async function followRelation(
  call: Call,
  list: RowList,
  relation: string,
  args: Arguments,
): Promise<FollowedLinks> {
  const { model } = call.inventory;
  const groups = await Promise.all(
    splitByType(list).map(async ({ at, rows }) => {
      const target = targetOf(model, rows.type, relation);
      invariant(target, `"${rows.type}" has the relation "${relation}"`);
      const where = readFilter(call, target.name, args.where);
      if (call.isBounded) call.spend(await call.inventory.countRelated(rows, relation), "links");
      return {
        at,
        target,
        links: fromRelated(await call.inventory.related(rows, relation, where)),
      };
    }),
  );
  const all = mergeLinks(list.length, groups);
  const window = readWindow(args);
  const target = groups[0]?.target;
  const sorted =
    target && window.sort.length > 0 ? await sortLinks(call, target, all, window.sort) : all;
  if (window.limit === undefined && window.offset === 0) return sorted;
  const end = window.limit === undefined ? undefined : window.offset + window.limit;
  return pickLinks(sorted, (places) => places.subarray(window.offset, end));
}

/** A link that is sorted is read and compared, too. */
const SORTED_COST = 4;

/** Null last when ascending, first when descending; equal rows keep their order, which is the id's. */
async function sortLinks(
  call: Call,
  target: Pick<AssetType, "fields">,
  links: FollowedLinks,
  sort: readonly Sort[],
): Promise<FollowedLinks> {
  call.spend(links.list.length * SORTED_COST, "links");
  const fields = sort.map(({ field }) => field);
  const read = call.inventory.read.bind(call.inventory);
  const columns = await readAcross(links.list, fields, read);
  const keys = sort.map(({ field, direction }, i) => ({
    values: columns[i]!,
    scalar: target.fields.get(field)!.scalar,
    sign: direction === "ASC" ? 1 : -1,
  }));
  const compare = (a: number, b: number): number => {
    for (const { values, scalar, sign } of keys) {
      const order = compareCells(scalar, values[a]!, values[b]!);
      if (order !== 0) return order * sign;
    }
    return a - b;
  };
  const order = Uint32Array.from(links.list.rows.keys());
  for (let i = 1; i < links.offsets.length; i++) {
    const own = order.subarray(links.offsets[i - 1], links.offsets[i]);
    if (own.length > 1) await call.work(sortSlices(own, compare));
  }
  return pickLinks(links, (places) =>
    order.subarray(places[0], places.length === 0 ? 0 : places.at(-1)! + 1),
  );
}

function compareCells(scalar: ScalarName, a: FieldValue, b: FieldValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareValues(scalar, a as Scalar, b as Scalar);
}
