import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InputError } from "../errors.ts";
import { createArchive } from "./archive.ts";
import type { Authenticator } from "./authenticate.ts";
import type { EstateOptions } from "./estate.ts";
import { followEstate } from "./follow.ts";
import { examplesOf } from "./examples.ts";
import { createConcurrencyLimit } from "./gate.ts";
import { createGraphiql, readGraphiqlParts } from "./graphiql.ts";
import { createDescriptions } from "./descriptions.ts";
import { createEndpoint } from "./graphql.ts";
import { checkExposure, isLoopback } from "./guard.ts";
import { createHandler } from "./handler.ts";
import { createMetrics } from "./metrics.ts";
import type { Suite, SuiteFollower } from "./suite.ts";

/** How the server listens, whom it lets in, and what it shows. */
export interface ServerOptions extends EstateOptions {
  /** Address to listen on; other than this machine's own only with `authenticator` or `insecure`. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly authenticator?: Authenticator | undefined;
  /** Listens on other addresses without authentication all the same. */
  readonly insecure?: boolean;
  /** What stands before every path outside, such as `/assay`. */
  readonly basePath?: string;
  /** Names in the `Host` header to answer for. */
  readonly hosts?: readonly string[];
  /** GraphiQL; the pages and the endpoint are there without it, too. */
  readonly graphiql: boolean;
  /** The id of the check that GraphiQL opens with, where it is among those that are served. */
  readonly firstExample?: string;
  /** Checks that are followed as they are edited, in place of `checks` and `fragments`. */
  readonly suites?: SuiteFollower;
  readonly now: () => Date;
  /** Takes a line for people. */
  readonly log: (line: string) => void;
  /** How often to look for a newer snapshot and for edited checks. */
  readonly refreshMs?: number;
  /** How long a request's headers may take; default ten seconds. */
  readonly headersMs?: number;
  /** How long what is under way may take when the server stops. */
  readonly graceMs?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** Looks for a newer snapshot and for edited checks now. */
  refresh(): Promise<void>;
  /** Takes no more requests, lets those under way finish, and ends. */
  stop(): Promise<void>;
}

/**
 * Serves the newest snapshot: pages, GraphQL and GraphiQL. `docs/server.md` says what it does and what it protects from.
 *
 * @throws InputError where it would listen to strangers without authentication, or the address is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, authenticator, log, limits, clock } = options;
  checkExposure(host, authenticator !== undefined, options.insecure ?? false);
  const { suites } = options;
  const suiteNow = (): Suite => suites?.current ?? options;
  const follower = followEstate(
    options,
    (name, problem) => log(`Snapshot "${name}" cannot be shown: ${problem}`),
    suiteNow,
  );
  const archive = createArchive(options, suiteNow);
  const parts = options.graphiql ? readGraphiqlParts() : undefined;
  const exploreBy = ({ checks, fragments }: Suite) =>
    parts
      ? createGraphiql(parts, examplesOf(checks, options.firstExample), [...fragments.values()])
      : undefined;
  let suite = suiteNow();
  let graphiql = exploreBy(suite);
  const gate = createConcurrencyLimit(limits.concurrent);
  const metrics = createMetrics();
  const onBug = (requestId: string, error: unknown) =>
    log(`Unexpected error in request ${requestId}: ${stackOf(error)}`);
  let stopping = false;
  const handler = createHandler({
    host,
    hosts: (options.hosts ?? []).map((name) => name.toLowerCase()),
    basePath: options.basePath ?? "",
    authenticator,
    follower,
    suites,
    gate,
    timeMs: limits.timeMs,
    metrics,
    onBug,
    now: options.now,
    endpoint: createEndpoint({
      current: () => follower.current,
      archive,
      limits,
      gate,
      clock,
      descriptions: createDescriptions(),
      onBug,
      onQuery: (durationMs) => metrics.observeQuery(durationMs),
    }),
    get graphiql() {
      return graphiql;
    },
    isStopping: () => stopping,
  });
  const server = createServer(
    {
      headersTimeout: options.headersMs ?? 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      // Node looks every 30 s otherwise, however short the times are.
      connectionsCheckingInterval: Math.min(1_000, options.headersMs ?? 1_000),
    },
    (request, response) => void handler(request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;
  // Beyond the time of a query: connections on which nothing moves, such as a page that is not taken.
  server.timeout = limits.timeMs + 30_000;
  await listen(server, options);
  await follower.refresh();
  const refresh = async () => {
    await suites?.refresh();
    if (stopping) return;
    if (suite !== suiteNow()) {
      suite = suiteNow();
      graphiql = exploreBy(suite);
      archive.retire();
    }
    await follower.refresh();
  };
  const look = () => {
    archive.tidy();
    void refresh();
  };
  const timer = setInterval(look, options.refreshMs ?? 2_000);
  timer.unref();
  return {
    url: urlOf(server, host, options.basePath ?? ""),
    refresh,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await close(server, options.graceMs ?? 10_000);
      follower.current?.retire();
      archive.retire();
    },
  };
}

const MOST_CONNECTIONS = 1_000;

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "something else listens there" : error.message;
      reject(new InputError("cannot-listen", `Cannot listen on ${host}:${port}: ${reason}.`));
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function urlOf(server: Server, host: string, basePath: string): string {
  const { port } = server.address() as AddressInfo;
  const name =
    host === "::1"
      ? "[::1]"
      : isLoopback(host) || host === "0.0.0.0" || host === "::"
        ? "localhost"
        : host;
  return `http://${name}:${port}${basePath}/`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
