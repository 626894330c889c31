import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import { withoutSecrets } from "./secrets.ts";
import type { ServiceResponse, Request } from "../calls/transport.ts";
import { isLoopback } from "./clouds.ts";
import { createBodyReader, OversizeError } from "./read-body.ts";
import { explainConnection, explainProxy } from "./connection-errors.ts";
import { createTokenMask } from "./token-mask.ts";

/** Sends one request once; retries and waiting are the retrying transport's. */
export type SendOnce = (request: Request, signal: AbortSignal) => Promise<ServiceResponse>;

/** One API, and how it is called. */
export interface Service {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** What tokens are asked for. */
  readonly scope: string;
  /** Path and query of a request below the endpoint. */
  linkOf(request: Request): string;
  /** What every request says besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether an answer says that the token's time is over, so that the same call with a new one may do. */
  isExpired(answer: ServiceResponse): boolean;
}

export interface ContextOptions {
  readonly service: Service;
  /** The credential for a tenant. */
  readonly credentialFor: (tenant: string | undefined) => TokenCredential;
  /** Of this product, for the user agent. */
  readonly version: string;
  /** The time of day, for answers that do not say when they were given. */
  readonly now: () => Date;
  readonly answerTimeoutMs?: number;
  /** How large one answer may be. */
  readonly answerLimitBytes?: number;
  /** In place of the SDK's own, for tests. */
  readonly httpClient?: HttpClient;
}

/**
 * Parts of the SDK's pipeline that are taken out. A redirect would carry the token to a host that nobody has checked; parsing
 * an answer that is no JSON would throw it away, and put it into the message.
 */
const removedPolicies = ["redirectPolicy", "defaultRetryPolicy", "deserializationPolicy"];

/** How long one answer may take; Resource Graph may work twice as long. */
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * A function that carries requests through the pipeline of the Azure SDK's own client, one client for each tenant. Credentials,
 * proxies, tracing and the user agent stay the SDK's; retries, redirects and reading the answer do not. A token that was sent
 * is in nothing that comes back.
 */
export async function createContext(options: ContextOptions): Promise<SendOnce> {
  // One after the other: Node refuses to require() for the first what is still being imported for the second.
  const { SecurityCenter } = await import("@azure/arm-security");
  const { createPipelineRequest, createDefaultHttpClient } =
    await import("@azure/core-rest-pipeline");
  const { service } = options;
  const secure = secureEndpoint(service);
  const httpClient =
    options.httpClient ?? plainOnLoopback(service, secure, createDefaultHttpClient());
  const clients = new Map<string | undefined, InstanceType<typeof SecurityCenter>>();
  const { watch, mask } = createTokenMask();
  const readBody = createBodyReader(options.answerLimitBytes);

  function clientFor(tenant: string | undefined) {
    const known = clients.get(tenant);
    if (known) return known;
    const client = new SecurityCenter(
      watch(options.credentialFor(tenant)) as never,
      // Requests name their own subscription.
      "00000000-0000-0000-0000-000000000000",
      {
        endpoint: secure,
        credentialScopes: [service.scope],
        retryOptions: { maxRetries: 0 },
        userAgentOptions: { userAgentPrefix: `assay/${options.version}` },
        httpClient: httpClient as never,
      } as never,
    );
    for (const name of removedPolicies) client.pipeline.removePolicy({ name });
    // A proxy cannot reach this machine, and would be told the token in plain text.
    if (isLoopback(service.endpoint)) client.pipeline.removePolicy({ name: "proxyPolicy" });
    clients.set(tenant, client);
    return client;
  }

  return async (request, signal) => {
    const patienceMs =
      (options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS) * (request.method === "POST" ? 2 : 1);
    const timeout = AbortSignal.timeout(patienceMs);
    const call = createPipelineRequest({
      url: secure + (request.link ?? service.linkOf(request)),
      method: request.method,
      abortSignal: AbortSignal.any([signal, timeout]),
      // As a stream, so that it can be let go of; any status.
      streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    call.headers.set("accept", "application/json");
    for (const [name, value] of Object.entries(service.headers ?? {}))
      call.headers.set(name, value);
    if (request.body !== undefined) call.headers.set("content-type", "application/json");
    try {
      const response = await clientFor(request.tenant).sendRequest(call as never);
      const { status, headers, bodyAsText, readableStreamBody: stream } = response;
      const body = stream
        ? await readBody(stream as AsyncIterable<Uint8Array>)
        : (bodyAsText ?? "");
      const reply: ServiceResponse = {
        kind: "reply",
        status,
        headers: Object.fromEntries(
          Object.entries(headers.toJSON()).map(([name, value]) => [name, mask(value)]),
        ),
        body: mask(body),
        apiVersion: request.apiVersion,
        readAt: readAt(headers.get("date"), options.now),
      };
      // The SDK keeps a token until its own clock says that it has ended; the service's clock may say so earlier.
      if (status === 401 && service.isExpired(reply)) clients.delete(request.tenant);
      const hindrance = explainProxy(reply, proxyOf(call));
      return hindrance
        ? { kind: "fault", status: "failed", ...hindrance, readAt: reply.readAt }
        : reply;
    } catch (error) {
      signal.throwIfAborted();
      const lateMs = timeout.aborted ? patienceMs : undefined;
      const at = options.now().toISOString();
      const code = codeOf(error);
      const hindrance =
        lateMs === undefined
          ? explainConnection(code, new URL(secure).host, proxyOf(call))
          : undefined;
      if (hindrance) return { kind: "fault", status: "failed", ...hindrance, readAt: at };
      return faultOf(error, mask, lateMs, at);
    }
  };
}

/** The proxy that the SDK chose for a call, by the environment. */
function proxyOf({ agent }: PipelineRequest): URL | undefined {
  const { proxy } = (agent ?? {}) as { readonly proxy?: unknown };
  return proxy instanceof URL ? proxy : undefined;
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return String(code ?? cause?.code ?? "");
}

/** The SDK gives tokens to https only. What is plain http, on this machine, is so for the HTTP client alone. */
function secureEndpoint({ endpoint }: Service): string {
  return endpoint.replace(/^http:/, "https:");
}

/** Sends what goes to a plain endpoint on this machine without TLS; everything else as it is. */
function plainOnLoopback(service: Service, secure: string, inner: HttpClient): HttpClient {
  if (!service.endpoint.startsWith("http:") || !isLoopback(service.endpoint)) return inner;
  return {
    async sendRequest(request: PipelineRequest) {
      if (!request.url.startsWith(`${secure}/`)) return inner.sendRequest(request);
      const { url } = request;
      request.url = service.endpoint + url.slice(secure.length);
      request.allowInsecureConnection = true;
      try {
        return await inner.sendRequest(request);
      } finally {
        request.url = url;
      }
    },
  };
}

/** The service's own clock, where it tells the time: ours may jump. */
function readAt(date: string | undefined, now: () => Date): string {
  const moment = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(moment) ? now().toISOString() : new Date(moment).toISOString();
}

/** `lateMs`: how long the answer was waited for in vain. */
function faultOf(
  error: unknown,
  mask: (text: string) => string,
  lateMs: number | undefined,
  at: string,
): ServiceResponse {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
  const reason = withoutSecrets(mask(message ?? String(error))).replace(/[.\s]+$/, "");
  if (lateMs !== undefined)
    return {
      kind: "fault",
      status: "failed",
      code: "Timeout",
      cause: `The service gave no answer within ${lateMs / 1000} s.`,
      readAt: at,
    };
  if (error instanceof OversizeError)
    return { kind: "fault", status: "failed", code: "Oversize", cause: error.message, readAt: at };
  const isAboutTokens = /Authentication|CredentialUnavailable/.test(name ?? "");
  return {
    kind: "fault",
    status: isAboutTokens ? "denied" : "failed",
    ...(typeof code === "string" ? { code: withoutSecrets(mask(code)) } : {}),
    cause: isAboutTokens
      ? `There was no token for the call: ${reason}.`
      : `The call failed: ${reason}.`,
    readAt: at,
  };
}
