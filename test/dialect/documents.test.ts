import { globSync } from "node:fs";
import { basename } from "node:path";
import { type GraphQLError, Kind, parse, validate } from "graphql";
import { test } from "vitest";
import { createDialectRules } from "../../src/dialect/rules.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { findWrongValues } from "../../src/dialect/where-rule.ts";
import { model, readAgain } from "./reading.ts";

const schema = createDialectSchema(model);

/** Each mistake with its code and the texts that it points at. */
function renderErrors(document: string, errors: readonly GraphQLError[]): readonly string[] {
  if (errors.length === 0) return ["nothing is wrong"];
  return errors.map(({ message, nodes, extensions }) => {
    const places = nodes?.map(({ loc }) => document.slice(loc!.start, loc!.end));
    const shown = places?.map((text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text));
    return `${extensions.code} at ${shown?.join(" and ")}: ${message}`;
  });
}

/** What is wrong with a document; with values of variables behind `with`, what is wrong with those. */
function renderMistakes(written: string, option?: string): readonly string[] {
  const options = option === undefined ? {} : { [option]: true };
  const [document, values] = written.split(" with ") as [string, string?];
  const parsed = parse(document);
  const [operation] = parsed.definitions;
  if (values === undefined || operation?.kind !== Kind.OPERATION_DEFINITION)
    return renderErrors(document, validate(schema, parsed, createDialectRules(model, options)));
  const given = JSON.parse(values) as Record<string, unknown>;
  const errors = findWrongValues(model, schema, parsed, operation, given, options);
  return renderErrors(document, errors);
}

/** As the readings, of whole documents. */
test.each(globSync("test/dialect/documents/*.txt").map((file) => basename(file)))(
  "%s: what is wrong with documents",
  async (file) => {
    await readAgain(`documents/${file}`, renderMistakes);
  },
);
