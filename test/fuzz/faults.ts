import type {
  ServiceResponse,
  Reply,
  Request,
  Transport,
} from "../../src/collect/calls/transport.ts";

type Json = Record<string, unknown>;

/** What else there is to one fault. */
export interface Occasion {
  /** Which of the spellings of its sign it has. */
  readonly spelling: number;
  /** The answer to another request of the same kind, where there is one. */
  readonly another?: Reply | undefined;
}

type Befall = (reply: Reply, occasion: Occasion) => ServiceResponse;

/** What an answer says in its body and its headers. */
interface Sign {
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

const problem = { code: "PartialContent", message: "Not all." };
const errorSigns: readonly Sign[] = [
  ...[{ error: problem }, { error: "Not all." }, { Error: { message: "Not all." } }],
  ...[{ errors: [problem] }, { innerErrors: ["Not all."] }, { partialFailures: [problem] }],
  ...[{ error_message: "Not all." }, { "@odata.error": problem }, { exception: problem }, problem],
].map((body) => ({ body }));

const moreUrl = "https://management.azure.com/more?page=2";
const moreSigns: readonly Sign[] = [
  ...[{ "@odata.nextLink": moreUrl }, { next_link: moreUrl }, { next: moreUrl }].map(inBody),
  ...[{ continuationToken: "2" }, { hasMore: true }, { links: { next: moreUrl } }].map(inBody),
  ...[{ pageInfo: { hasNextPage: true } }, { nextMarker: "2" }, { $skip_token: 5 }].map(inBody),
  ...[{ link: `<${moreUrl}>; rel="next"` }, { "x-ms-continuation": "2" }].map(inHeaders),
];

const cutSigns: readonly Sign[] = [
  ...[{ resultTruncated: "true" }, { truncated: true }, { isTruncated: 1 }],
  ...[{ partial: "yes" }, { resultsIncomplete: true }, { Truncated: "True" }],
].map(inBody);

/** What announces so many items. */
function countSigns(all: number): readonly Sign[] {
  return [
    ...[{ count: all }, { "@odata.count": all }, { totalCount: String(all) }].map(inBody),
    ...[{ total: all }, { itemCount: all }, { meta: { total: all } }].map(inBody),
    ...[{ "x-total-count": String(all) }, { "x-ms-total-items": String(all) }].map(inHeaders),
  ];
}

function inBody(body: Json): Sign {
  return { body };
}

function inHeaders(headers: Readonly<Record<string, string>>): Sign {
  return { headers };
}

/** What may befall one answer. Every fault can be seen in the answer; whoever does not look at it takes less for all there is. */
export const faults = {
  denied: (reply) => refuse(reply, 403, "AuthorizationFailed"),
  throttled: (reply) => refuse(reply, 429, "TooManyRequests"),
  failed: (reply) => refuse(reply, 500, "InternalServerError"),
  notRegistered: (reply) => refuse(reply, 409, "MissingSubscriptionRegistration"),
  torn: ({ readAt }) => ({
    kind: "fault",
    status: "failed",
    cause: "The connection broke.",
    readAt,
  }),
  cutOff: (reply) => ({ ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) }),
  empty: (reply) => ({ ...reply, body: "" }),
  page: (reply) => ({ ...reply, body: "<!DOCTYPE html><title>Sign in</title>" }),
  noList: (reply) => ({ ...reply, body: "{}" }),
  oddItem: (reply) => changeList(reply, (list) => [...list.slice(1), 5]),
  errorBeside: (reply, { spelling }) => changeHalf(reply, choose(errorSigns, spelling)),
  cut: (reply, { spelling }) => changeHalf(reply, choose(cutSigns, spelling)),
  leadsOn: (reply, { spelling }) => changeHalf(reply, choose(moreSigns, spelling)),
  linked: (reply) => changeHalf(reply, { body: { nextLink: 5 } }),
  counted: (reply, { spelling }) =>
    changeHalf(reply, (all) => choose(countSigns(1_000_000 + all), spelling)),
  foreign: (reply) => changeIds(reply, (id) => id.replace(/[^/]+$/, "somebody-elses")),
  anothers: (reply, { another }) => (another && tellsOwner(another) ? another : reply),
  anothersToo: (reply, { another }) =>
    another && tellsOwner(another) ? add(reply, another) : reply,
  moved: (reply) =>
    changeRows(reply, (row) => ({
      ...row,
      subscriptionId: nobody,
      id: String(row.id).replace(/^\/subscriptions\/[^/]+/i, `/subscriptions/${nobody}`),
    })),
  retyped: (reply) => changeRows(reply, (row) => ({ ...row, type: "microsoft.odd/things" })),
  misnamed: (reply) =>
    changeRows(reply, ({ id, ...row }) => ({
      ...row,
      id: String(id).replace(/^(.*\/providers)\/[^/]+\/[^/]+/i, "$1/Microsoft.Odd/things"),
    })),
  repeated: (reply) => changeList(reply, (list) => [...list.slice(0, 1).map(alter), ...list]),
} satisfies Record<string, Befall>;

/** A subscription that no estate has. */
const nobody = "00000000-0000-4000-8000-00000000ffff";

export type FaultKind = keyof typeof faults;

function choose<T>(list: readonly T[], number: number): T {
  return list[number % list.length]!;
}

function refuse(reply: Reply, status: number, code: string): Reply {
  return { ...reply, status, body: JSON.stringify({ error: { code, message: "No." } }) };
}

/** An answer that is no object has nothing that could be changed, and fails. */
function change(reply: Reply, edit: (body: Json) => Json): Reply {
  const body = objectIn(reply);
  return body ? { ...reply, body: JSON.stringify(edit(body)) } : { ...reply, body: "" };
}

function listKeyOf(body: Json): "data" | "value" {
  return "data" in body ? "data" : "value";
}

/** The first half of a list or of an object's properties, and what shows that it is not the whole. */
function changeHalf(reply: Reply, sign: Sign | ((all: number) => Sign)): Reply {
  let headers: Sign["headers"];
  const changed = change(reply, (body) => {
    const key = listKeyOf(body);
    const list = body[key];
    const all = Array.isArray(list) ? list.length : 1;
    const said = typeof sign === "function" ? sign(all) : sign;
    headers = said.headers;
    if (!Array.isArray(list)) return halveObject(body, said);
    const half = list.slice(0, Math.floor(list.length / 2));
    // What a service says of an answer, it says of what it sends.
    const own = key === "data" ? { count: half.length, totalRecords: half.length } : {};
    return { ...body, ...own, [key]: half, ...said.body };
  });
  return { ...changed, headers: { ...changed.headers, ...headers } };
}

/** A single object has no count and leads nowhere; with an error, or cut off, it is not whole. */
function halveObject(body: Json, { body: said = {} }: Sign): Json {
  const isLess = [...errorSigns, ...cutSigns].some((sign) => sign.body === said);
  const { properties } = body;
  if (!isLess || typeof properties !== "object" || properties === null) return body;
  const all = Object.entries(properties);
  const half = Object.fromEntries(all.slice(0, Math.floor(all.length / 2)));
  return { ...body, properties: half, ...said };
}

/** An object, or the items of a list, with the ids of others. */
function changeIds(reply: Reply, edit: (id: string) => string): Reply {
  const own = (one: unknown): unknown =>
    typeof one === "object" && one !== null && "id" in one
      ? { ...one, id: edit(String(one.id)) }
      : one;
  return change(reply, (body) => (Array.isArray(body.value) ? body : (own(body) as Json)));
}

/** Every other row of Resource Graph changed. */
function changeRows(reply: Reply, edit: (row: Json) => Json): Reply {
  return change(reply, (body) =>
    Array.isArray(body.data)
      ? { ...body, data: body.data.map((row: Json, i) => (i % 2 === 0 ? edit(row) : row)) }
      : body,
  );
}

/** Whether everything in an answer says by its id whose it is. */
function tellsOwner(reply: Reply): boolean {
  const body = objectIn(reply);
  if (!body) return false;
  const list = body[listKeyOf(body)];
  const items: readonly unknown[] = Array.isArray(list) ? list : [body];
  const isOwned = (item: unknown) =>
    /^\/subscriptions\/[^/]+\/./i.test(String((item as Json | null)?.id ?? ""));
  return items.length > 0 && items.every(isOwned);
}

/** A list with another's items behind its own. */
function add(reply: Reply, another: Reply): Reply {
  const more = objectIn(another)!;
  return change(reply, (body) => {
    const key = listKeyOf(body);
    const [own, others] = [body[key], more[key]];
    if (!Array.isArray(own) || !Array.isArray(others)) return body;
    const all = [...own, ...others];
    const counts = key === "data" ? { count: all.length, totalRecords: all.length } : {};
    return { ...body, ...counts, [key]: all };
  });
}

/** The same asset, said to be otherwise. */
function alter(item: unknown): unknown {
  return typeof item === "object" && item !== null
    ? { ...item, tags: { odd: "odd" }, properties: { odd: "odd" } }
    : item;
}

function changeList(reply: Reply, edit: (list: readonly unknown[]) => readonly unknown[]): Reply {
  return change(reply, (body) => {
    const key = listKeyOf(body);
    const list = body[key];
    if (!Array.isArray(list)) return { value: null };
    const edited = edit(list);
    const counts = key === "data" ? { count: edited.length, totalRecords: edited.length } : {};
    return { ...body, ...counts, [key]: edited };
  });
}

function objectIn({ body }: Reply): Json | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? (read as Json)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A request as a key that is the same whenever the same is asked. */
export function keyOf({ path, page, link, body }: Request): string {
  return JSON.stringify([path.toLowerCase(), page, link, body]);
}

/** What befalls the answer to one request, if it is in pages one of them. */
export interface Befallen {
  readonly kind: FaultKind;
  readonly spelling: number;
  readonly page: number;
  /** The key of another request of the same kind. */
  readonly another?: string | undefined;
}

export interface Around {
  /** What befalls the answer to the request of this key. */
  readonly faultOf: (key: string) => Befallen | undefined;
  /** Lists come in pages of this many items, in the services' two ways of paging; in one page where absent. */
  readonly pageSize?: number | undefined;
}

/** A transport whose answers come in other pages, and to some of whose requests something befalls. */
export function surround<T extends Transport>(inner: T, { faultOf, pageSize }: Around): T {
  const parts = new Map<string, readonly Reply[]>();
  const send = async (request: Request, key: string, whole: Request) => {
    const known = parts.get(key);
    if (known) return known;
    const answer = await inner.send(whole);
    if (answer.kind === "fault") return answer;
    const own = pageSize ? partsOf(answer, request, pageSize) : [answer];
    parts.set(key, own);
    return own;
  };
  return {
    ...inner,
    async send(request) {
      const whole = pageSize
        ? asking(request, JSON.stringify([request.path, 1, null, firstOf(request.body)]))
        : request;
      const key = keyOf(whole);
      const pages = await send(request, key, whole);
      if ("kind" in pages) return pages;
      const place = pageSize ? numberIn(request) - 1 : 0;
      const answer = pages[place];
      if (!answer) return inner.send(request);
      const befallen = faultOf(key);
      if (answer.status !== 200 || !befallen || pageOf(befallen, pages.length) !== place)
        return answer;
      const { kind, spelling, another } = befallen;
      const other = another === undefined ? undefined : await inner.send(asking(request, another));
      const isReply = other?.kind === "reply" && other.status === 200;
      const befall: Befall = faults[kind];
      return befall(answer, { spelling, another: isReply ? other : undefined });
    },
  };
}

/** Which of so many pages it befalls. Of several counts the last is meant: assets come and go. */
function pageOf({ kind, page }: Befallen, count: number): number {
  return kind === "counted" ? count - 1 : page % count;
}

/** A request for what a key stands for. */
function asking(request: Request, key: string): Request {
  const [path, page, link, body] = JSON.parse(key) as readonly unknown[];
  return {
    ...request,
    ...{ path, page, link: link ?? undefined, body: body ?? undefined },
  } as unknown as Request;
}

/** The body of a question without the place that it goes on from. */
function firstOf(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const { options, ...rest } = body as Json;
  const { $skipToken: _token, ...others } = (options ?? {}) as Json;
  return { ...rest, options: others };
}

function numberIn({ body, link, page }: Request): number {
  const token = ((body as Json | undefined)?.options as Json | undefined)?.$skipToken;
  const named = /^part-(\d+)$/.exec(String(token))?.[1] ?? /\bpart=(\d+)/.exec(link ?? "")?.[1];
  return Number(named ?? page);
}

/** An answer in pages. One that leads on by itself stays as it is. */
function partsOf(reply: Reply, { path }: Request, size: number): readonly Reply[] {
  const body = objectIn(reply);
  const key = body && "data" in body ? "data" : "value";
  const list = body?.[key];
  if (!body || !Array.isArray(list) || list.length <= size || body.nextLink || body.$skipToken)
    return [reply];
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, i) => {
    const items = list.slice(i * size, (i + 1) * size);
    const isLast = i === count - 1;
    const next =
      key === "data" ? { $skipToken: `part-${i + 2}` } : { nextLink: `${path}?part=${i + 2}` };
    const own = key === "data" ? { count: items.length, totalRecords: list.length } : {};
    return {
      ...reply,
      body: JSON.stringify({ ...body, ...own, [key]: items, ...(isLast ? {} : next) }),
    };
  });
}
