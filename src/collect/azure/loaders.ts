import type { AssetType } from "../../types.ts";
import { groupAccounts } from "../accounts.ts";
import type { LoaderContext } from "../loader-context.ts";
import { forEach } from "../for-each.ts";
import type { Load } from "../provider.ts";
import { batchesOf, loadGraph } from "./load-graph.ts";
import { loadResourceList, loadSubscriptionList } from "./load-lists.ts";
import type { PartQuestion } from "./resource-graph.ts";

/** Calls for single subscriptions at a time; the transport lets fewer through where the service asks for it. */
const SUBSCRIPTIONS_AT_ONCE = 320;

/** Subscriptions in one question of Resource Graph, as its documentation advises. */
const GRAPH_GROUP = 300;
const GRAPH_GROUPS_AT_ONCE = 4;

/** The one table of Azure's loaders; the SDL's enum `Loader` names and describes its entries. `part`: see `PartQuestion`. */
export function createLoaders(part: PartQuestion): Readonly<Record<string, Load>> {
  return {
    SUBSCRIPTION_LIST: (context, types) =>
      forEach(pairs(context, types), SUBSCRIPTIONS_AT_ONCE, context.signal, ([account, type]) =>
        loadSubscriptionList(context, type, account),
      ),
    RESOURCE_GRAPH: (context, types) =>
      forEach(
        [...groupAccounts(context.accounts, GRAPH_GROUP)].flatMap((group) =>
          batchesOf(types, group),
        ),
        GRAPH_GROUPS_AT_ONCE,
        context.signal,
        (batch) => loadGraph(context, batch, part),
      ),
    RESOURCE_LIST: (context, types) =>
      forEach(pairs(context, types), SUBSCRIPTIONS_AT_ONCE, context.signal, ([account, type]) =>
        loadResourceList(context, type, account),
      ),
  };
}

/** Subscription by subscription, so that each is done with early. */
function* pairs({ accounts }: LoaderContext, types: readonly AssetType[]) {
  for (const account of accounts) for (const type of types) yield [account, type] as const;
}
