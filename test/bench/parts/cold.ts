import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { loadModel } from "../../../src/model/load.ts";
import type { Bench, Part } from "../bench.ts";
import type { Task } from "../engines/engine.ts";
import { storeDuckdb } from "../engines/duckdb.ts";
import { storeSqlite } from "../engines/sqlite.ts";
import { isStored } from "./try-job.ts";
import { warmMedian } from "../measurements.ts";
import { storeSnapshot } from "../estate/snapshot.ts";
import { createSqlPrinter, type SqlDialect, sqlDialects } from "../sql.ts";

/**
 * Whole processes from start to end, files in the page cache: Node starts, the estate is opened, the suite is counted. SQL is
 * there as text, our checks as filters; nobody reads or validates GraphQL. The command itself, which does, stands beside them.
 */
export const measureCold: Part = async (bench) => {
  const { sizes, full } = bench.options;
  for (const connectors of new Set(full ? sizes : [sizes[0]!, sizes.at(-1)!])) {
    for (const engine of ["assay", "sqlite-in", "duckdb-in"])
      if (bench.competitors(connectors).some(([name]) => name === engine))
        await isStored(bench, engine, connectors);
    const { task } = bench.task(connectors);
    const names = bench.competitors(connectors).map(([name]) => name);
    const matched = new Map<string, string>();
    if (names.includes("assay")) matched.set("Assay", measureOurs(bench, task));
    if (names.includes("sqlite-in")) {
      const statements = storeStatements(task, "sqlite", storeSqlite(task), sqlDialects.sqlite);
      const args = [script("sqlite.ts"), statements];
      matched.set("SQLite", measureProcess(bench, task, "sqlite", "SQLite", args));
    }
    if (names.includes("duckdb-in")) {
      const path = await storeDuckdb(task);
      const args = [script("duckdb.ts"), storeStatements(task, "duckdb", path, sqlDialects.duckdb)];
      matched.set("DuckDB", measureProcess(bench, task, "duckdb", "DuckDB", args));
    }
    if (new Set(matched.values()).size > 1)
      throw new Error(`Whole processes disagree: ${JSON.stringify(Object.fromEntries(matched))}.`);
  }
};

/** How many rows the suite matched in all, as the process said. */
function measureOurs(bench: Bench, task: Task): string {
  const model = loadModel(`${task.folder}/schema`);
  const snapshot = storeSnapshot(model, task);
  const path = `${task.folder}/cold-assay-${task.connectors}`;
  const questions = task.questions.map(({ name, type, where }) => ({ name, type, where }));
  writeFileSync(path, serialize(withoutPlaces({ snapshot, model, questions })));
  const matched = measureProcess(bench, task, "assay", "Assay", [script("assay.ts"), path]);
  measureProcess(bench, task, "command", "assay run", [
    fileURLToPath(new URL("../../../bin/assay.js", import.meta.url)),
    ...["run", "--snapshot", snapshot],
    ...["--checks", `${task.folder}/checks`, "--schema", `${task.folder}/schema`],
  ]);
  return matched;
}

/**
 * A copy without the places in files where its parts stand: each names its file's whole text, which is one text in memory and
 * would be thousands here.
 */
function withoutPlaces(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value instanceof Map)
    return new Map([...value].map(([key, own]) => [key, withoutPlaces(own)]));
  const parts = Object.entries(value).filter(([name]) => name !== "place");
  return Object.fromEntries(parts.map(([name, own]) => [name, withoutPlaces(own)]));
}

function storeStatements(task: Task, name: string, path: string, dialect: SqlDialect): string {
  const printer = createSqlPrinter(task.layout, dialect, "IN");
  const statements = task.questions.map(({ type, plain }) => printer.count(type, plain));
  const file = `${task.folder}/cold-${name}-${task.connectors}`;
  writeFileSync(file, JSON.stringify({ path, statements }));
  return file;
}

function script(name: string): string {
  return fileURLToPath(new URL(`../cold/${name}`, import.meta.url));
}

/** Runs a process several times, the first not counted unless it takes seconds; gives back what it wrote. */
function measureProcess(
  bench: Bench,
  { connectors }: Task,
  subject: string,
  title: string,
  args: readonly string[],
): string {
  const times: number[] = [];
  let written = "";
  const startedMs = performance.now();
  const another = (): boolean => {
    const spentMs = performance.now() - startedMs;
    return times.length < 2 ? spentMs < 3000 : spentMs < budgetMs;
  };
  const budgetMs = bench.options.full ? 3000 : 1500;
  while (times.length < 8 && another()) {
    const beforeMs = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1_000_000_000,
    });
    times.push(performance.now() - beforeMs);
    written = stdout.toString();
    if (status === null || status > 2 || written === "")
      throw new Error(`${title}: ${stderr.toString()}`);
  }
  const value = warmMedian(times);
  bench.record({
    measure: "cold",
    subject,
    title,
    connectors,
    value,
    unit: "ms",
    runs: Math.max(1, times.length - 1),
  });
  return written;
}
