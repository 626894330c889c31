import type { IncomingMessage, ServerResponse } from "node:http";
import { InputError } from "../errors.ts";
import { PAGE_POLICY } from "../report/pages.ts";
import { startDeadline } from "./deadline.ts";
import type { Estate } from "./estate.ts";
import { exportRoutes } from "./export-routes.ts";
import { type Asset, GRAPHIQL_POLICY } from "./graphiql.ts";
import { gaugesOf } from "./metrics.ts";
import { notesOf, pageRoutes, renderNotice } from "./pages.ts";
import { page, type Reply, text } from "./reply.ts";
import type { Site } from "./site.ts";

/** A page, a file of GraphiQL or the metrics; undefined where nobody waits for it any more. */
export async function answerGet(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  route: string,
): Promise<Reply | undefined> {
  const { follower, suites, graphiql, metrics, gate } = site;
  const estate = follower.current;
  if (route === "metrics")
    return {
      status: 200,
      type: "text/plain; version=0.0.4",
      body: metrics.render(
        gaugesOf(estate?.run, gate.running, follower.unshown.length, suites?.problems.length ?? 0),
      ),
    };
  if (route === "graphql" && graphiql) return redirect(`/graphiql${url.search}`);
  if (url.pathname === "/graphiql/" && graphiql) return redirect(`/graphiql${url.search}`);
  if (url.pathname === "/graphiql" && graphiql)
    return page(graphiql.page(notesOn(site)), GRAPHIQL_POLICY);
  const asset = graphiql?.assets.find(({ path }) => path === url.pathname);
  if (asset) return sendAsset(asset, request);
  if (!estate) {
    const words =
      "Take one with “assay collect” or “assay import”; this page will show it without a restart.";
    return {
      ...notice(site, "There is no snapshot yet", words, 503),
      headers: { "Retry-After": "5" },
    };
  }
  return answerPage(site, response, estate, url, route);
}

/** A page of a snapshot, within the limits that queries have. Undefined where nobody waits for it any more. */
async function answerPage(
  site: Site,
  response: ServerResponse,
  estate: Estate,
  url: URL,
  route: string,
): Promise<Reply | undefined> {
  const { gate, timeMs, now } = site;
  const routes = { ...pageRoutes, ...exportRoutes };
  const render = Object.hasOwn(routes, route) ? routes[route] : undefined;
  const nothing = () =>
    notice(site, "There is nothing here", "The address may be of an older snapshot.", 404);
  if (!render) return nothing();
  const leave = gate.enter();
  if (!leave)
    return {
      ...notice(site, "The server is busy", "Try again in a moment.", 503),
      headers: { "Retry-After": "1" },
    };
  const release = estate.hold();
  const request = { url, now: now().toISOString(), notes: notesOn(site) };
  const { signal } = startDeadline(response, timeMs, () => {
    leave();
    release();
  });
  try {
    const shown = await narrow(estate.until(signal), url);
    if (shown instanceof InputError)
      return notice(site, "There are no such assets", shown.message, 400);
    return (await render(shown, request)) ?? nothing();
  } catch (error) {
    if (!signal.aborted) throw error;
    if (response.destroyed) return undefined;
    const words = "It was stopped, so that others are served.";
    return notice(site, "This page took longer than it may", words, 503);
  }
}

/** What of an estate an address means; mistakes in its words. */
async function narrow(estate: Estate, { searchParams }: URL): Promise<Estate | InputError> {
  // A field of a form that was left empty says nothing.
  const words = searchParams.getAll("in").map((word) => word.trim());
  try {
    return await estate.narrowTo(words.filter(Boolean));
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function notesOn({ follower, suites }: Site): readonly string[] {
  return notesOf(follower.unshown, suites?.problems ?? []);
}

function notice(site: Site, title: string, words: string, status: number): Reply {
  return page(
    renderNotice(site.follower.current, notesOn(site), title, words),
    PAGE_POLICY,
    status,
  );
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

function redirect(to: string): Reply {
  return text(302, "See GraphiQL.", { Location: to });
}
