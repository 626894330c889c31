import { join, relative, sep } from "node:path";
import type { OptionValues } from "./command.ts";
import { textOption } from "./command.ts";
import type { Io } from "./io.ts";

/** The folder of checks that a call means: the one it names, else the product's own. */
export function checksFolder(options: OptionValues, io: Io): string {
  return textOption(options, "checks") ?? ownFolder(io, "checks");
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
