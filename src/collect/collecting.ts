import type { AssetRecord, Collection, Model } from "../types.ts";
import type { Failure } from "./azure/classify.ts";
import type { JsonObject } from "./json/json.ts";
import type { Ledger } from "./ledger.ts";
import type { Normalise } from "./reading/normalise.ts";
import type { Transport } from "./calls/transport.ts";

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

/** How far a collection has come. Counts only grow, but for `connectors`, which is known once the list has been read. */
export interface Progress {
  readonly connectors: number;
  /** Those of which every asset type has been read, or could not be. */
  readonly connectorsDone: number;
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
  /** What the list of subscriptions says of it. */
  readonly raw: JsonObject;
  readonly tenant?: string;
}

/** What Resource Graph says of subscriptions. Keys are connectors' ids. */
export interface Containers {
  /** Those that it shows. */
  readonly rows: ReadonlyMap<string, JsonObject>;
  /** Why it could not be told whether it shows them. */
  readonly failures: ReadonlyMap<string, Failure>;
}

/** What all loaders work with. */
export interface Collecting {
  readonly model: Model;
  readonly transport: Transport;
  readonly normalise: Normalise;
  readonly accounts: readonly Account[];
  /** Whether a connector's id is that of one of the accounts. */
  isAccount(id: string): boolean;
  readonly containers: Promise<Containers>;
  readonly ledger: Ledger;
  readonly signal?: AbortSignal;
}
