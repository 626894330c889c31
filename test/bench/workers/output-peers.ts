import {
  buildSchema,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  parse,
} from "graphql";
import type { Task } from "../engines/engine.ts";
import { linkObjects, type Node } from "../engines/objects.ts";
import { loadPeer } from "../engines/peers.ts";

/** Hands the bytes of an answer on, piece by piece, as a server does. */
export type Answer = (take: (piece: Uint8Array) => void) => Promise<void>;

/** A way to answer queries over linked objects: what it makes of one query is ready to be asked again and again. */
type Peer = (roots: Roots) => (query: string) => Answer;

/** The objects of the estate, each list in id's order. */
export type Roots = Readonly<Record<"storageAccounts" | "connectors", readonly Node[]>>;

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

/** What the benchmark uses of `grafast`. */
interface Grafast {
  makeGrafastSchema(config: {
    readonly typeDefs: string;
    readonly objects: { readonly Query: { readonly plans: Record<string, () => unknown> } };
  }): GraphQLSchema;
  context(): { get(name: string): unknown };
  execute(args: {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly contextValue: object;
    readonly resolvedPreset: object;
  }): ExecutionResult | Promise<ExecutionResult>;
}

/** Those that are measured beside the product, over plain objects whose properties have the fields' names. */
const peers = {
  "graphql-js": (rootValue) => {
    const schema = buildSchema(objectSchema);
    return (query) => {
      const document = parse(query);
      return async (take) => take(bytesOf(await execute({ schema, document, rootValue })));
    };
  },
  "graphql-jit": (roots) => {
    const { compileQuery } = loadPeer<GraphqlJit>("graphql-jit");
    const graphql = loadOwnGraphql();
    const schema = graphql.buildSchema(objectSchema);
    return (query) => {
      const compiled = compileQuery(schema, graphql.parse(query));
      return async (take) => take(bytesOf(compiled.query(roots, {}, {})));
    };
  },
  // Its default plans read properties. Its plan of an operation is kept with the schema after the first run.
  grafast: (roots) => {
    // It would say on standard error that nobody chose, and take this.
    process.env.GRAPHILE_ENV ??= "production";
    const grafast = loadPeer<Grafast>("grafast");
    const graphql = loadOwnGraphql();
    const plans = {
      storageAccounts: () => grafast.context().get("storageAccounts"),
      connectors: () => grafast.context().get("connectors"),
    };
    const schema = grafast.makeGrafastSchema({
      typeDefs: objectSchema,
      objects: { Query: { plans } },
    });
    return (query) => {
      const document = graphql.parse(query);
      const operation = { schema, document, contextValue: roots, resolvedPreset: {} };
      return async (take) => take(bytesOf(await grafast.execute(operation)));
    };
  },
} satisfies Record<string, Peer>;

export type OutputPeer = keyof typeof peers;

/** Makes a peer ready over linked objects, which are as many as the queries' limit. */
export function openOutputPeer(peer: OutputPeer, roots: Roots): (query: string) => Answer {
  const open: Peer = peers[peer];
  const ask = open(roots);
  return (query) => ask(query.replace(/\(limit: \d+\)/, ""));
}

/** Packages take schemas and documents only of the graphql that they find themselves. */
function loadOwnGraphql(): typeof import("graphql") {
  return loadPeer<typeof import("graphql")>("graphql");
}

function bytesOf(result: ExecutionResult): Uint8Array {
  if (result.errors) throw result.errors[0]!;
  return Buffer.from(JSON.stringify(result));
}

/** Links the estate's objects; `limit` is how many rows a query's root field has. */
export function linkRoots(task: Task, limit: number): Roots {
  const nodes = linkObjects(task);
  const byId = (a: Node, b: Node): number => (a.id < b.id ? -1 : 1);
  for (const { securityContacts } of nodes.get("Connector")!)
    (securityContacts as Node[]).sort(byId);
  const first = (type: string): readonly Node[] => nodes.get(type)!.toSorted(byId).slice(0, limit);
  return { storageAccounts: first("StorageAccount"), connectors: first("Connector") };
}
