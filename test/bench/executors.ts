/**
 * `node test/bench/executors.ts`: how long the executor that works level by level takes for an answer, and graphql-js by the resolvers of
 * the same schema, with the text of both. The answers must be equal.
 */
import { parse } from "graphql";
import { answerOperation } from "../../src/graphql/answer.ts";
import type { Executor } from "../../src/graphql/answers.ts";
import { createExecutableSchema } from "../../src/graphql/schema.ts";
import { accounts } from "../graphql/estate.ts";

/** Each has two machines of two disks. */
const ACCOUNTS = 10_000;
const RUNS = 5;

const questions = [
  [
    "one account with what is below it",
    '{ connectors(where: { id: "/005000" }) { id name machines { id disks { id size } } } }',
  ],
  ["a page of fifty accounts", "{ connectors(limit: 50) { id name contacts { email } } }"],
  [
    "two disks of each machine, sorted",
    "{ machines { id disks(sort: [{ size: DESC }], limit: 2) { id } } }",
  ],
  ["40,000 disks, four fields", "{ disks { id name size encrypted } }"],
  ["10,000 accounts, three levels", "{ connectors { id name machines { id disks { id size } } } }"],
] as const;

const inventory = accounts(ACCOUNTS);
const [levels, resolvers] = (["levels", "resolvers"] as const).map((executor: Executor) =>
  createExecutableSchema(inventory, { executor }),
);

async function answer(schema: typeof levels, source: string): Promise<string> {
  const pieces = answerOperation(schema!, { document: parse(source) });
  if ("errors" in pieces) throw pieces.errors[0]!;
  const taken: Uint8Array[] = [];
  for await (const piece of pieces) taken.push(piece);
  return Buffer.concat(taken).toString();
}

/** Milliseconds of the fastest of some answers. */
async function measure(schema: typeof levels, source: string): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const startedMs = performance.now();
    await answer(schema, source);
    fastest = Math.min(fastest, performance.now() - startedMs);
  }
  return fastest;
}

for (const [title, query] of questions) {
  const [ours, theirs] = [await answer(levels, query), await answer(resolvers, query)];
  if (ours !== theirs) throw new Error(`The executors answer "${title}" differently.`);
  const [fast, slow] = [await measure(levels, query), await measure(resolvers, query)];
  process.stdout.write(
    `${title.padEnd(36)} levels ${fast.toFixed(2).padStart(8)} ms   resolvers ${slow.toFixed(2).padStart(8)} ms   ${(slow / fast).toFixed(1)} times\n`,
  );
}
