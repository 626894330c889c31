import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { placeBelow, prefixOf, stripBasePath } from "./base-path.ts";
import { exportRoutes } from "./export-routes.ts";
import { answerGet } from "./get.ts";
import { REQUEST_ID } from "./request-id.ts";
import { acceptedOf, checkHost, checkNavigation, checkOrigin } from "./guard.ts";
import { pageRoutes } from "./pages.ts";
import { asGraphQLError, type Reply, send, setCommonHeaders, text } from "./reply.ts";
import type { Site } from "./site.ts";

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
        const isOver = (error: Error) =>
          error.name === "AbortError" || error.name === "TimeoutError";
        send(request, response, forPrograms(request, route, placed), (error) => {
          if (!isOver(error)) site.onBug(requestId, error);
        });
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
  ...Object.keys(exportRoutes),
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

function ready({ follower, suites, isStopping }: Site): Reply {
  if (isStopping()) return text(503, "stopping");
  // Whoever probes need not be who may see paths and reasons.
  const unshown = follower.unshown.map(({ name, isJudgedBefore }) =>
    isJudgedBefore ? `not judged by the edited checks: ${name}` : `newer and unreadable: ${name}`,
  );
  const mistakes = suites?.problems.length ?? 0;
  const edited = mistakes > 0 ? [`mistakes in the edited checks: ${mistakes}`] : [];
  const more = [...unshown, ...edited].map((line) => `\n${line}`).join("");
  return follower.current
    ? text(200, `ready${more}`)
    : text(503, `no snapshot yet${more}`, { "Retry-After": "5" });
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

function readUrl({ url }: IncomingMessage): URL | undefined {
  const text = `http://localhost${url}`;
  return url?.startsWith("/") && URL.canParse(text) ? new URL(text) : undefined;
}
