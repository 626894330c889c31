import { makeExecutableSchema } from "@graphql-tools/schema";
import { buildSchema, type GraphQLSchema, isScalarType } from "graphql";
import { filterInputsOf } from "../dialect/input-types.ts";
import { readWhereLiteral } from "../dialect/literal.ts";
import { renderOutline } from "../dialect/sdl.ts";
import { type Published, publishedByDefault } from "../dialect/shown-filters.ts";
import type { Inventory, Model } from "../types.ts";
import { type Answers, BEHIND, type Executor } from "./answers.ts";
import type { Allowance } from "./call.ts";
import { describeSchema } from "./described.ts";
import { DescribedSchema } from "./introspection.ts";
import { resolve } from "./resolvers.ts";
import { createRowFields } from "./findings.ts";
import type { Results } from "./results.ts";
import { createResultsRoot } from "./results-root.ts";
import { renderResultsSdl } from "./results-sdl.ts";
import { createAssetRoot } from "./root.ts";

/** What an executable schema shows, and within what it answers. */
export interface SchemaOptions {
  /** Controls, their verdicts and the snapshots stand beside the assets. */
  readonly results?: Results | undefined;
  /** Which spelling of filters introspection shows; all of them are answered. */
  readonly published?: Published | undefined;
  /** What one operation may cost. */
  readonly allowance?: Allowance | undefined;
  readonly executor?: Executor | undefined;
}

/**
 * The executable schema over an inventory, for any library that runs graphql-js: `assay serve` and `assay query` answer from it, and
 * others can. Resolvers batch with DataLoader. Every `where` is a value like any other in it, so that all spellings are answered;
 * introspection shows typed inputs.
 *
 * `execute` answers the same faster, and tells what is missing.
 */
export function createExecutableSchema(
  inventory: Inventory,
  {
    results,
    published = publishedByDefault,
    allowance = {},
    executor = "levels",
  }: SchemaOptions = {},
): GraphQLSchema {
  const { model } = inventory;
  const described = () => describeSchema(model, published, results !== undefined);
  const answers: Answers = {
    inventory,
    root: { ...createAssetRoot(model), ...(results ? createResultsRoot(results) : {}) },
    rowFields: results ? createRowFields(results) : {},
    described,
    allowance,
    executor,
  };
  const { extensions, ...config } = outlineOf(model, results !== undefined).toConfig();
  return new DescribedSchema(
    { ...config, extensions: { ...extensions, [BEHIND]: answers }, assumeValid: true },
    described,
  );
}

/** Schemas by their model, without and with results: every snapshot that a server opens has the same types. */
const outlines = new WeakMap<Model, Map<boolean, GraphQLSchema>>();

function outlineOf(model: Model, results: boolean): GraphQLSchema {
  const known = outlines.get(model) ?? new Map<boolean, GraphQLSchema>();
  outlines.set(model, known);
  const schema = known.get(results) ?? buildOutline(model, results ? renderResultsSdl(model) : "");
  known.set(results, schema);
  return schema;
}

function buildOutline(model: Model, beside: string): GraphQLSchema {
  const sdl = `${renderOutline(model)}\n${beside}`;
  const schema = makeExecutableSchema({
    typeDefs: buildSchema(sdl, { assumeValid: true, noLocation: true }),
    defaultFieldResolver: resolve,
    updateResolversInPlace: true,
  });
  // Bare words in a `where` must reach `readWhere` as such, or `NULL` would be a text.
  for (const name of filterInputsOf(model)) {
    const where = schema.getType(name);
    if (isScalarType(where)) where.coerceInputLiteral = (node) => readWhereLiteral(node);
  }
  return schema;
}
