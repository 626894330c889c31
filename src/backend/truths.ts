import { SLICE } from "../slices.ts";
import type { Filter, Inventory, Query, RowRef, Rows, Selection, Truth } from "../types.ts";

/** What can be asked about; what is none of these is unknown. */
type Known = Exclude<Truth, "unknown">;

/** Filters, and which of their truths are of interest. */
export type Asked = ReadonlyMap<Filter, ReadonlySet<Known>>;

/** What filters come to for rows, as whatever holds those rows judges. */
export interface Truths {
  /** Asks about some rows; of what has not been asked before all together. */
  bring(rows: Rows, asked: Asked): Promise<void>;
  /** Of what was brought. */
  is(truth: Known, row: RowRef, filter: Filter): boolean;
}

/** Selections by type and filter. They cover all rows of the type: whoever asks about others of them later looks them up. */
export type Selections = Map<string, Map<Filter, Promise<Selection>>>;

/** Truths by `select`: of a filter and, for what is false, of its negation. */
export function createTruths(select: Inventory["select"], selections: Selections): Truths {
  const found = new Map<string, Map<Filter, Set<number>>>();

  function ask(type: string, wheres: readonly Filter[]): void {
    const known = mapIn(selections, type);
    const asked = wheres.filter((where) => !known.has(where));
    if (asked.length === 0) return;
    const answers = select(asked.map((where): Query => ({ type, where })));
    for (const [i, where] of asked.entries()) {
      const answer = answers.then((all) => all[i]!);
      answer.catch(() => known.delete(where));
      known.set(where, answer);
    }
  }

  async function take(rows: Rows, filter: Filter, truth: Known): Promise<void> {
    const selection = await selections.get(rows.type)!.get(whereOf(filter, truth))!;
    const which = truth === "missing" ? "undecided" : "matched";
    const byFilter = mapIn(found, `${truth} ${rows.type}`);
    const set = byFilter.get(filter) ?? new Set<number>();
    byFilter.set(filter, set);
    if (selection[which] === 0) return;
    for (let from = 0; from < rows.rows.length; from += SLICE) {
      const some = rows.rows.subarray(from, from + SLICE);
      const places = await selection.among(which, { type: rows.type, rows: some });
      for (const place of places) set.add(some[place]!);
    }
  }

  return {
    async bring(rows, asked) {
      const wanted = [...asked].flatMap(([filter, some]) =>
        [...some].map((truth) => ({ filter, truth })),
      );
      ask(rows.type, [...new Set(wanted.map(({ filter, truth }) => whereOf(filter, truth)))]);
      for (const { filter, truth } of wanted) await take(rows, filter, truth);
    },
    is: (truth, { type, row }, filter) =>
      found.get(`${truth} ${type}`)?.get(filter)?.has(row) ?? false,
  };
}

const negations = new WeakMap<Filter, Filter>();

/** The filter whose answer tells this truth of another: the same one for the same. */
function whereOf(filter: Filter, truth: Known): Filter {
  if (truth !== "false") return filter;
  const negation = negations.get(filter) ?? { kind: "not", of: filter };
  negations.set(filter, negation);
  return negation;
}

function mapIn<T>(maps: Map<string, Map<Filter, T>>, name: string): Map<Filter, T> {
  const known = maps.get(name) ?? new Map<Filter, T>();
  maps.set(name, known);
  return known;
}
