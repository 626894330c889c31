/** A whole process that opens DuckDB's file and counts what each check matches. */
import { readFileSync } from "node:fs";
import type { DuckDb } from "../engines/duckdb-api.ts";
import { loadPeer } from "../engines/peers.ts";

const { path, statements } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as {
  readonly path: string;
  readonly statements: readonly string[];
};
const { DuckDBInstance } = loadPeer<DuckDb>("@duckdb/node-api");
const instance = await DuckDBInstance.create(path, { threads: "2", access_mode: "READ_ONLY" });
const connection = await instance.connect();
let matched = 0;
for (const statement of statements) {
  const prepared = await connection.prepare(statement);
  matched += Number((await prepared.runAndReadAll()).getRowsJS()[0]![0]);
}
process.stdout.write(String(matched));
