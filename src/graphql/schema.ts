import { makeExecutableSchema } from "@graphql-tools/schema";
import {
  buildSchema,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from "graphql";
import { filterInputsOf } from "../dialect/input-types.ts";
import { readWhereLiteral } from "../dialect/literal.ts";
import { type Published, publishedByDefault } from "../dialect/shown-filters.ts";
import { createScalars } from "../dialect/scalars.ts";
import { renderOutline, renderSdl } from "../dialect/sdl.ts";
import type { Inventory, Model } from "../types.ts";
import type { Arguments } from "./arguments.ts";
import { type Batcher, createBatcher, RowObject } from "./batch.ts";
import { type Call, createCall } from "./call.ts";
import { describeSchema } from "./described.ts";
import { RowRef, RowList } from "./nodes.ts";
import { createResultsRoot, createRowFields, type Results } from "./results.ts";
import { renderResultsSdl } from "./results-sdl.ts";
import { createAssetRoot, type Method } from "./root.ts";
import type { RowFields } from "./rows.ts";

/** What answers operations over one inventory: a schema to validate them by, and the objects behind its root. */
export interface Answers {
  /** All that can be asked, with every `where` a value like any other: `readWhere` says what is wrong in one. */
  readonly schema: GraphQLSchema;
  /** The schema as introspection shows it, with typed inputs; built when it is first asked for. */
  readonly described: () => GraphQLSchema;
  readonly root: Readonly<Record<string, Method>>;
  readonly rowFields: RowFields;
}

/**
 * What `answerOperation` answers from. With `results` also controls, their verdicts, and the snapshots; introspection shows the
 * spelling of filters that `published` says.
 */
export function createAnswers(
  { model }: Inventory,
  results?: Results,
  published: Published = publishedByDefault,
): Answers {
  const beside = results ? renderResultsSdl(model) : "";
  return {
    schema: outlineOf(model, beside),
    described: () => describeSchema(model, published, results !== undefined),
    ...createFields(model, results),
  };
}

/**
 * The executable schema over an inventory, for any GraphQL library: generated types and filters, resolvers that batch
 * with DataLoader. `assay query` and the server answer through `answerOperation`, which gives the same answers faster.
 */
export function createSchema(inventory: Inventory, results?: Results): GraphQLSchema {
  const { model } = inventory;
  const schema = makeExecutableSchema({
    typeDefs: [renderSdl(model), ...(results ? [renderResultsSdl(model)] : [])],
    resolvers: createScalars(model),
  });
  resolveBy(schema, createResolver(inventory, createFields(model, results)));
  return schema;
}

interface Fields {
  readonly root: Readonly<Record<string, Method>>;
  readonly rowFields: RowFields;
}

function createFields(model: Model, results: Results | undefined): Fields {
  return {
    root: { ...createAssetRoot(model), ...(results ? createResultsRoot(results) : {}) },
    rowFields: results ? createRowFields(results) : {},
  };
}

/** Outlines by their model, and by what stands beside its types: every snapshot that a server opens has the same. */
const outlines = new WeakMap<Model, Map<string, GraphQLSchema>>();

function outlineOf(model: Model, beside: string): GraphQLSchema {
  const known = outlines.get(model) ?? new Map<string, GraphQLSchema>();
  outlines.set(model, known);
  const schema = known.get(beside) ?? buildOutline(model, beside);
  known.set(beside, schema);
  return schema;
}

/** Bare words in a `where` must reach `readWhere` as such, or `NULL` would be a text. */
function buildOutline(model: Model, beside: string): GraphQLSchema {
  const sdl = `${renderOutline(model)}\n${beside}`;
  const schema = buildSchema(sdl, { assumeValid: true, noLocation: true });
  for (const name of filterInputsOf(model)) {
    const where = schema.getType(name);
    if (isScalarType(where)) where.coerceInputLiteral = (node) => readWhereLiteral(node);
  }
  return schema;
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
function createResolver(inventory: Inventory, { root, rowFields }: Fields): Resolver {
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
  return typeof value !== "function" && !(value instanceof RowRef);
}

async function handOn(batcher: Batcher, answer: unknown, info: GraphQLResolveInfo) {
  const value = await answer;
  if (value instanceof RowList) return batcher.read(value, info);
  return value instanceof RowRef ? batcher.load(value, info) : value;
}
