import type { AssetType } from "../types.ts";
import type { Failure } from "./classify.ts";
import type { Account, Containers } from "./collecting.ts";
import { fail, type Ledger } from "./ledger.ts";
import { forEach } from "./for-each.ts";
import type { JsonObject } from "./json.ts";
import { walkList } from "./listing.ts";
import type { Normalise } from "./normalise.ts";
import { walkGraph } from "./resource-graph.ts";
import type { Transport } from "./transport.ts";

/** A subscription as the list has it, and what Resource Graph adds. */
interface Listed {
  readonly account: Account;
  readonly readAt: string;
  readonly apiVersion: string;
}

/** A tenant's list that was not read to its end. */
export interface Unlisted {
  /** Stands in for the connectors that nobody knows: `/tenants/<guid>`, or `/subscriptions` where the tenant has no name. */
  readonly connector: string;
  readonly failure: Failure;
}

export interface Subscriptions {
  readonly listed: readonly Listed[];
  readonly unlisted: readonly Unlisted[];
}

/** Subscriptions in one question about management groups: one full page. */
const CONTAINERS_AT_ONCE = 1000;

/** Reads the list of subscriptions of every tenant. One that several tenants list counts once, for its own tenant if that is one. */
export async function listSubscriptions(
  transport: Transport,
  type: AssetType,
  keep: (subscriptionId: string) => boolean,
): Promise<Subscriptions> {
  const listed = new Map<string, Listed>();
  const unlisted: Unlisted[] = [];
  const apiVersion = type.source?.apiVersion ?? "2022-12-01";
  for (const tenant of transport.tenants) {
    const ofTenant = tenant === undefined ? {} : { tenant };
    const request = { method: "GET", path: "/subscriptions", apiVersion, page: 1, ...ofTenant };
    const listing = walkList(transport, request as Parameters<typeof walkList>[1]);
    let strange: Failure | undefined;
    for await (const { items, reply } of listing.pages)
      for (const raw of items) {
        const subscriptionId = idIn(raw);
        if (subscriptionId === undefined) {
          strange = unnamed(reply.readAt);
          continue;
        }
        if (!keep(subscriptionId)) continue;
        const id = `/subscriptions/${subscriptionId.toLowerCase()}`;
        const account = { id, subscriptionId, raw, ...ofTenant };
        const one = { account, readAt: reply.readAt, apiVersion: reply.apiVersion };
        const isHome = tenant !== undefined && raw.tenantId === tenant;
        if (!listed.has(id) || isHome) listed.set(id, one);
      }
    const failure = listing.failure() ?? strange;
    if (failure) {
      const cause = `The list of subscriptions could not be read to its end. ${failure.cause}`;
      unlisted.push({ connector: nameOf(tenant), failure: { ...failure, cause } });
    }
  }
  return { listed: [...listed.values()], unlisted };
}

/** What Resource Graph says of subscriptions: which it shows, with their management groups. */
export async function readContainers(
  transport: Transport,
  accounts: readonly Account[],
  signal: AbortSignal | undefined,
): Promise<Containers> {
  const rows = new Map<string, JsonObject>();
  const failures = new Map<string, Failure>();
  await forEach(groupAccounts(accounts, CONTAINERS_AT_ONCE), 4, signal, async (group) => {
    const question = {
      table: "resourcecontainers",
      types: ["microsoft.resources/subscriptions"],
      subscriptions: group.map((account) => account.subscriptionId),
    };
    for (const part of transport.part?.(question) ?? [question]) {
      const listing = walkGraph(transport, part, group[0]!.tenant);
      for await (const page of listing.pages)
        for (const row of page.rows)
          if (String(row.type).toLowerCase() === part.types[0])
            rows.set(String(row.id).toLowerCase(), row);
      const failure = listing.failure();
      const ids = new Set(part.subscriptions);
      for (const { id, subscriptionId } of failure ? group : [])
        if (ids.has(subscriptionId)) failures.set(id, failure!);
    }
  });
  return { rows, failures };
}

/** Writes the connectors, and for lists that were not whole a collection of every type that stands for what nobody knows. */
export async function writeConnectors(
  { listed, unlisted }: Subscriptions,
  { rows }: Containers,
  types: { readonly connector: AssetType; readonly all: readonly AssetType[] },
  normalise: Normalise,
  ledger: Ledger,
): Promise<void> {
  for (const { account, readAt, apiVersion } of listed) {
    const properties = rows.get(account.id)?.properties;
    const whole = {
      ...account.raw,
      id: account.id,
      ...(properties === undefined ? {} : { properties }),
    };
    await ledger.write(
      normalise(types.connector, whole, { connector: account.id, readAt, apiVersion }),
    );
    const pair = { type: types.connector.name, connector: account.id };
    await ledger.finish({ ...pair, status: "complete", assets: 1, readAt, apiVersion });
  }
  for (const { connector, failure } of unlisted)
    for (const type of types.all) await fail(ledger, type, connector, failure);
}

/** Accounts in groups of at most `size`, each of one tenant. */
export function* groupAccounts(
  accounts: readonly Account[],
  size: number,
): Generator<readonly Account[]> {
  const byTenant = Map.groupBy(accounts, (account) => account.tenant);
  for (const group of byTenant.values())
    for (let start = 0; start < group.length; start += size) yield group.slice(start, start + size);
}

function idIn(raw: JsonObject): string | undefined {
  const { subscriptionId, id } = raw;
  if (typeof subscriptionId === "string" && /^[\w-]+$/.test(subscriptionId)) return subscriptionId;
  return typeof id === "string" ? /^\/subscriptions\/([\w-]+)\/?$/i.exec(id)?.[1] : undefined;
}

const nameOf = (tenant: string | undefined) =>
  tenant === undefined ? "/subscriptions" : `/tenants/${tenant.toLowerCase()}`;

const unnamed = (readAt: string): Failure => ({
  status: "failed",
  cause: "The list of subscriptions has an entry without a subscription id.",
  readAt,
});
