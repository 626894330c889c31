import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { generateEstate } from "../estate/estate.ts";
import { createNumbering, valuesOf } from "../estate/layout.ts";
import { loadPeer } from "./peers.ts";
import {
  createIndexes,
  createSqlPrinter,
  createTables,
  quoteName,
  type SqlForm,
  sqlDialects,
} from "../sql.ts";
import type { Engine, OpenEngine, Question, Task } from "./engine.ts";
import { startPostgres } from "./postgres-server.ts";

/** What the benchmark uses of `pg`. */
interface Client {
  connect(): Promise<void>;
  query(query: string | Prepared): Promise<{ rows: readonly (readonly unknown[])[] }>;
  end(): Promise<void>;
}
interface Prepared {
  readonly name?: string;
  readonly text: string;
  readonly rowMode: "array";
}
interface Pg {
  readonly Client: new (options: Record<string, unknown>) => Client;
}

/** PostgreSQL on this machine, asked through its socket: indexed, analysed, prepared, two parallel workers, all in its buffers. */
export function openPostgres(form: SqlForm): OpenEngine {
  return async (task) => {
    const folder = `${task.folder}/postgres-${task.connectors}`;
    const server = await startPostgres(folder);
    const { Client } = loadPeer<Pg>("pg");
    const { host, port, wasStopped } = server;
    const client = new Client({ host, port, user: "bench", database: "postgres" });
    await client.connect();
    // Tables without a log are empty after a crash.
    if (!wasStopped) rmSync(`${folder}/filled`, { force: true });
    await storeEstate(client, task, folder);
    const printer = createSqlPrinter(task.layout, sqlDialects.postgres, form);
    const ask = async (query: Prepared) => (await client.query(query)).rows;
    const prepared = (kind: string, print: (type: string, where: Question["plain"]) => string) =>
      task.questions.map(({ type, plain }, position): Prepared => ({
        name: `${kind}${position}`,
        text: print(type, plain),
        rowMode: "array",
      }));
    const counting = prepared("count", printer.count);
    const listing = prepared("rows", printer.rows);
    const engine: Engine = {
      counts: async () => {
        const counts: number[] = [];
        for (const query of counting) counts.push(Number((await ask(query))[0]![0]));
        return counts;
      },
      rows: async () => {
        const counts: number[] = [];
        for (const query of listing) counts.push((await ask(query)).length);
        return counts;
      },
      ids: async ({ type, plain }) =>
        (await ask({ text: printer.rows(type, plain), rowMode: "array" })).map(
          ([id]) => id as string,
        ),
      close: async () => {
        await client.end();
        await server.stop();
      },
    };
    return engine;
  };
}

/** Fills the server's database, unless that was done before. */
async function storeEstate(client: Client, task: Task, folder: string): Promise<void> {
  if (existsSync(`${folder}/filled`)) return;
  await client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`);
  for (const statement of createTables(task.layout, sqlDialects.postgres))
    await client.query(statement.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"));
  const files = writeEstate(task, `${folder}/csv`);
  for (const [table, path] of files)
    await client.query(`COPY ${quoteName(table)} FROM '${path}' WITH (FORMAT csv)`);
  rmSync(`${folder}/csv`, { recursive: true });
  for (const statement of createIndexes(task.layout, true)) await client.query(statement);
  await client.query("VACUUM ANALYZE");
  closeSync(openSync(`${folder}/filled`, "w"));
}

/** One file for each table, which the server's account may read; null is nothing between commas, a text is quoted. */
function writeEstate(task: Task, folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const files = new Map<
    string,
    { readonly path: string; readonly descriptor: number; text: string }
  >();
  const write = (table: string, values: readonly unknown[]): void => {
    let file = files.get(table);
    if (!file) {
      const path = `${folder}/${table}.csv`;
      file = { path, descriptor: openSync(path, "w", 0o644), text: "" };
      files.set(table, file);
    }
    file.text += `${values.map(csvValue).join(",")}\n`;
    if (file.text.length > 1_000_000) {
      writeSync(file.descriptor, file.text);
      file.text = "";
    }
  };
  const numbered = createNumbering(task.layout);
  for (const batch of generateEstate(task.connectors, task.seed)) {
    const { rows, pairs } = numbered(batch);
    for (const row of rows)
      write(row.table.type, [row.row, row.record.id, ...valuesOf(row), ...row.parents]);
    for (const { table, source, target } of pairs) write(table, [source, target]);
  }
  for (const { descriptor, text } of files.values()) {
    writeSync(descriptor, text);
    closeSync(descriptor);
  }
  return new Map([...files].map(([table, { path }]) => [table, path]));
}

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value);
}
