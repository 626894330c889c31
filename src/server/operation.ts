import type { ServerResponse } from "node:http";
import { GraphQLError } from "graphql";
import {
  answerOperation,
  type OperationRequest,
  type Bytes,
  HELD_BYTES,
} from "../graphql/answer.ts";
import { Stopped } from "../graphql/call.ts";
import { giveWay } from "../slices.ts";
import type { Answering } from "./answering.ts";
import type { Archive } from "./archive.ts";
import type { Descriptions } from "./descriptions.ts";
import type { Gate } from "./gate.ts";
import { checkVariables } from "./cost.ts";
import type { Limits } from "./limits.ts";
import { startDeadline } from "./deadline.ts";
import {
  asBadRequest,
  catchGraphQLError,
  hidden,
  hideBugs,
  type Refused,
  refuse,
} from "./refusals.ts";
import { requestIdOf } from "./request-id.ts";

/** What the endpoint needs of the server around it. */
export interface EndpointOptions {
  /** The newest snapshot's; undefined while there is none. */
  readonly current: () => Answering | undefined;
  /** Those of older snapshots. */
  readonly archive: Pick<Archive, "open">;
  readonly limits: Limits;
  readonly gate: Gate;
  /** What is kept of answers about the schema. */
  readonly descriptions: Descriptions;
  /** Told of every query once its last byte is ready. */
  readonly onQuery: (durationMs: number) => void;
  /** Told of every bug that was hidden from the client, with the id that the client was given. */
  readonly onBug: (requestId: string, error: unknown) => void;
  /** Milliseconds from some fixed moment. */
  readonly clock: () => number;
}

/** The parameters of a request, as they came. */
export interface Parameters {
  readonly query?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** An answer as it is to be sent. */
export interface WrittenAnswer {
  /** The whole of it, or as much as is held back. */
  readonly first: Bytes;
  readonly rest?: AsyncGenerator<Bytes>;
}

/**
 * Answers the parameters of one request, within the limits, over the snapshot with the id `pin` or the newest. The answer must be read to its end, or returned from. What is
 * thrown unexpectedly is told to the log, and to the client by its id.
 */
export async function answerParams(
  options: EndpointOptions,
  parameters: Parameters,
  response: ServerResponse,
  pin: string | undefined,
): Promise<WrittenAnswer | Refused> {
  try {
    const current = options.current();
    if (pin === undefined || pin === current?.inventory.snapshot.id)
      return await answerFrom(options, current, parameters, response);
    return await answerPinned(options, pin, parameters, response);
  } catch (error) {
    const requestId = requestIdOf(response);
    options.onBug(requestId, error);
    return refuse(hidden(requestId), "INTERNAL_ERROR", 500);
  }
}

async function answerPinned(
  options: EndpointOptions,
  pin: string,
  parameters: Parameters,
  response: ServerResponse,
): Promise<WrittenAnswer | Refused> {
  const opened = await options.archive.open(pin);
  if (opened === "busy")
    return refuse("Other snapshots are being read. Try again.", "BUSY", 503, 5);
  if ("problem" in opened) {
    const error = new GraphQLError(opened.problem, { extensions: { code: "NO_SNAPSHOT" } });
    return { errors: [asBadRequest(error)] };
  }
  try {
    return await answerFrom(options, opened.answering, parameters, response);
  } finally {
    opened.release();
  }
}

async function answerFrom(
  options: EndpointOptions,
  current: Answering | undefined,
  { query, variables, operationName }: Parameters,
  response: ServerResponse,
): Promise<WrittenAnswer | Refused> {
  const { limits, gate, clock } = options;
  if (!current) return refuse("There is no snapshot yet.", "NO_SNAPSHOT", 503, 5);
  if (operationName != null && typeof operationName !== "string")
    return refuse('"operationName" is a text.', "BAD_REQUEST", 400);
  const read = current.readDocument(query ?? "");
  if (read.errors) return { errors: read.errors.map(asBadRequest) };
  const tooLarge = catchGraphQLError(() => checkVariables(variables, read.cost, limits));
  if (tooLarge) return { errors: [asBadRequest(tooLarge)] };
  const leave = gate.enter();
  if (!leave) return refuse("The server is busy.", "BUSY", 503, 1);

  const startedMs = clock();
  const request = { document: read.document, variableValues: variables, operationName };
  if (read.describes) {
    const key = JSON.stringify([query, variables ?? null, operationName ?? null]);
    try {
      const answer = await options.descriptions.of(key, () =>
        describeOnce(options, current, request),
      );
      if (answer) {
        options.onQuery(clock() - startedMs);
        return { first: await answer.encode(response) };
      }
    } catch (error) {
      if (error instanceof Stopped) return { errors: [asBadRequest(error)] };
      throw error;
    } finally {
      leave();
    }
    return answerHeld(options, current, request, response, gate.enter());
  }
  return answerHeld(options, current, request, response, leave);
}

/** The whole answer of a query for the schema, for all who ask for it; undefined where it is none to be kept. @throws Stopped where it is too long */
async function describeOnce(
  { limits }: EndpointOptions,
  { schema, hold }: Answering,
  request: OperationRequest,
): Promise<Bytes | undefined> {
  const release = hold();
  try {
    const signal = AbortSignal.timeout(limits.timeMs);
    const failed: GraphQLError[] = [];
    const formatError = (error: GraphQLError) => {
      failed.push(error);
      return error.toJSON();
    };
    const answer = answerOperation(schema, request, { signal, formatError });
    if ("errors" in answer) return undefined;
    const pieces: Bytes[] = [];
    for await (const piece of answer) pieces.push(piece);
    // Whether or not some of it was made already.
    const stopped = failed.find((error) => error instanceof Stopped);
    if (stopped) throw stopped;
    return failed.length > 0 ? undefined : Buffer.concat(pieces);
  } finally {
    release();
  }
}

async function answerHeld(
  options: EndpointOptions,
  current: Answering,
  request: OperationRequest,
  response: ServerResponse,
  leave: (() => void) | undefined,
): Promise<WrittenAnswer | Refused> {
  const { limits, clock } = options;
  if (!leave) return refuse("The server is busy.", "BUSY", 503, 1);
  const startedMs = clock();
  const release = current.hold();
  const deadline = startDeadline(response, limits.timeMs, () => {
    leave();
    release();
  });
  const requestId = requestIdOf(response);
  // A megabyte of variables takes its time to be looked through, and again to be read.
  await giveWay();
  const answer = answerOperation(current.schema, request, {
    rows: limits.rows,
    links: limits.links,
    sorted: limits.sorted,
    patterns: limits.patterns,
    patternSize: limits.patternSize,
    signal: deadline.signal,
    formatError: (error) => hideBugs(error, requestId, options.onBug),
  });
  if ("errors" in answer) {
    deadline.end();
    return { errors: answer.errors.map(asBadRequest) };
  }
  return begin(endWith(answer, () => options.onQuery(clock() - startedMs)));
}

/** Ends an answer that failed on its way so that its end does not look like one. */
export function abortAnswer(
  { onBug }: EndpointOptions,
  response: ServerResponse,
  error: unknown,
): void {
  if (!(error instanceof Stopped)) onBug(requestIdOf(response), error);
  response.destroy();
}

/** Takes the first pieces, which for all but long answers are the whole. */
async function begin(pieces: AsyncGenerator<Bytes>): Promise<WrittenAnswer> {
  const taken: Bytes[] = [];
  for (let length = 0; length < HELD_BYTES;) {
    const { value, done } = await pieces.next();
    if (done) return { first: Buffer.concat(taken) };
    taken.push(value);
    length += value.length;
  }
  return { first: Buffer.concat(taken), rest: pieces };
}

async function* endWith(pieces: AsyncGenerator<Bytes>, end: () => void): AsyncGenerator<Bytes> {
  try {
    yield* pieces;
  } finally {
    end();
  }
}
