import { type ExecutionResult, executeRootSelectionSet, type GraphQLError } from "graphql";
import { type Call, Stopped } from "./call.ts";
import { keysOf } from "./gaps.ts";
import { DataNulled, type Operation, type Piece } from "./operation.ts";
import { beginResolving } from "./resolvers.ts";

/**
 * The `data` of an answer as JSON text, by graphql-js and the schema's resolvers. Errors of fields are added to `errors`: of each field
 * the first, however many objects have it.
 *
 * @throws DataNulled when `data` as a whole is null, or Stopped when the call's allowance is used up
 */
export async function* executeByResolvers(
  { args, answers, call }: Operation,
  errors: GraphQLError[],
): AsyncGenerator<Piece> {
  const stop = new AbortController();
  beginResolving(args.variableValues, endingBy(call, stop), answers);
  const signal = call.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal;
  let result: ExecutionResult;
  try {
    result = await executeRootSelectionSet({ ...args, externalAbortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const found = result.errors ?? [];
  for (const { originalError } of found) if (originalError instanceof Stopped) throw originalError;
  const told = new Set<string>();
  for (const error of found) {
    const field = JSON.stringify([keysOf(error.path ?? []), error.message]);
    if (!told.has(field)) errors.push(error);
    told.add(field);
  }
  if (result.data == null) throw new DataNulled();
  yield JSON.stringify(result.data);
}

/** The same operation, which as a whole ends with its allowance: graphql-js would go on with all other fields, only to fail in each. */
function endingBy(call: Call, stop: AbortController): Call {
  return {
    ...call,
    spend(objects, what) {
      try {
        call.spend(objects, what);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    },
    async yieldToEventLoop() {
      await call.yieldToEventLoop();
      stop.signal.throwIfAborted();
    },
  };
}
