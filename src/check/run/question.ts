import { bindVariable } from "../../dialect/variables.ts";
import type { Check, Filter, Query, Rule, Step } from "../../types.ts";
import type { Inside } from "../scope/narrow-rule.ts";

/** A rule as it is asked: of all assets, or for one connector where its check runs once for each. */
export interface Question {
  readonly rule: Rule;
  readonly connector?: string;
  /** Where only some assets are meant: the rule over those. */
  readonly inside?: Inside;
  /** Given where those alone do not tell whether the rule holds, as with one that asks for a number of assets: it over all there are. */
  readonly whole?: Question;
}

/** The questions of a check: rule by rule, and within a rule connector by connector. `connectors` are all that there are; `narrow` is given those of one rule. */
export function planQuestions(
  { rules, perConnector, accounts = "" }: Check,
  connectors: readonly string[],
  narrow: (questions: readonly Question[]) => readonly Question[] = (asked) => asked,
): readonly Question[] {
  const own = connectors.filter((id) => id.startsWith(accounts));
  return rules.flatMap((rule): readonly Question[] => {
    return narrow(perConnector ? own.map((connector) => ({ rule, connector })) : [{ rule }]);
  });
}

/** What is asked about: the rule, or the rule over what stands inside. The same object for all questions that differ in their connector. */
export function askedOf({ rule, inside }: Question): Pick<Rule, "query" | "offendersPath"> {
  return inside ?? rule;
}

/** What a question asks for: the query of its rule, with the connector's id where the variable stands. */
export function queryOf(question: Question): Query {
  const { query } = askedOf(question);
  return question.connector === undefined ? query : bindWhere(query, question.connector);
}

/** The same for the rule as it stands in its check: why something is at fault is told by this alone. */
export function ownQueryOf({ rule, connector }: Question): Query {
  return queryOf(connector === undefined ? { rule } : { rule, connector });
}

/** The steps from what a question returns to the assets at fault. */
export function pathOf(question: Question): readonly Step[] {
  const { offendersPath = [] } = askedOf(question);
  const { connector } = question;
  if (connector === undefined) return offendersPath;
  return offendersPath.map((step) => bindWhere(step, connector));
}

function bindWhere<T extends { readonly where?: Filter | undefined }>(of: T, connector: string): T {
  return of.where ? { ...of, where: bindVariable(of.where, connector) } : of;
}
