import type { Check, Filter, Query, Rule } from "../../types.ts";
import { bindVariable } from "../../dialect/variables.ts";

/** One question to the inventory: a rule of a check, for one connector where the check runs once for each. */
export interface Question {
  readonly rule: Rule;
  readonly query: Query;
  readonly connector?: string;
}

/**
 * The questions of each check, in the order of `checks`: rule by rule, and within a rule connector by connector.
 * `connectors` are the ids that a check with `$subscriptionResourceId` is asked for.
 */
export function planChecks(
  checks: readonly Check[],
  connectors: readonly string[],
): readonly (readonly Question[])[] {
  return checks.map((check) =>
    check.rules.flatMap((rule) => (check.perConnector ? bindRule(rule, connectors) : [ask(rule)])),
  );
}

function ask(rule: Rule): Question {
  return { rule, query: rule.query };
}

function bindRule(rule: Rule, connectors: readonly string[]): Question[] {
  return connectors.map((connector) => {
    const bound = bindWhere(rule.query, connector);
    const path = rule.offendersPath?.map((step) => bindWhere(step, connector));
    return { rule: path ? { ...rule, offendersPath: path } : rule, query: bound, connector };
  });
}

function bindWhere<T extends { readonly where?: Filter | undefined }>(of: T, connector: string): T {
  return of.where ? { ...of, where: bindVariable(of.where, connector) } : of;
}
