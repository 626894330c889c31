import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";

/** An answer other than one of GraphQL. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  /** In pieces where it may be longer than memory should hold; whoever reads has an end of it, or knows that there is more. */
  readonly body: string | Buffer | AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Headers of every answer: nothing is guessed, shared, or kept by others. */
const COMMON: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** Headers of what a browser may show: nothing is framed, and no address is passed on. */
const SHOWN: Readonly<Record<string, string>> = {
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/** Sets the headers that every answer has. */
export function setCommonHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(COMMON)) response.setHeader(name, value);
}

/**
 * Sends a reply; for HEAD all but its body. What fails while a body is made in pieces breaks the connection off, so that half a file is
 * not taken for a whole one, and is told to `onBroken` where the reader has not left.
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  onBroken: (error: Error) => void = () => undefined,
): void {
  const body = typeof reply.body === "string" ? Buffer.from(reply.body) : reply.body;
  response.statusCode = reply.status;
  response.setHeader("Content-Type", reply.type);
  if (Buffer.isBuffer(body)) response.setHeader("Content-Length", body.length);
  for (const [name, value] of Object.entries({ ...SHOWN, ...reply.headers }))
    response.setHeader(name, value);
  if (request.method === "HEAD") response.end();
  else if (Buffer.isBuffer(body)) response.end(body);
  else
    pipeline(body, response, (error) => {
      const hasLeft = error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
      if (error && !hasLeft) onBroken(error);
    });
}

/** A page under its content security policy. */
export function page(body: string, policy: string, status = 200): Reply {
  const headers = { "Content-Security-Policy": `${policy}; frame-ancestors 'none'` };
  return { status, type: "text/html; charset=utf-8", body, headers };
}

const CODES: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  500: "INTERNAL_ERROR",
  503: "UNAVAILABLE",
};

/** A short text as the answer of GraphQL that programs read, `{"errors":[…]}`; `type` is one of GraphQL's two. */
export function asGraphQLError(reply: Reply, type: string): Reply {
  const message = String(reply.body).trim();
  const code = CODES[reply.status] ?? "BAD_REQUEST";
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { ...reply, type: `${type}; charset=utf-8`, body };
}

/** A short text. */
export function text(status: number, body: string, headers?: Reply["headers"]): Reply {
  return {
    status,
    type: "text/plain; charset=utf-8",
    body: `${body}\n`,
    ...(headers ? { headers } : {}),
  };
}
