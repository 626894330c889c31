import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  validateExecutionArgs,
} from "graphql";
import type { Inventory } from "../types.ts";
import { type Allowance, createCall, Stopped } from "./call.ts";
import { DataLost, executeToJson } from "./execute.ts";
import type { Answers } from "./schema.ts";

/** An operation as it is asked: a document that is valid by the schema, and what goes with it. */
export interface Asked {
  readonly document: DocumentNode;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** How an operation is answered. */
export interface AnswerOptions extends Allowance {
  /** What people are shown of an error. By default all of it, and what is no error of theirs is thrown as it is. */
  readonly formatError?: (error: GraphQLError) => GraphQLFormattedError;
}

/** Text of an answer that is held back, so that an error which takes all of it can still be told as one. */
export const HELD_CHARACTERS = 4_000_000;
/** Pieces are joined to about this length afterwards. */
const PIECE_CHARACTERS = 250_000;

/** The operation could not begin: unknown operation name, variables of the wrong type. */
export interface NotBegun {
  readonly errors: readonly GraphQLError[];
}

/**
 * The answer as JSON text, in pieces: `{"data":…}` with `errors` and `extensions.warnings` where there are some.
 *
 * The first 4 million characters are held until they are full or the answer is whole: up to there an operation that is
 * stopped, or whose promise is broken, answers `{"data":null,"errors":[…]}`. Beyond, the pieces end with a throw.
 */
export function answerOperation(
  inventory: Inventory,
  { schema, ...behind }: Answers,
  asked: Asked,
  options: AnswerOptions = {},
): NotBegun | AsyncGenerator<string> {
  const args = validateExecutionArgs({ schema, ...asked });
  if (!("schema" in args)) return { errors: args };
  const call = createCall(inventory, options);
  const format = options.formatError ?? formatOwn;
  const errors: GraphQLError[] = [];
  const data = executeToJson({ ...behind, args, call }, errors);
  return renderAnswer(data, errors, call.warnings, format);
}

async function* renderAnswer(
  data: AsyncGenerator<string>,
  errors: GraphQLError[],
  warnings: readonly string[],
  format: (error: GraphQLError) => GraphQLFormattedError,
): AsyncGenerator<string> {
  let held = '{"data":';
  let full = HELD_CHARACTERS;
  try {
    for await (const text of data) {
      held += text;
      if (held.length < full) continue;
      yield held;
      held = "";
      full = PIECE_CHARACTERS;
    }
  } catch (error) {
    if (full === PIECE_CHARACTERS) throw error;
    held = '{"data":null';
    if (!(error instanceof DataLost)) errors.push(asGraphQLError(error));
  }
  const tail = {
    ...(errors.length > 0 ? { errors: errors.map(format) } : {}),
    ...(warnings.length > 0 ? { extensions: { warnings } } : {}),
  };
  const rest = JSON.stringify(tail).slice(1);
  yield `${held}${rest === "}" ? "" : ","}${rest}`;
}

function formatOwn(error: GraphQLError): GraphQLFormattedError {
  const { originalError } = error;
  if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  return error.toJSON();
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof Stopped) return error;
  const original = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(original.message, { originalError: original });
}
