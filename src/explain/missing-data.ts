import type { Truths } from "../backend/truths.ts";
import type { Filter, Inventory, MissingEvidence, RowRef } from "../types.ts";
import { bring, truthOf } from "./parts.ts";
import { readRelated } from "./related-rows.ts";

/** Related rows that are looked into for what is missing of them. */
const LOOKED_INTO = 3;

/** Something that is not known of one row, and all parts of the filter that ask for it. */
export interface MissingDatum {
  readonly row: RowRef;
  readonly path: string;
  /** A field's or a relation's. */
  readonly name: string;
  readonly asks: readonly Asks[];
  readonly missing: readonly MissingEvidence[];
}

type Asks = Extract<Filter, { kind: "null" | "compare" | "quantify" }>;

/** What a filter that cannot be told waits for, each thing once. */
export async function findMissingData(
  inventory: Inventory,
  truths: Truths,
  row: RowRef,
  where: Filter,
): Promise<readonly MissingDatum[]> {
  const found = new Map<string, MissingDatum>();
  const add = (
    row: RowRef,
    path: string,
    name: string,
    asks: Asks,
    missing: MissingDatum["missing"],
  ) => {
    const key = `${row.type} ${row.row} ${name}`;
    const inside = missing.map((one) => ({ ...one, path: `${path}${one.path}` }));
    const known = found.get(key) ?? {
      row,
      path: `${path}${name}`,
      name,
      asks: [],
      missing: inside,
    };
    found.set(key, { ...known, asks: [...known.asks, asks] });
  };

  async function visit(filter: Filter, at: RowRef, path: string): Promise<void> {
    if (truthOf(truths, at, filter) !== "missing") return;
    switch (filter.kind) {
      case "and":
      case "or":
        for (const part of filter.of) await visit(part, at, path);
        break;
      case "not":
        await visit(filter.of, at, path);
        break;
      case "null":
      case "compare": {
        add(at, path, filter.field, filter, await explain(at, filter));
        break;
      }
      case "quantify":
        await visitRelated(filter, at, path);
    }
  }

  async function visitRelated(
    filter: Extract<Filter, { kind: "quantify" }>,
    at: RowRef,
    path: string,
  ): Promise<void> {
    const { relation, where: inner } = filter;
    const hidden = (await explain(at, filter)).filter((one) => one.path === relation);
    if (hidden.length > 0) add(at, path, relation, filter, hidden);
    if (!inner) return;
    const far = await readRelated(inventory, at, relation);
    await bring(truths, far.runs, inner);
    const open = [...far.rows.keys()].filter(
      (i) => truthOf(truths, far.rows[i]!, inner) === "missing",
    );
    for (const i of open.slice(0, LOOKED_INTO))
      await visit(inner, far.rows[i]!, `${path}${(await far.name(i)).label}.`);
  }

  async function explain({ type, row: own }: RowRef, filter: Filter) {
    const [missing] = await inventory.explainMissing({ type, rows: Uint32Array.of(own) }, filter);
    return missing!;
  }

  await bring(truths, [{ type: row.type, rows: Uint32Array.of(row.row) }], where);
  await visit(where, row, "");
  return [...found.values()];
}
