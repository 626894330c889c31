import { readDocument } from "../../../src/check/document/document.ts";
import { rootFieldsOf } from "../../../src/check/document/root-fields.ts";
import { createDialectSchema } from "../../../src/dialect/schema.ts";
import { model } from "../run/estate.ts";

const context = {
  model,
  schema: createDialectSchema(model),
  rootFields: rootFieldsOf(model),
  shared: new Map(),
};

/** What a check document over the estate of toys comes to. */
export function read(text: string) {
  const { check, mistakes, warnings } = readDocument(
    { id: "check", file: "check.graphql", text, root: "" },
    context,
  );
  return { rules: check?.rules ?? [], check, mistakes, warnings };
}

/** The mistakes of a document: the code of each, and the text at its place. */
export function mistakesIn(text: string): readonly (readonly [code: string, at: string])[] {
  return read(text).mistakes.map(({ code, place }) => {
    const line = place ? text.split("\n")[place.line - 1]! : "";
    return [code, line.slice((place?.column ?? 1) - 1).match(/^\W?\w*/)![0]] as const;
  });
}
