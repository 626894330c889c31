import { usesVariable } from "../../dialect/variables.ts";
import type { Inventory, Query, Selection } from "../../types.ts";
import { selectEach, splitByConnector } from "./each-connector.ts";
import { askedOf, type Question, queryOf } from "./question.ts";

/** What was answered to a suite's questions. */
export interface Answers {
  /** How many assets there are of each asset type. */
  readonly assets: Readonly<Record<string, number>>;
  /** What was answered to one of the questions. */
  to(question: Question): Selection;
  /** What was answered to `others`. */
  readonly others: ReadonlyMap<Query, Selection>;
}

/** What a rule asks of the inventory, and how its answers are told apart. */
interface Asking {
  readonly queries: readonly Query[];
  /** The answer for each connector, out of those to `queries`. */
  readonly tell: (answers: readonly Selection[]) => Promise<AnswerFor>;
}

type AnswerFor = (connector: string | undefined) => Selection;

/**
 * Puts all questions in one batch, together with the sizes of all asset types. What a rule asks for each connector is asked once,
 * wherever that gives the same answers: a suite then costs no more for each further connector. `others` are asked along with them.
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
  const asked = [...Map.groupBy(questions, askedOf)].map(([about, group]) => ({
    about,
    ...askFor(inventory, about, group),
  }));
  const answers = await inventory.select([
    ...types.map((type) => ({ type })),
    ...others,
    ...asked.flatMap(({ queries }) => queries),
  ]);
  let at = types.length + others.length;
  const answersTo = new Map<object, AnswerFor>();
  for (const { about, queries, tell } of asked) {
    answersTo.set(about, await tell(answers.slice(at, at + queries.length)));
    at += queries.length;
  }
  return {
    assets: Object.fromEntries(types.map((type, i) => [type, answers[i]!.examined])),
    to: (question) => answersTo.get(askedOf(question))!(question.connector),
    others: new Map(others.map((query, i) => [query, answers[types.length + i]!])),
  };
}

function askFor(
  inventory: Inventory,
  { query }: { readonly query: Query },
  group: readonly Question[],
): Asking {
  if (!query.where || !usesVariable(query.where))
    return {
      queries: [query],
      tell:
        async ([same]) =>
        () =>
          same!,
    };
  const singly = group.map(queryOf);
  const split = splitByConnector(query);
  if (!split) return { queries: singly, tell: async (answers) => byConnector(group, answers) };
  return {
    queries: [split.rest, split.probe],
    async tell([rest, probe]) {
      if (probe!.undecided === 0) return await selectEach(inventory, split, rest!);
      return byConnector(group, await inventory.select(singly));
    },
  };
}

function byConnector(group: readonly Question[], answers: readonly Selection[]): AnswerFor {
  const known = new Map(group.map(({ connector }, i) => [connector, answers[i]!]));
  return (connector) => known.get(connector)!;
}
