import { createDialectSchema } from "../../dialect/schema.ts";
import type { Model } from "../../types.ts";
import { type DocumentContext, type ReadDocument, readDocument } from "./document.ts";
import type { Fragments } from "./fragments.ts";
import { rootFieldsOf } from "./root-fields.ts";

/**
 * Reads documents that no file holds, such as what stands in an editor, as checks. `name` is what places and the check's id say in place
 * of a file's. What takes long to make is made with the first of them.
 */
export function createTextReader(
  model: Model,
  shared: Fragments,
): (text: string, name: string) => ReadDocument {
  let context: DocumentContext | undefined;
  return (text, name) => {
    context ??= {
      model,
      schema: createDialectSchema(model),
      rootFields: rootFieldsOf(model),
      shared,
    };
    return readDocument({ id: name, file: name, text, root: "" }, context);
  };
}
