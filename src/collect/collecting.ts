import type { AssetRecord, AssetType, Collection, Model } from "../types.ts";
import type { Failure } from "./classify.ts";
import { collectionOf } from "./classify.ts";
import type { Normalise } from "./normalise.ts";
import type { Transport } from "./transport.ts";

/** Where records go as they come. A collection is written once all its records have been. */
export interface Sink {
  write(records: readonly AssetRecord[]): Promise<void> | void;
  finish(collection: Collection): Promise<void> | void;
}

/** What an earlier, interrupted run has already read. */
export interface Resumed {
  /** The collection, where it was finished well enough not to be read again. */
  find(type: string, connector: string): Collection | undefined;
  /** Ids of its assets. */
  ids(type: string, connector: string): readonly string[];
}

/** How far a collection has come. Counts only grow, but for `connectors`, which is known once the list has been read. */
export interface Progress {
  readonly connectors: number;
  readonly collections: number;
  readonly collectionsDone: number;
  readonly assets: number;
}

/** One subscription to read. */
export interface Account {
  /** `/subscriptions/<guid>`, lower case. */
  readonly id: string;
  /** As the service spells it. */
  readonly subscriptionId: string;
  readonly tenant?: string;
}

/** What all loaders work with. */
export interface Collecting {
  readonly model: Model;
  readonly transport: Transport;
  readonly normalise: Normalise;
  readonly accounts: readonly Account[];
  /** Subscriptions that Resource Graph shows; a failure where that could not be read; undefined where it was not asked. */
  readonly visible: ReadonlySet<string> | Failure | undefined;
  readonly ledger: Ledger;
  readonly signal?: AbortSignal;
}

/** Writes records and collections on, and keeps count. */
export interface Ledger {
  /** Whether an earlier run has finished this pair; then it counts as done. */
  isDone(type: string, connector: string): boolean;
  write(records: readonly AssetRecord[]): Promise<void>;
  finish(collection: Collection): Promise<void>;
  /** How one type ended in one connector, with the ids of its assets where other types run over them. */
  outcome(type: string, connector: string): Outcome | undefined;
}

export interface Outcome {
  readonly collection: Collection;
  readonly ids: readonly string[];
}

/** Keeps the ids of `parents` only: the asset types that other calls run over. */
export function createLedger(
  sink: Sink,
  parents: ReadonlySet<string>,
  changed: (finished: Collection) => void,
  resumed?: Resumed,
): Ledger {
  const finished = new Map<string, Collection>();
  const ids = new Map<string, string[]>();
  const key = (type: string, connector: string) => `${type} ${connector}`;
  return {
    isDone(type, connector) {
      const collection = resumed?.find(type, connector);
      if (!collection) return false;
      if (parents.has(type)) {
        finished.set(key(type, connector), collection);
        ids.set(key(type, connector), [...resumed!.ids(type, connector)]);
      }
      changed(collection);
      return true;
    },
    async write(records) {
      for (const { type, connector, id } of records) {
        if (!parents.has(type)) continue;
        const list = ids.get(key(type, connector));
        if (list) list.push(id);
        else ids.set(key(type, connector), [id]);
      }
      await sink.write(records);
    },
    async finish(collection) {
      const { type, connector } = collection;
      if (parents.has(type)) finished.set(key(type, connector), collection);
      await sink.finish(collection);
      changed(collection);
    },
    outcome(type, connector) {
      const collection = finished.get(key(type, connector));
      return collection && { collection, ids: ids.get(key(type, connector)) ?? [] };
    },
  };
}

/** Finishes a collection that could not be read, or not wholly; `assets` of it are known. */
export async function fail(
  ledger: Ledger,
  type: AssetType,
  connector: string,
  failure: Failure,
  assets = 0,
): Promise<void> {
  const pair = { type: type.name, connector };
  await ledger.finish(collectionOf(failure, pair, assets, type.source?.permission));
}

/** Runs `work` for every item, at most `width` at a time, and starts none after one has thrown or the signal has fired. */
export async function forEach<T>(
  items: Iterable<T>,
  width: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let stopped = false;
  const runner = async () => {
    for (let next = iterator.next(); !next.done && !stopped; next = iterator.next()) {
      try {
        signal?.throwIfAborted();
        await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, runner));
}

/** What `work` gives for every item, in the items' order; at most `width` at a time. */
export async function mapEach<T, U>(
  items: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  await forEach(items.entries(), Math.min(width, items.length), signal, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}
