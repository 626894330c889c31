import { collectedTypesOf, membersOf } from "../model/concrete.ts";
import type { Filter, Model, Query, Relation } from "../types.ts";
import { createOutcomes } from "./outcomes.ts";
import { compareText } from "./values.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;

/**
 * The asset types whose collections a query's answer depends on, sorted. Of what a relation leads to only those for which its condition
 * can come to anything.
 */
export function typesRead(model: Model, { type, where }: Query): readonly string[] {
  const read = new Set<string>();
  const outcomes = createOutcomes(model);
  const matters = (near: string, relation: Relation, far: string, filter: Quantify): boolean => {
    const { canHold, canFail } = outcomes.behind(near, relation, far, filter.where);
    return canHold || (canFail && filter.quantifier === "ALL");
  };
  const visit = (member: string, filter: Filter | undefined): void => {
    switch (filter?.kind) {
      case "and":
      case "or":
        for (const part of filter.of) visit(member, part);
        break;
      case "not":
        visit(member, filter.of);
        break;
      case "null":
      case "compare":
        for (const basis of model.types.get(member)?.fields.get(filter.field)?.derived?.from ?? [])
          read.add(basis);
        break;
      case "quantify": {
        const relation = model.types.get(member)?.relations.get(filter.relation);
        // What is derived rests on other types' answers in place of its owner's alone.
        for (const basis of relation?.derived?.from ?? []) read.add(basis);
        for (const target of relation ? membersOf(model, relation.target) : []) {
          if (!matters(member, relation!, target, filter)) continue;
          if (!relation?.derived && !isOwnPart(relation!, target)) read.add(target);
          visit(target, filter.where);
        }
      }
    }
  };
  // It stands in the answer that what holds it stands in, which is read already: other types' parts of its kind do not matter.
  const isOwnPart = ({ kind, reading }: Relation, target: string) =>
    kind === "embeds" && reading !== undefined && model.types.get(target)!.kind === "part";
  for (const member of membersOf(model, type)) {
    read.add(member);
    visit(member, where);
  }
  return [...new Set([...read].flatMap((name) => collectedTypesOf(model, name)))].sort(compareText);
}
