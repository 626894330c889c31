import { join, relative, sep } from "node:path";
import { listOption, type OptionValues, textOption } from "./command.ts";
import type { Io } from "./io.ts";

/** The folders of checks that a call means: those it names, else the product's own; and those it adds. */
export function checksFolders(options: OptionValues, io: Io): readonly string[] {
  const named = listOption(options, "checks") ?? [ownFolder(io, "checks")];
  return [...named, ...(listOption(options, "also") ?? [])];
}

/** The folder of SDL that a call means: the one it names, else the product's own. */
export function schemaFolder(options: OptionValues, io: Io): string {
  return textOption(options, "schema") ?? ownFolder(io, "schema");
}

/** A folder of the product's, named from where the command was called if it lies below. */
export function ownFolder(io: Io, name: "checks" | "schema" | "sample"): string {
  const path = join(io.home, name);
  const near = relative("", path);
  return near.startsWith(`..${sep}`) || near === "" ? path : near;
}
