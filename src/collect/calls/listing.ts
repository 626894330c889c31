import { storedId } from "../../model/spellings.ts";
import { type Classify, type Failure, failureOf, looksLikeHtml } from "./failure.ts";
import { type JsonObject, isObject, readJson, saysTwice } from "../json/json.ts";
import type { Reply, Request, Transport } from "./transport.ts";
import { readSigns, type Signs } from "./completeness-signs.ts";

/** One page of a list, understood. */
export interface ListPage {
  readonly items: readonly JsonObject[];
  readonly reply: Reply;
  /** Text of the link to the next page, as sent. */
  readonly next?: string;
  /** The most items that it announces, of this page or of all. */
  readonly announced?: number;
}

/** A list walked as far as it went: pages come one by one; `failure` says why it ended early, once it has ended. */
export interface Listing {
  readonly pages: AsyncIterable<ListPage>;
  readonly failure: () => Failure | undefined;
}

/** Pages of one list; a service that sends more goes in circles. */
const PAGE_LIMIT = 2000;

/** Pages in a row without a single item. */
const EMPTY_PAGE_LIMIT = 50;

/** How one service lists. */
export interface ListRules {
  readonly classify: Classify;
  /** The property that leads to the next page: `nextLink`. */
  readonly link: string;
  /** A link that comes again is no sign of a circle: whoever reads the pages has to see that they bring something new. */
  readonly linksRepeat?: true;
}

/** Lists of a service. */
export interface Lists {
  walkList(transport: Transport, request: Request, single?: boolean): Listing;
  readPage(reply: Reply, single?: boolean): ListPage | Failure;
}

export function createLists(rules: ListRules): Lists {
  return {
    walkList: (transport, request, single) => walkList(rules, transport, request, single),
    readPage: (reply, single) => readPage(rules, reply, single),
  };
}

/**
 * Walks a list by its links. A link must stay on the transport's host and lead to the same list, must not come twice,
 * pages must bring something new, and all together as many different items as any of them announces: else the walk ends with
 * a failure. `single` also accepts one bare object as the
 * whole answer.
 */
function walkList(
  rules: ListRules,
  transport: Transport,
  request: Request,
  single = false,
): Listing {
  let failure: Failure | undefined;
  async function* pages(): AsyncGenerator<ListPage> {
    const visited = new Set<string>();
    const count = createCount();
    let empty = 0;
    let current = request;
    for (;;) {
      const answer = await transport.send(current);
      const page =
        answer.kind === "reply" && answer.status === 200
          ? readPage(rules, answer, single)
          : rules.classify(answer);
      if (!("items" in page)) {
        failure = page;
        return;
      }
      yield page;
      const lacking = count(page);
      if (page.next === undefined) {
        failure = lacking;
        return;
      }
      empty = page.items.length === 0 ? empty + 1 : 0;
      const step = follow(rules, page, current, transport.endpoint, visited, empty);
      if ("status" in step) {
        failure = step;
        return;
      }
      current = step;
    }
  }
  return { pages: pages(), failure: () => failure };
}

/** `{value: […]}` or a bare list; with `single` also one object with an `id`. Anything else is a failure, never an empty list. */
function readPage({ classify, link }: ListRules, reply: Reply, single = false): ListPage | Failure {
  const body = readJson(reply.body);
  if (body === undefined) return failureOf(reply, "failed", notJson(reply.body));
  if (!Array.isArray(body) && !isObject(body))
    return misunderstood(reply, `${describe(body)} in place of a list`);
  const answer = Array.isArray(body) ? { value: body } : body;
  if (isObject(answer.error)) return classify(reply);
  const list = answer.value;
  const { announced, ...signs } = readSigns(answer, reply.headers, link);
  if ("value" in answer) {
    const strange = complaintAbout(signs);
    if (strange !== undefined) return misunderstood(reply, strange);
    const lists = Object.keys(answer).filter((name) => name.toLowerCase() === "value");
    if (lists.length > 1) return misunderstood(reply, `both ${lists.map(quote).join(" and ")}`);
    if (!Array.isArray(list)) return misunderstood(reply, `${describe(list)} in "value"`);
    const page = pageOf(reply, list, link, answer[link]);
    return "items" in page && announced !== undefined ? { ...page, announced } : page;
  }
  if (single && typeof answer.id === "string") {
    const { more: _more, uncounted: _uncounted, ...own } = signs;
    const strange = complaintAbout(own);
    return strange === undefined ? { items: [answer], reply } : misunderstood(reply, strange);
  }
  const names = Object.keys(answer).slice(0, 4);
  return misunderstood(
    reply,
    names.length === 0 ? "an empty object" : `an object of ${names.map(quote).join(", ")}`,
  );
}

/** What shows that an answer is not the whole of a list. */
function complaintAbout({ error, cut, more, uncounted }: Signs): string | undefined {
  if (error !== undefined) return `an error beside "value" (${quote(error)})`;
  if (cut !== undefined) return `a list that was cut off (${quote(cut)})`;
  if (more !== undefined) return `a link to more as ${quote(more)}`;
  if (uncounted !== undefined) return `a count that is no number (${quote(uncounted)})`;
  return undefined;
}

/** Counts the different items of a list, page by page; says what is missing if the page at hand is the last. */
function createCount(): (page: ListPage) => Failure | undefined {
  const ids = new Set<string>();
  let unnamed = 0;
  let most = 0;
  return ({ items, announced, reply }) => {
    for (const { id, name } of items) {
      const key = typeof id === "string" && id !== "" ? id : name;
      if (typeof key === "string") ids.add(storedId(key));
      else unnamed += 1;
    }
    most = Math.max(most, announced ?? 0);
    const sent = ids.size + unnamed;
    if (most <= sent) return undefined;
    return failureOf(
      reply,
      "failed",
      `The service announced ${most} items and sent ${sent}, without a link to the rest, so the list is not whole.`,
    );
  };
}

function pageOf(
  reply: Reply,
  list: readonly unknown[],
  link: string,
  nextLink: unknown,
): ListPage | Failure {
  const strange = list.findIndex((item) => !isObject(item));
  if (strange >= 0)
    return misunderstood(reply, `${describe(list[strange])} as item ${strange + 1} of the list`);
  const items = list as readonly JsonObject[];
  if (nextLink === undefined || nextLink === null || nextLink === "") return { items, reply };
  if (typeof nextLink !== "string")
    return misunderstood(reply, `${describe(nextLink)} as "${link}"`);
  return { items, reply, next: nextLink };
}

/** The request for the page that `page.next` leads to, or why it must not be sent. */
function follow(
  { link: property, linksRepeat }: ListRules,
  page: ListPage,
  request: Request,
  endpoint: string,
  visited: Set<string>,
  empty: number,
): Request | Failure {
  const refuse = (why: string) => failureOf(page.reply, "failed", why);
  const base = URL.parse(request.path, endpoint);
  const url = base && page.next !== undefined ? URL.parse(page.next, base.href) : null;
  if (!base || !url)
    return refuse(`The service sent a "${property}" that is no URL, so the list is not whole.`);
  if (url.origin !== base.origin || url.username !== "" || url.password !== "")
    return refuse(
      `The service sent a "${property}" to another host, "${url.host}"; it was not followed, so the list is not whole.`,
    );
  if (!sameList(url.pathname, base.pathname))
    return refuse(
      `The service sent a "${property}" to another list; it was not followed, so the list is not whole.`,
    );
  const link = url.pathname + url.search;
  if ((visited.has(link) && linksRepeat !== true) || (url.search === "" && request.page === 1))
    return refuse(`The service's "${property}" goes in circles, so the list is not whole.`);
  visited.add(link);
  if (request.page >= PAGE_LIMIT)
    return refuse(`The list did not end within ${PAGE_LIMIT} pages, so it is not whole.`);
  if (empty >= EMPTY_PAGE_LIMIT)
    return refuse(`The service sent ${empty} empty pages in a row, so the list is not whole.`);
  return { ...request, page: request.page + 1, link };
}

/** The same path whatever its case; or the same scope and the same last segment, as some services rewrite what is between. */
function sameList(a: string, b: string): boolean {
  const [left, right] = [a, b].map((path) => storedId(path).split("/"));
  if (left!.join("/") === right!.join("/")) return true;
  const scope = (segments: readonly string[]) => segments.slice(0, 3).join("/");
  return (
    left!.length > 3 &&
    right!.length > 3 &&
    scope(left!) === scope(right!) &&
    left!.at(-1) === right!.at(-1)
  );
}

function notJson(body: string): string {
  if (looksLikeHtml(body))
    return "The service's answer was a page of HTML in place of JSON, as a proxy or a sign-in page sends it.";
  if (body.trim() === "") return "The service's answer was empty.";
  if (saysTwice(body))
    return "The service's answer has a key twice in one object, so that it cannot be told which one counts.";
  return "The service's answer was not JSON; it may have been cut off.";
}

function misunderstood(reply: Reply, found: string): Failure {
  return failureOf(
    reply,
    "failed",
    `The service's answer was not understood: it held ${found}, where {"value": […]} or a list was expected.`,
  );
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const quote = (text: string) => `"${text.slice(0, 40)}"`;
