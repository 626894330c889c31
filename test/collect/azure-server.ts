import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { Readable } from "node:stream";
import { readGraphQuery } from "../../src/collect/azure/resource-graph.ts";

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly path: string;
  readonly apiVersion: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** How often this method and URL had been asked for before. */
  readonly before: number;
}

/** An answer; `tear` cuts the connection, `stall` never answers, `endless` never ends. */
export type Play =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | "tear"
  | "stall"
  | "endless";

export interface AzureServerOptions {
  readonly subscriptions: readonly SubscriptionPlay[];
  /** Rows of Resource Graph, any table. */
  readonly rows?: readonly GraphRow[];
  /** Asked first: an answer in place of the ordinary one. */
  readonly fault?: (request: Seen) => Play | undefined;
  readonly latencyMs?: number;
  /** Subscriptions in one page of their list. */
  readonly pageSize?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Forget requests, so that memory is the client's only. */
  readonly forgetful?: boolean;
}

export interface SubscriptionPlay {
  readonly id: string;
  readonly name?: string;
  readonly state?: string;
  /** Last segment of a list's path below Microsoft.Security, in lower case, to its items. */
  readonly security?: Readonly<Record<string, readonly unknown[]>>;
  readonly permissions?: readonly unknown[];
}

export interface GraphRow {
  readonly id: string;
  readonly type: string;
  readonly subscriptionId: string;
  readonly [name: string]: unknown;
}

export interface AzureServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Seen[];
  /** Most requests that were waiting for their answer at once. */
  readonly peak: () => number;
  close(): Promise<void>;
}

const tenantId = "c0c0b8e7-aa4e-50df-b0ee-b2f60b8b956d";

/**
 * Plays Azure Resource Manager, Resource Graph, Entra's token endpoint and a managed identity's on loopback. Every call of the
 * management API must carry the token that the token endpoints give (or any bearer token), else it is answered 401.
 */
export async function startAzureServer(options: AzureServerOptions): Promise<AzureServer> {
  const requests: Seen[] = [];
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const state = createState(options);
  let open = 0;
  let peak = 0;

  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    peak = Math.max(peak, ++open);
    outgoing.once("close", () => (open -= 1));
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request = see(incoming, Buffer.concat(chunks).toString(), counts, options.forgetful);
      if (!options.forgetful) requests.push(request);
      const play = options.fault?.(request) ?? state.answer(request, urlOf(server));
      setTimeout(() => send(outgoing, play), options.latencyMs ?? 0);
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server),
    port: (server.address() as AddressInfo).port,
    requests,
    peak: () => peak,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function urlOf(server: Server): string {
  const scheme = "setSecureContext" in server ? "https" : "http";
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function see(
  incoming: IncomingMessage,
  body: string,
  counts: Map<string, number>,
  forgetful = false,
): Seen {
  const { url = "/", method = "GET", headers } = incoming;
  const parsed = new URL(url, "http://localhost");
  const key = `${method} ${url}${method === "POST" ? body : ""}`;
  const before = counts.get(key) ?? 0;
  if (!forgetful) counts.set(key, before + 1);
  return {
    ...{ method, url, body, before },
    path: decodeURIComponent(parsed.pathname),
    apiVersion: parsed.searchParams.get("api-version") ?? "",
    authorization: headers.authorization,
  };
}

function send(outgoing: ServerResponse, play: Play): void {
  if (play === "stall") return;
  if (play === "tear") {
    outgoing.socket?.destroy();
    return;
  }
  if (play === "endless") {
    Readable.from(blanks()).pipe(outgoing);
    return;
  }
  const { status = 200, headers = {}, body } = play;
  const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
  outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  outgoing.end(text);
}

function* blanks() {
  for (;;) yield Buffer.alloc(65_536, 32);
}

function createState({ subscriptions, rows = [], pageSize = 1000 }: AzureServerOptions) {
  const byId = new Map(subscriptions.map((one) => [one.id.toLowerCase(), one]));
  const containers = subscriptions.map(containerRow);

  function answer(request: Seen, url: string): Play {
    const token = tokenAnswer(request, url);
    if (token) return token;
    if (!/^Bearer \S+$/.test(request.authorization ?? ""))
      return error(401, "AuthenticationFailed", "Authentication failed.");
    if (request.path === "/subscriptions") return subscriptionPage(request, url);
    if (request.path === "/tenants")
      return {
        body: { value: [{ id: `/tenants/${tenantId}`, tenantId, displayName: "Contoso" }] },
      };
    if (request.path === "/providers/Microsoft.ResourceGraph/resources") return graph(request);
    const match = /^\/subscriptions\/([^/]+)\/providers\/([^/]+)\/([^/]+)$/i.exec(request.path);
    const subscription = match && byId.get(match[1]!.toLowerCase());
    if (!match) return error(404, "ResourceNotFound", `There is nothing at ${request.path}.`);
    if (!subscription)
      return error(
        404,
        "SubscriptionNotFound",
        `The subscription '${match[1]}' could not be found.`,
      );
    const name = match[3]!.toLowerCase();
    if (name === "permissions") return { body: { value: subscription.permissions ?? [] } };
    return { body: { value: subscription.security?.[name] ?? [] } };
  }

  function subscriptionPage(request: Seen, url: string): Play {
    const start = Number(new URL(request.url, url).searchParams.get("$skiptoken") ?? 0);
    const value = subscriptions.slice(start, start + pageSize).map(listItem);
    const next = start + pageSize;
    const link = `${url}/subscriptions?api-version=${request.apiVersion}&$skiptoken=${next}`;
    return { body: { value, ...(next < subscriptions.length ? { nextLink: link } : {}) } };
  }

  function graph(request: Seen): Play {
    const { query, subscriptions: wanted, options } = JSON.parse(request.body);
    const types = new Set(readGraphQuery(query)?.types);
    const scope = new Set((wanted as string[]).map((id) => id.toLowerCase()));
    const all = [...rows, ...containers]
      .filter((row) => types.has(row.type.toLowerCase()) && scope.has(row.subscriptionId))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const start = Number(options.$skipToken ?? 0);
    const data = all.slice(start, start + options.$top);
    const next = start + options.$top;
    return {
      body: {
        totalRecords: all.length,
        count: data.length,
        resultTruncated: "false",
        facets: [],
        data,
        ...(next < all.length ? { $skipToken: String(next) } : {}),
      },
    };
  }

  return { answer };
}

/** Entra's discovery and token endpoints, and a managed identity's in both flavours. */
function tokenAnswer(request: Seen, url: string): Play | undefined {
  if (request.path.endsWith("/.well-known/openid-configuration"))
    return {
      body: {
        issuer: `${url}/${tenantId}/v2.0`,
        authorization_endpoint: `${url}/${tenantId}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/${tenantId}/oauth2/v2.0/token`,
        jwks_uri: `${url}/${tenantId}/discovery/v2.0/keys`,
      },
    };
  const isToken = request.path.endsWith("/oauth2/v2.0/token");
  const isManaged = /^\/(msi|metadata\/identity\/oauth2)\/token\/?$/.test(request.path);
  if (!isToken && !isManaged) return undefined;
  return {
    body: {
      token_type: "Bearer",
      expires_in: isToken ? 3600 : "3600",
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
      access_token: secretToken,
      resource: url,
    },
  };
}

/** An unsigned token as Entra's look; its text must never turn up anywhere but in `Authorization`. */
export const secretToken = [
  { typ: "JWT", alg: "none" },
  {
    oid: "94d2b778-3345-5a44-8b1a-2fd80fad0d28",
    appid: "1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11",
    app_displayname: "assay-reader",
    tid: tenantId,
    exp: 4_102_444_800,
  },
  "c2lnbmF0dXJlLW9mLXRoZS1zZWNyZXQtdG9rZW4",
]
  .map((part) =>
    typeof part === "string" ? part : Buffer.from(JSON.stringify(part)).toString("base64url"),
  )
  .join(".");

export function error(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Play {
  return { status, headers, body: { error: { code, message } } };
}

function listItem({ id, name = id, state = "Enabled" }: SubscriptionPlay) {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId,
    displayName: name,
    state,
    subscriptionPolicies: { quotaId: "EnterpriseAgreement_2014-09-01", spendingLimit: "Off" },
    authorizationSource: "RoleBased",
    managedByTenants: [],
  };
}

function containerRow({ id, name = id }: SubscriptionPlay): GraphRow {
  return {
    id: `/subscriptions/${id}`,
    name,
    type: "microsoft.resources/subscriptions",
    subscriptionId: id.toLowerCase(),
    tenantId,
    properties: { managementGroupAncestorsChain: [{ name: "root", displayName: "Root" }] },
  };
}

/** The GUID of the n-th subscription of an estate. */
export function guid(n: number): string {
  return `${n.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
}

/** A contact in the newest shape. */
export function contact(subscription: string, emails: unknown, more: object = {}) {
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/securityContacts/default`,
    name: "default",
    type: "Microsoft.Security/securityContacts",
    properties: { isEnabled: true, emails, notificationsSources: [], ...more },
  };
}

/** `count` subscriptions, each with one contact; every third has no address. */
export function manySubscriptions(count: number): readonly SubscriptionPlay[] {
  return Array.from({ length: count }, (_, n) => {
    const id = guid(n);
    return {
      id,
      name: `subscription ${n}`,
      security: { securitycontacts: [contact(id, n % 3 === 0 ? "" : `soc-${n}@example.com`)] },
    };
  });
}
