import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Part } from "../bench.ts";

/** A part that is a program of its own and prints what it measures: `test/bench/<name>`. */
export function runScript(name: string): Part {
  return async (bench) => {
    const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
    if (!existsSync(path)) throw new Error(`There is no test/bench/${name}.`);
    bench.say(`\n${name}`);
    const { status } = spawnSync(process.execPath, [path], { stdio: "inherit" });
    if (status !== 0) throw new Error(`test/bench/${name} ended with ${status}.`);
  };
}
