import type { AssetType } from "../../types.ts";
import type { Collecting } from "../collecting.ts";
import { forEach } from "../for-each.ts";
import { batchesOf, loadGraph } from "./load-graph.ts";
import { loadResourceList, loadSubscriptionList } from "./load-lists.ts";
import { groupAccounts } from "./load-subscriptions.ts";

/** How the asset types of one kind of call are read. */
export interface Loader {
  /**
   * When it runs. `first`: it makes the connectors. `side by side`: needs nothing but them. `after parents`: runs over other
   * types' assets. `not yet`: nothing reads it; its collections stay `notCollected`.
   */
  readonly runs: "first" | "side by side" | "after parents" | "not yet";
  /** Reads all assets of these types in all subscriptions, and finishes a collection for each pair. */
  readonly load?: (collecting: Collecting, types: readonly AssetType[]) => Promise<void>;
}

/** Calls for single subscriptions at a time; the transport lets fewer through where the service asks for it. */
const SUBSCRIPTIONS_AT_ONCE = 320;

/** Subscriptions in one question of Resource Graph, as its documentation advises. */
const GRAPH_GROUP = 300;
const GRAPH_GROUPS_AT_ONCE = 4;

/** The one table of loaders; the SDL's enum `Loader` names and describes its entries. */
export const loaders: Readonly<Record<string, Loader>> = {
  SUBSCRIPTIONS: { runs: "first" },
  SUBSCRIPTION_LIST: {
    runs: "side by side",
    load: (collecting, types) =>
      forEach(
        pairs(collecting, types),
        SUBSCRIPTIONS_AT_ONCE,
        collecting.signal,
        ([account, type]) => loadSubscriptionList(collecting, type, account),
      ),
  },
  RESOURCE_GRAPH: {
    runs: "side by side",
    load: (collecting, types) =>
      forEach(
        [...groupAccounts(collecting.accounts, GRAPH_GROUP)].flatMap((group) =>
          batchesOf(types, group),
        ),
        GRAPH_GROUPS_AT_ONCE,
        collecting.signal,
        (batch) => loadGraph(collecting, batch),
      ),
  },
  RESOURCE_LIST: {
    runs: "after parents",
    load: (collecting, types) =>
      forEach(
        pairs(collecting, types),
        SUBSCRIPTIONS_AT_ONCE,
        collecting.signal,
        ([account, type]) => loadResourceList(collecting, type, account),
      ),
  },
  TENANT_LIST: { runs: "not yet" },
};

/** Subscription by subscription, so that each is done with early. */
function* pairs({ accounts }: Collecting, types: readonly AssetType[]) {
  for (const account of accounts) for (const type of types) yield [account, type] as const;
}
