import { connectorType } from "../../model/constants.ts";
import type { Model } from "../../types.ts";
import type { Failure } from "../calls/failure.ts";
import { chooseTypes } from "../choose-types.ts";
import { mapEach } from "../for-each.ts";
import { walkList } from "./lists.ts";
import { listSubscriptions } from "./load-subscriptions.ts";
import { type Need, needsOf } from "../needs.ts";
import { allows, type Grant, readGrant } from "./permissions.ts";
import { azure } from "./provider.ts";
import type { Transport } from "../calls/transport.ts";

export interface SubscriptionSeen {
  readonly subscriptionId: string;
  readonly name: string;
  readonly state: string;
  readonly tenantId: string;
  /** Why it cannot be told what is allowed there. */
  readonly unknown?: string;
}

/** One permission over all subscriptions. Lists hold subscription ids, sorted. */
export interface PermissionSeen extends Need {
  readonly held: number;
  readonly lacking: readonly string[];
  readonly unknown: readonly string[];
}

/** A tenant that the identity is known in, whether or not it is among those that are read. */
export interface TenantSeen {
  readonly tenantId: string;
  readonly name: string;
}

export interface Diagnosis {
  /** Sorted by id; empty where the service does not say. */
  readonly tenants: readonly TenantSeen[];
  readonly subscriptions: readonly SubscriptionSeen[];
  /** What kept a list of subscriptions from being read to its end. */
  readonly problems: readonly string[];
  readonly permissions: readonly PermissionSeen[];
}

const PERMISSIONS_VERSION = "2022-04-01";
const TENANTS_VERSION = "2022-12-01";
const AT_ONCE = 64;

/**
 * Which subscriptions the identity behind `transport` sees, and for every permission that the schema needs, where it is
 * held and where it lacks. Asks what is allowed; tries nothing out.
 */
export async function examine(
  model: Model,
  transport: Transport,
  options: { readonly types?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<Diagnosis> {
  const types = chooseTypes(model, options.types);
  const connector = connectorType(model)!;
  const { listed, unlisted } = await listSubscriptions(transport, connector, () => true);
  const seen = listed.toSorted((a, b) => (a.account.id < b.account.id ? -1 : 1));
  const grants = await mapEach(seen, AT_ONCE, options.signal, ({ account }) =>
    readGrants(transport, account.key, account.tenant),
  );
  const subscriptions = seen.map(({ account }, index) => {
    const { raw } = account;
    const { failure } = grants[index]!;
    return {
      subscriptionId: account.key,
      name: String(raw.displayName ?? account.key),
      state: String(raw.state ?? "unknown"),
      tenantId: String(raw.tenantId ?? "unknown"),
      ...(failure ? { unknown: failure.cause } : {}),
    };
  });
  const tenants = await listTenants(transport);
  const needs = needsOf(
    model,
    azure,
    types.map((type) => type.name),
  );
  return {
    tenants,
    subscriptions,
    problems: unlisted.map(({ connector: where, failure }) => `${where}: ${failure.cause}`),
    permissions: needs.map((need) => {
      const of = (wanted: boolean | undefined) =>
        subscriptions
          .filter((_, index) => verdictOf(grants[index]!, need.permission) === wanted)
          .map(({ subscriptionId }) => subscriptionId);
      return { ...need, held: of(true).length, lacking: of(false), unknown: of(undefined) };
    }),
  };
}

async function listTenants(transport: Transport): Promise<readonly TenantSeen[]> {
  const found = new Map<string, TenantSeen>();
  for (const tenant of transport.tenants) {
    const request = {
      method: "GET",
      path: "/tenants",
      apiVersion: TENANTS_VERSION,
      page: 1,
    } as const;
    const listing = walkList(transport, {
      ...request,
      ...(tenant === undefined ? {} : { tenant }),
    });
    for await (const { items } of listing.pages)
      for (const { tenantId, displayName } of items)
        if (typeof tenantId === "string")
          found.set(tenantId, { tenantId, name: String(displayName ?? tenantId) });
  }
  return [...found.values()].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}

interface Granted {
  readonly grants: readonly Grant[];
  readonly failure: Failure | undefined;
}

function verdictOf({ grants, failure }: Granted, permission: string): boolean | undefined {
  return allows(grants, permission) ? true : failure ? undefined : false;
}

/** What the identity may do in one subscription. */
async function readGrants(
  transport: Transport,
  subscriptionId: string,
  tenant: string | undefined,
): Promise<Granted> {
  const listing = walkList(transport, {
    method: "GET",
    path: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`,
    apiVersion: PERMISSIONS_VERSION,
    page: 1,
    ...(tenant === undefined ? {} : { tenant }),
  });
  const grants: Grant[] = [];
  for await (const { items } of listing.pages)
    for (const item of items) {
      const grant = readGrant(item);
      if (grant) grants.push(grant);
    }
  return { grants, failure: listing.failure() };
}
