import type {
  ServiceResponse,
  Reply,
  Request,
  Transport,
} from "../../src/collect/calls/transport.ts";

type Json = Record<string, unknown>;

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
  errorBeside: (reply) =>
    changeHalf(reply, () => ({ error: { code: "PartialContent", message: "Not all." } })),
  errorsBeside: (reply) => changeHalf(reply, () => ({ innerErrors: ["Not all."] })),
  oddItem: (reply) => changeList(reply, (list) => [...list.slice(1), 5]),
  announcesMore: (reply) =>
    changeHalf(reply, (isGraph, all) =>
      isGraph
        ? { totalRecords: 1 + all, count: undefined }
        : { "@odata.nextLink": "https://management.azure.com/more?page=2" },
    ),
  counted: (reply) => changeHalf(reply, (_isGraph, all) => ({ count: 1_000_000 + all })),
  truncated: (reply) =>
    changeHalf(reply, (isGraph, all) => {
      const rest = Math.floor(all / 2);
      return isGraph
        ? { resultTruncated: "true", totalRecords: rest, count: rest }
        : { nextLink: 5 };
    }),
  foreign: (reply) => changeIds(reply, (id) => id.replace(/[^/]+$/, "somebody-elses")),
} satisfies Record<string, (reply: Reply) => ServiceResponse>;

export type FaultKind = keyof typeof faults;

function refuse(reply: Reply, status: number, code: string): Reply {
  return { ...reply, status, body: JSON.stringify({ error: { code, message: "No." } }) };
}

/** An answer that is no object has nothing that could be changed, and fails. */
function change(reply: Reply, edit: (body: Json) => Json): Reply {
  const body = objectIn(reply);
  return body ? { ...reply, body: JSON.stringify(edit(body)) } : { ...reply, body: "" };
}

/** The first half of a list, and what shows that it is not the whole. A single object stays. */
function changeHalf(reply: Reply, signs: (isGraph: boolean, all: number) => Json): Reply {
  return change(reply, (body) => {
    const key = "data" in body ? "data" : "value";
    const list = body[key];
    if (!Array.isArray(list)) return { ...body, ...signs(false, 1) };
    const half = list.slice(0, Math.floor(list.length / 2));
    return { ...body, [key]: half, ...signs(key === "data", list.length) };
  });
}

/** An object, or the items of a list, with the ids of others. */
function changeIds(reply: Reply, edit: (id: string) => string): Reply {
  const own = (one: unknown): unknown =>
    typeof one === "object" && one !== null && "id" in one
      ? { ...one, id: edit(String(one.id)) }
      : one;
  return change(reply, (body) => (Array.isArray(body.value) ? body : (own(body) as Json)));
}

function changeList(reply: Reply, edit: (list: readonly unknown[]) => readonly unknown[]): Reply {
  return change(reply, (body) => {
    const key = "data" in body ? "data" : "value";
    return Array.isArray(body[key]) ? { ...body, [key]: edit(body[key]) } : { value: null };
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

export interface Around {
  /** What befalls the answer to the request of this key. */
  readonly faultOf: (key: string) => FaultKind | undefined;
  /** Lists come in pages of this many items, in the services' two ways of paging; in one page where absent. */
  readonly pageSize?: number | undefined;
}

/** A transport whose answers come in other pages, and to some of whose requests something befalls. */
export function surround<T extends Transport>(inner: T, { faultOf, pageSize }: Around): T {
  const parts = new Map<string, readonly Reply[]>();
  const send = async (request: Request): Promise<ServiceResponse> => {
    const whole = pageSize
      ? { ...request, page: 1, link: undefined, body: firstOf(request.body) }
      : request;
    const key = keyOf(whole as Request);
    const answer = parts.has(key) ? undefined : await inner.send(whole as Request);
    if (answer && (answer.kind === "fault" || !pageSize)) return answer;
    if (answer) parts.set(key, partsOf(answer as Reply, request, pageSize!));
    return parts.get(key)![numberIn(request) - 1]!;
  };
  return {
    ...inner,
    async send(request) {
      const answer = await send(request);
      const kind = answer.kind === "reply" && answer.status === 200 && faultOf(keyOf(request));
      return kind ? faults[kind](answer) : answer;
    },
  };
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
