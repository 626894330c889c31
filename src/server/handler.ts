import { PAGE_POLICY } from "../report/pages.ts";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticator } from "./authenticate.ts";
import { placeBelow, prefixOf, stripBasePath } from "./base-path.ts";
import type { Estate } from "./estate.ts";
import type { EstateFollower } from "./follow.ts";
import type { Gate } from "./gate.ts";
import { type Asset, GRAPHIQL_POLICY, type Graphiql } from "./graphiql.ts";
import { REQUEST_ID } from "./operation.ts";
import { acceptedOf, checkHost, checkNavigation, checkOrigin } from "./guard.ts";
import { gaugesOf, type Metrics } from "./metrics.ts";
import { pageRoutes, renderNotice } from "./pages.ts";
import { asGraphQLError, page, type Reply, send, setCommonHeaders, text } from "./reply.ts";
import { startDeadline } from "./deadline.ts";

/** What requests are answered from. */
export interface Site {
  /** The address it listens on, which decides which `Host` is believed. */
  readonly host: string;
  /** Names it answers for besides. */
  readonly hosts: readonly string[];
  /** What stands before every path outside, such as `/assay`; empty for nothing. */
  readonly basePath: string;
  readonly authenticator: Authenticator | undefined;
  readonly follower: EstateFollower;
  readonly endpoint: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly graphiql: Graphiql | undefined;
  /** Pages and queries together. */
  readonly gate: Gate;
  /** Time for one page. */
  readonly timeMs: number;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly onBug: (requestId: string, error: unknown) => void;
  /** No longer takes part in load balancing. */
  isStopping(): boolean;
}

/** Answers every request, and never throws. */
export function createHandler(
  site: Site,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const requestId = randomUUID();
    setCommonHeaders(response);
    response.setHeader(REQUEST_ID, requestId);
    if (site.isStopping()) response.setHeader("Connection", "close");
    const asked = stripBasePath(request.url, site.basePath);
    if (asked !== undefined) request.url = asked;
    const url = readUrl(request);
    const route = url?.pathname.split("/")[1] ?? "";
    response.once("close", () => {
      const known = ROUTES.has(route) ? route || "overview" : "other";
      site.metrics.countRequest(known, response.statusCode);
    });
    try {
      const reply = url
        ? await answer(site, request, response, url, route)
        : text(400, "Bad request.");
      if (reply) {
        const placed = placeBelow(prefixOf(request, site.basePath), reply);
        send(request, response, forPrograms(request, route, placed));
      }
    } catch (error) {
      // Whoever left in the middle of a request is no bug.
      if (request.destroyed && !request.complete) return;
      site.onBug(requestId, error);
      const sorry = text(500, `Unexpected error; the log has it under "${requestId}".`);
      if (!response.headersSent) send(request, response, forPrograms(request, route, sorry));
      else response.destroy();
    }
  };
}

const ROUTES = new Set([
  ...Object.keys(pageRoutes),
  "health",
  "ready",
  "metrics",
  "graphql",
  "graphiql",
]);

/** A reply to send; undefined where the GraphQL endpoint has sent one. */
async function answer(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  route: string,
): Promise<Reply | undefined> {
  if (route === "health") return text(200, "ok");
  if (route === "ready") return ready(site);
  const refusal =
    checkHost(request.headers.host, {
      ...site,
      isAuthenticated: site.authenticator !== undefined,
    }) ?? (await authenticate(site, request));
  if (refusal) return "type" in refusal ? refusal : text(refusal.status, refusal.message);
  if (route === "graphql" && !wantsPage(request)) {
    const foreign = checkOrigin(request);
    if (foreign) return text(foreign.status, foreign.message);
    if (request.headers["content-encoding"] !== undefined)
      return text(415, "Send queries without a content encoding.", {
        "Accept-Encoding": "identity",
      });
    if (request.headers.accept) {
      const accepted = acceptedOf(request.headers.accept);
      if (accepted === undefined)
        return text(
          406,
          "Answers are written as application/json or application/graphql-response+json.",
        );
      // Whoever answers must not choose what the other writes differently.
      request.headers.accept = accepted;
    }
    await site.endpoint(request, response);
    return undefined;
  }
  if (request.method !== "GET" && request.method !== "HEAD")
    return text(405, "Only GET is answered here.", { Allow: "GET, HEAD" });
  const embedded = checkNavigation(request);
  if (embedded) return text(embedded.status, embedded.message);
  return answerGet(site, request, response, url, route);
}

async function answerGet(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  route: string,
): Promise<Reply | undefined> {
  const { follower, graphiql, metrics, gate } = site;
  const estate = follower.current;
  if (route === "metrics")
    return {
      status: 200,
      type: "text/plain; version=0.0.4",
      body: metrics.render(gaugesOf(estate?.run, gate.running, follower.unshown.length)),
    };
  if (route === "graphql" && graphiql) return redirect(`/graphiql${url.search}`);
  if (url.pathname === "/graphiql/" && graphiql) return redirect(`/graphiql${url.search}`);
  if (url.pathname === "/graphiql" && graphiql)
    return page(graphiql.page(follower.unshown), GRAPHIQL_POLICY);
  const asset = graphiql?.assets.find(({ path }) => path === url.pathname);
  if (asset) return sendAsset(asset, request);
  if (!estate) {
    const words =
      "Take one with “assay collect” or “assay import”; this page will show it without a restart.";
    return {
      ...notice(follower, "There is no snapshot yet", words, 503),
      headers: { "Retry-After": "5" },
    };
  }
  return answerPage(site, response, estate, url, route);
}

/** A page of a snapshot, within the limits that queries have. Undefined where nobody waits for it any more. */
async function answerPage(
  { follower, gate, timeMs, now }: Site,
  response: ServerResponse,
  estate: Estate,
  url: URL,
  route: string,
): Promise<Reply | undefined> {
  const render = Object.hasOwn(pageRoutes, route) ? pageRoutes[route] : undefined;
  const nothing = () =>
    notice(follower, "There is nothing here", "The address may be of an older snapshot.", 404);
  if (!render) return nothing();
  const leave = gate.enter();
  if (!leave)
    return {
      ...notice(follower, "The server is busy", "Try again in a moment.", 503),
      headers: { "Retry-After": "1" },
    };
  const release = estate.hold();
  const request = { url, now: now().toISOString(), unshown: follower.unshown };
  const { signal } = startDeadline(response, timeMs, () => {
    leave();
    release();
  });
  try {
    return (await render(estate.until(signal), request)) ?? nothing();
  } catch (error) {
    if (!signal.aborted) throw error;
    if (response.destroyed) return undefined;
    const words = "It was stopped, so that others are served.";
    return notice(follower, "This page took longer than it may", words, 503);
  }
}

function notice(follower: EstateFollower, title: string, words: string, status: number): Reply {
  return page(renderNotice(follower, title, words), PAGE_POLICY, status);
}

function ready({ follower, isStopping }: Site): Reply {
  if (isStopping()) return text(503, "stopping");
  // Whoever probes need not be who may see paths and reasons.
  const unshown = follower.unshown.map(({ name }) => `\nnewer and unreadable: ${name}`).join("");
  return follower.current
    ? text(200, `ready${unshown}`)
    : text(503, `no snapshot yet${unshown}`, { "Retry-After": "5" });
}

async function authenticate(
  { authenticator }: Site,
  { headers }: IncomingMessage,
): Promise<Reply | undefined> {
  if (!authenticator) return undefined;
  const admission = await authenticator.admit(headers.authorization);
  if (admission === "granted") return undefined;
  if (admission === "unavailable")
    return text(503, "Who you are cannot be checked now.", { "Retry-After": "10" });
  return text(401, 'Who are you? Send a token as "Authorization: Bearer …".', {
    "WWW-Authenticate": authenticator.challenges,
  });
}

async function sendAsset(asset: Asset, { headers }: IncomingMessage): Promise<Reply> {
  const kept = {
    "Cache-Control": "private, max-age=31536000, immutable",
    ETag: `"${asset.path}"`,
    Vary: "Accept-Encoding",
  };
  if (headers["if-none-match"] === kept.ETag)
    return { status: 304, type: asset.type, body: "", headers: kept };
  if (!/\bgzip\b/.test(String(headers["accept-encoding"])))
    return { status: 200, type: asset.type, body: asset.body, headers: kept };
  return {
    status: 200,
    type: asset.type,
    body: await asset.gzipped(),
    headers: { ...kept, "Content-Encoding": "gzip" },
  };
}

/** What programs are told at the endpoint without GraphQL is an answer of GraphQL all the same, where they read such. */
function forPrograms(request: IncomingMessage, route: string, reply: Reply): Reply {
  const isTold = reply.status >= 400 && reply.type.startsWith("text/plain");
  if (route !== "graphql" || !isTold || wantsPage(request)) return reply;
  const accepted = acceptedOf(request.headers.accept ?? "*/*");
  if (accepted === undefined) return reply;
  const isOwn = /^application\/graphql-response\+json/i.test(accepted);
  return asGraphQLError(reply, isOwn ? "application/graphql-response+json" : "application/json");
}

/** A person who opens the endpoint in a browser means GraphiQL. */
function wantsPage({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && (headers.accept ?? "").includes("text/html");
}

function redirect(to: string): Reply {
  return text(302, "See GraphiQL.", { Location: to });
}

function readUrl({ url }: IncomingMessage): URL | undefined {
  const text = `http://localhost${url}`;
  return url?.startsWith("/") && URL.canParse(text) ? new URL(text) : undefined;
}
