import type { Failure } from "../calls/failure.ts";
import type { Transport } from "../calls/transport.ts";
import type { JsonObject } from "../json/json.ts";
import type { AccountList, ListedAccount, Unlisted } from "../provider.ts";
import { walkList } from "./lists.ts";
import { requestOf } from "./load-lists.ts";

/** Where a tenant says what it is: a list of one. */
export const TENANT_PATH = "/v1.0/organization";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The tenants that are read. One that is known by its id stays an account where nothing may be asked about it: what of it could not be read
 * is then said for each type.
 */
export async function listTenants(
  transport: Transport,
  keep: (id: string) => boolean,
): Promise<AccountList> {
  const listed = new Map<string, ListedAccount>();
  const unlisted: Unlisted[] = [];
  let readAt = "";
  for (const tenant of transport.tenants) {
    const answer = await readTenant(transport, tenant);
    readAt = answer.readAt;
    const known = tenant !== undefined && guid.test(tenant) ? tenant : undefined;
    const key = answer.id ?? known;
    if (key === undefined || (known !== undefined && !isSame(key, known))) {
      const cause = answer.failure?.cause ?? `The answer was another tenant's, "${key}".`;
      const failure: Failure = { status: "failed", readAt, ...answer.failure, cause };
      unlisted.push({ connector: `/tenants${tenant ? `/${tenant.toLowerCase()}` : ""}`, failure });
      continue;
    }
    const id = `/tenants/${key.toLowerCase()}`;
    if (!keep(id)) continue;
    const raw = { ...answer.raw, tenantId: key };
    const account = { id, key, raw, ...(tenant === undefined ? {} : { tenant }) };
    listed.set(id, { account, readAt, apiVersion: "v1.0" });
  }
  return { listed: [...listed.values()], unlisted, readAt };
}

async function readTenant(
  transport: Transport,
  tenant: string | undefined,
): Promise<{
  readonly id?: string;
  readonly raw?: JsonObject;
  readonly readAt: string;
  readonly failure?: Failure;
}> {
  const listing = walkList(
    transport,
    requestOf(TENANT_PATH, tenant === undefined ? {} : { tenant }),
  );
  let found: JsonObject | undefined;
  let readAt = "";
  for await (const { items, reply } of listing.pages) {
    readAt = reply.readAt;
    found ??= items.find(({ id }) => typeof id === "string" && guid.test(id));
  }
  const failure = listing.failure();
  if (failure) return { failure, readAt: failure.readAt };
  if (found) return { id: String(found.id), raw: found, readAt };
  const cause = "The answer was not understood: it names no tenant.";
  return { failure: { status: "failed", cause, readAt }, readAt };
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
