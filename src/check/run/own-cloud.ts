import { allOf, anyOf, isOfType, not } from "../../dialect/nodes.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Check, Filter, Inventory, Model, Rule } from "../../types.ts";
import type { Inside } from "../scope/narrow-rule.ts";
import type { Question } from "./question.ts";

/**
 * What the ids of those connectors begin with that a check is about: those of the cloud that it names, or that the first folder of its
 * id is called by. Undefined where it says nothing of the kind, and all are meant.
 */
export function accountsMeant({ providers }: Model, { id, provider }: Check): string | undefined {
  return providers.get(provider ?? id.split("/")[0]!)?.accounts;
}

/** How rules about connectors are asked where there are several clouds: of those of their check's own. */
export interface OwnCloud {
  narrow(questions: readonly Question[]): readonly Question[];
  /** A rule over its own cloud's connectors; undefined where nothing is left out. */
  insideOf(rule: Rule): Inside | undefined;
}

/**
 * What the accounts of another cloud lack is no fault of theirs: a tenant has no security contacts, and a subscription no conditional
 * access. Undefined in an inventory with accounts of one cloud alone.
 */
export async function createOwnCloud(
  inventory: Inventory,
  checks: readonly Check[],
): Promise<OwnCloud | undefined> {
  const { model } = inventory;
  const clouds = [...model.providers.values()].map(({ accounts }) => beginsWith(accounts));
  if (clouds.length < 2 || !model.types.has("Connector")) return undefined;
  const selections = await inventory.select(clouds.map((where) => ({ type: "Connector", where })));
  if (selections.filter(({ matched }) => matched > 0).length < 2) return undefined;
  const own = new Map<Rule, Filter>();
  for (const check of checks) {
    const accounts = accountsMeant(model, check);
    if (accounts === undefined) continue;
    for (const rule of check.rules) {
      const types = membersOf(model, rule.query.type);
      if (!types.includes("Connector")) continue;
      const others = types.length > 1 ? not(isOfType(["Connector"])) : undefined;
      own.set(rule, anyOf([others, beginsWith(accounts)])!);
    }
  }
  const narrowOne = (question: Question): Question => {
    const where = own.get(question.rule);
    if (!where) return question;
    const inside = narrowed(question.inside ?? question.rule, question.inside?.within, where);
    const whole = question.whole ? { whole: narrowOne(question.whole) } : {};
    return { ...question, inside, ...whole };
  };
  return {
    narrow: (questions) => questions.map(narrowOne),
    insideOf(rule) {
      const where = own.get(rule);
      return where && narrowed(rule, undefined, where);
    },
  };
}

function narrowed(
  { query, offendersPath }: Pick<Rule, "query" | "offendersPath">,
  within: Filter | undefined,
  where: Filter,
): Inside {
  return {
    query: { ...query, where: allOf([query.where, where]) },
    ...(offendersPath ? { offendersPath } : {}),
    within: allOf([within, where]),
  };
}

function beginsWith(value: string): Filter {
  return { kind: "compare", field: "id", operator: "STARTS_WITH", value };
}
