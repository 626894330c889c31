import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import type { FieldValue } from "../../../src/types.ts";
import { generateEstate } from "../estate/estate.ts";
import { type Column, createNumbering, valuesOf } from "../estate/layout.ts";
import type { Appender, Connection, DuckDb, Prepared } from "./duckdb-api.ts";
import { loadPeer } from "./peers.ts";
import {
  createIndexes,
  createSqlPrinter,
  createTables,
  type SqlForm,
  sqlDialects,
} from "../sql.ts";
import type { Engine, OpenEngine, Question, Task } from "./engine.ts";

/** DuckDB in this process with two threads: indexed, analysed, prepared, all of it in its own buffers after the first run. */
export function openDuckdb(form: SqlForm): OpenEngine {
  return async (task) => {
    const { DuckDBInstance } = loadPeer<DuckDb>("@duckdb/node-api");
    const path = await storeDuckdb(task);
    const instance = await DuckDBInstance.create(path, { threads: "2", access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    const printer = createSqlPrinter(task.layout, sqlDialects.duckdb, form);
    const prepare = (print: (type: string, where: Question["plain"]) => string) =>
      Promise.all(task.questions.map(({ type, plain }) => connection.prepare(print(type, plain))));
    let counting: Prepared[] | undefined;
    let listing: Prepared[] | undefined;
    const read = async (statement: Prepared) => (await statement.runAndReadAll()).getRowsJS();
    const engine: Engine = {
      prepare: async (what) => {
        if (what === "counts") counting ??= await prepare(printer.count);
        else listing ??= await prepare(printer.rows);
      },
      counts: async () => {
        counting ??= await prepare(printer.count);
        const counts: number[] = [];
        for (const statement of counting) counts.push(Number((await read(statement))[0]![0]));
        return counts;
      },
      rows: async () => {
        listing ??= await prepare(printer.rows);
        const counts: number[] = [];
        for (const statement of listing) counts.push((await read(statement)).length);
        return counts;
      },
      ids: async ({ type, plain }) =>
        (await read(await connection.prepare(printer.rows(type, plain)))).map(
          ([id]) => id as string,
        ),
      close: async () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
    return engine;
  };
}

/** Path of the database of this estate; made at first, aside and then renamed. */
export async function storeDuckdb(task: Task): Promise<string> {
  const path = `${task.folder}/duckdb-${task.connectors}.db`;
  if (existsSync(path)) return path;
  mkdirSync(task.folder, { recursive: true });
  const aside = `${path}.part`;
  rmSync(aside, { force: true });
  rmSync(`${aside}.wal`, { force: true });
  const api = loadPeer<DuckDb>("@duckdb/node-api");
  const instance = await api.DuckDBInstance.create(aside, { threads: "2" });
  const connection = await instance.connect();
  for (const statement of createTables(task.layout, sqlDialects.duckdb))
    await connection.run(statement.replace("rowno INTEGER PRIMARY KEY", "rowno INTEGER NOT NULL"));
  await appendEstate(api, connection, task);
  // Indexes on fields make its scans no faster, and a large estate takes ten times as long to store with them.
  for (const statement of createIndexes(task.layout, false)) await connection.run(statement);
  await connection.run("ANALYZE");
  await connection.run("CHECKPOINT");
  connection.closeSync();
  instance.closeSync();
  renameSync(aside, path);
  return path;
}

const chunkRows = 2048;

/** Rows gathered column by column until a chunk is full. */
class Gathering {
  readonly #columns: unknown[][];
  readonly #flush: (columns: unknown[][], rows: number) => void;
  #rows = 0;

  constructor(width: number, flush: (columns: unknown[][], rows: number) => void) {
    this.#columns = Array.from({ length: width }, () => []);
    this.#flush = flush;
  }

  add(values: readonly unknown[]): void {
    for (const [position, value] of values.entries()) this.#columns[position]!.push(value ?? null);
    if (++this.#rows === chunkRows) this.flush();
  }

  flush(): void {
    if (this.#rows > 0) this.#flush(this.#columns, this.#rows);
    this.#rows = 0;
    for (const column of this.#columns) column.length = 0;
  }
}

async function appendEstate(api: DuckDb, connection: Connection, task: Task): Promise<void> {
  const typeOf = ({ scalar }: Column): unknown =>
    ({ Int: api.INTEGER, Float: api.DOUBLE, Boolean: api.BOOLEAN })[scalar as string] ??
    api.VARCHAR;
  const appenders: Appender[] = [];
  const gather = async (table: string, types: readonly unknown[]): Promise<Gathering> => {
    const appender = await connection.createAppender(table);
    appenders.push(appender);
    return new Gathering(types.length, (columns, rows) => {
      const chunk = api.DuckDBDataChunk.create(types, rows);
      chunk.setColumns(columns);
      appender.appendDataChunk(chunk);
    });
  };
  const gatherings = new Map<string, Gathering>();
  for (const { type, columns, parents } of task.layout.tables.values()) {
    const types = [
      api.INTEGER,
      api.VARCHAR,
      ...columns.map(typeOf),
      ...parents.map(() => api.INTEGER),
    ];
    gatherings.set(type, await gather(type, types));
  }
  for (const { table } of task.layout.pairs)
    gatherings.set(table, await gather(table, [api.INTEGER, api.INTEGER]));
  const numbered = createNumbering(task.layout);
  for (const batch of generateEstate(task.connectors, task.seed)) {
    const { rows, pairs } = numbered(batch);
    for (const row of rows) {
      const values: readonly (FieldValue | undefined)[] = valuesOf(row);
      gatherings.get(row.table.type)!.add([row.row, row.record.id, ...values, ...row.parents]);
    }
    for (const { table, source, target } of pairs) gatherings.get(table)!.add([source, target]);
  }
  for (const gathering of gatherings.values()) gathering.flush();
  for (const appender of appenders) appender.closeSync();
}
