import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { generateEstate } from "../estate/estate.ts";
import { createNumbering, valuesOf } from "../estate/layout.ts";
import {
  createIndexes,
  createSqlPrinter,
  createTables,
  quoteName,
  type SqlForm,
  sqlDialects,
} from "../sql.ts";
import type { Engine, OpenEngine, Question, Task } from "./engine.ts";

/** SQLite in this process: indexed, analysed, prepared, the whole file in its own cache. */
export function openSqlite(form: SqlForm): OpenEngine {
  return async (task) => {
    const database = new DatabaseSync(storeSqlite(task));
    database.exec(
      "PRAGMA cache_size = -8000000; PRAGMA mmap_size = 30000000000; PRAGMA temp_store = MEMORY",
    );
    const printer = createSqlPrinter(task.layout, sqlDialects.sqlite, form);
    const prepare = (print: (type: string, where: Question["plain"]) => string) =>
      task.questions.map(({ type, plain }) => database.prepare(print(type, plain)));
    let counting: StatementSync[] | undefined;
    let listing: StatementSync[] | undefined;
    const engine: Engine = {
      prepare: async (what) => {
        if (what === "counts") counting = prepare(printer.count);
        else listing = prepare(printer.rows);
      },
      counts: async () => {
        counting ??= prepare(printer.count);
        return counting.map((statement) => Number(statement.get()!.n));
      },
      rows: async () => {
        listing ??= prepare(printer.rows);
        return listing.map((statement) => statement.all().length);
      },
      ids: async ({ type, plain }) =>
        database
          .prepare(printer.rows(type, plain))
          .all()
          .map(({ id }) => id as string),
      close: async () => database.close(),
    };
    return engine;
  };
}

/** Path of the database of this estate; made at first, aside and then renamed. */
export function storeSqlite(task: Task): string {
  const path = `${task.folder}/sqlite-${task.connectors}.db`;
  if (existsSync(path)) return path;
  mkdirSync(task.folder, { recursive: true });
  const aside = `${path}.part`;
  rmSync(aside, { force: true });
  const database = new DatabaseSync(aside);
  database.exec(
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000",
  );
  for (const statement of createTables(task.layout, sqlDialects.sqlite)) database.exec(statement);
  database.exec("BEGIN");
  insertEstate(database, task);
  database.exec("COMMIT");
  for (const statement of createIndexes(task.layout, true)) database.exec(statement);
  database.exec("ANALYZE");
  database.close();
  renameSync(aside, path);
  return path;
}

function insertEstate(database: DatabaseSync, task: Task): void {
  const insertions = new Map<string, StatementSync>();
  const insert = (table: string, values: readonly unknown[]): void => {
    let statement = insertions.get(table);
    if (!statement) {
      const marks = values.map(() => "?").join(", ");
      statement = database.prepare(`INSERT INTO ${quoteName(table)} VALUES (${marks})`);
      insertions.set(table, statement);
    }
    statement.run(
      ...values.map((value) =>
        typeof value === "boolean" ? Number(value) : ((value ?? null) as string | number | null),
      ),
    );
  };
  const numbered = createNumbering(task.layout);
  for (const batch of generateEstate(task.connectors, task.seed)) {
    const { rows, pairs } = numbered(batch);
    for (const row of rows)
      insert(row.table.type, [row.row, row.record.id, ...valuesOf(row), ...row.parents]);
    for (const { table, source, target } of pairs) insert(table, [source, target]);
  }
}
