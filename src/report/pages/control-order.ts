import { severities } from "../../types.ts";
import type { Judgement } from "../judgements.ts";

/** The orders that a list of controls has, by their name in an address. */
export const orders = {
  service: "service",
  verdict: "verdict",
  severity: "severity",
  title: "title",
  fault: "assets at fault",
} as const;

export type Order = keyof typeof orders;

/** By service unless another order is named. */
export function readOrder(name: string | undefined): Order {
  return name !== undefined && Object.hasOwn(orders, name) ? (name as Order) : "service";
}

/** Controls in an order; those that are alike in it stay in the order they have, which is by verdict, then severity. */
export function sortJudgements(
  judged: readonly Judgement[],
  order: Exclude<Order, "service">,
): readonly Judgement[] {
  return order === "verdict" ? judged : judged.toSorted(comparisons[order]);
}

const comparisons: Readonly<
  Record<"severity" | "title" | "fault", (a: Judgement, b: Judgement) => number>
> = {
  severity: (a, b) => rank(a) - rank(b),
  title: (a, b) => (a.check.title < b.check.title ? -1 : 1),
  fault: (a, b) => b.verdict.offenderCount - a.verdict.offenderCount,
};

function rank({ check }: Judgement): number {
  return severities.indexOf(check.severity);
}
