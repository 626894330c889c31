import type { CollectionStatus } from "../../types.ts";

/** One call of a cloud's API. */
export interface Request {
  readonly method: "GET" | "POST";
  /** Below the endpoint, with a leading slash: `/accounts/7/disks`. */
  readonly path: string;
  /** What is asked of the path besides, without `?`; not where a link is followed, which has it. */
  readonly query?: string;
  /** Empty where the path has it. */
  readonly apiVersion: string;
  /** Counts from 1. */
  readonly page: number;
  /** From page 2 on: path and query as the page before gave them. Sent as it stands, to the transport's own endpoint. */
  readonly link?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The tenant whose token the call needs, where there are several. */
  readonly tenant?: string;
}

/** What the service sent, whatever its status. */
export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The version that answered; from a recording it may be another one than was asked for. */
  readonly apiVersion: string;
  /** When it was answered, ISO 8601 UTC. */
  readonly readAt: string;
}

/** No answer came: a torn connection, a token that was not given, a recording without this file. */
export interface Fault {
  readonly kind: "fault";
  readonly status: Exclude<CollectionStatus, "complete">;
  /** One sentence for people, without secrets. */
  readonly cause: string;
  readonly code?: string;
  readonly readAt: string;
}

export type ServiceResponse = Reply | Fault;

/** Who carries calls to a cloud and brings raw answers back: the cloud itself, or a folder of what it once said. */
export interface Transport {
  /** `https://api.example.com`: links to further pages must stay there. */
  readonly endpoint: string;
  /** The tenants to walk, each with its own list of accounts; one undefined where the identity's own tenant is meant. */
  readonly tenants: readonly (string | undefined)[];
  /** Never rejects for what the world does; an abort is the only reason to reject. */
  send(request: Request): Promise<ServiceResponse>;
}
