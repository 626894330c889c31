import type { AssetType } from "../../types.ts";
import type { Failure } from "../calls/failure.ts";
import type { Transport } from "../calls/transport.ts";
import type { JsonObject } from "../json/json.ts";
import type { AccountList, ListedAccount, Unlisted } from "../provider.ts";
import { digestOf } from "../reading/asset-ids.ts";
import { walkList } from "./lists.ts";

/** Reads the list of subscriptions of every tenant. One that several tenants list counts once, for its own tenant if that is one. */
export async function listSubscriptions(
  transport: Transport,
  type: AssetType,
  keep: (id: string) => boolean,
): Promise<AccountList> {
  const listed = new Map<string, ListedAccount>();
  const unlisted: Unlisted[] = [];
  const twice = new Set<string>();
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
        const id = `/subscriptions/${subscriptionId.toLowerCase()}`;
        if (!keep(id)) continue;
        const own = digestOf({ ...raw, subscriptionId: "" }, id);
        if (digests.has(id) && digests.get(id) !== own) {
          strange = misread(`two different entries of "${subscriptionId}"`, reply.readAt);
          twice.add(id);
        }
        digests.set(id, own);
        const account = { id, key: subscriptionId, raw, ...ofTenant };
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
  // Which of two entries is so, nobody can tell.
  for (const id of twice) listed.delete(id);
  return { listed: [...listed.values()], unlisted, readAt };
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
  tenant === undefined ? "/subscriptions" : `/subscriptions/of/${tenant.toLowerCase()}`;

const misread = (what: string, readAt: string): Failure => ({
  status: "failed",
  cause: `It holds ${what}.`,
  readAt,
});
