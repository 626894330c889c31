import type { Filter, Inventory, Rule } from "../../types.ts";
import { asksForNone } from "../document/expectation.ts";
import { type Inside, narrowRule } from "../scope/narrow-rule.ts";
import type { Scope } from "../scope/scope.ts";
import { readIds } from "./connectors.ts";
import type { Question } from "./question.ts";

/** A scope over one inventory: how each rule is asked of what stands inside. */
export interface Narrowing {
  readonly scope: Scope;
  /** A rule over what stands inside; the same for the same rule. */
  insideOf(rule: Rule): Inside;
  /** Questions about one rule, as they are asked where only what stands inside is meant. */
  narrow(questions: readonly Question[]): readonly Question[];
  /** The ids of the connectors that have anything inside, or may have; undefined: any may. */
  readonly connectors?: readonly string[];
  /** Whether a connector is meant itself, or undefined where it cannot be told. */
  means(connector: string): boolean | undefined;
}

/** Looks up which connectors a scope means. */
export async function createNarrowing(inventory: Inventory, scope: Scope): Promise<Narrowing> {
  const holders = await readMeant(inventory, scope.connectors);
  const meant = await readMeant(inventory, scope.accounts);
  const rules = new Map<Rule, Inside>();
  const insideOf = (rule: Rule): Inside => {
    const known = rules.get(rule) ?? narrowRule(inventory.model, scope, rule);
    rules.set(rule, known);
    return known;
  };
  const means = (connector: string) => {
    if (!meant || meant.matched.has(connector)) return true;
    return meant.undecided.has(connector) ? undefined : false;
  };
  return {
    scope,
    insideOf,
    means,
    narrow: (questions) =>
      questions.flatMap((question): readonly Question[] => {
        const { rule, connector } = question;
        const narrowed = { ...question, inside: insideOf(rule) };
        if (asksForNone(rule.expectation)) return [narrowed];
        // What it asks for may stand anywhere in the connector, or in the estate.
        if (connector !== undefined && means(connector) === false) return [];
        return [{ ...narrowed, whole: question }];
      }),
    ...(holders ? { connectors: [...holders.matched, ...holders.undecided] } : {}),
  };
}

async function readMeant(inventory: Inventory, where: Filter | undefined) {
  if (!where) return undefined;
  const [selection] = await inventory.select([{ type: "Connector", where }]);
  const read = async (which: "matched" | "undecided") => {
    const ids = new Set<string>();
    for (const rows of await selection!.rows(which))
      for (const id of await readIds(inventory, rows)) ids.add(id);
    return ids;
  };
  return { matched: await read("matched"), undecided: await read("undecided") };
}
