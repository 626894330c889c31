import type { Provider } from "../provider.ts";
import { explain } from "./classify.ts";
import { describeSubscriptions } from "./subscription-containers.ts";
import { conversions } from "./conversions.ts";
import { derivations } from "./derivations.ts";
import { ids } from "./ids.ts";
import { listSubscriptions } from "./load-subscriptions.ts";
import { createLoaders } from "./loaders.ts";
import { decidingPaths } from "./unsupported-features.ts";
import { recordingFormat } from "./recording-format.ts";
import type { PartQuestion } from "./resource-graph.ts";

/** Microsoft Azure: subscriptions and what is in them, by Azure Resource Manager and Resource Graph. */
export const azure: Provider = createAzure((question) => [question]);

/** A recording may hold several answers where the cloud has one, so that it parts questions in its own way. */
function createAzure(part: PartQuestion): Provider {
  return {
    name: "azure",
    account: "subscription",
    loaders: createLoaders(part),
    conversions,
    derivations,
    ids,
    listAccounts: listSubscriptions,
    describeAccounts: (context) => describeSubscriptions(context, part),
    kept: decidingPaths,
    explain,
    recording: recordingFormat(createAzure),
  };
}
