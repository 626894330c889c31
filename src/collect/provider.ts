import type { Derivation } from "../inventory/derivation.ts";
import type { AssetType } from "../types.ts";
import type { Account, LoaderContext } from "./loader-context.ts";
import type { Failure } from "./calls/failure.ts";
import type { Transport } from "./calls/transport.ts";
import type { JsonObject } from "./json/json.ts";
import type { Conversion } from "./reading/conversions.ts";
import type { RecordingFormat } from "./recording/format.ts";

/**
 * All that is known of one cloud: which calls bring assets, what its answers mean, what its ids look like. Everything else works with
 * any. The schema's `provider.graphql` says the same provider's facts that are data: its loaders' arguments, its words.
 */
export interface Provider {
  /** As assets have it in `cloudProvider`, and as the schema's enum `Provider` names it. */
  readonly name: string;
  /** What people call one account: `subscription`. */
  readonly account: string;
  /** By the names of the SDL's enum `Loader`. A loader of the schema that is not here is one that nothing reads yet. */
  readonly loaders: Readonly<Record<string, Load>>;
  /** By the names of the SDL's enum `Conversion`, beside those that any provider has. */
  readonly conversions: Readonly<Record<string, Conversion>>;
  /** By the names of the SDL's enum `Derivation`. */
  readonly derivations: Readonly<Record<string, Derivation>>;
  readonly ids: IdShapes;
  /** Reads the list of accounts; the accounts for which `keep` holds of their id are given. */
  listAccounts(
    transport: Transport,
    connector: AssetType,
    keep: (id: string) => boolean,
  ): Promise<AccountList>;
  /** What else is said of accounts, by id, to be read with what their list says of them. */
  describeAccounts?(context: LoaderContext): Promise<ReadonlyMap<string, JsonObject>>;
  /** Dotted paths of an asset's answer that loaders look at when they call for what is below it. */
  readonly kept: readonly string[];
  /** A failure's cause with what the service left out; `permission` is the one that reading takes. */
  explain?(failure: Failure, permission: string | undefined): string;
  readonly recording: RecordingFormat;
}

/** Reads all assets of these types in all accounts, and finishes a collection for each pair. */
export type Load = (context: LoaderContext, types: readonly AssetType[]) => Promise<void>;

/** What the cloud's ids look like. */
export interface IdShapes {
  /** The id of the account that a person names: by its id, in any spelling, or by the part of it that is its own. */
  account(written: string): string;
  /** Whether an id is an account's, and no part's and no stand-in's. */
  isAccount(id: string): boolean;
  /** The resource type that an id is of, in lower case. */
  typeOf(id: string): string;
  /** Whether an id in an answer is of something that the account has from above: it then stands behind the account's id. */
  isInherited(id: string): boolean;
}

/** An account as the list has it. */
export interface ListedAccount {
  readonly account: Account;
  readonly readAt: string;
  readonly apiVersion: string;
}

/** A list of accounts that was not read to its end, or an account that should be there. */
export interface Unlisted {
  /** Stands in for the connectors that nobody knows. */
  readonly connector: string;
  readonly failure: Failure;
}

export interface AccountList {
  readonly listed: readonly ListedAccount[];
  readonly unlisted: readonly Unlisted[];
  /** When the last answer came. */
  readonly readAt: string;
}
