import { storedId } from "../../model/spellings.ts";
import { type Failure, failureOf } from "../calls/failure.ts";
import { classify } from "./classify.ts";
import { type JsonObject, isObject, readJson, saysTwice } from "../json/json.ts";
import type { Reply, Request, Transport } from "../calls/transport.ts";
import { ids, subscriptionNamed } from "./ids.ts";
import { contradictsType } from "../reading/asset-ids.ts";
import { readSigns } from "../calls/completeness-signs.ts";

/** What to ask Resource Graph for: all rows of these resource types in these subscriptions. */
export interface GraphQuestion {
  readonly table: string;
  /** Lower case. */
  readonly types: readonly string[];
  /** Ids without `/subscriptions/`. */
  readonly subscriptions: readonly string[];
}

/** A question as those that have one answer each. */
export type PartQuestion = (question: GraphQuestion) => readonly GraphQuestion[];

export interface GraphPage {
  readonly rows: readonly JsonObject[];
  readonly reply: Reply;
  readonly skipToken?: string;
  /** Rows that the answer announces: of all pages, and of this one. */
  readonly total?: number;
  readonly count?: number;
  /** It says itself that it was cut off. */
  readonly truncated: boolean;
}

/** Rows come page by page; `failure` says why they ended early, once they have ended. */
export interface GraphListing {
  readonly pages: AsyncIterable<GraphPage>;
  readonly failure: () => Failure | undefined;
}

export const GRAPH_PATH = "/providers/Microsoft.ResourceGraph/resources";
export const GRAPH_API_VERSION = "2024-04-01";

/** The service's own limit for one page. */
const ROWS_PER_PAGE = 1000;
const PAGE_LIMIT = 5000;

const columns =
  "id, name, type, tenantId, kind, location, resourceGroup, subscriptionId, managedBy, sku, plan, properties, tags, identity, zones, extendedLocation";

/** The question in Kusto. Pages have a stable order only where `id` is projected and sorted by. */
export function renderGraphQuery(question: Pick<GraphQuestion, "table" | "types">): string {
  const types = question.types.map((type) => `'${type.replace(/['\\]/g, "")}'`).join(", ");
  return `${question.table} | where type in~ (${types}) | project ${columns} | order by id asc`;
}

/** What `renderGraphQuery` wrote; undefined for other people's queries. */
export function readGraphQuery(query: string): Pick<GraphQuestion, "table" | "types"> | undefined {
  const match = /^\s*(\w+)\s*\|\s*where type in~ \(([^)]*)\) \|/.exec(query);
  if (!match) return undefined;
  const types = [...match[2]!.matchAll(/'([^']*)'/g)].map((each) => each[1]!.toLowerCase());
  return { table: match[1]!.toLowerCase(), types };
}

/**
 * Walks all pages of a question. An answer that says or shows that it is not whole is a failure: truncated, more than
 * 10,000 subscriptions, fewer rows than announced, rows that were not asked for. What it holds is given all the same. An answer too large to send is asked
 * for again in halves.
 */
export function walkGraph(
  transport: Transport,
  question: GraphQuestion,
  tenant?: string,
): GraphListing {
  let failure: Failure | undefined;
  async function* pages(): AsyncGenerator<GraphPage> {
    const tokens = new Set<string>();
    const check = createPageCheck(question);
    let top = ROWS_PER_PAGE;
    let skipToken: string | undefined;
    for (let page = 1; page <= PAGE_LIMIT;) {
      const answer = await transport.send(requestOf(question, page, top, skipToken, tenant));
      if (answer.kind === "reply" && isTooLarge(answer) && top > 1) {
        top = Math.floor(top / 2);
        continue;
      }
      const read = answer.kind === "reply" ? readGraphPage(answer) : classify(answer);
      failure = "rows" in read ? check(read, top) : read;
      if (!("rows" in read)) return;
      yield read;
      if (failure || read.skipToken === undefined) return;
      if (tokens.has(read.skipToken)) {
        failure = failureOf(read.reply, "failed", "Resource Graph's pages go in circles.");
        return;
      }
      tokens.add(read.skipToken);
      skipToken = read.skipToken;
      page += 1;
      if (page > PAGE_LIMIT)
        failure = failureOf(
          read.reply,
          "failed",
          `Resource Graph's answer did not end within ${PAGE_LIMIT} pages.`,
        );
    }
  }
  return { pages: pages(), failure: () => failure };
}

/** An answer of Resource Graph as rows, whether or not they are all. */
export function readGraphPage(reply: Reply): GraphPage | Failure {
  if (reply.status !== 200) return classify(reply);
  const body = readJson(reply.body);
  if (body === undefined && saysTwice(reply.body))
    return failureOf(reply, "failed", "Resource Graph's answer has a key twice in one object.");
  if (isObject(body) && isObject(body.error)) return classify(reply);
  const signs = isObject(body) ? readSigns(body, reply.headers, "$skipToken") : {};
  if (signs.error !== undefined)
    return failureOf(reply, "failed", "Resource Graph's answer holds an error beside its rows.");
  const rows = isObject(body) ? body.data : undefined;
  if (!isObject(body) || !Array.isArray(rows) || !rows.every(isRow))
    return failureOf(
      reply,
      "failed",
      'Resource Graph\'s answer was not understood: "data" should be a list of objects with "id" and "type".',
    );
  const skipToken = body.$skipToken ?? "";
  const { totalRecords: total, count } = body;
  const strange =
    signs.more ??
    (typeof skipToken === "string" ? undefined : "$skipToken") ??
    (isAmount(total) ? undefined : "totalRecords") ??
    (isAmount(count) ? undefined : "count") ??
    signs.uncounted;
  if (strange !== undefined)
    return failureOf(
      reply,
      "failed",
      `Resource Graph's answer was not understood: its "${strange}" is of no known kind, so that it cannot be told whether rows are missing.`,
    );
  const named = Math.max(Number(total ?? 0), Number(count ?? 0));
  // Some other word for how many there are counts where it says more.
  const more = (signs.announced ?? 0) > named ? signs.announced : undefined;
  const announced = more ?? total;
  return {
    rows: rows as JsonObject[],
    reply,
    truncated: signs.cut !== undefined,
    ...(skipToken === "" ? {} : { skipToken: String(skipToken) }),
    ...(typeof announced === "number" ? { total: announced } : {}),
    ...(typeof count === "number" ? { count } : {}),
  };
}

/** What rows may be of, in lower case; undefined: anything. */
interface Asked {
  readonly types: Iterable<string>;
  readonly subscriptions: Iterable<string> | undefined;
}

/**
 * Says of the pages of one answer, given in their order, which shows that rows are missing from the whole: one that was cut
 * off, that leaves subscriptions out, that holds rows which were not asked for, that ends full without a word about more, or
 * the last, where all hold fewer different rows than were announced. `top` is how many rows of a page were asked for.
 */
export function createPageCheck(
  asked?: Asked,
): (page: GraphPage, top?: number) => Failure | undefined {
  const sent = new Set<string>();
  const complain = complainer(asked);
  let announced: number | undefined;
  return ({ reply, rows, skipToken, total, count, truncated }, top = ROWS_PER_PAGE) => {
    const fail = (cause: string) => failureOf(reply, "failed", `Resource Graph ${cause}`);
    for (const { id } of rows) sent.add(storedId(String(id)));
    // While pages are read assets come and go: the latest word counts.
    announced = total ?? announced;
    if (reply.headers["x-ms-tenant-subscription-limit-hit"]?.toLowerCase() === "true")
      return fail("left subscriptions out: there are more than it looks at in one query.");
    if (truncated) return fail("cut its answer off (resultTruncated).");
    if (count !== undefined && count > rows.length)
      return fail(`announced ${count} rows and sent ${rows.length}.`);
    const complaint = complain(rows);
    if (complaint !== undefined) return fail(complaint);
    if (skipToken !== undefined) return undefined;
    if (announced !== undefined && announced > sent.size)
      return fail(`announced ${announced} rows and sent ${sent.size}, without a link to the rest.`);
    if (announced === undefined && rows.length >= top)
      return fail(`sent a full page of ${rows.length} rows without a word about more.`);
    return undefined;
  };
}

/** What is wrong with rows that are of another type or subscription than the question's. */
function complainer(asked: Asked | undefined) {
  const lower = (texts: Iterable<string>) => new Set([...texts].map((each) => each.toLowerCase()));
  const types = asked && lower(asked.types);
  const subscriptions = asked?.subscriptions && lower(asked.subscriptions);
  const complaintAbout = (row: JsonObject): string | undefined => {
    const type = String(row.type).toLowerCase();
    if (types && !types.has(type))
      return `sent a row of the type "${type.slice(0, 80)}", which was not asked for.`;
    if (contradictsType(String(row.id), type, ids))
      return `sent a row of the type "${type.slice(0, 80)}" with the id of a "${ids.typeOf(String(row.id)).slice(0, 80)}".`;
    const { column, id } = subscriptionsOf(row);
    const found = column ?? id;
    if (column !== undefined && id !== undefined && column !== id)
      return `sent a row of the subscription "${column.slice(0, 80)}" with an id in another.`;
    if (subscriptions && (found === undefined || !subscriptions.has(found)))
      return `sent a row of ${found === undefined ? "no subscription" : `the subscription "${found.slice(0, 80)}"`}, which was not asked for.`;
    return undefined;
  };
  return (rows: readonly JsonObject[]) => {
    for (const row of rows) {
      const complaint = complaintAbout(row);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  };
}

/** The subscription that a row names in its column, and the one that its id stands in; lower case. */
export function subscriptionsOf({ subscriptionId, id }: JsonObject): {
  readonly column: string | undefined;
  readonly id: string | undefined;
} {
  const named = typeof subscriptionId === "string" ? subscriptionId.toLowerCase() : "";
  return {
    column: named === "" ? undefined : named,
    id: subscriptionNamed(String(id)),
  };
}

function requestOf(
  question: GraphQuestion,
  page: number,
  top: number,
  skipToken: string | undefined,
  tenant: string | undefined,
): Request {
  const options = {
    $top: top,
    resultFormat: "objectArray",
    ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
  };
  return {
    method: "POST",
    path: GRAPH_PATH,
    apiVersion: GRAPH_API_VERSION,
    page,
    body: { subscriptions: question.subscriptions, query: renderGraphQuery(question), options },
    ...(tenant === undefined ? {} : { tenant }),
  };
}

function isTooLarge(reply: Reply): boolean {
  return reply.status >= 400 && /"ResponsePayloadTooLarge"/i.test(reply.body);
}

function isRow(row: unknown): boolean {
  return isObject(row) && typeof row.id === "string" && typeof row.type === "string";
}

const isAmount = (value: unknown) =>
  value === undefined || value === null || (Number.isInteger(value) && Number(value) >= 0);
