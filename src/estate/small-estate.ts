import type { AssetRecord } from "../types.ts";

/** Rows and refused listings that somebody made up: of a case, a witness, a change that is tried out. */
export interface SmallEstate {
  /** Ids, connectors and links as normalising leaves them; what is derived is stated like any other member. */
  readonly records: readonly AssetRecord[];
  /** The listings that were refused. */
  readonly unread: readonly RefusedListing[];
}

/** One asset type that could not be read in one connector. */
export interface RefusedListing {
  readonly type: string;
  /** The connector's id. */
  readonly connector: string;
}
