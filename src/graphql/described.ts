import { buildSchema, type GraphQLSchema, printSchema } from "graphql";
import type { Published } from "../dialect/shown-filters.ts";
import { renderPublishedSdl } from "../dialect/sdl.ts";
import type { Model } from "../types.ts";
import { renderResultsSdl } from "./results-sdl.ts";

const known = new WeakMap<Model, Map<string, GraphQLSchema>>();

/**
 * The schema that people and their tools are shown, with controls, verdicts and snapshots where `results` says so. One for each model
 * and spelling: building it takes longer than most answers.
 */
export function describeSchema(
  model: Model,
  published: Published,
  results: boolean,
): GraphQLSchema {
  const schemas = known.get(model) ?? new Map<string, GraphQLSchema>();
  known.set(model, schemas);
  const key = JSON.stringify([published.spelling, published.connections, results]);
  const schema = schemas.get(key) ?? buildDescribed(model, published, results);
  schemas.set(key, schema);
  return schema;
}

function buildDescribed(model: Model, published: Published, results: boolean): GraphQLSchema {
  const sdl = renderPublishedSdl(model, published);
  const whole = results ? `${sdl}\n${renderResultsSdl(model)}` : sdl;
  return buildSchema(whole, { assumeValid: true, noLocation: true });
}

/** What `assay serve` answers, as SDL without extensions: some generators of clients read none. */
export function renderServedSdl(model: Model, published: Published): string {
  return `${printSchema(describeSchema(model, published, true))}\n`;
}
