import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { InputError } from "../errors.ts";
import type { Model } from "../types.ts";
import { readModel } from "./read.ts";
import type { SchemaFile } from "./read.ts";

/**
 * The model of all `.graphql` files below a folder.
 *
 * Throws an `InputError` when the folder cannot be read or holds no schema, else one of all mistakes in it (`readModel`).
 */
export function loadModel(folder: string): Model {
  const files = loadFiles(folder);
  if (files.length === 0)
    throw new InputError(`The schema folder "${folder}" holds no ".graphql" file.`);
  return readModel(files);
}

/** In the order of their paths, so that the same folder gives the same model everywhere. */
function loadFiles(folder: string): readonly SchemaFile[] {
  return readFolder(folder)
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => join(folder, name).split(sep).join("/"))
    .sort()
    .map((file) => ({ file, text: readText(file) }));
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    throw new InputError(`The schema folder "${folder}" cannot be read: ${reason(error)}.`);
  }
}

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new InputError(`The schema file "${file}" cannot be read: ${reason(error)}.`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is none of that name",
  ENOTDIR: "it is a file",
  EISDIR: "it is a folder",
  EACCES: "its permissions forbid it",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}
