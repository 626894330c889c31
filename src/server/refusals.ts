import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** Nothing was answered; `extensions.http` of the errors says with which status and headers. */
export interface Refused {
  readonly errors: readonly GraphQLError[];
}

/** What a client is told of a bug: the id that the log has. */
export function hidden(requestId: string): string {
  return `Unexpected error; the log has it under "${requestId}".`;
}

/** Errors that say what is wrong with a query are shown; bugs are told to the log, and to the client only by their id. */
export function hideBugs(
  error: GraphQLError,
  requestId: string,
  onBug: (requestId: string, error: unknown) => void,
): GraphQLFormattedError {
  const original = error.originalError;
  if (!original || original instanceof GraphQLError) {
    const formatted = error.toJSON();
    return { ...formatted, message: cut(formatted.message) };
  }
  onBug(requestId, original);
  return {
    message: hidden(requestId),
    ...(error.path ? { path: error.path } : {}),
    extensions: { code: "INTERNAL_ERROR", requestId },
  };
}

/** By GraphQL over HTTP, a request that could not begin has status 400 where the client asked for the response type. */
export function asBadRequest(error: GraphQLError): GraphQLError {
  return new GraphQLError(cut(error.message), {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: {
      code: "BAD_REQUEST",
      ...error.extensions,
      http: { spec: true, status: 400 },
    },
  });
}

/** Characters of a message: many mistakes are told at once, and values that GraphQL shows whole are not. */
const LONGEST_MESSAGE = 2_000;

function cut(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** A refusal with a status of its own. */
export function refuse(
  message: string,
  code: string,
  status: number,
  retryAfterSeconds?: number,
): Refused {
  const headers = retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {};
  return {
    errors: [new GraphQLError(message, { extensions: { code, http: { status, headers } } })],
  };
}

/** The error that something throws, where it is one of GraphQL. */
export function catchGraphQLError(act: () => void): GraphQLError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
