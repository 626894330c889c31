import { giveWay } from "../../slices.ts";
import type { Inventory, Rows, Selection } from "../../types.ts";
import { followPath, type Reached } from "./follow-path.ts";
import { pathOf, type Question } from "./question.ts";
import type { Judged } from "./verdict.ts";

/** A judged answer with the rows it stands for. */
export interface JudgedQuestion extends Judged {
  readonly selection: Selection;
}

/** Rows of one type that a verdict names for one question. */
export interface AssetRows {
  readonly question: Question;
  /** The assets to be named. */
  readonly assets: Rows;
  /** The returned assets that they were reached from, one for each; the very same where no path was followed. */
  readonly from: Rows;
  /** Given where too few assets came back: how many. The assets are then the connectors that were asked for. */
  readonly tooFew?: number;
}

/** Some or all of what a check found, and how many there are. */
export interface Findings {
  readonly count: number;
  readonly found: readonly AssetRows[];
}

/** Rows whose paths are followed in one go: a row may lead to many. */
const AT_ONCE = 1_024;

export type Which = "matched" | "undecided";

/**
 * The rows of several answers to one check, in the answers' order, each named once per rule. Rows are only made where
 * they are needed: up to `limit`, and all of them where an asset can come up more than once (a path; several connectors).
 */
export async function findRows(
  inventory: Inventory,
  asked: readonly JudgedQuestion[],
  which: Which,
  limit: number,
): Promise<Findings> {
  const found: AssetRows[] = [];
  const isNew = createFilter();
  let count = 0;
  let left = limit;
  for (const { question, selection } of asked) {
    if (question.connector === undefined && !hasPath(question, which)) {
      count += which === "matched" ? selection.matched : selection.undecided;
      for (const rows of left > 0 ? await readRows(selection, which, left) : []) {
        found.push({ question, assets: rows, from: rows });
        left -= rows.rows.length;
      }
      continue;
    }
    const kept: Reached[] = [];
    for await (const some of reach(inventory, question, selection, which))
      for (const one of some) {
        if (!isNew(question.rule.name, one.asset)) continue;
        count++;
        if (kept.length < left) kept.push(one);
      }
    left -= kept.length;
    for (const group of groupRows(question, kept)) found.push(group);
  }
  return { count, found };
}

/** Whether what is named is reached along a path from what was returned. */
export function hasPath({ rule }: Question, which: Which): boolean {
  return which === "matched" && (rule.offendersPath?.length ?? 0) > 0;
}

function readRows(selection: Selection, which: Which, limit: number): Promise<readonly Rows[]> {
  return selection.rows(which, Number.isFinite(limit) ? { limit } : undefined);
}

/** What is reached from each row of an answer, some thousand rows at a time. */
async function* reach(
  inventory: Inventory,
  question: Question,
  selection: Selection,
  which: Which,
): AsyncGenerator<readonly Reached[]> {
  const path = which === "matched" ? pathOf(question) : [];
  for (const { type, rows } of await selection.rows(which))
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      yield await followPath(inventory, { type, rows: rows.subarray(from, from + AT_ONCE) }, path);
      await giveWay();
    }
}

/**
 * True for each asset of a rule when it first comes up: one bit for each row. Where numbers of rows lie close together they share a piece
 * of a thousand bits; a piece takes no more than a few numbers in a set would.
 */
function createFilter(): (rule: string, asset: Reached["asset"]) => boolean {
  const seen = new Map<string, Map<number, Uint32Array>>();
  return (rule, { type, row }) => {
    const key = `${rule} ${type}`;
    const pieces = seen.get(key) ?? new Map<number, Uint32Array>();
    seen.set(key, pieces);
    const bits = pieces.get(row >>> 10) ?? new Uint32Array(32);
    pieces.set(row >>> 10, bits);
    const word = (row >>> 5) & 31;
    const bit = 1 << (row & 31);
    const isNew = (bits[word]! & bit) === 0;
    bits[word]! |= bit;
    return isNew;
  };
}

function groupRows(question: Question, reached: readonly Reached[]): readonly AssetRows[] {
  const groups = Map.groupBy(
    reached,
    ({ asset, from }) => `${asset.type} ${from.type} ${asset === from}`,
  );
  return [...groups.values()].map((group) => {
    const { asset, from } = group[0]!;
    const assets = { type: asset.type, rows: Uint32Array.from(group, (one) => one.asset.row) };
    if (asset === from) return { question, assets, from: assets };
    const rows = Uint32Array.from(group, (one) => one.from.row);
    return { question, assets, from: { type: from.type, rows } };
  });
}
