import { bindVariable } from "../../dialect/variables.ts";
import type { Check, Filter, Query, Rule, Step } from "../../types.ts";

/** A rule as it is asked: of all assets, or for one connector where its check runs once for each. */
export interface Question {
  readonly rule: Rule;
  readonly connector?: string;
}

/** The questions of a check: rule by rule, and within a rule connector by connector. `connectors` are all that there are. */
export function planQuestions(
  { rules, perConnector, accounts = "" }: Check,
  connectors: readonly string[],
): readonly Question[] {
  const own = connectors.filter((id) => id.startsWith(accounts));
  return rules.flatMap((rule): readonly Question[] =>
    perConnector ? own.map((connector) => ({ rule, connector })) : [{ rule }],
  );
}

/** What a question asks for: the rule's query, with the connector's id where the variable stands. */
export function queryOf({ rule: { query }, connector }: Question): Query {
  return connector === undefined ? query : bindWhere(query, connector);
}

/** The steps from what a question returns to the assets at fault. */
export function pathOf({ rule: { offendersPath = [] }, connector }: Question): readonly Step[] {
  if (connector === undefined) return offendersPath;
  return offendersPath.map((step) => bindWhere(step, connector));
}

function bindWhere<T extends { readonly where?: Filter | undefined }>(of: T, connector: string): T {
  return of.where ? { ...of, where: bindVariable(of.where, connector) } : of;
}
