import type { Provider } from "../provider.ts";
import type { RecordingFormat } from "../recording/format.ts";
import { withoutTokens } from "../microsoft/secrets.ts";
import { TENANT_PATH } from "./load-tenants.ts";

/** How answers of Microsoft Graph stand in a recording: each in a file of its own, named by the path without what it selects. */
export function recordingFormat(
  provider: () => Provider,
  createRedactor: RecordingFormat<Provider>["createRedactor"],
): RecordingFormat<Provider> {
  return {
    endpoint: "https://graph.microsoft.com",
    link: "@odata.nextLink",
    accounts: TENANT_PATH,
    isOfAnyTenant: () => false,
    withoutTokens,
    keepsHeader: () => false,
    open: () => ({
      provider: provider(),
      send: () => undefined,
      unasked: () => ({ files: [], types: new Map() }),
    }),
    createRedactor,
  };
}
