import type { Collection, CollectionStatus } from "../../types.ts";
import type { Reply, ServiceResponse } from "./transport.ts";

/** Why something could not be read, in the words of a `Collection`. */
export interface Failure {
  readonly status: Exclude<CollectionStatus, "complete">;
  readonly cause: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly apiVersion?: string;
  readonly readAt: string;
  /** Whether a permission would mend it. */
  readonly lacksPermission?: true;
  /** All codes of the error, where a reply has one. */
  readonly codes?: readonly string[];
}

/** What an answer means that brought nothing. */
export type Classify = (answer: ServiceResponse) => Failure;

/** A failure of `status` whose facts (version, time, request) are the reply's. */
export function failureOf(reply: Reply, status: Failure["status"], cause: string): Failure {
  const requestId = requestIdOf(reply);
  return {
    status,
    cause,
    apiVersion: reply.apiVersion,
    readAt: reply.readAt,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** The failure as a collection. `permission`, which reading the type takes, is named only where it would mend it. */
export function collectionOf(
  failure: Failure,
  pair: { readonly type: string; readonly connector: string },
  assets: number,
  permission?: string,
): Collection {
  const { lacksPermission, codes: _, ...facts } = failure;
  return {
    ...pair,
    ...facts,
    assets,
    ...(lacksPermission && permission !== undefined ? { permission } : {}),
  };
}

/** Of several the one that follows a request through all services comes first. */
const requestHeaders = [/^(x-[a-z]+-)?correlation-request-id$/, /^(x-[a-z]+-)?request-id$/];

/** The id by which the service's operators find a request, where the answer names one; never anything that could be more. */
export function requestIdOf({ headers }: Reply): string | undefined {
  const names = Object.keys(headers);
  return requestHeaders
    .flatMap((pattern) => names.filter((name) => pattern.test(name)))
    .map((name) => headers[name]!)
    .find((id) => /^[0-9a-z-]{8,64}$/i.test(id));
}

/** Whether a body is a web page: what proxies and portals answer in place of the service. */
export function looksLikeHtml(body: string): boolean {
  return /^\uFEFF?\s*<(!doctype|html|\?xml|head|body|!--)/i.test(body);
}
