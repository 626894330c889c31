import { setTimeout as sleep } from "node:timers/promises";
import type { AzureConnection, AzureOptions } from "../azure/connect.ts";
import { createRetryingTransport, type RetryingTransport } from "../calls/retrying-transport.ts";
import type { Request } from "../calls/transport.ts";
import { graphScope } from "../microsoft/clouds.ts";
import { createContext } from "../microsoft/context.ts";
import { isExpired } from "./classify.ts";
import { retryPolicy } from "./retry-policy.ts";

/** Kinds of values that would otherwise come as `unknownFutureValue`: learn.microsoft.com/graph/best-practices-concept. */
const headers = { prefer: "include-unknown-enum-members", "x-ms-throttle-priority": "low" };

/**
 * The transport that reads Microsoft Graph, by the same credentials with tokens of its own; undefined in a cloud of which no address of Graph
 * is known. Tenants are named as their tokens name them: what may not be asked about a tenant is then said of that tenant.
 */
export async function connectEntra(
  options: AzureOptions,
  { cloud, identities, credentialFor }: AzureConnection,
): Promise<RetryingTransport | undefined> {
  const { graph } = cloud;
  const scope = graphScope(cloud);
  if (graph === undefined || scope === undefined) return undefined;
  const named = options.tenants.length > 0 ? options.tenants : [undefined];
  const known = new Map(named.map((tenant, i) => [identities[i]?.tenantId ?? tenant, tenant]));
  const sendOnce = await createContext({
    service: { endpoint: graph, scope, linkOf, headers, isExpired },
    credentialFor: (tenant) => credentialFor(known.has(tenant) ? known.get(tenant) : tenant),
    version: options.version,
    now: options.now,
    ...(options.answerTimeoutMs === undefined ? {} : { answerTimeoutMs: options.answerTimeoutMs }),
    ...(options.answerLimitBytes === undefined
      ? {}
      : { answerLimitBytes: options.answerLimitBytes }),
    ...(options.httpClient ? { httpClient: options.httpClient } : {}),
  });
  return createRetryingTransport({
    policy: retryPolicy,
    endpoint: graph,
    tenants: [...known.keys()],
    sendOnce,
    clock: options.clock,
    sleep: (durationMs, signal) => sleep(durationMs, undefined, { signal }),
    random: Math.random,
    now: () => options.now().toISOString(),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  });
}

/** Paths of the schema are Graph's own; what they select stands as it is written. */
function linkOf({ path, query }: Request): string {
  return query === undefined ? path : `${path}?${query}`;
}
