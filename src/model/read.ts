import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Kind } from "graphql/language";
import { refuse } from "../errors.ts";
import type { Model } from "../types.ts";
import { readDefinitions } from "./definitions.ts";
import { checkDirectiveDefinitions } from "./directive-definitions.ts";
import { renderDocumentDirectives } from "./document-directives.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { checkImplementing } from "./implementing.ts";
import { readMembers } from "./members.ts";
import { definedDirectives, parseFiles } from "./parse.ts";
import type { SchemaFile } from "./parse.ts";
import { checkRanges } from "./ranges.ts";
import { checkInverses } from "./relations.ts";
import { createMistakeLog } from "./mistake-log.ts";
import { readProviders } from "./providers.ts";
import { readTypes } from "./types.ts";

export type { SchemaFile } from "./parse.ts";

/**
 * Reads the texts of a schema into the model.
 *
 * The directives' own definitions (`schema/directives.graphql` and `schema/checks.graphql`) need not be among the files, nor providers
 * (`schema/<provider>/provider.graphql`): the product's are taken where the files define none. Throws an `InputError` of all mistakes, in the order of their places;
 * syntax errors come alone, since nothing can be said about what refers to a file that cannot be read.
 */
export function readModel(files: readonly SchemaFile[]): Model {
  const nodes = withGrammar(files);
  const { report, mistakes } = createMistakeLog();
  const definitions = readDefinitions(nodes, report);
  checkDirectiveDefinitions(definitions, report);
  const members = readMembers(definitions, report);
  checkImplementing(definitions, members, report);
  checkInverses(definitions, members, report);
  checkRanges(definitions, members, report);
  const { providers, loaders } = readProviders(definitions, report);
  const { types, abstractTypes, enums } = readTypes(definitions, members, loaders, report);
  refuse(mistakes());
  return {
    types,
    abstractTypes,
    enums,
    providers,
    loaders,
    documentDirectives: renderDocumentDirectives(definitions),
    fingerprint: fingerprintOf(types, abstractTypes),
  };
}

/** The product's own definitions of directives, each with one that tells whether a schema brings its own. */
const grammar = [
  { file: "schema/directives.graphql", directive: "source" },
  { file: "schema/checks.graphql", directive: "check" },
];

function withGrammar(files: readonly SchemaFile[]) {
  const nodes = parseFiles(files);
  const defined = definedDirectives(nodes);
  const added = grammar.filter(({ directive }) => !defined.has(directive)).map(({ file }) => file);
  const isProviders = (kind: Kind) =>
    nodes.some((node) => node.kind === kind && "name" in node && node.name?.value === "Provider");
  const knowsProviders = !defined.has("source") || isProviders(Kind.ENUM_TYPE_DEFINITION);
  const isLacking = knowsProviders && !isProviders(Kind.ENUM_TYPE_EXTENSION);
  const all = isLacking ? [...added, ...listOwnProviders()] : added;
  return [...nodes, ...parseFiles(all.map(loadOwn))];
}

function listOwnProviders(): readonly string[] {
  return readdirSync(ownFile("schema"))
    .map((folder) => `schema/${folder}/provider.graphql`)
    .filter((file) => existsSync(ownFile(file)));
}

function loadOwn(file: string): SchemaFile {
  return { file, text: readFileSync(ownFile(file), "utf8") };
}

const ownFile = (file: string) => new URL(`../../${file}`, import.meta.url);
