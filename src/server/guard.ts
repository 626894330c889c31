import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { InputError } from "../errors.ts";

/** Whether an address or name means this machine alone. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}

/**
 * Refuses to listen where strangers could read along: an address that is not this machine's own needs authentication, or
 * its absence in so many words.
 *
 * @throws InputError
 */
export function checkExposure(host: string, authenticated: boolean, insecure: boolean): void {
  if (isLoopback(host) || authenticated || insecure) return;
  throw new InputError(
    "open-to-everybody",
    `Listening on "${host}" without authentication would show the whole inventory to everybody who can reach it. Give --token-file or whose sign-ins to accept ("assay serve --help"), or listen on 127.0.0.1; --insecure-no-authentication opens it all the same.`,
  );
}

/** Why a request is turned away before it is read, with the status that says so. */
export interface Refusal {
  readonly status: 400 | 403;
  readonly message: string;
}

/** What keeps strangers' pages out. */
export interface Exposure {
  /** The address it listens on. */
  readonly host: string;
  /** Names it answers for besides; `*` is any. */
  readonly hosts: readonly string[];
  /** Whoever asks has to say who they are, which another site's page cannot. */
  readonly isAuthenticated: boolean;
}

/**
 * A page of a foreign site whose own name was pointed at this server (DNS rebinding) is kept out by the name in `Host`: on
 * loopback that must be a loopback name; elsewhere one of `hosts`, where some are given, and without authentication an address
 * or a loopback name.
 */
export function checkHost(
  header: string | undefined,
  { host, hosts, isAuthenticated }: Exposure,
): Refusal | undefined {
  const name = /^(\[[\da-f:.]+\]|[^:/@]+)(?::\d+)?$/i.exec(header ?? "")?.[1]?.toLowerCase();
  if (name === undefined) return { status: 400, message: "The Host header is missing or broken." };
  if (hosts.some((one) => one === "*" || one.toLowerCase() === name)) return undefined;
  const isAddress = isLoopback(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
  const allowed = isLoopback(host)
    ? isLoopback(name)
    : hosts.length === 0 && (isAuthenticated || isAddress);
  if (allowed) return undefined;
  return {
    status: 403,
    message: `This server does not answer for the host "${name}"; "--allowed-host" says which it answers for.`,
  };
}

const SIMPLE_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/**
 * Turns away what a page of another site could have made a browser send without asking first: requests that the browser
 * itself marks as such, an `Origin` that is not ours, and bodies of the three types that forms can send.
 */
export function checkOrigin(
  request: Pick<IncomingMessage, "headers" | "method">,
): Refusal | undefined {
  const { headers, method } = request;
  const site = headers["sec-fetch-site"];
  const foreign = site === "cross-site" || site === "same-site";
  const origin = headers.origin;
  if (foreign || (origin !== undefined && hostOf(origin) !== headers.host?.toLowerCase()))
    return { status: 403, message: "Requests from pages of other sites are refused." };
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (method === "POST" && (type === "" || SIMPLE_TYPES.includes(type)))
    return { status: 403, message: 'Send queries with the content type "application/json".' };
  return undefined;
}

/**
 * Turns away pages that a page of another site made a browser fetch: an image, a script, a frame. A link that somebody
 * follows is a navigation and comes through; so does what says nothing of itself, which no browser sends.
 */
export function checkNavigation({
  headers,
}: Pick<IncomingMessage, "headers">): Refusal | undefined {
  const site = headers["sec-fetch-site"];
  if (site !== "cross-site" && site !== "same-site") return undefined;
  const [mode, destination] = [headers["sec-fetch-mode"], headers["sec-fetch-dest"]];
  if (mode === "navigate" && (destination === undefined || destination === "document"))
    return undefined;
  return { status: 403, message: "Requests from pages of other sites are refused." };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** What answers are written as, and the ranges that take them in. */
const ANSWERED = /^(?:application\/(?:json|graphql-response\+json|\*)|\*\/\*)$/i;
const REFUSED = /;\s*q=0(?:\.0*)?\s*(?:;|$)/i;

/**
 * The ranges of an `Accept` header that answers are written for, as they stand in it; undefined where there are none. Answers in parts
 * and streams of events are not: nothing here comes piece by piece, and what a header says its body must be.
 */
export function acceptedOf(header: string): string | undefined {
  const ranges = header.split(",").filter((range) => {
    const [type = ""] = range.split(";");
    return ANSWERED.test(type.trim()) && !REFUSED.test(range);
  });
  return ranges.length === 0 ? undefined : ranges.join(",").trim();
}
