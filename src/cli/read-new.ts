import { readDocument } from "../check/document/document.ts";
import type { CheckFile } from "../check/document/files.ts";
import { loadFragments } from "../check/document/fragments.ts";
import { rootFieldsOf } from "../check/document/root-fields.ts";
import { createDialectSchema } from "../dialect/schema.ts";
import { refuse } from "../errors.ts";
import type { Check, Model } from "../types.ts";

/** A check that stands in no file yet. Throws an `InputError` of its mistakes. */
export function readNew(model: Model, file: CheckFile, roots: readonly string[]): Check {
  const { check, mistakes } = readDocument(file, {
    model,
    schema: createDialectSchema(model),
    rootFields: rootFieldsOf(model),
    shared: loadFragments(roots).fragments,
  });
  refuse(mistakes);
  return check!;
}
