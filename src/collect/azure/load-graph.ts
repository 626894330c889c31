import { storedId } from "../../model/spellings.ts";
import type { AssetType } from "../../types.ts";
import { type Failure, failureOf } from "../calls/failure.ts";
import type { Account, LoaderContext } from "../loader-context.ts";
import { type Containers, containersOf } from "./subscription-containers.ts";
import { mapEach } from "../for-each.ts";
import type { JsonObject } from "../json/json.ts";
import { readDetails } from "./load-details.ts";
import { ids } from "./ids.ts";
import { contradictsType, digestOf, strangeId } from "../reading/asset-ids.ts";
import {
  type GraphPage,
  type GraphQuestion,
  type PartQuestion,
  walkGraph,
} from "./resource-graph.ts";
import type { Reply } from "../calls/transport.ts";

/** What one question of Resource Graph is about. */
interface Batch {
  readonly table: string;
  readonly types: readonly AssetType[];
  readonly accounts: readonly Account[];
}

/** How a question ended. */
interface Answered {
  readonly last: Reply | undefined;
  readonly failure: Failure | undefined;
  /** Assets by type and connector. */
  readonly counts: ReadonlyMap<string, number>;
  /** What is wrong with single rows, by type and connector. */
  readonly troubles: ReadonlyMap<string, Failure>;
}

const DETAILS_AT_ONCE = 16;

/** The questions that these types take: one for each table, for all its types together. */
export function batchesOf(
  types: readonly AssetType[],
  accounts: readonly Account[],
): readonly Batch[] {
  const byTable = Map.groupBy(types, (type) => (type.source?.table ?? "resources").toLowerCase());
  return [...byTable].map(([table, some]) => ({ table, types: some, accounts }));
}

/** Reads the types of one batch in its subscriptions and finishes all their collections. */
export async function loadGraph(
  context: LoaderContext,
  batch: Batch,
  part: PartQuestion,
): Promise<void> {
  const { writer } = context;
  const containers = containersOf(context, part);
  const open = batch.accounts.filter(
    // Every pair is asked, so that each that is done counts as done.
    (account) => batch.types.filter((type) => !writer.isDone(type.name, account.id)).length > 0,
  );
  if (open.length === 0) return;
  const question = questionOf({ ...batch, accounts: open });
  for (const { types, subscriptions } of part(question)) {
    const ids = new Set(subscriptions);
    await loadPart(context, containers, {
      ...batch,
      types: batch.types.filter((type) => types.includes(resourceTypeOf(type))),
      accounts: open.filter(({ key }) => ids.has(key)),
    });
  }
}

/**
 * Reads what has one answer. Where the service refuses the question about several types, each is asked for alone, so that
 * one type's fault does not take the others along.
 */
async function loadPart(
  context: LoaderContext,
  containers: Promise<Containers>,
  batch: Batch,
): Promise<void> {
  const answered = await ask(context, batch);
  const byResourceType = Map.groupBy(batch.types, resourceTypeOf);
  if (answered.failure && answered.last === undefined && byResourceType.size > 1) {
    if (answered.failure.status === "failed" || answered.failure.status === "notCollected") {
      for (const types of byResourceType.values())
        await loadPart(context, containers, { ...batch, types });
      return;
    }
  }
  for (const account of batch.accounts)
    for (const type of batch.types) await finish(context, containers, type, account, answered);
}

function questionOf({ table, types, accounts }: Batch): GraphQuestion {
  return {
    table,
    types: [...new Set(types.map(resourceTypeOf))],
    subscriptions: accounts.map(({ key }) => key),
  };
}

async function finish(
  { writer }: LoaderContext,
  containers: Promise<Containers>,
  type: AssetType,
  account: Account,
  { last, failure, counts, troubles }: Answered,
): Promise<void> {
  const key = keyOf(type, account);
  const assets = counts.get(key) ?? 0;
  const trouble = failure ?? troubles.get(key) ?? hidden(await containers, account, last!.readAt);
  if (trouble) return writer.fail(type, account.id, trouble, { assets });
  const { readAt, apiVersion } = last!;
  const pair = { type: type.name, connector: account.id };
  await writer.finish({ ...pair, status: "complete", assets, readAt, apiVersion });
}

/**
 * Why an answer says nothing about this subscription. Resource Graph leaves out, without a word, what the identity may not
 * read; a subscription that it does not show itself is one where the identity holds rights on parts only.
 */
function hidden(
  { rows, failures }: Containers,
  account: Account,
  readAt: string,
): Failure | undefined {
  if (rows.has(account.id)) return undefined;
  const failure = failures.get(account.id);
  // A recording without this answer, hand-made as it may be, stands for what it holds.
  if (failure?.status === "notCollected") return undefined;
  if (failure) {
    const cause = `Resource Graph did not say which subscriptions its answers cover. ${failure.cause}`;
    return { ...failure, cause };
  }
  return {
    status: "denied",
    cause:
      "Resource Graph does not show this subscription: the identity may read parts of it only, or it is too new.",
    readAt,
    lacksPermission: true,
  };
}

async function ask(context: LoaderContext, batch: Batch): Promise<Answered> {
  const { transport, writer, signal } = context;
  const { accounts } = batch;
  const listing = walkGraph(transport, questionOf(batch), accounts[0]!.tenant);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const counts = new Map<string, number>();
  const troubles = new Map<string, Failure>();
  const sift = createSieve(batch.types, byId);
  let last: Reply | undefined;
  for await (const page of listing.pages) {
    last = page.reply;
    const sifted = page.rows.map(sift);
    const twice = new Set(sifted.flatMap(({ twice = [] }) => twice));
    const found = sifted
      .flatMap(({ assigned }) => assigned)
      .filter(({ row }) => !twice.has(storedId(String(row.id))));
    for (const { suspects, complaint } of sifted)
      for (const key of suspects ?? [])
        troubles.set(key, failureOf(page.reply, "failed", `Resource Graph sent ${complaint}.`));
    const records = await mapEach(found, DETAILS_AT_ONCE, signal, (one) =>
      normaliseRow(context, page, one),
    );
    for (const { type, account } of found) {
      const key = keyOf(type, account);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    await writer.write(records.flat());
  }
  return { last, failure: listing.failure(), counts, troubles };
}

interface Assigned {
  readonly row: JsonObject;
  readonly type: AssetType;
  readonly account: Account;
}

/** What becomes of a row: the asset types that it is of, and the collections that it makes doubtful, with the reason. */
interface Sifted {
  readonly assigned: readonly Assigned[];
  readonly suspects?: readonly string[];
  readonly complaint?: string;
  /** Of a row that is not what came before under its id that id: which of the two is so, nobody can tell. */
  readonly twice?: string;
}

/**
 * Says of the rows of one question, in their order, what each is. A row that came before is none; one that is not what came
 * before under its id, or by whose id or kind it cannot be told what it is, makes the collections doubtful that it would be in.
 */
function createSieve(
  types: readonly AssetType[],
  accounts: ReadonlyMap<string, Account>,
): (row: JsonObject) => Sifted {
  const seen = new Map<string, { readonly own: number; readonly keys: readonly string[] }>();
  return (row) => {
    const account = accounts.get(connectorOf(row));
    // Of these the page was complained about.
    if (!account || contradictsType(String(row.id), row.type, ids)) return { assigned: [] };
    const near = types.filter((type) => isOfResourceType(row, type));
    const keys = near.map((type) => keyOf(type, account));
    const strange = strangeId(String(row.id));
    if (strange !== undefined) return { assigned: [], suspects: keys, complaint: strange };
    const id = storedId(String(row.id));
    const own = digestOf(row, id);
    const before = seen.get(id);
    if (before?.own === own) return { assigned: [] };
    if (before)
      return {
        assigned: [],
        suspects: [...before.keys, ...keys],
        twice: id,
        complaint: `two different rows with the id "${id.slice(0, 400)}"`,
      };
    seen.set(id, { own, keys });
    const assigned = near
      .filter((type) => isOfKind(row, type))
      .map((type) => ({ row, type, account }));
    if (typeof (row.kind ?? "") === "string") return { assigned };
    const unsure = near.filter(({ source }) => source?.kind !== undefined);
    return {
      assigned,
      suspects: unsure.map((type) => keyOf(type, account)),
      complaint: 'a row whose "kind" is no text, so that it cannot be told what it is',
    };
  };
}

async function normaliseRow(
  { transport, normalise, writer }: LoaderContext,
  page: GraphPage,
  { row, type, account }: Assigned,
) {
  const { readAt, apiVersion } = page.reply;
  const details = await readDetails(transport, type, account, row);
  writer.remember(type, account.id, row);
  return normalise(type, row, { connector: account.id, readAt, apiVersion, ...details });
}

function isOfResourceType(row: JsonObject, type: AssetType): boolean {
  return String(row.type).toLowerCase() === resourceTypeOf(type);
}

function isOfKind({ kind }: JsonObject, type: AssetType): boolean {
  const wanted = type.source?.kind?.toLowerCase();
  if (wanted === undefined) return true;
  if (typeof (kind ?? "") !== "string") return false;
  const words = String(kind ?? "")
    .toLowerCase()
    .split(",");
  const has = (word: string) => words.some((each) => each.trim() === word);
  return wanted.startsWith("!") ? !has(wanted.slice(1)) : has(wanted);
}

function connectorOf(row: JsonObject): string {
  const { subscriptionId, id } = row;
  const guid =
    typeof subscriptionId === "string" && subscriptionId !== "" ? subscriptionId : undefined;
  const named = guid ?? /^\/subscriptions\/([^/]+)/i.exec(String(id))?.[1] ?? "";
  return `/subscriptions/${named.toLowerCase()}`;
}

const resourceTypeOf = (type: AssetType) => (type.source?.resourceType ?? "").toLowerCase();

const keyOf = (type: AssetType, account: Account) => `${type.name} ${account.id}`;
