import type { Inventory, Query, Selection } from "../../types.ts";
import { selectEach, splitByConnector } from "./each-connector.ts";
import type { Question } from "./plan.ts";

/** What was answered to a suite's questions. */
export interface Answers {
  /** How many assets there are of each asset type. */
  readonly assets: Readonly<Record<string, number>>;
  readonly selections: ReadonlyMap<Question, Selection>;
  /** What was answered to `others`. */
  readonly others: ReadonlyMap<Query, Selection>;
}

/**
 * Puts all questions in one batch, together with the sizes of all asset types. Questions that differ in nothing but their
 * connector are one, wherever that gives the same answers: a suite then costs no more for each further connector. `others` are
 * asked along with them.
 */
export async function runQueries(
  inventory: Inventory,
  questions: readonly Question[],
  others: readonly Query[],
): Promise<Answers> {
  const types = [...inventory.model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map(({ name }) => name)
    .sort();
  const forAll = [...groupByRule(questions)].flatMap(([query, group]) => {
    const split = splitByConnector(query);
    return split ? [{ split, group }] : [];
  });
  const together = new Set(forAll.flatMap(({ group }) => group));
  const alone = questions.filter((question) => !together.has(question));
  const answers = [
    ...(await inventory.select([
      ...types.map((type) => ({ type })),
      ...others,
      ...forAll.flatMap(({ split }) => [split.rest, split.probe]),
      ...alone.map(({ query }) => query),
    ])),
  ];
  const sizes = answers.splice(0, types.length);
  const along = answers.splice(0, others.length);
  const shared = answers.splice(0, 2 * forAll.length);
  const selections = new Map(alone.map((question, i) => [question, answers[i]!]));
  for (const [i, { split, group }] of forAll.entries()) {
    const [rest, probe] = shared.slice(2 * i);
    const answerOf =
      probe!.undecided === 0
        ? await selectEach(inventory, split, rest!)
        : await selectSingly(inventory, group);
    for (const question of group) selections.set(question, answerOf(question.connector!));
  }
  return {
    assets: Object.fromEntries(types.map((type, i) => [type, sizes[i]!.examined])),
    selections,
    others: new Map(others.map((query, i) => [query, along[i]!])),
  };
}

/** Questions for a connector, by the query that they were made from. */
function groupByRule(questions: readonly Question[]): ReadonlyMap<Query, readonly Question[]> {
  const groups = new Map<Query, Question[]>();
  for (const question of questions) {
    if (question.connector === undefined) continue;
    const group = groups.get(question.rule.query);
    if (group) group.push(question);
    else groups.set(question.rule.query, [question]);
  }
  return groups;
}

async function selectSingly(inventory: Inventory, group: readonly Question[]) {
  const answers = await inventory.select(group.map(({ query }) => query));
  const byConnector = new Map(group.map(({ connector }, i) => [connector, answers[i]!]));
  return (connector: string) => byConnector.get(connector)!;
}
