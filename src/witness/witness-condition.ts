import type { Example } from "../estate/judge-rows.ts";
import { gatherAtoms } from "../solver/atoms.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import type { Goal } from "../solver/search.ts";
import { createDomain } from "../solver/values/domain.ts";
import { conditionsIn } from "../dialect/nodes.ts";
import type { AssetRecord, Filter, Place } from "../types.ts";
import { turned, withInPlace } from "./conditions.ts";
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
  let none: Witness | undefined;
  for (const other of othersOf(where, condition)) {
    const passing: Goal = { filter: other, truths: truthsOfStatus.PASS };
    const fails = await findRow(asking, asked, "FAIL", [passing]);
    if (fails.is === "found") return besides(asking, asked, condition, other, fails);
    if (none?.is !== "notDecided") none = fails;
  }
  const fails: Witness =
    none?.is === "cannot" && (await mayMix(asking, asked, condition)) ? mixed : none!;
  return { fails, passes: fails };
}

const constants: readonly Filter[] = [
  { kind: "and", of: [] },
  { kind: "or", of: [] },
];

const mixed: Witness = {
  is: "notDecided",
  why: "It may decide for some related rows and not for others.",
};

/** The filter with the condition come to something else: the opposite and, where it is asked of several rows, the same of all. */
function othersOf(where: Filter, condition: Filter): readonly Filter[] {
  const opposite = turned(where, condition);
  if (!ofRelated(where, condition)) return [opposite];
  return [opposite, ...constants.map((constant) => withInPlace(where, condition, constant))];
}

/** Whether related rows for which a condition differs could make a rule fail: turning all of them at once then proves nothing. */
async function mayMix(
  asking: Asking,
  asked: AskedRule & { readonly where: Filter },
  condition: Filter,
): Promise<boolean> {
  if (!ofRelated(asked.where, condition)) return false;
  return (await findRow(asking, asked, "FAIL")).is !== "cannot";
}

function ofRelated(filter: Filter, condition: Filter): boolean {
  if (filter === condition) return false;
  const inner = conditionsIn(filter);
  if (filter.kind === "quantify") return inner.some((part) => holds(part, condition));
  return inner.some((part) => ofRelated(part, condition));
}

function holds(filter: Filter, condition: Filter): boolean {
  return filter === condition || conditionsIn(filter).some((part) => holds(part, condition));
}

async function besides(
  asking: Asking,
  asked: AskedRule & { readonly where: Filter },
  condition: Filter,
  other: Filter,
  fails: Witness & { readonly is: "found" },
): Promise<Deciding> {
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
