import type { AssetRecord, AssetType, Collection } from "../types.ts";
import { collectionOf, type Failure } from "./calls/failure.ts";
import { isObject, type JsonObject } from "./json/json.ts";

/** Where records go as they come. A collection is written once all its records have been. */
export interface Sink {
  write(records: readonly AssetRecord[]): Promise<void> | void;
  finish(collection: Collection): Promise<void> | void;
}

/** What an earlier, interrupted run has already read. */
export interface Resumed {
  /** The collection, where it was finished well enough not to be read again. */
  find(type: string, connector: string): Collection | undefined;
}

/** Writes records and collections on, and keeps count. */
export interface CollectionWriter {
  /** Whether an earlier run has finished this pair; then it counts as done. */
  isDone(type: string, connector: string): boolean;
  write(records: readonly AssetRecord[]): Promise<void>;
  finish(collection: Collection): Promise<void>;
  /**
   * Finishes a collection that could not be read, or not wholly: `assets` of it are known, and where it is read for each of others those
   * of `unreadOwners` were not.
   */
  fail(
    type: AssetType,
    connector: string,
    failure: Failure,
    known?: { readonly assets?: number; readonly unreadOwners?: readonly string[] },
  ): Promise<void>;
  /** Keeps what later calls need of an asset that they run over; others are let go. */
  remember(type: AssetType, connector: string, raw: JsonObject): void;
  /** How one type ended in one connector, with its assets where other types run over them. */
  outcome(type: string, connector: string): Outcome | undefined;
}

export interface Outcome {
  readonly collection: Collection;
  /** As much of each asset's answer as calls that run over it need, sorted by id. */
  readonly assets: readonly JsonObject[];
}

/** What of a provider decides what is kept of an answer, and how a failure reads. */
export interface KeepingRules {
  /** Dotted paths of an asset's answer that loaders look at when they call for what is below it. */
  readonly kept: readonly string[];
  /** A failure's cause with what the service left out; `permission` is the one that reading takes. */
  explain?(failure: Failure, permission: string | undefined): string;
}

/** `children` are the types that run over others' assets, after `expandParents`. */
export function createCollectionWriter(
  sink: Sink,
  provider: KeepingRules,
  children: readonly AssetType[],
  changed: (finished: Collection) => void,
  resumed?: Resumed,
): CollectionWriter {
  const finished = new Map<string, Collection>();
  const kept = new Map<string, JsonObject[]>();
  const key = (type: string, connector: string) => `${type} ${connector}`;
  const childrenOf = Map.groupBy(
    children.flatMap((child) => (child.source?.of ?? []).map((parent) => ({ child, parent }))),
    ({ parent }) => parent,
  );
  const pick = new Map(
    [...childrenOf].map(([parent, some]) => [
      parent,
      picker(
        some.map(({ child }) => child),
        provider.kept,
      ),
    ]),
  );

  /** Others run over a type's assets: unless they are all done too, it has to be read again for them. */
  function find(type: string, connector: string): Collection | undefined {
    const some = childrenOf.get(type) ?? [];
    const whole = some.every(({ child }) => find(child.name, connector));
    return whole ? resumed?.find(type, connector) : undefined;
  }

  async function finish(collection: Collection): Promise<void> {
    const { type, connector } = collection;
    if (childrenOf.has(type)) finished.set(key(type, connector), collection);
    await sink.finish(collection);
    changed(collection);
  }

  return {
    isDone(type, connector) {
      const collection = find(type, connector);
      if (collection) changed(collection);
      return collection !== undefined;
    },
    async write(records) {
      await sink.write(records);
    },
    finish,
    fail(type, connector, failure, { assets = 0, unreadOwners } = {}) {
      const permission = type.source?.permission;
      const cause = provider.explain?.(failure, permission) ?? failure.cause;
      const pair = { type: type.name, connector };
      return finish({
        ...collectionOf({ ...failure, cause }, pair, assets, permission),
        ...(unreadOwners ? { unreadOwners } : {}),
      });
    },
    remember(type, connector, raw) {
      const part = pick.get(type.name)?.(raw);
      if (!part) return;
      const list = kept.get(key(type.name, connector));
      if (list) list.push(part);
      else kept.set(key(type.name, connector), [part]);
    },
    outcome(type, connector) {
      const collection = finished.get(key(type, connector));
      const assets = kept.get(key(type, connector)) ?? [];
      return collection && { collection, assets: assets.toSorted(byId) };
    },
  };
}

const byId = (a: JsonObject, b: JsonObject) => (String(a.id) < String(b.id) ? -1 : 1);

/** Takes of an answer its id in lower case, what the paths `$parent…` of these types read, and what tells what it lacks. */
function picker(
  children: readonly AssetType[],
  kept: readonly string[],
): (raw: JsonObject) => JsonObject {
  const paths = children
    .flatMap((child) => [...child.fields.values(), ...child.relations.values()])
    .flatMap(({ reading }) => reading?.paths ?? [])
    .filter((path) => path.startsWith("$parent."))
    .map((path) => path.slice("$parent.".length).replace(/\[.*$/, ""))
    .concat(kept)
    .map((path) => path.split("."));
  return (raw) => {
    const part: Record<string, unknown> = {};
    for (const path of paths) copyAt(path, raw, part);
    return { ...part, id: String(raw.id).toLowerCase() };
  };
}

function copyAt(path: readonly string[], from: JsonObject, to: Record<string, unknown>): void {
  const [name, ...rest] = path as [string, ...string[]];
  const value = from[name];
  if (value === undefined) return;
  if (rest.length === 0 || !isObject(value)) {
    to[name] = value;
    return;
  }
  const inner = isObject(to[name]) ? { ...to[name] } : {};
  copyAt(rest, value, inner);
  to[name] = inner;
}
