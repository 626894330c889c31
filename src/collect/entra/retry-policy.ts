import type { RetryPolicy } from "../calls/retrying-transport.ts";
import { isExpired } from "./classify.ts";

/**
 * What asks for more patience than the rest: learn.microsoft.com/graph/throttling-limits. Conditional access answers one request a second
 * for the whole tenant, whoever asks, and says nothing of when to come again; reports answer five in ten seconds.
 */
const gates: readonly {
  readonly path: RegExp;
  readonly name: string;
  readonly spacingMs: number;
}[] = [
  { path: /^\/[^/]+\/identity\/conditionalAccess\//i, name: "access", spacingMs: 1_000 },
  { path: /^\/[^/]+\/reports\//i, name: "reports", spacingMs: 2_000 },
];

/** Calls on one tenant side by side, where nothing asks for less. */
const WIDTH = 12;

/** How Microsoft Graph wants to be waited for. */
export const retryPolicy: RetryPolicy = {
  bucketOf: ({ path, tenant = "" }) => `${gateOf(path)?.name ?? "directory"} ${tenant}`,
  lane({ path, tenant = "" }) {
    const gate = gateOf(path);
    return { name: `${gate?.name ?? "directory"} ${tenant}`, width: gate ? 1 : WIDTH };
  },
  spacingMs: ({ path }) => gateOf(path)?.spacingMs,
  isExpired,
};

const gateOf = (asked: string) => gates.find(({ path }) => path.test(asked));
