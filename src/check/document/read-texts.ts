import { createDialectSchema } from "../../dialect/schema.ts";
import type { Model } from "../../types.ts";
import { readDocument, type ReadDocument } from "./document.ts";
import { casesSuffix } from "./beside.ts";
import { checkSuffix, type CheckFile, fragmentsFolder } from "./files.ts";
import { type Fragments, loadFragments, readFragments } from "./fragments.ts";
import { rootFieldsOf } from "./root-fields.ts";

/**
 * Reads the checks of a folder of which only texts are there, by their paths below it: each with what keeps it from being one. `nameOf` is how a
 * path is named to people; shared fragments that the texts do not have are those of the folders `fallback`.
 */
export function readCheckTexts(
  model: Model,
  texts: ReadonlyMap<string, string>,
  nameOf: (path: string) => string,
  fallback: readonly string[],
): ReadonlyMap<string, ReadDocument> {
  const isFragment = (path: string) => path.startsWith(`${fragmentsFolder}/`);
  const all = [...texts].filter(([path]) => checkSuffix.test(path));
  const own = readFragments(
    all.filter(([path]) => isFragment(path)).map(([path, text]) => ({ file: nameOf(path), text })),
  );
  const shared: Fragments = new Map([...loadFragments(fallback).fragments, ...own.fragments]);
  const schema = createDialectSchema(model);
  const context = { model, schema, rootFields: rootFieldsOf(model), shared };
  const documents = all.filter(([path]) => !isFragment(path) && !casesSuffix.test(path));
  return new Map(
    documents.map(([path, text]) => {
      const id = path.replace(checkSuffix, "");
      const guidance = texts.get(`${id}.md`);
      const file: CheckFile = {
        ...{ id, file: nameOf(path), text, root: "" },
        ...(guidance === undefined
          ? {}
          : { guidance: { file: nameOf(`${id}.md`), text: guidance } }),
      };
      return [id, readDocument(file, context)];
    }),
  );
}
