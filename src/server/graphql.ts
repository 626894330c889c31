import type { IncomingMessage, ServerResponse } from "node:http";
import { type ExecutionResult, GraphQLError } from "graphql";
import { createYoga, type GraphQLParams, maskError, type Plugin } from "graphql-yoga";
import type { Bytes } from "../graphql/answer.ts";
import { giveWay } from "../slices.ts";
import {
  answerParams,
  type EndpointOptions,
  abortAnswer,
  type WrittenAnswer,
} from "./operation.ts";
import type { Refused } from "./refusals.ts";
import { takesFastPath, readBody, readParameters, sendAnswer } from "./fast-path.ts";

interface NodeContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/**
 * GraphQL over HTTP at `/graphql`. Yoga speaks the protocol (content negotiation, parameters, status codes, body size);
 * operations are answered by `answerParams`, whose text goes out as it is, streamed where it is long.
 *
 * A well-formed request as programs send it, which can be answered, goes past Yoga: its request and response objects cost
 * more than a small answer. All others, errors above all, are Yoga's.
 */
export function createEndpoint(
  options: EndpointOptions,
): (req: IncomingMessage, res: ServerResponse) => unknown {
  const known = new WeakMap<ServerResponse, Refused>();
  const pins = new WeakMap<ServerResponse, string>();
  const yoga = createProtocol(options, known, pins);
  return async (req, res) => {
    const pin = takePin(req);
    if (pin !== undefined) pins.set(res, pin);
    if (!takesFastPath(req, options.limits.bodyBytes)) return yoga(req, res);
    const body = await readBody(req);
    await giveWay();
    const parameters = readParameters(body);
    await giveWay();
    const answer = parameters && (await answerParams(options, parameters, res, pin));
    if (answer && !("errors" in answer)) return sendAnswer(options, res, answer);
    if (answer) known.set(res, answer);
    const { method, headers } = req;
    const asked = { method: method!, headers: headers as Record<string, string>, body };
    const response = await yoga.fetch("http://localhost/graphql", asked, { req, res });
    res.statusCode = response.status;
    for (const [name, value] of response.headers) res.setHeader(name, value);
    res.end(await response.text());
    return undefined;
  };
}

/** The snapshot that the address asks for with `?snapshot=`, which no one else has to know of. */
function takePin(request: IncomingMessage): string | undefined {
  const [path, search] = (request.url ?? "").split(/\?(.*)/s);
  if (!search) return undefined;
  const parameters = new URLSearchParams(search);
  const pin = parameters.get("snapshot") ?? undefined;
  if (pin === undefined) return undefined;
  parameters.delete("snapshot");
  request.url = parameters.size === 0 ? path! : `${path}?${parameters}`;
  return pin;
}

/** What Yoga refuses without a body. */
const WORDLESS: Readonly<Record<number, string>> = {
  404: 'Queries are answered at "/graphql" alone.',
  415: 'Send queries with the content type "application/json".',
};

/** `known`: what is already known to be refused, so that it is not worked out twice; `pins`: which snapshot is asked. */
function createProtocol(
  options: EndpointOptions,
  known: WeakMap<ServerResponse, Refused>,
  pins: WeakMap<ServerResponse, string>,
) {
  const written = new WeakMap<Request, WrittenAnswer>();
  const plugin: Plugin<object, NodeContext> = {
    onParams({ params, request, context, setParamsHandler }) {
      refusePersisted(params);
      setParamsHandler(async ({ params }) => {
        const { res } = context;
        const answer = known.get(res) ?? (await answerParams(options, params, res, pins.get(res)));
        if ("errors" in answer) return answer;
        written.set(request, answer);
        return { stringify: () => "" } as ExecutionResult;
      });
    },
    onResponse({ request, response, serverContext, setResponse, fetchAPI }) {
      const answer = written.get(request);
      const { status, headers } = response;
      const words = WORDLESS[status];
      if (!answer && words && response.body === null) {
        const error = new GraphQLError(words, { extensions: { code: "BAD_REQUEST" } });
        setResponse(fetchAPI.Response.json({ errors: [error] }, { status }));
      }
      if (!answer) return;
      const abort = (error: unknown) => abortAnswer(options, serverContext.res, error);
      const body = answer.rest ? streamPieces(answer.first, answer.rest, abort) : answer.first;
      setResponse(new fetchAPI.Response(body, { status, headers }));
    },
  };
  return createYoga<NodeContext>({
    plugins: [plugin],
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    parserAndValidationCache: false,
    maskedErrors: { maskError: (error, message) => withoutBody(maskError(error, message)) },
    maxRequestBodySize: options.limits.bodyBytes,
  });
}

/**
 * A hash in place of a query, which clients send first that keep queries on servers: they send the whole of it after this word.
 *
 * @throws GraphQLError with the message, code and status that such clients look for
 */
function refusePersisted({ query, extensions }: GraphQLParams): void {
  if (query || !extensions?.persistedQuery) return;
  throw new GraphQLError("PersistedQueryNotSupported", {
    extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED", http: { status: 200 } },
  });
}

/** Of a body that is no JSON, the parser's own message repeats all there is. */
function withoutBody(error: Error): Error {
  if (!(error instanceof GraphQLError) || !error.extensions.originalError) return error;
  return new GraphQLError(error.message, {
    extensions: { code: "BAD_REQUEST", http: { status: 400 } },
  });
}

/**
 * Pieces as they are asked for; whoever stops listening stops the query. An answer that fails on its way is aborted: its end
 * must not look like one, and the adapter would not survive the error.
 */
function streamPieces(
  first: Bytes,
  rest: AsyncGenerator<Bytes>,
  abort: (error: unknown) => void,
): ReadableStream<Bytes> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(first),
    async pull(controller) {
      try {
        const { done, value } = await rest.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        abort(error);
        controller.close();
      }
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
}
