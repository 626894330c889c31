import { writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { loadChecks } from "../src/check/document/load.ts";
import { type Kept, type KeptFile, placesIn } from "../src/cli/kept.ts";
import type { Mistake } from "../src/errors.ts";
import { isOfCases } from "../src/check/document/beside.ts";
import { listFiles, readText } from "../src/files/list-files.ts";
import { loadModel } from "../src/model/load.ts";

/** Writes what reading the schema and the checks comes to, for the program to take in place of reading them. */
export function writeKept(file: string): void {
  const texts = new Map<string, string>();
  for (const folder of ["schema", "checks"])
    for (const path of listFiles(folder).paths.filter((one) => !isOfCases(one)))
      texts.set(`${folder}/${path}`, readText(`${folder}/${path}`));
  const model = loadModel("schema");
  const notes: Mistake[] = [];
  const checks = loadChecks(model, "checks", { warn: (note) => notes.push(note) });
  const kept = deserialize(serialize({ model, checks, notes } satisfies Kept)) as Kept;
  for (const place of placesIn(kept)) {
    if (place.source !== texts.get(place.file))
      throw new Error(`The text of "${place.file}" is not the file's.`);
    Object.assign(place, { source: undefined });
  }
  writeFileSync(file, serialize({ ...kept, texts } satisfies KeptFile));
}
