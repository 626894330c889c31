/** A whole process that opens SQLite's file and counts what each check matches. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const { path, statements } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as {
  readonly path: string;
  readonly statements: readonly string[];
};
const database = new DatabaseSync(path);
database.exec("PRAGMA cache_size = -8000000; PRAGMA mmap_size = 30000000000");
let matched = 0;
for (const statement of statements) matched += Number(database.prepare(statement).get()!.n);
process.stdout.write(String(matched));
