import { join, sep } from "node:path";
import { InputError, type Mistake, refuse } from "../errors.ts";
import type { Model } from "../types.ts";
import { type FilesBelow, listFiles, readText, reasonOf } from "../files/list-files.ts";
import { readModel } from "./read.ts";
import type { SchemaFile } from "./read.ts";

/** The endings that SDL is written under, in any case. */
const suffix = /\.(graphqls?|gqls?)$/i;

/**
 * The model of all `.graphql` files below a folder.
 *
 * Throws an `InputError` when the folder cannot be read or holds no schema, else one of all mistakes in it (`readModel`).
 */
export function loadModel(folder: string): Model {
  const files = loadFiles(folder);
  if (files.length === 0)
    throw new InputError("no-schema", `The schema folder "${folder}" holds no ".graphql" file.`);
  return readModel(files);
}

/** In the order of their paths, so that the same folder gives the same model everywhere. */
function loadFiles(folder: string): readonly SchemaFile[] {
  const { paths, unread } = readFolder(folder);
  const mistakes: Mistake[] = unread.map(({ path, reason }) =>
    unreadable(join(folder, path), reason),
  );
  const files = paths
    .filter((path) => suffix.test(path))
    .flatMap((path) => {
      const file = join(folder, path).split(sep).join("/");
      try {
        return [{ file, text: readText(file) }];
      } catch (error) {
        mistakes.push(unreadable(file, reasonOf(error)));
        return [];
      }
    });
  refuse(mistakes);
  return files;
}

function readFolder(folder: string): FilesBelow {
  try {
    return listFiles(folder);
  } catch (error) {
    throw new InputError(
      "unreadable-file",
      `The schema folder "${folder}" cannot be read: ${reasonOf(error)}.`,
    );
  }
}

function unreadable(file: string, reason: string): Mistake {
  return {
    code: "unreadable-file",
    message: `The schema file "${file}" cannot be read: ${reason}.`,
  };
}
