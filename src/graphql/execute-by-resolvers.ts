import { type ExecutionResult, executeRootSelectionSet, GraphQLError } from "graphql";
import { Stopped } from "./call.ts";
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
  beginResolving(args.variableValues, call, answers);
  let result: ExecutionResult;
  try {
    result = await executeRootSelectionSet({ ...args, externalAbortSignal: call.signal });
  } catch (error) {
    call.signal?.throwIfAborted();
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
