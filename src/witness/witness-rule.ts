import { compareExpectation, asksForNone } from "../check/document/expectation.ts";
import { bindVariable } from "../dialect/variables.ts";
import { invariant } from "../errors.ts";
import type { Example, Trial } from "../estate/judge-rows.ts";
import { copyEstate, inCopy, madeUpConnector } from "../estate/made-up-ids.ts";
import { makeEstate } from "../estate/make-estate.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import { type Found, type Goal, search } from "../solver/search.ts";
import type { Check, Filter, Model, Rule } from "../types.ts";

/** An example of a status that the engine has judged; or that there is none, or that this could not be decided. */
export type Witness =
  | ({ readonly is: "found"; readonly rows: number } & Example)
  | Exclude<Found, { readonly is: "found" }>;

/** What rules are asked with. */
export interface Asking {
  readonly model: Model;
  readonly judge: (trial: Trial) => Promise<RowStatus>;
}

/** A rule as it is asked of made-up estates. */
export interface AskedRule {
  readonly check: Check;
  readonly rule: Rule;
  /** Bound to the connector of made-up estates; undefined where every row is found. */
  readonly where: Filter | undefined;
}

export function askedRules(model: Model, check: Check): readonly AskedRule[] {
  return check.rules.map((rule) => ({ check, rule, where: bound(model, check, rule.query.where) }));
}

/** A filter of a check, bound to the connector of made-up estates. */
export function bound(
  model: Model,
  { perConnector }: Check,
  filter: Filter | undefined,
): Filter | undefined {
  return filter && perConnector ? bindVariable(filter, madeUpConnector(model)) : filter;
}

/** What the engine says of a row by a rule. */
export function judge(
  { judge: ask }: Asking,
  { rule }: AskedRule,
  { estate, row }: Example,
): Promise<RowStatus> {
  return ask({ estate, row, where: rule.query.where });
}

/** A row that comes to a status by the filter alone. Where the engine says otherwise one of the two is wrong. */
export async function findRow(
  asking: Asking,
  asked: AskedRule,
  status: RowStatus,
  also: readonly Goal[] = [],
): Promise<Witness> {
  const { check, rule, where } = asked;
  if (!where && status !== "FAIL") return { is: "cannot" };
  const own: Goal = { filter: where ?? { kind: "and", of: [] }, truths: truthsOfStatus[status] };
  const found = search(asking.model, rule.query.type, [own, ...also]);
  if (found.is !== "found") return found;
  const judged = await judge(asking, asked, found);
  invariant(
    judged === status,
    `a made-up row of "${check.id}" is ${status} for the solver and ${judged} for the engine: ${JSON.stringify(found.estate.records)}`,
  );
  return { rows: 1, ...found };
}

const nobody = { type: "", id: "" };

/** No more rows are made for a rule that counts. */
const MOST_COPIES = 100;

/** A smallest estate for which a rule comes to a status: one row, or as many as its expectation asks for. */
export async function findWitness(
  asking: Asking,
  asked: AskedRule,
  status: RowStatus,
): Promise<Witness> {
  const { rule, where } = asked;
  if (asksForNone(rule.expectation)) return findRow(asking, asked, status);
  const counts = countsFor(rule, status);
  if (!counts) return { is: "cannot" };
  const [held, open] = counts;
  if (held + open > MOST_COPIES)
    return { is: "notDecided", why: `It takes more than ${MOST_COPIES} assets.` };
  const rows: Example[] = [];
  // Something has to be looked at, also where nothing is found.
  for (const [one, count] of [
    ["FAIL", held],
    ["UNDECIDED", open],
    ["PASS", held + open === 0 ? 1 : 0],
  ] as const) {
    const found = count > 0 ? await findRow(asking, asked, one) : undefined;
    // Where every asset is found, it takes none at all to find too few.
    if (found?.is === "cannot" && one === "PASS" && status === "FAIL")
      return { is: "found", rows: 0, estate: { records: [], unread: [] }, row: nobody };
    if (found && found.is !== "found") return found;
    if (found) rows.push(...new Array<Example>(count).fill(found));
  }
  for (const together of [true, false]) {
    const estate = joinEstates(rows, together);
    if ((await judgeWhole(asking.model, estate, rule, where)) === status)
      return { is: "found", rows: rows.length, estate, row: rows[0]!.row };
  }
  return { is: "notDecided", why: "As many assets of one kind may not stand beside each other." };
}

/** The fewest rows that are found and left open for which a rule comes to a status; undefined where there are none. */
export function countsFor(
  { expectation }: Rule,
  status: RowStatus,
): readonly [number, number] | undefined {
  const wanted = { FAIL: false, PASS: true, UNDECIDED: undefined }[status];
  const most = typeof expectation.value === "number" ? expectation.value + 1 : 1;
  for (let held = 0; held <= most; held++)
    for (const open of status === "UNDECIDED" ? [1, 2] : [0]) {
      const met = compareExpectation(expectation, { low: held, high: held + open });
      if (met === wanted) return [held, open];
    }
  return undefined;
}

/** Estates side by side, each with ids of its own; in one connector where `together` says so. */
function joinEstates(examples: readonly Example[], together: boolean): SmallEstate {
  const parts = examples.map(({ estate }, i) => {
    const copy = copyEstate(estate, i);
    if (!together) return copy;
    const connectors = new Map(
      estate.records.map(({ connector }) => [inCopy(connector, i), connector]),
    );
    const home = (id: string) => connectors.get(id) ?? id;
    const records = copy.records.map((record) => ({
      ...record,
      id: home(record.id),
      connector: home(record.connector),
      links: Object.fromEntries(
        Object.entries(record.links).map(([name, far]) => [name, far.map(home)]),
      ),
    }));
    return { ...copy, records };
  });
  const records = parts.flatMap((part) => part.records);
  const own = new Map(records.map((record) => [`${record.type} ${record.id}`, record]));
  return { records: [...own.values()], unread: [] };
}

/** What a rule comes to over a whole made-up estate, by how many rows the engine finds and leaves open. */
async function judgeWhole(
  model: Model,
  estate: SmallEstate,
  { query, expectation }: Rule,
  where: Filter | undefined,
): Promise<RowStatus> {
  const [selection] = await makeEstate(model, [estate]).select([{ type: query.type, where }]);
  const { matched, undecided } = selection!;
  const met = compareExpectation(expectation, { low: matched, high: matched + undecided });
  return met === undefined ? "UNDECIDED" : met ? "PASS" : "FAIL";
}
