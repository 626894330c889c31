import type { RetryPolicy } from "../calls/retrying-transport.ts";
import type { ServiceResponse } from "../calls/transport.ts";
import { classify } from "./classify.ts";
import { GRAPH_PATH } from "./resource-graph.ts";

/** Resource Graph answers about three questions in a second, whoever asks. */
const GRAPH_CONCURRENCY = 4;

/** How Resource Manager and Resource Graph want to be waited for. */
export const retryPolicy: RetryPolicy = {
  /** The subscription, Resource Graph's quota, or the tenant. */
  bucketOf({ path, tenant }) {
    const subscription = /^\/subscriptions\/[^/]+/i.exec(path)?.[0];
    return (subscription ?? (path === GRAPH_PATH ? path : "/")).toLowerCase() + (tenant ?? "");
  },
  lane: ({ path }) =>
    path === GRAPH_PATH ? { name: GRAPH_PATH, width: GRAPH_CONCURRENCY } : undefined,
  /** Resource Graph says when the identity's quota is used up and when it is new. */
  quotaPauseMs({ headers }) {
    if (headers["x-ms-user-quota-remaining"] !== "0") return undefined;
    const match = /^(\d+):(\d\d):(\d\d)/.exec(headers["x-ms-user-quota-resets-after"] ?? "");
    return match ? (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000 : 0;
  },
  isExpired,
};

/** Whether an answer says that the token's time is over, so that the same call with a new token may do. */
export function isExpired(answer: ServiceResponse): boolean {
  return answer.kind === "reply" && classify(answer).code === "ExpiredAuthenticationToken";
}
