import { renderComparison } from "../backend/phrases.ts";
import { createTruths, type Selections, type Truths } from "../backend/truths.ts";
import type {
  ConditionNode,
  GroupNode,
  RelatedNode,
  RelatedRow,
  TreeNode,
  TruthCounts,
} from "../explanation.ts";
import type { Filter, Inventory, RowRef, Truth } from "../types.ts";
import { decidingRows, decidingTruth } from "./deciding.ts";
import { orderNearest } from "./nearest.ts";
import { bring, truthOf } from "./parts.ts";
import { readRelated, type RelatedRows } from "./related-rows.ts";

/** So many related rows are told of; of the others only how many there are. */
const TOLD = 3;

type Leaf = Extract<Filter, { kind: "null" | "compare" | "type" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** A place in the tree: the row that is asked about, and whether what is asked there decides. */
interface At {
  readonly row: RowRef;
  readonly decides: boolean;
}

/**
 * The whole tree of a filter for one row: every part with its truth, as the inventory judges it, and what was found. The answers of an
 * inventory may be shared by `selections` among many rows.
 */
export async function explainTree(
  inventory: Inventory,
  row: RowRef,
  where: Filter,
  selections: Selections = new Map(),
): Promise<TreeNode> {
  const truths = createTruths(inventory.select, selections);
  await bring(truths, [{ type: row.type, rows: Uint32Array.of(row.row) }], where);
  return createTeller(inventory, truths)(where, { row, decides: true });
}

function createTeller(inventory: Inventory, truths: Truths) {
  const { model } = inventory;

  async function tell(filter: Filter, at: At): Promise<TreeNode> {
    switch (filter.kind) {
      case "and":
      case "or":
        return group(filter.kind === "and" ? "all" : "any", filter.of, filter, at);
      case "not": {
        const { of } = filter;
        // A single condition is read the other way round; one that is not known names itself.
        if (of.kind === "null" || of.kind === "compare" || of.kind === "type")
          return condition(of, at, true);
        return group("not", [of], filter, at);
      }
      case "quantify":
        return related(filter, at);
      default:
        return condition(filter, at, false);
    }
  }

  async function group(
    kind: GroupNode["kind"],
    parts: readonly Filter[],
    filter: Filter,
    { row, decides }: At,
  ): Promise<GroupNode> {
    const truth = truthOf(truths, row, filter);
    const deciding = kind === "not" ? undefined : decidingTruth(kind, truth);
    const of: TreeNode[] = [];
    for (const part of parts) {
      const isOn = deciding === undefined || truthOf(truths, row, part) === deciding;
      of.push(await tell(part, { row, decides: decides && isOn }));
    }
    return { kind, truth, decides, of };
  }

  async function condition(
    filter: Leaf,
    { row, decides }: At,
    negated: boolean,
  ): Promise<ConditionNode> {
    const plain = truthOf(truths, row, filter);
    const truth = negated ? negationOf[plain] : plain;
    const common = { kind: "condition" as const, truth, decides };
    const holds = !negated;
    if (filter.kind === "type") {
      const text = `${holds ? "in" : "not in"} ${JSON.stringify(filter.names)}`;
      return { ...common, field: "typename", condition: text, found: row.type };
    }
    const text =
      filter.kind === "null" ? (holds ? "is null" : "is set") : renderComparison(filter, holds);
    const told = { ...common, field: filter.field, condition: text };
    const field = model.types.get(row.type)!.fields.get(filter.field);
    if (!field) return { ...told, unknown: "noField" };
    const rows = { type: row.type, rows: Uint32Array.of(row.row) };
    if (truth === "missing")
      return { ...told, missing: (await inventory.explainMissing(rows, filter))[0]! };
    const [[found = null] = []] = await inventory.read(rows, [filter.field]);
    const countsAs = found === null && filter.kind === "compare" ? field.coalesce : undefined;
    return {
      ...told,
      found,
      ...(countsAs === undefined ? {} : { countsAs }),
      ...(truth === "unknown" ? { unknown: "null" } : {}),
    };
  }

  async function related(filter: Quantify, { row, decides }: At): Promise<RelatedNode> {
    const { relation, quantifier, where } = filter;
    const truth = truthOf(truths, row, filter);
    const declared = model.types.get(row.type)!.relations.get(relation);
    const toMany = declared?.toMany ?? false;
    const common = { kind: "related" as const, truth, decides, relation, quantifier, toMany };
    if (!declared) return { ...common, counts: none, rows: [], more: none };
    const far = await readRelated(inventory, row, relation);
    if (where) await bring(truths, far.runs, where);
    const all = far.rows.map((one) => (where ? truthOf(truths, one, where) : "true"));
    const counts = countTruths(all);
    const deciding = decidingRows(quantifier, truth, counts);
    const isOn = (place: number) => deciding === undefined || all[place] === deciding;
    const order = orderNearest(far.rows, isOn, where, truths).slice(0, TOLD);
    const told = await Promise.all(
      order.map((place) =>
        tellRow(far, place, where, { truth: all[place]!, decides: decides && isOn(place) }),
      ),
    );
    const shown = new Set(order);
    const missing = truth === "missing" ? await hiddenBehind(row, filter) : [];
    return {
      ...common,
      counts,
      rows: told,
      more: countTruths(all.filter((_, place) => !shown.has(place))),
      ...(missing.length > 0 ? { missing } : {}),
    };
  }

  async function tellRow(
    far: RelatedRows,
    place: number,
    where: Filter | undefined,
    judged: { readonly truth: Truth; readonly decides: boolean },
  ): Promise<RelatedRow> {
    const row = far.rows[place]!;
    const named = await far.name(place);
    const of = where && (await tell(where, { row, decides: judged.decides }));
    return { ...judged, ...named, type: row.type, ...(of ? { of } : {}) };
  }

  /** Why a relation may lead to more than is known; what is missing in those that are stands with them. */
  async function hiddenBehind(row: RowRef, filter: Quantify) {
    const rows = { type: row.type, rows: Uint32Array.of(row.row) };
    const [missing] = await inventory.explainMissing(rows, filter);
    return missing!.filter(({ path }) => path === filter.relation);
  }

  return tell;
}

const none: TruthCounts = { true: 0, false: 0, unknown: 0, missing: 0 };

function countTruths(truths: readonly Truth[]): TruthCounts {
  const counts = { ...none };
  for (const truth of truths) counts[truth]++;
  return counts;
}

const negationOf: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};
