import type { ObjectValueNode } from "graphql";
import type { AssetType, FieldValue, Place, VerdictStatus } from "../types.ts";
import type { RowStatus } from "../estate/row-status.ts";

/** One row of a case as it was written, nested rows and rows that are named by their ids told apart. */
export interface GivenRow {
  readonly type: AssetType;
  readonly place: Place;
  /** The object that it is written as, be it a variable's default. */
  readonly node: ObjectValueNode;
  /** The id that was written, as it is stored. */
  readonly id?: string;
  readonly fields: ReadonlyMap<string, FieldValue>;
  /** The rows that each stated relation leads to. */
  readonly links: ReadonlyMap<string, readonly GivenRow[]>;
  readonly missing: ReadonlySet<string>;
  /** The row that it is written in, and the relation of that row. */
  readonly within?: { readonly row: GivenRow; readonly relation: string };
  readonly expected?: ExpectedRow;
}

/** What the check must say of a row. */
export interface ExpectedRow {
  readonly status: RowStatus;
  /** Conditions that must be among the reasons. */
  readonly because: readonly Because[];
  /** What the row shows: the comment in front of it, else the sentence of its operation. */
  readonly title: string;
  /** It records what the check does, and nobody has said yet that this is what it should do: the mark `# generated` stands over it. */
  readonly isGenerated?: true;
  readonly place: Place;
}

/** A condition as somebody wrote it. */
export interface Because {
  readonly text: string;
  readonly place: Place;
}

/** The rows of one estate. */
export interface Given {
  /** Those that stand at the root, in their order; the others are reached from them. */
  readonly rows: readonly GivenRow[];
  /** The asset types whose listings were refused. */
  readonly unread: readonly string[];
}

/** Raw answers of one estate. */
export interface Recorded {
  readonly folder: string;
  readonly expected: readonly (ExpectedRow & { readonly id: string })[];
  readonly place: Place;
}

/** One operation of a case file: one estate, and what the check must say of it. */
export interface CaseOperation {
  /** What it shows: its description, else its name. */
  readonly title: string;
  readonly name?: string;
  readonly place: Place;
  readonly todo?: string;
  /** What the check must come to over the whole estate. */
  readonly verdict?: VerdictStatus;
  readonly estate: Given | Recorded;
}

/** The cases of one check. */
export interface CaseFile {
  /** The check's id. */
  readonly check: string;
  /** As it is to be named to people. */
  readonly file: string;
  readonly text: string;
  readonly operations: readonly CaseOperation[];
}

/** Whether a row says nothing but its id: it is the row of that id that stands elsewhere. */
export function isMention({ id, fields, links, missing, expected }: GivenRow): boolean {
  return id !== undefined && fields.size === 1 && links.size + missing.size === 0 && !expected;
}

/** Every row of an estate as it is written: those at the root, and what stands in them. */
export function allRows({ rows }: Given): readonly GivenRow[] {
  const all = new Set<GivenRow>();
  const add = (row: GivenRow): void => {
    if (all.has(row)) return;
    all.add(row);
    for (const far of row.links.values()) far.forEach(add);
  };
  rows.forEach(add);
  return [...all];
}
