import { Kind } from "graphql/language";
import { readDocument } from "../../../src/check/document/document.ts";
import { rootFieldsOf } from "../../../src/check/document/root-fields.ts";
import { createDialectSchema } from "../../../src/dialect/schema.ts";
import { parseSource } from "../../../src/model/parse-source.ts";
import { model } from "../run/estate.ts";

const context = {
  model,
  schema: createDialectSchema(model),
  rootFields: rootFieldsOf(model),
  shared: new Map(
    parseSource("fragment Named on Asset { id name } fragment Opened on Bucket { ...Named isOpen }")
      .definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  ),
};

/** What a check document over the estate of toys comes to. */
export function read(text: string, guidance = "", id = "check") {
  const { check, mistakes, warnings } = readDocument(
    {
      ...{ id, file: "check.graphql", text, root: "" },
      ...(guidance === "" ? {} : { guidance: { file: "check.md", text: guidance } }),
    },
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
