import { graphql, type GraphQLFormattedError, parse, validate } from "graphql";
import { answerOperation, type AnswerOptions } from "../../src/graphql/answer.ts";
import type { ToldGaps } from "../../src/graphql/gaps.ts";
import type { Results } from "../../src/graphql/results.ts";
import { createAnswers, createSchema } from "../../src/graphql/schema.ts";
import type { Inventory } from "../../src/types.ts";

/** An answer as a client gets it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: { readonly warnings?: readonly string[] } & ToldGaps;
}

/** What a test may say besides the query. */
export interface AskOptions extends AnswerOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly results?: Results;
}

/** Asks through the executor that writes text. */
export async function ask(
  inventory: Inventory,
  source: string,
  { variables, results, ...options }: AskOptions = {},
): Promise<Answer> {
  const answers = createAnswers(inventory, results);
  const document = parse(source);
  const errors = validate(answers.schema, document);
  if (errors.length > 0) return { errors: errors.map((error) => error.toJSON()) };
  const asked = { document, variableValues: variables };
  const answer = answerOperation(inventory, answers, asked, options);
  if ("errors" in answer) return { errors: answer.errors.map((error) => error.toJSON()) };
  let text = "";
  for await (const piece of answer) text += Buffer.from(piece).toString();
  return JSON.parse(text) as Answer;
}

/** Asks graphql-js, through the resolvers of the executable schema. */
export async function askResolvers(
  inventory: Inventory,
  source: string,
  { variables, results }: AskOptions = {},
): Promise<Answer> {
  const schema = createSchema(inventory, results);
  const result = await graphql({ schema, source, variableValues: variables });
  return JSON.parse(JSON.stringify(result)) as Answer;
}
