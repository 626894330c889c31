import { graphql, type GraphQLFormattedError, parse, validate } from "graphql";
import { answerOperation, type AnswerOptions } from "../../src/graphql/answer.ts";
import type { ToldGaps } from "../../src/graphql/gaps.ts";
import { createExecutableSchema, type SchemaOptions } from "../../src/graphql/schema.ts";
import type { Inventory } from "../../src/types.ts";
import { executor as own } from "./executor.ts";

/** An answer as a client gets it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: { readonly warnings?: readonly string[] } & ToldGaps;
}

/** What a test may say besides the query. */
export interface AskOptions extends AnswerOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly results?: SchemaOptions["results"];
  readonly executor?: SchemaOptions["executor"];
}

/** Asks as the commands do: through the executor that this run of the tests is for, where a test does not name one. */
export async function ask(
  inventory: Inventory,
  source: string,
  { variables, results, executor = own, ...options }: AskOptions = {},
): Promise<Answer> {
  const schema = createExecutableSchema(inventory, { results, executor });
  const document = parse(source);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors: errors.map((error) => error.toJSON()) };
  const request = { document, variableValues: variables };
  const answer = answerOperation(schema, request, options);
  if ("errors" in answer) return { errors: answer.errors.map((error) => error.toJSON()) };
  let text = "";
  for await (const piece of answer) text += Buffer.from(piece).toString();
  return JSON.parse(text) as Answer;
}

/** Asks graphql-js, which knows nothing but the schema. */
export async function askResolvers(
  inventory: Inventory,
  source: string,
  { variables, results }: AskOptions = {},
): Promise<Answer> {
  const schema = createExecutableSchema(inventory, { results });
  const result = await graphql({ schema, source, variableValues: variables });
  return JSON.parse(JSON.stringify(result)) as Answer;
}
