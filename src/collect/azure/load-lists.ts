import { connectorType, typeAskedAbout } from "../../model/constants.ts";
import { storedId } from "../../model/spellings.ts";
import type { AssetType, Collection } from "../../types.ts";
import { type Failure, failureOf } from "../calls/failure.ts";
import type { Account, LoaderContext } from "../loader-context.ts";
import { mapEach } from "../for-each.ts";
import type { JsonObject } from "../json/json.ts";
import type { ListPage } from "../calls/listing.ts";
import { walkList } from "./lists.ts";
import { readDetails } from "./load-details.ts";
import { saysNone } from "./unsupported-features.ts";
import { contradictsType, digestOf, fillPath, isWithin, strangeId } from "../reading/asset-ids.ts";
import { ids, subscriptionNamed } from "./ids.ts";
import type { Reply, Request } from "../calls/transport.ts";

/** Calls of one list that run over its assets, side by side. */
const CALLS_AT_ONCE = 16;

/** One list to read: what path, for which type, in which subscription. */
export interface ListCall {
  readonly type: AssetType;
  readonly account: Account;
  readonly path: string;
  /** The answer of the asset that the path runs over, and its type. */
  readonly parent?: { readonly raw: JsonObject; readonly type: AssetType };
  /** One bare object is an answer, too. */
  readonly single?: boolean;
}

/** How a list ended: what was written of it, when and how it was answered last, and why it is not whole. */
export interface ListResult {
  readonly assets: number;
  readonly last: Pick<Reply, "readAt" | "apiVersion"> | undefined;
  readonly failure: Failure | undefined;
}

/** Reads one type in one subscription by one call, and finishes its collection. */
export async function loadSubscriptionList(
  context: LoaderContext,
  type: AssetType,
  account: Account,
): Promise<void> {
  const { writer } = context;
  if (writer.isDone(type.name, account.id)) return;
  const path = fillPath(type.source!.path!, "subscription", account.key);
  const { assets, last, failure } = await loadList(context, { type, account, path });
  if (failure) return writer.fail(type, account.id, failure, { assets });
  const { readAt, apiVersion } = last!;
  const pair = { type: type.name, connector: account.id };
  await writer.finish({ ...pair, status: "complete", assets, readAt, apiVersion });
}

/** Reads one list, page by page, and writes its assets. */
export async function loadList(context: LoaderContext, call: ListCall): Promise<ListResult> {
  const { transport, writer, normalise } = context;
  const { type, account } = call;
  const request: Request = {
    method: "GET",
    path: call.path,
    apiVersion: type.source?.apiVersion ?? "",
    page: 1,
    ...(account.tenant === undefined ? {} : { tenant: account.tenant }),
  };
  const listing = walkList(transport, request, call.single);
  const parentType = typeAskedAbout(type, call.parent?.type ?? connectorType(context.model));
  const seen = new Map<string, number>();
  let last: Reply | undefined;
  let failure: Failure | undefined;
  for await (const page of listing.pages) {
    last = page.reply;
    const { fresh, trouble } = sift(page, call, seen, context);
    failure ??= trouble;
    const records = await mapEach(fresh, CALLS_AT_ONCE, context.signal, async (raw) => {
      const details = await readDetails(transport, type, account, raw);
      const { readAt, apiVersion } = page.reply;
      writer.remember(type, account.id, raw);
      const around = {
        ...{ connector: account.id, readAt, apiVersion, ...details },
        parent: call.parent?.raw ?? account.raw,
        parentType,
      };
      return normalise(type, raw, around);
    });
    await writer.write(records.flat());
    if (failure) break;
  }
  failure ??= listing.failure();
  if (failure && seen.size === 0 && isNone(call, failure)) {
    const { readAt, apiVersion = "" } = failure;
    return { assets: 0, last: { readAt, apiVersion }, failure: undefined };
  }
  return { assets: seen.size, last, failure };
}

/** Whether the service says with its error that the asset, which the list is of, has none of it. */
function isNone({ parent, path }: ListCall, { codes = [] }: Failure): boolean {
  return parent !== undefined && saysNone(path, codes, parent.raw);
}

/**
 * The items of a page that are new, each with an id in the subscription that was asked; and what is wrong with the others.
 * A page that brings nothing new means that the list goes in circles.
 */
function sift(
  page: ListPage,
  call: ListCall,
  seen: Map<string, number>,
  context: Pick<LoaderContext, "isAccount">,
) {
  const fresh = new Map<string, JsonObject>();
  const twice = new Set<string>();
  let trouble: Failure | undefined;
  for (const [index, item] of page.items.entries()) {
    const raw = identified(item, call);
    const complaint = raw === undefined ? `item ${index + 1} has neither id nor name` : undefined;
    const strange =
      complaint ??
      complaintAboutPlace(item, call, context) ??
      complaintAboutType(item, call) ??
      complaintAboutOwner(raw!, call);
    if (raw === undefined || strange !== undefined) {
      trouble ??= failureOf(page.reply, "failed", `The answer was not understood: ${strange}.`);
      continue;
    }
    const id = storedId(String(raw.id));
    const before = seen.get(id);
    const own = digestOf(raw, id);
    if (before !== undefined && before !== own) {
      twice.add(id);
      trouble ??= failureOf(
        page.reply,
        "failed",
        `The service sent two different items with the id "${id.slice(0, 400)}".`,
      );
    }
    if (before !== undefined) continue;
    seen.set(id, own);
    fresh.set(id, raw);
  }
  if (fresh.size === 0 && page.items.length > 0 && page.next !== undefined)
    trouble ??= failureOf(
      page.reply,
      "failed",
      "The service's pages repeat themselves, so the list is not whole.",
    );
  // Which of the two is so, nobody can tell.
  for (const id of twice) fresh.delete(id);
  return { fresh: [...fresh.values()], trouble };
}

/**
 * The item with an id of its own below the subscription that was asked: the call's path and its name where it has none. What a
 * subscription inherits from above is listed in every one of them with the same id, and published examples name a
 * subscription that is nobody's; behind the id of the subscription that was asked each is one asset.
 */
function identified(item: JsonObject, call: ListCall): JsonObject | undefined {
  const { id, name } = item;
  if (typeof id !== "string" || id === "")
    return typeof name === "string" && name !== ""
      ? { ...item, id: `${call.path}/${name}` }
      : undefined;
  const rooted = id.startsWith("/") ? id : `/${id}`;
  return {
    ...item,
    id: subscriptionIn(rooted) === call.account.id ? rooted : call.account.id + rooted,
  };
}

/** The subscription that an id stands in, as a connector's id; "" for what stands above subscriptions. */
function subscriptionIn(id: string): string {
  const named = subscriptionNamed(id);
  return named === undefined ? "" : `/subscriptions/${named}`;
}

/** An item of another of the subscriptions that are read: its answer, perhaps out of a cache. */
function complaintAboutPlace(
  { id }: JsonObject,
  call: ListCall,
  { isAccount }: Pick<LoaderContext, "isAccount">,
): string | undefined {
  const own = typeof id === "string" ? subscriptionIn(id) : "";
  if (own === call.account.id || !isAccount(own)) return undefined;
  return `it holds an item of another subscription, "${own.slice(1, 80)}"`;
}

/**
 * An item by whose id nothing can be stored, or of what stands below another asset than the one that was asked, as out of a
 * cache between. One call brings one list: what stands below the asset and not in that list is another's, too.
 */
function complaintAboutOwner({ id }: JsonObject, call: ListCall): string | undefined {
  const strange = strangeId(String(id));
  if (strange !== undefined) return `it holds ${strange}`;
  if (call.parent === undefined || isWithin(String(id), call.path)) return undefined;
  return `it holds an item that is not below "${call.path.slice(0, 400)}", which was asked: "${String(id).slice(0, 400)}"`;
}

/** An item of another resource type than its own id's, or than the path's: somebody else's answer. Singular and plural are the same. */
function complaintAboutType(item: JsonObject, call: ListCall): string | undefined {
  const sent = item.type;
  const id = String(item.id);
  if (contradictsType(id, sent, ids))
    return `it holds a "${String(sent).slice(0, 80)}" with the id of a "${ids.typeOf(id).slice(0, 80)}"`;
  if (call.parent !== undefined || typeof sent !== "string" || sent === "") return undefined;
  const wordOf = (text: string) => text.slice(text.lastIndexOf("/") + 1).toLowerCase();
  const [found, expected] = [wordOf(sent), wordOf(call.path)];
  if (found.replace(/s$/, "") === expected.replace(/s$/, "")) return undefined;
  return `it holds a "${sent.slice(0, 80)}" where "${expected}" were asked for`;
}

/** Reads one type by a call for each asset of the types it runs over, in one subscription. */
export async function loadResourceList(
  context: LoaderContext,
  type: AssetType,
  account: Account,
): Promise<void> {
  const { writer, model, signal } = context;
  if (writer.isDone(type.name, account.id)) return;
  const parents = (type.source?.of ?? []).map((name) => ({
    name,
    outcome: writer.outcome(name, account.id),
  }));
  const assetsBelow = parents.flatMap(({ name, outcome }) =>
    (outcome?.assets ?? []).map((raw) => ({ raw, type: model.types.get(name)! })),
  );
  const ids = assetsBelow.map(({ raw }) => String(raw.id));
  const results = await mapEach(assetsBelow, CALLS_AT_ONCE, signal, (parent) => {
    const path = fillPath(type.source!.path!, "id", String(parent.raw.id));
    return loadList(context, { type, account, path, parent, single: true });
  });
  const assets = results.reduce((sum, result) => sum + result.assets, 0);
  const unreadOwners = ids.filter((_, i) => results[i]!.failure).map(storedId);
  const failed = unreadOwners.length;
  const pair = { type: type.name, connector: account.id };
  const giveUp = (failure: Failure) =>
    writer.fail(type, account.id, failure, { assets, unreadOwners });
  const first = results.findIndex((result) => result.failure);
  const blocking = parents.find(({ outcome }) => outcome?.collection.status !== "complete");
  const parentReadAt = parents[0]?.outcome?.collection.readAt ?? "";
  if (failed > 0) {
    const failure = results[first]!.failure!;
    const cause = `${failed} of ${ids.length} calls failed; the first, for ${ids[first]}: ${failure.cause}`;
    return giveUp({ ...failure, cause });
  }
  if (blocking)
    return giveUp(waitingFor(blocking.name, blocking.outcome?.collection, parentReadAt));
  const last = results.findLast((result) => result.last)?.last;
  await writer.finish({
    ...pair,
    status: "complete",
    assets,
    readAt: last?.readAt ?? parentReadAt,
    apiVersion: last?.apiVersion ?? type.source?.apiVersion ?? "",
  });
}

/** The failure of a type whose parents are not all known. */
function waitingFor(name: string, parent: Collection | undefined, readAt: string): Failure {
  const why = parent?.cause ?? "They were not asked for.";
  return {
    status: (parent?.status ?? "notCollected") as Failure["status"],
    cause: `It is read for each ${name}, and those were not all read. ${why}`,
    readAt: parent?.readAt ?? readAt,
  };
}
