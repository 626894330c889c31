import { makeExecutableSchema } from "@graphql-tools/schema";
import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from "graphql";
import { createScalars } from "../dialect/scalars.ts";
import { renderSdl } from "../dialect/sdl.ts";
import type { Inventory } from "../types.ts";
import type { Arguments } from "./arguments.ts";
import { type Batcher, createBatcher, RowObject } from "./batch.ts";
import { type Call, createCall } from "./call.ts";
import { Row, RowList } from "./nodes.ts";
import { createResultsRoot, createRowFields, type Results } from "./results.ts";
import { renderResultsSdl } from "./results-sdl.ts";
import { createAssetRoot, type Method } from "./root.ts";
import type { RowFields } from "./rows.ts";

/** What answers operations over one inventory: the schema, and the objects behind its root. */
export interface Answers {
  readonly schema: GraphQLSchema;
  readonly root: Readonly<Record<string, Method>>;
  readonly rowFields: RowFields;
}

/**
 * The executable schema over an inventory, for any GraphQL library: generated types and filters, resolvers that batch
 * with DataLoader. With `results` it also has the controls, their verdicts and the snapshots.
 *
 * `assay query` and the server answer through `answerOperation`, which gives the same answers faster.
 */
export function createSchema(inventory: Inventory, results?: Results): GraphQLSchema {
  return createAnswers(inventory, results).schema;
}

/** The schema with what stands behind it. */
export function createAnswers(inventory: Inventory, results?: Results): Answers {
  const { model } = inventory;
  const schema = makeExecutableSchema({
    typeDefs: [renderSdl(model), ...(results ? [renderResultsSdl(model)] : [])],
    resolvers: createScalars(model),
  });
  const root = { ...createAssetRoot(model), ...(results ? createResultsRoot(results) : {}) };
  const rowFields = results ? createRowFields(results) : {};
  resolveBy(schema, createResolver(inventory, root, rowFields));
  return { schema, root, rowFields };
}

type Resolver = (
  source: unknown,
  args: Arguments,
  context: unknown,
  info: GraphQLResolveInfo,
) => unknown;

function resolveBy(schema: GraphQLSchema, resolve: Resolver): void {
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith("__"))
      for (const field of Object.values(type.getFields())) field.resolve = resolve;
}

/** One resolver for every field: of a row what is stored, or what it leads to; of a plain object its property or method. */
function createResolver(
  inventory: Inventory,
  root: Readonly<Record<string, Method>>,
  rowFields: RowFields,
): Resolver {
  // One call for each execution, which alone has an object of variables of its own.
  const calls = new WeakMap<object, { call: Call; batcher: Batcher }>();
  const begin = (variables: object) => {
    const call = createCall(inventory);
    const begun = { call, batcher: createBatcher(call, rowFields) };
    calls.set(variables, begun);
    return begun;
  };
  return (source, args, _context, info) => {
    const object = (source ?? root) as object;
    const values = (object instanceof RowObject ? object.values : object) as Record<
      string,
      unknown
    >;
    const value = values[info.fieldName];
    if (isPlain(value) && info.fieldName in values) return value;
    const { call, batcher } = calls.get(info.variableValues) ?? begin(info.variableValues);
    if (object instanceof RowObject) return batcher.follow(object, args, info);
    const answer = typeof value === "function" ? value.call(object, args, call) : value;
    return handOn(batcher, answer, info);
  };
}

/** Not worth a promise: a value that is no row and leads to none. */
function isPlain(value: unknown): boolean {
  return typeof value !== "function" && !(value instanceof Row);
}

async function handOn(batcher: Batcher, answer: unknown, info: GraphQLResolveInfo) {
  const value = await answer;
  if (value instanceof RowList) return batcher.read(value, info);
  return value instanceof Row ? batcher.load(value, info) : value;
}
