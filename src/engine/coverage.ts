import { membersOf } from "../inventory/build.ts";
import { compareText } from "../dialect/values.ts";
import type { Column } from "../inventory/tables.ts";
import type { Collection, Filter, Model, Query } from "../types.ts";
import type { Engine } from "./select.ts";

/** What was collected where, out of the columns that hold it. */
export interface CollectionBook {
  /** All of them, sorted by type, then connector, those never attempted among them. */
  all(): readonly Collection[];
  /** Those of one type. */
  ofType(type: string): readonly Collection[];
  find(type: string, connector: string): Collection;
}

/** Collections by type and connector. */
export function createCollectionBook({ model, tables, store }: Engine): CollectionBook {
  const table = tables.collections;
  const optional = ["cause", "code", "permission", "apiVersion", "requestId"] as const;
  const cell = (name: keyof Collection, row: number) =>
    store.cell(table.columns.get(name) as Column, row);
  /** First row of each type and, behind the last one, the end. */
  let spans: ReadonlyMap<string, readonly [from: number, to: number]> | undefined;

  function spanOf(type: string): readonly [from: number, to: number] {
    if (!spans) {
      const found = new Map<string, [number, number]>();
      for (let row = 0; row < table.rows; row++) {
        const own = cell("type", row) as string;
        const span = found.get(own);
        if (span) span[1] = row + 1;
        else found.set(own, [row, row + 1]);
      }
      spans = found;
    }
    return spans.get(type) ?? [0, 0];
  }

  function connectorAt(row: number): number {
    return store.integer(table.connector.blob, table.connector.width, row);
  }

  function readRow(row: number): Collection {
    const given = optional.flatMap((name) => {
      const value = cell(name, row);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      type: cell("type", row) as string,
      connector: cell("connector", row) as string,
      status: cell("status", row) as Collection["status"],
      readAt: cell("readAt", row) as string,
      assets: cell("assets", row) as number,
      ...Object.fromEntries(given),
    };
  }

  function notCollected(type: string, connector: string): Collection {
    return {
      type,
      connector,
      status: "notCollected",
      cause: `${type} was not collected in this connector.`,
      readAt: tables.info.takenAt,
      assets: 0,
    };
  }

  function ofType(type: string): readonly Collection[] {
    const [from, to] = spanOf(type);
    if (model.types.get(type)?.kind !== "asset")
      return Array.from({ length: to - from }, (_, i) => readRow(from + i));
    const list: Collection[] = [];
    let row = from;
    store.eachText(tables.connectors, (index, connector) => {
      const attempted = row < to && connectorAt(row) === index + 1;
      list.push(attempted ? readRow(row++) : notCollected(type, connector));
    });
    return list;
  }

  return {
    ofType,
    all() {
      const types = new Set(
        [...model.types.values()].flatMap(({ name, kind }) => (kind === "asset" ? [name] : [])),
      );
      for (let row = 0; row < table.rows; row++) types.add(cell("type", row) as string);
      return [...types].sort(compareText).flatMap(ofType);
    },
    find(type, connector) {
      let [low, high] = spanOf(type);
      const end = high;
      while (low < high) {
        const half = (low + high) >>> 1;
        if (compareText(cell("connector", half) as string, connector) < 0) low = half + 1;
        else high = half;
      }
      return low < end && cell("connector", low) === connector
        ? readRow(low)
        : notCollected(type, connector);
    },
  };
}

/** The asset types whose collections a query's answer depends on, sorted. */
export function typesRead(model: Model, { type, where }: Query): readonly string[] {
  const read = new Set<string>();
  const visit = (member: string, filter: Filter | undefined): void => {
    switch (filter?.kind) {
      case "and":
      case "or":
        for (const part of filter.of) visit(member, part);
        break;
      case "not":
        visit(member, filter.of);
        break;
      case "quantify": {
        const relation = model.types.get(member)?.relations.get(filter.relation);
        for (const target of relation ? membersOf(model, relation.target) : []) {
          read.add(target);
          visit(target, filter.where);
        }
      }
    }
  };
  for (const member of membersOf(model, type)) {
    read.add(member);
    visit(member, where);
  }
  return [...read].filter((name) => model.types.get(name)?.kind === "asset").sort(compareText);
}
