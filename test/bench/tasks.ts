import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Bench } from "./bench.ts";
import type { Question, Task } from "./engines/engine.ts";
import { generateEstate } from "./estate/estate.ts";
import { planLayout } from "./estate/layout.ts";
import type { Options } from "./options.ts";
import { writeSchema } from "./estate/schema-folder.ts";
import { writeSuite } from "./estate/suite.ts";
import { writeTask } from "./task-file.ts";
import { withoutDefaults } from "./estate/without-defaults.ts";

/** The project's own checks: their shared fragments are the suite's too. */
const checksFolder = fileURLToPath(new URL("../../checks", import.meta.url));

/**
 * Gives the tasks of a run, each stored for the workers. The suite goes through the product's own loading of checks once; all
 * engines get what it makes of it.
 */
export function createTasks(options: Pick<Options, "folder" | "seed">): Bench["task"] {
  const { seed } = options;
  const folder = `${options.folder}/${estateKey(seed)}`;
  mkdirSync(folder, { recursive: true });
  const model = loadModel(writeSchema(folder));
  writeSuite(`${folder}/checks`);
  const checks = loadChecks(model, `${folder}/checks`, { fallback: checksFolder });
  const layout = planLayout(model);
  const questions = checks.map(({ id, rules }): Question => {
    const { type, where } = rules[0]!.query;
    return { name: id, type, where, plain: where && withoutDefaults(layout, type, where) };
  });
  return (connectors) => {
    const task: Task = { connectors, seed, questions, layout, folder };
    const path = `${folder}/task-${connectors}-${seed}`;
    writeTask(path, task);
    return { task, path };
  };
}

/** Removes what runs keep in a folder, and nothing else that may be there. */
export function removeEstates(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (/^([0-9a-f]{8}|compiled)$/.test(name)) rmSync(`${folder}/${name}`, { recursive: true });
}

/** Names what is generated, so that data kept from an older generator are never taken for today's. */
function estateKey(seed: number): string {
  const sample = JSON.stringify([...generateEstate(20, seed)]);
  return createHash("sha256").update(sample).digest("hex").slice(0, 8);
}
