import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { Mistake } from "../errors.ts";
import { isOfCases } from "../check/document/beside.ts";
import { listFiles, readText } from "../files/list-files.ts";
import type { Check, Model, Place } from "../types.ts";
import { ownFolder } from "./folders.ts";
import type { Io } from "./io.ts";

/** Assay's own schema and checks, read, and found to be without a mistake, when the package was built. */
export interface Kept {
  readonly model: Model;
  readonly checks: readonly Check[];
  /** What is legal and seldom meant in them. */
  readonly notes: readonly Mistake[];
}

/** What the build writes: places are without their text, and their files are named from the package's folder on. */
export interface KeptFile extends Kept {
  /** The text of every file below the two folders but cases, which no run reads. */
  readonly texts: ReadonlyMap<string, string>;
}

const folders = ["schema", "checks"] as const;

/**
 * Reads what the build kept, if every file of the package's own is still as it was then; undefined if not, and where nothing was
 * built. It is what reading the two folders gives, in a tenth of the time.
 */
export function readKept(io: Io): Kept | undefined {
  // Beside the built program; no such file stands beside the sources.
  const file = new URL("../cli/kept.bin", import.meta.url);
  if (!existsSync(file)) return undefined;
  const { texts, ...kept } = deserialize(readFileSync(file)) as KeptFile;
  if (!areUnchanged(texts, io.home)) return undefined;
  for (const place of placesIn(kept)) {
    const [folder, ...path] = place.file.split("/");
    Object.assign(place, {
      source: texts.get(place.file),
      file: join(ownFolder(io, folder as (typeof folders)[number]), ...path),
    });
  }
  return kept;
}

function areUnchanged(texts: KeptFile["texts"], home: string): boolean {
  let found = 0;
  for (const folder of folders) {
    const { paths, unread } = listFiles(join(home, folder));
    if (unread.length > 0) return false;
    const kept = paths.filter((path) => !isOfCases(path));
    for (const path of kept)
      if (readText(join(home, folder, path)) !== texts.get(`${folder}/${path}`)) return false;
    found += kept.length;
  }
  return found === texts.size;
}

/** Every place in a graph of plain data, once. */
export function placesIn(data: object): readonly Place[] {
  const places: Place[] = [];
  const found = new Set<object>([data]);
  // What is added while going through a set is gone through too.
  for (const one of found) {
    if (isPlace(one)) places.push(one);
    for (const value of one instanceof Map ? one.values() : Object.values(one))
      if (typeof value === "object" && value !== null) found.add(value);
  }
  return places;
}

function isPlace(value: object): value is Place {
  return "file" in value && "line" in value && "column" in value;
}
