import type { Provider } from "../provider.ts";
import { azure } from "../azure/provider.ts";
import { derivations } from "./derivations.ts";
import { ids } from "./ids.ts";
import { loadTenantLists } from "./load-lists.ts";
import { listTenants } from "./load-tenants.ts";
import { recordingFormat } from "./recording-format.ts";

/** Microsoft Entra ID: tenants, by Microsoft Graph. */
export const entra: Provider = {
  name: "entra",
  account: "tenant",
  loaders: { TENANT_LIST: loadTenantLists },
  conversions: {},
  derivations,
  ids,
  listAccounts: (transport, _, keep) => listTenants(transport, keep),
  kept: [],
  recording: recordingFormat(() => entra, azure.recording.createRedactor),
};
