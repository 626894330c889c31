/** Answers a query of many rows as JSON text, in one way, in a process of its own. */
import { createHash } from "node:crypto";
import {
  buildSchema,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  parse,
} from "graphql";
import { answerOperation } from "../../../src/graphql/answer.ts";
import { createAnswers } from "../../../src/graphql/schema.ts";
import { openInventory } from "../engines/assay.ts";
import type { Task } from "../engines/engine.ts";
import { linkObjects, type Node } from "../engines/objects.ts";
import { loadPeer } from "../engines/peers.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

export interface OutputJob {
  readonly task: string;
  readonly subject: keyof typeof subjects;
  readonly query: string;
}

export interface OutputReport {
  readonly ms: number;
  readonly runs: number;
  readonly bytes: number;
  readonly hash: string;
}

/** Gives the whole answer as bytes. */
type Answer = () => Promise<Buffer>;

/** What graphql-js and graphql-jit run over: plain objects in id's order, resolved by property name. */
const objectSchema = `
type Query { storageAccounts: [StorageAccount!]! connectors: [Connector!]! }
type StorageAccount { id: ID! name: String region: String minimumTlsVersion: String keyExpirationPeriodInDays: Int }
type Connector { id: ID! name: String state: String securityContacts: [SecurityContact!]! }
type SecurityContact { id: ID! email: String }
`;

/** What the benchmark uses of `graphql-jit`. */
interface GraphqlJit {
  compileQuery(
    schema: GraphQLSchema,
    document: DocumentNode,
  ): { query(root: unknown, context: unknown, variables: object): ExecutionResult };
}

const subjects = {
  assay: (task: Task, query: string): Answer => {
    const inventory = openInventory(task);
    const answers = createAnswers(inventory);
    const document = parse(query);
    return async () => {
      const pieces = answerOperation(inventory, answers, { document });
      if ("errors" in pieces) throw pieces.errors[0]!;
      const bytes: Buffer[] = [];
      for await (const piece of pieces) bytes.push(Buffer.from(piece));
      return Buffer.concat(bytes);
    };
  },
  "graphql-js": (task: Task, query: string): Answer => {
    const schema = buildSchema(objectSchema);
    const document = parse(withoutArguments(query));
    const rootValue = rootOf(task, query);
    return async () => {
      const result = await execute({ schema, document, rootValue });
      return Buffer.from(JSON.stringify(result));
    };
  },
  "graphql-jit": (task: Task, query: string): Answer => {
    const { compileQuery } = loadPeer<GraphqlJit>("graphql-jit");
    // It takes schemas only of the graphql that it finds itself.
    const graphql = loadPeer<typeof import("graphql")>("graphql");
    const document = graphql.parse(withoutArguments(query));
    const compiled = compileQuery(graphql.buildSchema(objectSchema), document);
    const rootValue = rootOf(task, query);
    return async () => Buffer.from(JSON.stringify(compiled.query(rootValue, {}, {})));
  },
};

/** The rows that the query's limit leaves, by id. */
function rootOf(task: Task, query: string): Record<string, readonly Node[]> {
  const nodes = linkObjects(task);
  const limit = Number(/limit: (\d+)/.exec(query)![1]);
  const byId = (a: Node, b: Node): number => (a.id < b.id ? -1 : 1);
  for (const { securityContacts } of nodes.get("Connector")!)
    (securityContacts as Node[]).sort(byId);
  const first = (type: string): readonly Node[] => nodes.get(type)!.toSorted(byId).slice(0, limit);
  return query.includes("storageAccounts")
    ? { storageAccounts: first("StorageAccount") }
    : { connectors: first("Connector") };
}

function withoutArguments(query: string): string {
  return query.replace(/\(limit: \d+\)/, "");
}

async function run({ task, subject, query }: OutputJob): Promise<OutputReport> {
  const answer = subjects[subject](readTask(task), query);
  const times: number[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  const startedMs = performance.now();
  while (times.length < 30 && (times.length < 2 || performance.now() - startedMs < 3000)) {
    const beforeMs = performance.now();
    bytes = await answer();
    times.push(performance.now() - beforeMs);
  }
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { ms: warmMedian(times), runs: times.length, bytes: bytes.length, hash };
}

answerJob(run);
