import { coverageKey, coverageOf as stateOf, notCollected } from "../../backend/collections.ts";
import { typesRead } from "../../dialect/types-read.ts";
import { compareText } from "../../dialect/values.ts";
import type { CodedColumn } from "../../inventory/tables.ts";
import type { Collection, CollectionScope, Coverage, EvidenceSource, Query } from "../../types.ts";
import type { Slices } from "../../slices.ts";
import { mapRows } from "../rows/read.ts";
import { countStates } from "./count-states.ts";
import { firstWhere } from "../columns/first-where.ts";
import { sortedTexts } from "../columns/sorted.ts";
import type { Engine } from "../engine.ts";
import { createSharedReader } from "../rows/shared-values.ts";
import { createSourceReader } from "./sources.ts";

/** What was collected where, out of the columns that hold it. */
export interface CollectionBook {
  /** Collections sorted by type, then connector, those never attempted among them. */
  read(scope?: CollectionScope): readonly Collection[];
  /** What was attempted of the types that a query reads in each of these connectors, by position from 1: when, and at which version. */
  sources(query: Query, connectors: Uint32Array): Slices<readonly (readonly EvidenceSource[])[]>;
  coverage(): readonly Coverage[];
  countIncomplete(types: readonly string[]): number;
}

type Span = readonly [from: number, to: number];

/** Collections by type and connector. */
export function createCollectionBook({
  model,
  tables,
  cache,
}: Pick<Engine, "model" | "tables" | "cache">): CollectionBook {
  const { collections: table, connectors } = tables;
  const readValue = createSharedReader(cache);
  const ofRow = createSourceReader(table, readValue);
  const column = (name: keyof Collection) => table.columns.get(name) as CodedColumn;
  const codeAt = (name: keyof Collection, row: number) => {
    const { width, blob } = column(name).codes;
    return cache.integer(blob, width, row);
  };
  const connectorAt = (row: number) =>
    cache.integer(table.connector.blob, table.connector.width, row);

  function readSpans(): ReadonlyMap<string, Span> {
    const found = new Map<string, Span>();
    for (let from = 0; from < table.rows;) {
      const code = codeAt("type", from);
      const to = firstWhere(from, table.rows, (row) => codeAt("type", row) > code);
      found.set(cache.value(column("type").dictionary, code) as string, [from, to]);
      from = to;
    }
    return found;
  }

  // Selecting rows takes none of this.
  let known: ReadonlyMap<string, Span> | undefined;
  const spans = () => (known ??= readSpans());
  const spanOf = (type: string): Span => spans().get(type) ?? [0, 0];

  function rowOf(type: string, code: number): number | undefined {
    const [from, to] = spanOf(type);
    // Mostly every connector has one of each type.
    const likely = from + code - 1;
    if (likely < to && connectorAt(likely) === code) return likely;
    const row = firstWhere(from, to, (candidate) => connectorAt(candidate) >= code);
    return row < to && connectorAt(row) === code ? row : undefined;
  }

  function readRow(row: number): Collection {
    const given = Object.fromEntries(
      [...table.columns].flatMap(([name, own]) => {
        const value = readValue(own as CodedColumn, row);
        return value === null ? [] : [[name, value]];
      }),
    );
    return given as unknown as Collection;
  }

  const notYet = (type: string, connector: string) =>
    notCollected(type, connector, tables.info.takenAt);

  /** The collection of a type in the connector at `code`, or undefined where it is complete and only others are asked for. */
  function at(type: string, code: number, scope: CollectionScope): Collection | undefined {
    const row = rowOf(type, code);
    if (row === undefined) return notYet(type, cache.text(connectors, code - 1));
    const found = readRow(row);
    return scope.incomplete && found.status === "complete" ? undefined : found;
  }

  /** Positions, from 1, of the connectors that `scope` may take, rising. */
  function codesIn(type: string, scope: CollectionScope): readonly number[] {
    const { offset = 0, limit = Number.POSITIVE_INFINITY } = scope;
    const lengthOf = (count: number) => Math.max(0, Math.min(limit, count - offset));
    if (scope.connectors) {
      const sorted = sortedTexts(cache, connectors);
      const codes = scope.connectors.flatMap((id) => sorted.find(id) ?? []);
      return [...new Set(codes)].sort((a, b) => a - b).map((index) => index + 1);
    }
    if (!scope.incomplete)
      return Array.from({ length: lengthOf(connectors.count) }, (_, i) => offset + i + 1);
    const incomplete = tables.incomplete.get(type);
    if (!incomplete) return [];
    return Array.from({ length: lengthOf(incomplete.byteLength / 4) }, (_, i) =>
      cache.integer(incomplete, 4, offset + i),
    );
  }

  function read(scope: CollectionScope = {}): readonly Collection[] {
    // Parts have no collections of their own.
    const collected = scope.types?.filter((type) => assetTypes.includes(type) || spans().has(type));
    return (collected ?? allTypes())
      .sort(compareText)
      .flatMap((type) => codesIn(type, scope).flatMap((code) => at(type, code, scope) ?? []));
  }

  function* sources(
    query: Query,
    codes: Uint32Array,
  ): Slices<readonly (readonly EvidenceSource[])[]> {
    const types = typesRead(model, query);
    const readSource = (type: string, code: number) => {
      const row = rowOf(type, code);
      return row === undefined ? undefined : ofRow(type, row);
    };
    const known = new Map<number, readonly EvidenceSource[]>();
    return yield* mapRows(codes, (code) => {
      const found = known.get(code) ?? types.flatMap((type) => readSource(type, code) ?? []);
      known.set(code, found);
      return found;
    });
  }

  const assetTypes = [...model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map(({ name }) => name);
  /** Besides the model's those that only collections name. */
  const allTypes = () => [...new Set([...assetTypes, ...spans().keys()])];

  function coverageOf(type: string): readonly Coverage[] {
    const [from, to] = spanOf(type);
    const counted = countStates(table, from, to).map((state) =>
      stateOf(readRow(state.row), state.connectors),
    );
    const lacking = connectors.count - (to - from);
    return lacking > 0 ? [...counted, stateOf(notYet(type, ""), lacking)] : counted;
  }

  // How collections ended stays as it is in the snapshot, and millions of them take their time to be counted.
  let counted: readonly Coverage[] | undefined;
  function countAll(): readonly Coverage[] {
    return allTypes()
      .flatMap(coverageOf)
      .sort((a, b) => compareText(coverageKey(a), coverageKey(b)));
  }

  return {
    read,
    sources,
    countIncomplete: (types) =>
      types.reduce((sum, type) => sum + (tables.incomplete.get(type)?.byteLength ?? 0) / 4, 0),
    coverage: () => (counted ??= countAll()),
  };
}
