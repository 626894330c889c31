import { providers } from "../../src/library/providers.ts";
import { readTypesOf } from "../../src/library/read-types.ts";
import { loadFragments } from "../../src/check/document/fragments.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { importFolder } from "../../src/collect/import-folder.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { loadModel } from "../../src/model/load.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/server/limits.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../src/server/server.ts";
import type { Check, Inventory } from "../../src/types.ts";
import { executor } from "../graphql/executor.ts";

/** The sample estate with the product's own checks. */
export async function openSample(): Promise<{ inventory: Inventory; checks: readonly Check[] }> {
  const model = loadModel("schema");
  const { tables } = await importFolder("sample", model, {
    providers,
    now: "2026-11-20T08:00:00Z",
    assayVersion: "0.0.0",
    formatVersion: 1,
  });
  return { inventory: createInventory(model, tables), checks: loadChecks(model, "checks") };
}

/** What a test may change about the server. */
export type SiteOptions = Partial<Omit<ServerOptions, "limits">> & {
  readonly inventory?: Inventory;
  readonly limits?: Partial<Limits>;
};

/** A server on a free port of loopback, over one inventory unless a source is given. */
export function startSite({ inventory, limits, ...options }: SiteOptions): Promise<RunningServer> {
  return startServer({
    source: {
      list: () => (inventory ? [{ name: inventory.snapshot.id }] : []),
      open: async () => inventory!,
      snapshots: () => (inventory ? [inventory.snapshot] : []),
    },
    checks: [],
    fragments: loadFragments(["checks"]).fragments,
    limits: { ...DEFAULT_LIMITS, ...limits },
    ...(inventory ? { isRead: readTypesOf(inventory.model) } : {}),
    host: "127.0.0.1",
    port: 0,
    graphiql: false,
    executor,
    clock: () => performance.now(),
    now: () => new Date("2026-11-20T12:00:00Z"),
    log: () => undefined,
    ...options,
  });
}

/** Sends a query as programs do. */
export function post(
  site: RunningServer,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${site.url}graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
}
