import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type ValidatedExecutionArgs,
  validateExecutionArgs,
} from "graphql";
import { findWrongValues } from "../dialect/where-rule.ts";
import type { Model } from "../types.ts";
import { answersOf } from "./answers.ts";
import { type Allowance, type Call, createCall, type OnUndecided, Stopped } from "./call.ts";
import { executeByLevels } from "./execute-by-levels.ts";
import { executeByResolvers } from "./execute-by-resolvers.ts";
import type { ToldGaps } from "./gaps.ts";
import { CutOff, DataNulled, type Piece } from "./operation.ts";
import { createPatternCounter } from "./patterns.ts";

/** An operation as it is asked: a document that is valid by the schema, and what goes with it. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** How an operation is answered. */
export interface AnswerOptions extends Allowance {
  /** What people are shown of an error. By default all of it, and what is no error of theirs is thrown as it is. */
  readonly formatError?: (error: GraphQLError) => GraphQLFormattedError;
  /** Called before the pieces end. */
  readonly onUndecided?: OnUndecided;
  /** Called before the pieces end, where anything is missing in the answer. */
  readonly onMissing?: (told: ToldGaps) => unknown;
  /**
   * Who reads it cannot be told otherwise that an answer breaks off: it then ends as JSON, with what there was of `data` until then
   * and the error behind it, in place of throwing.
   */
  readonly closes?: true;
  /** All of it is held back, so that it never breaks off: for who needs the whole before it is of use. */
  readonly holdsAll?: true;
}

/** As much of an answer as is held back, so that an error which takes all of it can still be told as one. */
export const HELD_BYTES = 4_000_000;
/** Pieces are held to about this length afterwards. */
const PIECE_BYTES = 250_000;

/** Bytes that nobody else holds. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The operation could not begin: unknown operation name, variables of the wrong type, or with values that their filters do not take. */
export interface NotBegun {
  readonly errors: readonly GraphQLError[];
}

/**
 * The answer as JSON text in UTF-8, in pieces of whole characters: `{"data":…}` with `errors` and `extensions.warnings`
 * where there are some, and what of the data is missing in
 * `extensions.missing` and `extensions.undecided`.
 *
 * The first four megabytes are held until they are full or the answer is whole: up to there an operation that is
 * stopped, or whose promise is broken, answers `{"data":null,"errors":[…]}`. Beyond, the pieces end with a throw, or as JSON
 * where `closes` asks for it.
 */
export function answerOperation(
  schema: GraphQLSchema,
  request: OperationRequest,
  options: AnswerOptions = {},
): NotBegun | AsyncGenerator<Bytes> {
  const args = validateExecutionArgs({ schema, ...request });
  if (!("schema" in args)) return { errors: args };
  const answers = answersOf(schema);
  const { inventory } = answers;
  const wrong = findWrong(inventory.model, request.document, args, options);
  if (wrong.length > 0) return { errors: wrong };
  const call = createCall(inventory, options, options.onUndecided);
  const format = options.formatError ?? formatOwn;
  const errors: GraphQLError[] = [];
  const execute = answers.executor === "levels" ? executeByLevels : executeByResolvers;
  const data = execute({ args, answers, call }, errors);
  return renderAnswer(data, errors, call, format, options);
}

/** What is wrong in filters by the values of variables; also that there is more in them than may be. */
function findWrong(
  model: Model,
  document: DocumentNode,
  { schema, operation, variableValues }: ValidatedExecutionArgs,
  allowance: Allowance,
): readonly GraphQLError[] {
  try {
    const options = { beforeReading: createPatternCounter(allowance) };
    const { coerced } = variableValues;
    return findWrongValues(model, schema, document, operation, coerced, options);
  } catch (error) {
    if (error instanceof Stopped) return [error];
    throw error;
  }
}

async function* renderAnswer(
  data: AsyncGenerator<Piece>,
  errors: GraphQLError[],
  { warnings, gaps }: Call,
  format: (error: GraphQLError) => GraphQLFormattedError,
  { closes, holdsAll, onMissing }: AnswerOptions,
): AsyncGenerator<Bytes> {
  let held = createHold('{"data":');
  let full = holdsAll ? Number.POSITIVE_INFINITY : HELD_BYTES;
  let told: ToldGaps = {};
  try {
    for await (const piece of data) {
      held.add(piece);
      if (held.length < full) continue;
      yield* held.take();
      held = createHold("");
      full = PIECE_BYTES;
    }
    told = await gaps.tell();
    if (told.missing) onMissing?.(told);
  } catch (error) {
    const { cause, closing } = error instanceof CutOff ? error : new CutOff(error, "");
    const isGivenAway = full === PIECE_BYTES;
    if (isGivenAway && (!closes || closing === "")) throw cause;
    if (isGivenAway) held.add(closing);
    else held = createHold('{"data":null');
    if (!(cause instanceof DataNulled)) errors.push(asGraphQLError(cause));
  }
  const extensions = { ...(warnings.length > 0 ? { warnings } : {}), ...told };
  const tail = {
    ...(errors.length > 0 ? { errors: errors.map(format) } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
  const rest = JSON.stringify(tail).slice(1);
  held.add(`${rest === "}" ? "" : ","}${rest}`);
  yield* held.take();
}

/** Keeps pieces; texts are turned into bytes as late and as few at a time as can be. */
function createHold(begin: string) {
  const parts: Bytes[] = [];
  let bytes = 0;
  let text = begin;

  function add(piece: Uint8Array): void {
    const part = Buffer.allocUnsafeSlow(Buffer.byteLength(text) + piece.length);
    part.set(piece, part.write(text));
    parts.push(part);
    bytes += part.length;
    text = "";
  }

  return {
    /** Bytes, where texts count by their characters. */
    get length() {
      return bytes + text.length;
    },
    add(piece: Piece) {
      if (typeof piece === "string") text += piece;
      else add(piece);
    },
    /** All of it: in one piece where that costs little, else as it came. */
    take(): readonly Bytes[] {
      if (text !== "") add(new Uint8Array(0));
      return bytes <= PIECE_BYTES ? [Buffer.concat(parts)] : parts;
    },
  };
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
