import { makeEstate } from "../estate/make-estate.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { membersOf } from "../model/concrete.ts";
import type { AssetRecord, Check, Model } from "../types.ts";
import { assetTypesOf } from "./case-sdl.ts";
import { connectorType } from "./connect-rows.ts";
import type { CaseFile, CaseOperation, ExpectedRow } from "./given.ts";
import { isAboutRows, judgeEstates, type Trial } from "./judge-estates.ts";
import { constantFields } from "./lay-estate.ts";
import { placeCases, type PlacedEstate } from "./place-cases.ts";

/** What a check says of a row that another check's cases are about, where it says something else of a row of which nothing is known. */
export interface ForeignVerdict {
  readonly check: Check;
  /** The id of the check that the row is a case of. */
  readonly other: string;
  readonly operation: CaseOperation;
  readonly row: ExpectedRow;
  readonly status: RowStatus;
  /** What it says of a row that states nothing. */
  readonly bare: RowStatus;
}

/**
 * What every check says of the rows of the others' cases that it can be asked about: which checks an edit touches besides its own. Checks that
 * count, or that name others than they return, are left out.
 */
export async function judgeAllRows(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
): Promise<readonly ForeignVerdict[]> {
  const asked = checks.filter(({ rules }) => rules.every(isAboutRows));
  const bare = await judgeBare(model, asked);
  const found: ForeignVerdict[] = [];
  for (const { inventory, estates } of placeCases(model, checks, files)) {
    const trials = asked.flatMap((check) =>
      [...estates].flatMap(([other, some]) =>
        other === check.id
          ? []
          : some.flatMap((estate) =>
              rowsFor(model, check, estate).map((own) => ({ check, other, estate: own })),
            ),
      ),
    );
    const judged = await judgeEstates(inventory, trials);
    for (const [i, { check, other, estate }] of trials.entries())
      for (const [j, { expected, type }] of estate.rows.entries()) {
        const { status } = judged[i]!.rows[j]!;
        const otherwise = bare.get(check)!.get(type)!;
        // What is open is so for want of what the other check asks about.
        if (status !== otherwise && status !== "UNDECIDED")
          found.push({
            check,
            other,
            operation: estate.operation,
            row: expected,
            status,
            bare: otherwise,
          });
      }
  }
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function key({ check, other, row }: ForeignVerdict): string {
  const at = [row.place.line, row.place.column].map((one) => String(one).padStart(6, "0"));
  return [check.id, other, ...at].join(" ");
}

/** The rows of an estate that a check can be asked about, each by itself. */
function rowsFor(model: Model, { rules }: Check, estate: PlacedEstate): readonly PlacedEstate[] {
  const types = new Set(rules.flatMap(({ query }) => membersOf(model, query.type)));
  const rows = estate.rows.filter(({ type }) => types.has(type));
  if (rows.length === 0 || estate.isAlone) return [];
  const { verdict: _, ...operation } = estate.operation;
  return [{ ...estate, operation, rows }];
}

/** What checks say of rows of which nothing is known, by type. */
async function judgeBare(
  model: Model,
  checks: readonly Check[],
): Promise<ReadonlyMap<Check, ReadonlyMap<string, RowStatus>>> {
  const account = `${[...model.providers.values()][0]?.accounts ?? "/"}bare`;
  const records = assetTypesOf(model).map((type): AssetRecord => ({
    type: type.name,
    id: type.name === connectorType ? account : `${account}/${type.plural.toLowerCase()}/bare`,
    connector: account,
    fields: constantFields(model, type, undefined),
    links: {},
  }));
  const inventory = makeEstate(model, [{ records, unread: [] }]);
  const place = { file: "", line: 0, column: 0 };
  const expected: ExpectedRow = { status: "PASS", because: [], title: "", place };
  const operation: CaseOperation = { title: "", place, estate: { rows: [], unread: [] } };
  const trials = checks.map((check): Trial => {
    const types = new Set(check.rules.flatMap(({ query }) => membersOf(model, query.type)));
    const rows = records.filter(({ type }) => types.has(type)).map((one) => ({ ...one, expected }));
    return { check, estate: { operation, connectors: [account], rows, all: rows } };
  });
  const judged = await judgeEstates(inventory, trials);
  return new Map(
    trials.map(({ check, estate }, i) => [
      check,
      new Map(estate.rows.map(({ type }, j) => [type, judged[i]!.rows[j]!.status])),
    ]),
  );
}
