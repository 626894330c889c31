import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticator } from "./authenticate.ts";
import type { EstateFollower } from "./follow.ts";
import type { Gate } from "./gate.ts";
import type { Graphiql } from "./graphiql.ts";
import type { Metrics } from "./metrics.ts";
import type { SuiteFollower } from "./suite.ts";

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
  /** Where checks are followed as they are edited. */
  readonly suites: Pick<SuiteFollower, "problems"> | undefined;
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
