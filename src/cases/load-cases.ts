import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildSchema } from "graphql/utilities/buildASTSchema.js";
import { casesSuffix } from "../check/document/beside.ts";
import { checkSuffix, readCheckText } from "../check/document/files.ts";
import { suggestionFor, type Mistake, refuse } from "../errors.ts";
import type { Check, Model } from "../types.ts";
import { renderCaseSdl } from "./case-sdl.ts";
import type { CaseFile } from "./given.ts";
import { recordingOf } from "./place-recorded.ts";
import { type CaseText, createCaseReader } from "./read-case-file.ts";
import { findUnstated, type Unstated } from "./unstated.ts";
import { findVainCases } from "./vain-cases.ts";

/** The cases of checks, and every mistake in their files. */
export interface LoadedCases {
  /** In the order of the checks; a check without a file has none. */
  readonly files: readonly CaseFile[];
  /** What rows leave out that their check reads; a mistake too, which can be mended without asking. */
  readonly unstated: ReadonlyMap<CaseFile, readonly Unstated[]>;
  readonly mistakes: readonly Mistake[];
}

/** Reads the cases that stand beside checks. */
export function loadCases(model: Model, checks: readonly Check[]): LoadedCases {
  const mistakes: Mistake[] = [];
  const texts = checks.flatMap((check) => readCaseText(check, mistakes));
  if (texts.length === 0) return { files: [], unstated: new Map(), mistakes };
  const schema = buildSchema(renderCaseSdl(model), { assumeValid: true, noLocation: true });
  const read = createCaseReader(model, schema);
  const files: CaseFile[] = [];
  for (const text of texts) {
    const { file, mistakes: own } = read(text);
    mistakes.push(...own);
    if (file) files.push(file);
  }
  const byId = new Map(checks.map((check) => [check.id, check]));
  for (const file of files)
    mistakes.push(...findVainCases(model, byId.get(file.check)!, file), ...lackingFolders(file));
  const unstated = new Map(
    files.map((file) => [file, findUnstated(model, byId.get(file.check)!, file)]),
  );
  return { files, unstated, mistakes };
}

/** Folders of raw answers that are named and are not there. */
function lackingFolders(file: CaseFile): readonly Mistake[] {
  return file.operations.flatMap(({ estate }): readonly Mistake[] => {
    if ("rows" in estate) return [];
    const folder = recordingOf(file, estate);
    if (namesIn(folder).length > 0) return [];
    const near = suggestionFor(estate.folder, namesIn(dirname(folder)));
    const message = `There is no folder of raw answers at "${folder}".${near}`;
    return [{ code: "missing-file", message, place: estate.place }];
  });
}

function readCaseText({ id, place }: Check, mistakes: Mistake[]): readonly CaseText[] {
  const [file, second] = caseFilesOf(place.file);
  if (second !== undefined) {
    const message = `The check "${id}" has two files of cases: "${file}" and "${second}". Keep one.`;
    mistakes.push({ code: "duplicate", message });
  }
  if (file === undefined) return [];
  const text = readCheckText(file, mistakes);
  return text === undefined ? [] : [{ check: id, file, text }];
}

/** The files beside a check that have its name and the ending of cases. */
export function caseFilesOf(check: string): readonly string[] {
  const own = basename(check).replace(checkSuffix, "");
  const folder = dirname(check);
  return namesIn(folder)
    .filter((name) => casesSuffix.test(name) && name.replace(casesSuffix, "") === own)
    .sort()
    .map((name) => join(folder, name));
}

/** The file that a check's cases stand in, or are to be written into. */
export function caseFileBeside({ place }: Check): string {
  const [file] = caseFilesOf(place.file);
  return file ?? place.file.replace(checkSuffix, ".cases.graphql");
}

/** The text of a check's cases; empty where it has none. Throws an `InputError` where that is no text. */
export function readCasesBeside(check: Check): string {
  const mistakes: Mistake[] = [];
  const [found] = readCaseText(check, mistakes);
  refuse(mistakes);
  return found?.text ?? "";
}

/** A check from standard input stands in no folder. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
