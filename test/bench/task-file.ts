import { readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import type { Task } from "./engines/engine.ts";

/** Stores what the processes of a benchmark have in common; filters and layout are plain data. */
export function writeTask(path: string, task: Task): void {
  writeFileSync(path, serialize(task));
}

export function readTask(path: string): Task {
  return deserialize(readFileSync(path)) as Task;
}
