import type { Example } from "../estate/judge-rows.ts";
import { gatherAtoms } from "../solver/atoms.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import type { Goal } from "../solver/search.ts";
import { createDomain } from "../solver/values/domain.ts";
import type { AssetRecord, Filter, Place } from "../types.ts";
import { turned } from "./conditions.ts";
import { type AskedRule, type Asking, findRow, judge, type Witness } from "./witness-rule.ts";

/** A condition of a rule's filter, with a row that fails by it and one beside that passes. */
export interface ConditionWitness extends Deciding {
  /** As a person reads it: `pricingTier = "Free"`. */
  readonly text: string;
  readonly place: Place | undefined;
}

interface Deciding {
  /** A row that fails, and would not if this condition came to the opposite. */
  readonly fails: Witness;
  /** The same row with one value changed, where that is enough; else another that passes by this condition. */
  readonly passes: Witness;
}

/** What shows that a condition decides. */
export async function witnessCondition(
  asking: Asking,
  asked: AskedRule & { readonly where: Filter },
  condition: Filter,
): Promise<Deciding> {
  const { where } = asked;
  const other = turned(where, condition);
  const passing: Goal = { filter: other, truths: truthsOfStatus.PASS };
  const fails = await findRow(asking, asked, "FAIL", [passing]);
  if (fails.is !== "found") return { fails, passes: fails };
  const near = await passNear(asking, asked, condition, fails);
  const failing: Goal = { filter: other, truths: truthsOfStatus.FAIL };
  return {
    fails,
    passes: near ?? (await findRow(asking, asked, "PASS", [failing])),
  };
}

/** The estate with one value of the condition's field changed, so that its row passes. */
async function passNear(
  asking: Asking,
  asked: AskedRule & { readonly where: Filter },
  condition: Filter,
  { estate, row }: Example,
): Promise<Witness | undefined> {
  if ((condition.kind !== "compare" && condition.kind !== "null") || condition.field === "id")
    return undefined;
  const { field } = condition;
  const { model } = asking;
  const atoms = gatherAtoms([asked.where]);
  const changed = estate.records.flatMap((record): Example[] => {
    const type = model.types.get(record.type)!;
    const declared = type.fields.get(field);
    if (!declared || record.missing?.includes(field)) return [];
    const before = record.fields[field] ?? null;
    return createDomain(model, type, declared, atoms).kinds.flatMap(({ value }) => {
      if (value === undefined || value === before) return [];
      const one: AssetRecord = { ...record, fields: { ...record.fields, [field]: value } };
      const records = estate.records.map((each) => (each === record ? one : each));
      return [{ estate: { ...estate, records }, row }];
    });
  });
  const statuses = await Promise.all(changed.map((example) => judge(asking, asked, example)));
  const passing = changed[statuses.indexOf("PASS")];
  return passing && { is: "found", rows: 1, ...passing };
}
