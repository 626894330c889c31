import type { Derivation, Derivations } from "../inventory/derivation.ts";
import type { AssetType } from "../types.ts";
import type { Account, LoaderContext } from "./loader-context.ts";
import type { Failure } from "./calls/failure.ts";
import type { Transport } from "./calls/transport.ts";
import type { JsonObject } from "./json/json.ts";
import type { KeepingRules } from "./collection-writer.ts";
import type { ReadingRules } from "./reading/normalise.ts";
import type { RecordingFormat } from "./recording/format.ts";

/**
 * All that is known of one cloud: which calls bring assets, what its answers mean, what its ids look like. Everything else works with
 * any. The schema's `provider.graphql` says the same provider's facts that are data: its loaders' arguments, its words.
 */
export interface Provider extends ReadingRules, KeepingRules {
  /** What people call one account: `subscription`. */
  readonly account: string;
  /** By the names of the SDL's enum `Loader`. A loader of the schema that is not here is one that nothing reads yet. */
  readonly loaders: Readonly<Record<string, Load>>;
  /** By the names of the SDL's enum `Derivation`. */
  readonly derivations: Readonly<Record<string, Derivation>>;
  /** Reads the list of accounts; the accounts for which `keep` holds of their id are given. */
  listAccounts(
    transport: Transport,
    connector: AssetType,
    keep: (id: string) => boolean,
  ): Promise<AccountList>;
  /** What else is said of accounts, by id, to be read with what their list says of them. */
  describeAccounts?(context: LoaderContext): Promise<ReadonlyMap<string, JsonObject>>;
  readonly recording: RecordingFormat<Provider>;
}

/** Reads all assets of these types in all accounts, and finishes a collection for each pair. */
export type Load = (context: LoaderContext, types: readonly AssetType[]) => Promise<void>;

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

/** What assets of any of some clouds are worked out by. */
export function derivationsOf(providers: readonly Pick<Provider, "derivations">[]): Derivations {
  return Object.assign({}, ...providers.map(({ derivations }) => derivations)) as Derivations;
}
