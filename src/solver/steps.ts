import { conditionsIn } from "../dialect/nodes.ts";
import type { Filter } from "../types.ts";
import { type Asking, stepsToQuantify } from "./quantify.ts";
import type { Condition, Demand, Row, Step } from "./row.ts";
import { andOrder, negated, orOrder, type Truths, waysOf } from "./truths.ts";

/** The ways in which a demand is met: one of them must be taken. */
export function stepsTo(asking: Asking, demand: Demand): readonly Step[] {
  return "steps" in demand ? demand.steps() : stepsToCondition(asking, demand);
}

const done: Step = { take: () => [] };

function stepsToCondition(asking: Asking, { row, filter, truths }: Condition): readonly Step[] {
  const reached = asking.reach.of(row.type, filter);
  if (!(reached & truths)) return [];
  // What holds by a relation that always leads to a row has that row to be made.
  if (!filter || (!(reached & ~truths) && isFlat(filter))) return [done];
  switch (filter.kind) {
    case "not":
      return [
        {
          take: () => [
            { row, filter: filter.of, truths: negated(truths), cause: asking.state.cause },
          ],
        },
      ];
    case "and":
    case "or":
      return stepsToJoin(asking, row, filter, truths);
    // Its reach has told.
    case "type":
      return [];
    case "null":
    case "compare":
      return [{ take: () => asking.state.demandValue(row, filter, truths) && [] }];
    case "quantify":
      return stepsToQuantify(asking, row, filter, truths);
  }
}

/** Whether a filter follows no relation. */
function isFlat(filter: Filter): boolean {
  return filter.kind !== "quantify" && conditionsIn(filter).every(isFlat);
}

type Join = Extract<Filter, { kind: "and" | "or" }>;

function stepsToJoin(
  { reach, state }: Asking,
  row: Row,
  { kind, of }: Join,
  truths: Truths,
): readonly Step[] {
  return waysOf(kind === "and" ? andOrder : orOrder, truths).flatMap(({ one, all }) => {
    const everyOne = (which: (i: number) => Truths): Demand[] =>
      of.map((filter, i) => ({ row, filter, truths: which(i), cause: state.cause }));
    if (one === undefined) return [{ take: () => everyOne(() => all) }];
    // What is on the row itself reads better than what is on others.
    const able = [...of.keys()]
      .filter((i) => reach.of(row.type, of[i]!) & one & all)
      .sort((a, b) => Number(isFlat(of[b]!)) - Number(isFlat(of[a]!)));
    return able.map((chosen) => ({
      take: () => everyOne((i) => (i === chosen ? one & all : all)),
    }));
  });
}
