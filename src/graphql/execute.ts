import type { ExecutionArgs, ExecutionResult, GraphQLError } from "graphql";
import { answerOperation } from "./answer.ts";
import { answersOf } from "./answers.ts";

/**
 * Takes the place of graphql-js's `execute` for schemas of `createExecutableSchema`: the same answer, faster, with what was not read in
 * `extensions.missing`, and within the schema's allowance.
 */
export async function execute(args: ExecutionArgs): Promise<ExecutionResult> {
  const { allowance } = answersOf(args.schema);
  const errors: GraphQLError[] = [];
  const answer = answerOperation(args.schema, args, {
    ...allowance,
    ...(args.abortSignal ? { signal: args.abortSignal } : {}),
    holdsAll: true,
    formatError(error) {
      errors.push(error);
      return error.toJSON();
    },
  });
  if ("errors" in answer) return { errors: answer.errors };
  const pieces: Uint8Array[] = [];
  for await (const piece of answer) pieces.push(piece);
  const result = JSON.parse(Buffer.concat(pieces).toString()) as ExecutionResult;
  return errors.length > 0 ? { ...result, errors } : result;
}
