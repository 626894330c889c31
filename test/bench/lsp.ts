import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import { writeSnapshot } from "../../src/snapshot/file.ts";
import { type Client, startClient } from "../lsp/client.ts";
import { writeSchema } from "./estate/schema-folder.ts";
import { buildTables } from "./estate/snapshot.ts";

/**
 * How long an editor waits after an edit for new numbers above a check: `node test/bench/lsp.ts [connectors] [edits]`. Printed, never
 * asserted.
 *
 * Each edit changes the filter of a check of the library, so that nothing of it was asked before. The time ends when the lens has come with
 * the numbers of that edit, as an editor in another process asks for it.
 */
const connectors = Number(process.argv[2] ?? 62_500);
const edits = Number(process.argv[3] ?? 200);

const folder = mkdtempSync(join(tmpdir(), "assay-lsp-bench-"));
try {
  await run();
} finally {
  rmSync(folder, { recursive: true });
}

async function run(): Promise<void> {
  const schema = writeSchema(folder);
  const model = loadModel(schema);
  const tables = buildTables(model, { connectors, seed: 1, denied: false });
  const snapshot = join(folder, "estate.snapshot");
  writeSnapshot(snapshot, tables);
  const checks = loadChecks(model, "checks").map(({ place }) => resolve(place.file));
  const client = await startClient(["--schema", schema, "--snapshot", snapshot]);
  const spent: { readonly check: string; readonly ms: number }[] = [];
  // The first question of each kind reads columns from the disk, once.
  for (const file of checks) await edit(client, file, 0);
  for (let i = 1; i <= edits; i++) {
    const file = checks[i % checks.length]!;
    spent.push({ check: file, ms: await edit(client, file, i) });
  }
  await client.stop();
  const sorted = spent.toSorted((a, b) => a.ms - b.ms);
  const at = (part: number) => Math.round(sorted[Math.ceil(part * sorted.length) - 1]!.ms);
  console.log(
    `${connectors} connectors, ${edits} edits of ${checks.length} checks, Node ${process.versions.node}`,
  );
  console.log(
    `from an edit to its lens: median ${at(0.5)} ms · 95 % within ${at(0.95)} ms · longest ${at(1)} ms`,
  );
  for (const { check, ms } of sorted.slice(-3).toReversed())
    console.log(`  ${Math.round(ms)} ms  ${check.slice(check.indexOf("checks/"))}`);
}

/** The time until the lens of an edited check says what it comes to. */
async function edit(client: Client, file: string, number: number): Promise<number> {
  const text = readFileSync(file, "utf8");
  const edited = text.replace("(where: {", `(where: { name_NOT: "edit-${number}", `);
  client.open(file, text);
  await client.settledLenses(file);
  const startedMs = performance.now();
  client.change(file, edited);
  await client.settledLenses(file);
  const ms = performance.now() - startedMs;
  client.close(file);
  return ms;
}
