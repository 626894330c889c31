import { asksForNone } from "../check/document/expectation.ts";
import type { Mistake } from "../errors.ts";
import { membersOf } from "../model/concrete.ts";
import type { Check, Model, Rule } from "../types.ts";
import { connectorType } from "./connect-rows.ts";
import { allRows, type CaseFile, type CaseOperation } from "./given.ts";

/** Cases that say nothing of their check, so that they would hold whatever it is: rows that it cannot name, and estates without a word about them. */
export function findVainCases(model: Model, check: Check, file: CaseFile): readonly Mistake[] {
  const named = new Set(check.rules.flatMap((rule) => namedTypes(model, check, rule)));
  return file.operations.flatMap((operation) => [
    ...vainRows(operation, named),
    ...vainOperation(operation),
  ]);
}

function vainRows({ estate }: CaseOperation, named: ReadonlySet<string>): readonly Mistake[] {
  if (!("rows" in estate)) return [];
  const types = [...named].sort().map((type) => `"${type}"`);
  return allRows(estate)
    .filter(({ type, expected }) => expected && !named.has(type.name))
    .map(({ type, place }) => ({
      code: "wrong-type",
      message: `"is" stands on a row of "${type.name}", of which the check says nothing. It speaks of ${types.join(", ")}.`,
      place,
    }));
}

function vainOperation({ estate, verdict, place }: CaseOperation): readonly Mistake[] {
  const isSaid =
    verdict !== undefined ||
    ("rows" in estate
      ? estate.rows.length + estate.unread.length === 0 ||
        allRows(estate).some(({ expected }) => expected)
      : estate.expected.length > 0);
  if (isSaid) return [];
  const message = `Nothing is said of what the check must come to. Write "is: …" on a row, or "@case(verdict: …)" on the operation.`;
  return [{ code: "unused", message, place }];
}

/** The types of the assets that a rule can find fault with, or leave undecided. */
function namedTypes(model: Model, { perConnector }: Check, rule: Rule): readonly string[] {
  const { query, offendersPath = [], expectation } = rule;
  const returned = membersOf(model, query.type);
  const reached = offendersPath.reduce<readonly string[]>(
    (near, { relation }) =>
      near.flatMap((type) => {
        const target = model.types.get(type)!.relations.get(relation)?.target;
        return target === undefined ? [] : membersOf(model, target);
      }),
    returned,
  );
  const lacking = perConnector && !asksForNone(expectation) ? [connectorType] : [];
  return [...returned, ...reached, ...lacking];
}
