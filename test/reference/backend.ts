import { notCollected } from "../../src/backend/collections.ts";
import type {
  AssetRecord,
  Backend,
  BackendSelection,
  Collection,
  CollectionScope,
  FieldValue,
  Query,
  Related,
  Rows,
  Scalar,
  Unlearnt,
} from "../../src/types.ts";
import { info } from "../engine/info.ts";
import { order } from "./compare.ts";
import {
  collectionOf,
  connectorsOf,
  danglingIds,
  type Estate,
  isUnread,
  membersOf,
  relatedTo,
  rowsOf,
  truthFor,
} from "./evaluate.ts";

/**
 * The reference evaluator as a backend, with no more than must be done. Its numbers of rows are wide and in no order, as a database's
 * may be: what takes them for more than names goes wrong here.
 */
export function createReferenceBackend(estate: Estate): Backend {
  const { model, records, collections } = estate;
  const numbers = new Map(records.map((record, i) => [record, numberOf(i)]));
  const byNumber = new Map([...numbers].map(([record, row]) => [`${record.type} ${row}`, record]));
  const recordsOf = ({ type, rows }: Rows) =>
    Array.from(rows, (row): AssetRecord => byNumber.get(`${type} ${row}`)!);
  const sorted = (some: readonly AssetRecord[]) => some.toSorted(byTypeAndId);

  function selectOne({ type, where, sort = [] }: Query): BackendSelection {
    const all = sorted(rowsOf(estate, type));
    const having = (truth: string) =>
      all
        .filter((record) => (where ? truthFor(estate, record, where) : "true") === truth)
        .toSorted((a, b) => {
          for (const { field, direction } of sort) {
            const compared = compareBy(field, a, b);
            if (compared !== 0) return direction === "ASC" ? compared : -compared;
          }
          return 0;
        });
    const found = { matched: having("true"), undecided: having("missing") };
    return {
      examined: all.length,
      matched: found.matched.length,
      undecided: found.undecided.length,
      rows: async (which, { offset = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
        runsOf(found[which].slice(offset, offset + limit)),
    };
  }

  /** Null after everything else. */
  function compareBy(field: string, a: AssetRecord, b: AssetRecord): number {
    const [left, right] = [storedValue(a, field), storedValue(b, field)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const declared = model.types.get(a.type)!.fields.get(field)!;
    return order(declared, left as Scalar, right as Scalar);
  }

  function runsOf(some: readonly AssetRecord[]): readonly Rows[] {
    const runs: { readonly type: string; readonly rows: number[] }[] = [];
    for (const record of some) {
      const last = runs.at(-1);
      const row = numbers.get(record)!;
      if (last?.type === record.type) last.rows.push(row);
      else runs.push({ type: record.type, rows: [row] });
    }
    return runs.map(({ type, rows }) => ({ type, rows: Uint32Array.from(rows) }));
  }

  function unlearntOf(record: AssetRecord, name: string): Omit<Unlearnt, "place"> {
    const relation = model.types.get(record.type)!.relations.get(name);
    const whole = record.missing?.includes(name) ?? false;
    const ids =
      relation?.kind === "references" ? danglingIds(estate, record, relation).toSorted() : [];
    const unread =
      relation?.kind === "inverse"
        ? membersOf(model, relation.target).filter((type) =>
            isUnread(estate, record, relation, type),
          )
        : [];
    return {
      ...(whole ? { whole } : {}),
      ...(ids.length > 0 ? { ids } : {}),
      ...(unread.length > 0 ? { unread } : {}),
    };
  }

  function readCollections(scope: CollectionScope): readonly Collection[] {
    const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
    const all = new Set(
      [...assets, ...collections.map(({ type }) => ({ name: type }))].map(({ name }) => name),
    );
    const types = [...all].filter((type) => scope.types?.includes(type) ?? true).sort();
    const connectors = connectorsOf(estate)
      .filter((connector) => scope.connectors?.includes(connector) ?? true)
      .toSorted(byText);
    return types.flatMap((type) => {
      const found = connectors
        .map((connector) => {
          const stored = collectionOf(estate, type, connector);
          if (!stored) return notCollected(type, connector, info.takenAt);
          const { unreadOwners: _, ...told } = stored;
          return told;
        })
        .filter(({ status }) => !scope.incomplete || status !== "complete");
      if (scope.connectors) return found;
      const { offset = 0, limit = Number.POSITIVE_INFINITY } = scope;
      return found.slice(offset, offset + limit);
    });
  }

  return {
    model,
    snapshot: info,
    select: async (queries) => queries.map(selectOne),
    async related(rows, relation, where): Promise<Related> {
      const declared = model.types.get(rows.type)!.relations.get(relation)!;
      const types = [...membersOf(model, declared.target)].sort();
      const lists = recordsOf(rows).map((record) =>
        sorted(relatedTo(estate, record, declared)).filter(
          (target) => !where || truthFor(estate, target, where) === "true",
        ),
      );
      const offsets = new Uint32Array(lists.length + 1);
      for (const [i, { length }] of lists.entries()) offsets[i + 1] = offsets[i]! + length;
      const targets = lists.flat();
      return {
        offsets,
        types,
        targetTypes: Uint8Array.from(targets, ({ type }) => types.indexOf(type)),
        targets: Uint32Array.from(targets, (target) => numbers.get(target)!),
      };
    },
    read: async (rows, fields) => {
      const asked = recordsOf(rows);
      return fields.map((field) => asked.map((record) => storedValue(record, field)));
    },
    find: async (type, ids) =>
      ids.map((id) => {
        const found = records.find((record) => record.type === type && record.id === id);
        return found && numbers.get(found);
      }),
    connectorsOf: async (rows) => recordsOf(rows).map(({ connector }) => connector),
    unlearnt: async (rows, name) =>
      recordsOf(rows).flatMap((record, place) => {
        const unlearnt = unlearntOf(record, name);
        return Object.keys(unlearnt).length > 0 ? [{ place, ...unlearnt }] : [];
      }),
    collections: async (scope = {}) => readCollections(scope),
  };
}

/** An odd factor gives every position a number of its own among all of 32 bits. */
function numberOf(position: number): number {
  return Math.imul(position + 1, 2_654_435_761) >>> 0;
}

function storedValue({ id, fields, missing }: AssetRecord, field: string): FieldValue {
  if (field === "id") return id;
  return missing?.includes(field) ? null : (fields[field] ?? null);
}

function byTypeAndId(a: AssetRecord, b: AssetRecord): number {
  return a.type === b.type ? byText(a.id, b.id) : a.type < b.type ? -1 : 1;
}

/** By code points, which is not the order of JavaScript's own comparison. */
function byText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
