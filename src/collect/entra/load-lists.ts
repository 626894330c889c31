import type { AssetType } from "../../types.ts";
import { type Failure, failureOf } from "../calls/failure.ts";
import type { ListPage } from "../calls/listing.ts";
import type { Request } from "../calls/transport.ts";
import { forEach } from "../for-each.ts";
import type { JsonObject } from "../json/json.ts";
import type { Account, LoaderContext } from "../loader-context.ts";
import { digestOf, strangeId } from "../reading/asset-ids.ts";
import { walkList } from "./lists.ts";

/** Lists of a tenant side by side; the transport lets fewer through where a service asks for it. */
const LISTS_AT_ONCE = 16;

/** Rows that a list of users has among its people and that are none: what an agent signs in as. */
const AGENT = "#microsoft.graph.agentUser";

/** Reads each type in each tenant by one call. */
export async function loadTenantLists(
  context: LoaderContext,
  types: readonly AssetType[],
): Promise<void> {
  const pairs = context.accounts.flatMap((account) => types.map((type) => ({ account, type })));
  await forEach(pairs, LISTS_AT_ONCE, context.signal, ({ account, type }) =>
    loadList(context, type, account),
  );
}

async function loadList(
  { writer, normalise, transport }: LoaderContext,
  type: AssetType,
  account: Account,
): Promise<void> {
  if (writer.isDone(type.name, account.id)) return;
  const listing = walkList(transport, requestOf(type.source!.path!, account), true);
  const seen = new Map<string, number>();
  let readAt = "";
  let assets = 0;
  let failure: Failure | undefined;
  for await (const page of listing.pages) {
    readAt = page.reply.readAt;
    const { fresh, trouble } = sift(page, seen, account, type);
    failure ??= trouble;
    assets += fresh.length;
    const around = { connector: account.id, readAt, parent: account.raw };
    await writer.write(fresh.flatMap((raw) => normalise(type, raw, around)));
    if (failure) break;
  }
  failure ??= listing.failure();
  if (failure) return writer.fail(type, account.id, failure, { assets });
  const pair = { type: type.name, connector: account.id };
  await writer.finish({ ...pair, status: "complete", assets, readAt });
}

/** The call for a path of the schema, which may say which properties it wants. */
export function requestOf(written: string, { tenant }: Pick<Account, "tenant">): Request {
  const [path = "", query] = written.split("?");
  return {
    ...{ method: "GET", path, apiVersion: "", page: 1 },
    ...(query === undefined ? {} : { query }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/**
 * The items of a page that are new, with ids below the tenant's. Lists shift while they are read, so that one may come twice, and differ:
 * the first counts. A page of nothing but what came before in the same words means that the list goes in circles.
 */
function sift(
  { items, reply, next }: ListPage,
  seen: Map<string, number>,
  account: Account,
  type: AssetType,
) {
  const fresh: JsonObject[] = [];
  let trouble: Failure | undefined;
  let repeated = 0;
  for (const [index, item] of items.entries()) {
    const { id } = item;
    const strange = typeof id === "string" ? strangeId(id) : "an item without an id";
    if (strange !== undefined || typeof id !== "string") {
      const cause = `The answer was not understood: it holds ${strange} (item ${index + 1}).`;
      trouble ??= failureOf(reply, "failed", cause);
      continue;
    }
    const key = id.toLowerCase();
    const own = digestOf(item, key);
    const before = seen.get(key);
    if (before === own) repeated += 1;
    if (before !== undefined) continue;
    seen.set(key, own);
    if (item["@odata.type"] !== AGENT) fresh.push(described(item, id, account, type));
  }
  if (items.length > 0 && repeated === items.length && next !== undefined)
    trouble ??= failureOf(
      reply,
      "failed",
      "The service's pages repeat themselves, so the list is not whole.",
    );
  return { fresh, trouble };
}

/** Ids of singletons are the same in every tenant, and others are bare: behind the tenant's id each is one asset. */
function described(item: JsonObject, id: string, account: Account, type: AssetType): JsonObject {
  return {
    ...item,
    objectId: id,
    ...kindOf(item),
    id: `${account.id}/${type.plural}/${id}`,
  };
}

/** Which of several kinds a row is, where the list has several: `#microsoft.graph.ipNamedLocation` by its last word. */
function kindOf(item: JsonObject): JsonObject {
  const kind = item["@odata.type"];
  return typeof kind === "string" ? { odataType: kind.slice(kind.lastIndexOf(".") + 1) } : {};
}
