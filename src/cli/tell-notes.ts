import { isAbsolute, relative } from "node:path";
import { type Mistake, renderWithCode } from "../errors.ts";
import { ownFolder } from "./folders.ts";
import type { Io } from "./io.ts";

/** So many notes are told in full beside what was asked for; more are counted. */
const most = 3;

/**
 * Says on standard error what checks hold that is legal and seldom meant, to whoever wrote them: of those that come with the product
 * nothing is said.
 */
export function tellNotes(io: Io, notes: readonly Mistake[]): void {
  const library = ownFolder(io, "checks");
  const own = notes.filter(({ place }) => !place || !isWithin(library, place.file));
  if (own.length <= most) io.stderr.write(renderNotes(own));
  else
    io.stderr.write(
      `Note: ${own.length} conditions of these checks are legal and seldom meant. "assay checks --validate" says which.\n`,
    );
}

/** All of them, each with its place. */
export function renderNotes(notes: readonly Mistake[]): string {
  return notes.map((note) => `Note: ${renderWithCode(note)}\n\n`).join("");
}

function isWithin(folder: string, file: string): boolean {
  const from = relative(folder, file);
  return !from.startsWith("..") && !isAbsolute(from);
}
