import { statusesOf, type RowStatus } from "../estate/row-status.ts";
import { allOf } from "../dialect/nodes.ts";
import { explainTree } from "../explain/tree.ts";
import type { TreeNode } from "../explanation.ts";
import { membersOf } from "../model/concrete.ts";
import { asksForNone } from "../check/document/expectation.ts";
import { findHiddenRows, typesOf } from "../check/run/hidden-rows.ts";
import { describeOffenders, findOffenders, findUndecided } from "../check/run/offenders.ts";
import type { JudgedQuestion } from "../check/run/find-rows.ts";
import { planQuestions, queryOf, type Question } from "../check/run/question.ts";
import { foldStatus, judgeRule } from "../check/run/verdict.ts";
import type {
  Check,
  Evidence,
  Filter,
  Inventory,
  MissingEvidence,
  Query,
  RowRef,
  Rule,
  Selection,
  VerdictStatus,
} from "../types.ts";
import type { PlacedEstate, PlacedRow } from "./place-cases.ts";

/** What a check says of one row of an estate. */
export interface RowJudgement {
  readonly status: RowStatus;
  /** The conditions that made it an offender, or the data that it waits for. */
  reasons(): Promise<readonly (Evidence | MissingEvidence)[]>;
  /** Every condition of each rule that is asked of it, with its truth. */
  trees(): Promise<readonly TreeNode[]>;
}

/** What a check comes to over one estate. */
export interface EstateJudgement {
  /** In the order of the estate's rows. */
  readonly rows: readonly RowJudgement[];
  /** Where the whole is asked about. */
  readonly verdict?: VerdictStatus;
}

/** A check, and an estate to judge by it. */
export interface Trial {
  readonly check: Check;
  readonly estate: PlacedEstate;
}

/** Judges estates by checks that need not be those that they were made for: all questions are answered at once. */
export async function judgeEstates(
  inventory: Inventory,
  trials: readonly Trial[],
): Promise<readonly EstateJudgement[]> {
  const asking = createAsking(inventory);
  const plans = trials.map((trial) =>
    isWhole(trial) ? planWhole(asking, trial) : planRows(asking, trial),
  );
  const answers = await asking.answer();
  return Promise.all(plans.map((finish) => finish(answers)));
}

/** Whether rows cannot be judged one by one: a rule counts, or names other assets than it returns, or the whole is asked about. */
function isWhole({ check, estate }: Trial): boolean {
  return (
    (estate.operation.verdict !== undefined && !estate.isAlone) || !check.rules.every(isAboutRows)
  );
}

/** Whether a rule finds fault with each row that it returns, whatever others there are. */
export function isAboutRows({ expectation, offendersPath = [] }: Rule): boolean {
  return asksForNone(expectation) && offendersPath.length === 0;
}

type Finish = (answers: Answers) => Promise<EstateJudgement>;

/** Questions that are asked together. */
interface Asking {
  readonly inventory: Inventory;
  /** The place of the answer to a question, which is asked once however many estates it is about. */
  ask(question: Question): number;
  /** The place of the answer to a question about one estate, of which whole rows may be hidden. */
  askWhole(question: Question): number;
  askQuery(query: Query): number;
  /** The answers, once all has been asking. */
  answer(): Promise<Answers>;
}

interface Answers {
  at(place: number): Selection;
  mayHide(question: Question): Promise<boolean>;
}

function createAsking(inventory: Inventory): Asking {
  const queries: Query[] = [];
  const wholes: Question[] = [];
  const places = new Map<Rule, Map<string | undefined, number>>();
  const askQuery = (query: Query) => queries.push(query) - 1;
  return {
    inventory,
    askQuery,
    ask(question) {
      const byConnector = places.get(question.rule) ?? new Map<string | undefined, number>();
      places.set(question.rule, byConnector);
      const place = byConnector.get(question.connector) ?? askQuery(queryOf(question));
      byConnector.set(question.connector, place);
      return place;
    },
    askWhole(question) {
      wholes.push(question);
      return askQuery(queryOf(question));
    },
    async answer() {
      const selections = await inventory.select(queries);
      const hidden = wholes.length > 0 ? await findHiddenRows(inventory, wholes) : undefined;
      return {
        at: (place) => selections[place]!,
        mayHide: async (question) => hidden!.mayHide(question),
      };
    },
  };
}

/** Rules that say something of each row by itself are asked of all estates at once. */
function planRows(asking: Asking, { check, estate }: Trial): Finish {
  const questions = planQuestions(check, estate.connectors).map((question) => ({
    question,
    place: asking.ask(question),
  }));
  return async (answers) => {
    const { inventory } = asking;
    const rows = await findEach(inventory, estate.rows);
    const said = await Promise.all(
      questions.map(async ({ question, place }) => {
        const types = Map.groupBy(rows.keys(), (i) => estate.rows[i]!.type);
        const statuses = new Map<number, RowStatus>();
        for (const [type, places] of types) {
          const numbers = Uint32Array.from(places, (i) => rows[i]!);
          const found = await statusesOf(answers.at(place), { type, rows: numbers });
          for (const [n, i] of places.entries()) statuses.set(i, found[n]!);
        }
        return { where: queryOf(question).where, statuses };
      }),
    );
    return {
      rows: estate.rows.map(({ type }, i): RowJudgement => {
        const status = graverOf(said.map(({ statuses }) => statuses.get(i)!));
        const own = said.filter(({ statuses }) => statuses.get(i) === status);
        const at = { type, rows: Uint32Array.of(rows[i]!) };
        return {
          status,
          async reasons() {
            const tell = status === "FAIL" ? inventory.explain : inventory.explainMissing;
            if (status === "PASS") return [];
            return (await Promise.all(own.map(({ where }) => tell(at, where)))).flat(2);
          },
          trees: () => treesOf(inventory, { type, row: rows[i]! }, questions),
        };
      }),
    };
  };
}

function graverOf(statuses: readonly RowStatus[]): RowStatus {
  if (statuses.includes("FAIL")) return "FAIL";
  return statuses.includes("UNDECIDED") ? "UNDECIDED" : "PASS";
}

/** The rest is asked of the estate's own connectors alone, and judged as a run judges. */
function planWhole(asking: Asking, { check, estate }: Trial): Finish {
  const { connectors } = estate;
  const rules = check.rules.map((rule) => ({
    ...rule,
    query: within(rule.query, connectors),
  }));
  const questions = planQuestions({ ...check, rules }, connectors).map((question) => ({
    question,
    place: asking.askWhole(question),
    examined: typesOf(asking.inventory.model, question.rule.query).map((type) =>
      asking.askQuery(within({ type }, connectors)),
    ),
  }));
  return async (answers) => {
    const { inventory } = asking;
    const judged = await Promise.all(
      questions.map(async ({ question, place, examined }): Promise<JudgedQuestion> => {
        const selection = answers.at(place);
        const { matched: found, undecided } = selection;
        const open = await answers.mayHide(question);
        const all = examined.reduce((sum, one) => sum + answers.at(one).matched, 0);
        const counts = { question, examined: all, found, undecided, open };
        return { ...judgeRule(counts), selection };
      }),
    );
    const everything = Number.POSITIVE_INFINITY;
    const offending = (await findOffenders(inventory, judged, everything)).found;
    const waiting = (await findUndecided(inventory, judged, everything)).found;
    const offenders = (
      await Promise.all(offending.map((found) => describeOffenders(inventory, found)))
    ).flat();
    const rows = await findEach(inventory, estate.rows);
    // Where it stands is no condition of the check's.
    const own = planQuestions(check, connectors).map((question) => ({ question }));
    return {
      verdict: foldStatus(judged.map(({ status }) => status)),
      rows: estate.rows.map(({ type, id }, i): RowJudgement => {
        const trees = () => treesOf(inventory, { type, row: rows[i]! }, own);
        const named = offenders.filter(({ asset, through }) =>
          [asset, through].some((one) => one?.type === type && one.id === id),
        );
        if (named.length > 0) {
          const reasons = async () => named.flatMap(({ because }) => because);
          return { status: "FAIL", reasons, trees };
        }
        const open = waiting.filter(
          ({ assets }) => assets.type === type && assets.rows.includes(rows[i]!),
        );
        const at = { type, rows: Uint32Array.of(rows[i]!) };
        return {
          status: open.length > 0 ? "UNDECIDED" : "PASS",
          trees,
          async reasons() {
            const wheres = open.map(({ question }) => queryOf(question).where);
            return (
              await Promise.all(wheres.map((where) => inventory.explainMissing(at, where)))
            ).flat(2);
          },
        };
      }),
    };
  };
}

/** The trees of the rules that ask for rows of this one's type, in the connector that it is in. */
async function treesOf(
  inventory: Inventory,
  row: RowRef,
  asked: readonly { readonly question: Question }[],
): Promise<readonly TreeNode[]> {
  const [connector] = await inventory.connectorsOf({
    type: row.type,
    rows: Uint32Array.of(row.row),
  });
  const trees: TreeNode[] = [];
  for (const { question } of asked) {
    const { type, where } = queryOf(question);
    const isAsked = membersOf(inventory.model, type).includes(row.type);
    if (!where || !isAsked || (question.connector ?? connector) !== connector) continue;
    trees.push(await explainTree(inventory, row, where));
  }
  return trees;
}

/** A query of the rows of some connectors alone. */
function within({ type, where }: Query, connectors: readonly string[]): Query {
  const ids: Filter = { kind: "compare", field: "id", operator: "IN", value: [...connectors] };
  const inside: Filter =
    type === "Connector"
      ? ids
      : { kind: "quantify", relation: "connector", quantifier: "SOME", where: ids };
  return { type, where: allOf([inside, where])! };
}

async function findEach(
  inventory: Inventory,
  rows: readonly PlacedRow[],
): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (const { type, id } of rows) numbers.push((await inventory.find(type, [id]))[0]!);
  return numbers;
}
