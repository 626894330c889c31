import type { Model } from "../types.ts";
import type { Transport } from "./calls/transport.ts";
import type { JsonObject } from "./json/json.ts";
import type { CollectionWriter } from "./collection-writer.ts";
import type { Normalise } from "./reading/normalise.ts";

/** How far a collection has come. Counts only grow, but for `connectors`, which is known once the list has been read. */
export interface Progress {
  readonly connectors: number;
  /** Those of which every asset type has been read, or could not be. */
  readonly connectorsDone: number;
  readonly collections: number;
  readonly collectionsDone: number;
  readonly assets: number;
}

/** One account to read. */
export interface Account {
  /** As assets are known by, in lower case. */
  readonly id: string;
  /** What of its id is its own, as the service spells it. */
  readonly key: string;
  /** What the list of accounts says of it. */
  readonly raw: JsonObject;
  readonly tenant?: string;
}

/** What all loaders work with. */
export interface LoaderContext {
  readonly model: Model;
  readonly transport: Transport;
  readonly normalise: Normalise;
  readonly accounts: readonly Account[];
  /** Whether an id is that of one of the accounts; where others may be there that are not read, whether it may be of one. */
  isAccount(id: string): boolean;
  readonly writer: CollectionWriter;
  readonly signal?: AbortSignal;
}
