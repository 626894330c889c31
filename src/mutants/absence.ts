import {
  allRows,
  type CaseFile,
  type CaseOperation,
  type Given,
  type GivenRow,
} from "../cases/given.ts";
import { whyNeverNull } from "../cases/read-value.ts";
import { judgeEstates } from "../cases/judge-estates.ts";
import { placeCases, type PlacedEstate } from "../cases/place-cases.ts";
import { gatherReads, readsOfRule } from "../dialect/reads.ts";
import { conversionValues } from "../model/conversion-values.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Check, Field, FieldValue, Model } from "../types.ts";

/** What takes a value's place: D1, D2 and D3. */
export const absences = ["null", "empty", "missing"] as const;

export type Absence = (typeof absences)[number];

/** What a check says of failing rows of its cases where one value of them is not there. */
export interface AbsenceCell {
  /** The type and the field, such as `VMExtension.isEnabled`. */
  readonly member: string;
  readonly absence: Absence;
  readonly statuses: readonly RowStatus[];
  /** Some case says that this passes. */
  readonly isAsserted: boolean;
}

/** The table of a check: what absence of each field that it reads comes to. */
export interface AbsenceMatrix {
  readonly check: Check;
  readonly cells: readonly AbsenceCell[];
}

/** Whether a value that is not there makes a failing asset pass, and no case says that it should: nobody would see it. */
export function isHole({ absence, statuses, isAsserted }: AbsenceCell): boolean {
  return absence !== "missing" && statuses.includes("PASS") && !isAsserted;
}

/** Judges the failing rows of cases once more for each field that checks read of them and of the rows behind, without its value. */
export async function judgeAbsences(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
): Promise<readonly AbsenceMatrix[]> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const changes = new Map<CaseOperation, Changed>();
  const changed = files.map((file): CaseFile => {
    const operations = changesOf(model, byId.get(file.check)!, file);
    for (const one of operations) changes.set(one.operation, one);
    return { ...file, operations: operations.map(({ operation }) => operation) };
  });
  const found = new Map<string, Map<string, { changed: Changed; statuses: Set<RowStatus> }>>();
  for (const { inventory, estates } of placeCases(model, checks, changed, { alone: false })) {
    const trials = [...estates].flatMap(([id, some]) =>
      some.map((estate) => ({ check: byId.get(id)!, estate })),
    );
    const judged = await judgeEstates(inventory, trials);
    for (const [i, { check, estate }] of trials.entries()) {
      const change = changes.get(estate.operation)!;
      const cells = found.get(check.id) ?? new Map();
      found.set(check.id, cells);
      const key = `${change.member} ${change.absence}`;
      const cell = cells.get(key) ?? { changed: change, statuses: new Set() };
      cells.set(key, cell);
      cell.statuses.add(judged[i]!.rows[placeOfAsked(estate)]!.status);
    }
  }
  return checks.map((check) => {
    const file = files.find((one) => one.check === check.id);
    const cells = [...(found.get(check.id)?.values() ?? [])].map(({ changed, statuses }) => ({
      member: changed.member,
      absence: changed.absence,
      statuses: [...statuses].sort(),
      isAsserted: file !== undefined && asserts(file, changed),
    }));
    return { check, cells: cells.toSorted((a, b) => (a.member < b.member ? -1 : 1)) };
  });
}

/** One operation in which one value is not there. */
interface Changed {
  readonly operation: CaseOperation;
  readonly member: string;
  readonly absence: Absence;
}

function placeOfAsked({ rows }: PlacedEstate): number {
  return rows.findIndex(({ expected }) => expected.status === "FAIL");
}

function changesOf(model: Model, check: Check, { operations }: CaseFile): readonly Changed[] {
  const read = gatherReads(check.rules.flatMap((rule) => readsOfRule(model, rule)));
  return operations.flatMap((operation) => {
    const { estate } = operation;
    if (!("rows" in estate) || operation.todo !== undefined) return [];
    return estate.rows
      .filter(({ expected }) => expected?.status === "FAIL")
      .flatMap((asked) => changesOfRow(operation, estate, asked, read));
  });
}

function changesOfRow(
  { verdict: _, ...operation }: CaseOperation,
  estate: Given,
  asked: GivenRow,
  read: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Changed[] {
  const others = estate.rows.filter((row) => row !== asked && row.expected === undefined);
  return allRows({ rows: [asked], unread: [] }).flatMap((row) =>
    [...(read.get(row.type.name) ?? [])].flatMap((name) => {
      const field = row.type.fields.get(name);
      if (!field || name === "id" || !row.fields.has(name)) return [];
      return absences.flatMap((absence) => {
        const without = withoutValue(row, field, absence);
        if (!without) return [];
        const rows = [replaceIn(asked, row, without), ...others];
        const changed = { ...operation, estate: { ...estate, rows } };
        return [{ operation: changed, member: `${row.type.name}.${name}`, absence }];
      });
    }),
  );
}

function withoutValue(row: GivenRow, field: Field, absence: Absence): GivenRow | undefined {
  const { name } = field;
  if (absence === "missing") {
    const fields = new Map([...row.fields].filter(([other]) => other !== name));
    return { ...row, fields, missing: new Set([...row.missing, name]) };
  }
  const value = absence === "null" ? null : emptyOf(field);
  if (value === undefined || (value === null && whyNeverNull(field) !== undefined))
    return undefined;
  if (JSON.stringify(row.fields.get(name)) === JSON.stringify(value)) return undefined;
  return { ...row, fields: new Map([...row.fields, [name, value]]) };
}

/** What is empty and yet no null: of a text that may be any, and of a list. */
function emptyOf({ list, scalar, values, spelling, reading }: Field): FieldValue | undefined {
  if (list) return [];
  const isOpen = scalar === "String" && !values && !(spelling && "words" in spelling);
  if (conversionValues[reading?.convert ?? ""]?.gives("") === false) return undefined;
  return isOpen ? "" : undefined;
}

/** A copy of a row, and of the rows that it leads to, with one of them replaced. */
function replaceIn(root: GivenRow, old: GivenRow, by: GivenRow): GivenRow {
  const copies = new Map<GivenRow, GivenRow>();
  const copy = (row: GivenRow, from: GivenRow | undefined): GivenRow => {
    const known = copies.get(row);
    if (known) return known;
    const { within, ...bare } = row === old ? by : row;
    const links = new Map<string, readonly GivenRow[]>();
    const own: GivenRow = {
      ...bare,
      links,
      ...(within && from ? { within: { ...within, row: from } } : {}),
    };
    copies.set(row, own);
    for (const [name, far] of row.links)
      links.set(
        name,
        far.map((one) => copy(one, own)),
      );
    return own;
  };
  return copy(root, undefined);
}

/** Whether a passing row of the cases has this field without a value itself, or in a row behind it. */
function asserts({ operations }: CaseFile, { member, absence }: Changed): boolean {
  return operations.some(({ estate }) => {
    if (!("rows" in estate)) return false;
    const passing = estate.rows.filter(({ expected }) => expected?.status === "PASS");
    return allRows({ rows: passing, unread: [] }).some((row) => {
      const [type, name] = member.split(".") as [string, string];
      if (row.type.name !== type || !row.fields.has(name)) return false;
      const value = row.fields.get(name);
      return absence === "null" ? value === null : value === "" || isEmptyList(value);
    });
  });
}

function isEmptyList(value: FieldValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}
