import type { AssetType } from "../../types.ts";
import type { Failure } from "./classify.ts";
import type { Account, Containers } from "../collecting.ts";
import { fail, type Ledger } from "../ledger.ts";
import { forEach } from "../for-each.ts";
import { digestOf } from "./place.ts";
import type { JsonObject } from "../json/json.ts";
import { walkList } from "../calls/listing.ts";
import type { Normalise } from "../reading/normalise.ts";
import { walkGraph } from "./resource-graph.ts";
import type { Transport } from "../calls/transport.ts";

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
  /** When the last answer came. */
  readonly readAt: string;
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
  let readAt = "";
  for (const tenant of transport.tenants) {
    const ofTenant = tenant === undefined ? {} : { tenant };
    const request = { method: "GET", path: "/subscriptions", apiVersion, page: 1, ...ofTenant };
    const listing = walkList(transport, request as Parameters<typeof walkList>[1]);
    const digests = new Map<string, number>();
    let strange: Failure | undefined;
    for await (const { items, reply } of listing.pages) {
      readAt = reply.readAt;
      for (const raw of items) {
        const subscriptionId = idIn(raw);
        if (subscriptionId === undefined) {
          strange = misread("an entry without a subscription id, or with two", reply.readAt);
          continue;
        }
        if (!keep(subscriptionId)) continue;
        const id = `/subscriptions/${subscriptionId.toLowerCase()}`;
        const own = digestOf({ ...raw, subscriptionId: "" }, id);
        if (digests.has(id) && digests.get(id) !== own)
          strange = misread(`two different entries of "${subscriptionId}"`, reply.readAt);
        digests.set(id, own);
        const account = { id, subscriptionId, raw, ...ofTenant };
        const one = { account, readAt: reply.readAt, apiVersion: reply.apiVersion };
        const isHome = tenant !== undefined && sameText(raw.tenantId, tenant);
        if (!listed.has(id) || isHome) listed.set(id, one);
      }
    }
    const failure = listing.failure() ?? strange;
    if (failure) {
      readAt = failure.readAt;
      const cause = `The list of subscriptions could not be read to its end. ${failure.cause}`;
      unlisted.push({ connector: nameOf(tenant), failure: { ...failure, cause } });
    }
  }
  return { listed: [...listed.values()], unlisted, readAt };
}

/**
 * What stands in for subscriptions that should be among those that are listed and are not: `asked` by name, `before` as
 * connectors' ids of the collection before. A right that was lost and a wrong digit look the same, so that nothing is known of them.
 */
export function findUnseen(
  { listed, readAt }: Subscriptions,
  { asked, before }: { readonly asked: Iterable<string>; readonly before: Iterable<string> },
): readonly Unlisted[] {
  const seen = new Set(listed.map(({ account }) => account.id));
  const unseen = new Map<string, Unlisted>();
  const add = (connector: string, cause: string) => {
    if (seen.has(connector) || unseen.has(connector)) return;
    unseen.set(connector, { connector, failure: { status: "failed", cause, readAt } });
  };
  for (const id of asked)
    add(
      `/subscriptions/${id}`,
      `The subscription "${id}" was asked for and is not seen: the identity has no rights there, or there is none of that id.`,
    );
  for (const connector of before) {
    const id = connector.slice("/subscriptions/".length);
    add(
      connector,
      `The subscription "${id}" was there before and is not seen now: a right was lost, or it is no more. In that case say so: "assay collect --gone ${id}".`,
    );
  }
  return [...unseen.values()];
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
  { listed, unlisted }: Pick<Subscriptions, "listed" | "unlisted">,
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
  const named =
    typeof id === "string" ? /^\/?subscriptions\/([\w-]+)\/?$/i.exec(id)?.[1] : undefined;
  if (typeof subscriptionId !== "string" || !/^[\w-]{1,200}$/.test(subscriptionId)) return named;
  return named === undefined || sameText(named, subscriptionId) ? subscriptionId : undefined;
}

const sameText = (a: unknown, b: string) =>
  typeof a === "string" && a.toLowerCase() === b.toLowerCase();

const nameOf = (tenant: string | undefined) =>
  tenant === undefined ? "/subscriptions" : `/tenants/${tenant.toLowerCase()}`;

const misread = (what: string, readAt: string): Failure => ({
  status: "failed",
  cause: `It holds ${what}.`,
  readAt,
});
