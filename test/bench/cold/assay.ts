/** A whole process that opens a snapshot, answers the suite and shows the first rows of each check. */
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { deserialize } from "node:v8";
import type { Model } from "../../../src/types.ts";
import type { Question } from "../engines/engine.ts";

/** Checks as their loading leaves them, as others have their statements as text. */
interface Prepared {
  readonly snapshot: string;
  readonly model: Model;
  readonly questions: readonly Question[];
}

// Without it half of a small run would be stripping types.
enableCompileCache();
const { createInventory } = await import("../../../src/engine/inventory.ts");
const { openSnapshot } = await import("../../../src/snapshot/file.ts");
const { snapshot, model, questions } = deserialize(readFileSync(process.argv[2]!)) as Prepared;
const inventory = createInventory(model, openSnapshot(snapshot, model));
let matched = 0;
for (const selection of await inventory.select(questions)) {
  matched += selection.matched;
  for (const rows of await selection.rows("matched", { limit: 100 }))
    await inventory.read(rows, ["id", "name"]);
}
process.stdout.write(String(matched));
