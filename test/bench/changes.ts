import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadFragments } from "../../src/check/document/fragments.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { loadModel } from "../../src/model/load.ts";
import { DEFAULT_LIMITS } from "../../src/server/limits.ts";
import { startServer } from "../../src/server/server.ts";
import { openSnapshot, writeSnapshot } from "../../src/snapshot/file.ts";
import type { SnapshotInfo } from "../../src/types.ts";
import { buildTables } from "./estate/snapshot.ts";
import { writeSchema } from "./estate/schema-folder.ts";

/**
 * What a server holds after ever more changes of its snapshot: `node test/bench/changes.ts [changes] [connectors]`. Printed, never
 * asserted.
 *
 * As where a pipeline collects again and again and keeps ten snapshots. Each is judged by all checks, and asked for pages and by queries.
 */
const changes = Number(process.argv[2] ?? 1_000);
const connectors = Number(process.argv[3] ?? 50);

/** Snapshots that stay on disk. */
const KEPT = 10;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const folder = mkdtempSync(join(tmpdir(), "assay-changes-"));
try {
  await run();
} finally {
  rmSync(folder, { recursive: true });
}

async function run(): Promise<void> {
  const model = loadModel(writeSchema(folder));
  const infos: SnapshotInfo[] = [];
  const pathOf = (id: string) => join(folder, id);
  const add = (number: number): void => {
    const tables = buildTables(model, { connectors, seed: number + 1, denied: false });
    const takenAt = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
    const info = { ...tables.info, id: `s${number}`, takenAt };
    writeSnapshot(pathOf(info.id), { ...tables, info });
    infos.unshift(info);
    for (const { id } of infos.splice(KEPT)) rmSync(pathOf(id));
  };
  const server = await startServer({
    source: {
      list: () => infos.map(({ id }) => ({ name: id })),
      open: async (id) => createInventory(model, openSnapshot(pathOf(id), model)),
      snapshots: () => infos,
    },
    checks: loadChecks(model, "checks"),
    fragments: loadFragments(["checks"]).fragments,
    limits: DEFAULT_LIMITS,
    host: "127.0.0.1",
    port: 0,
    graphiql: false,
    clock: () => performance.now(),
    now: () => new Date(Date.UTC(2027, 0, 1)),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const control = "controls/azure/defender/security-contacts-have-additional-email";
  const query =
    "{ storageAccounts(sort: [{ name: DESC }], limit: 5) { id findings { status because { path } } } }";
  console.log(
    `${connectors} connectors, Node ${process.versions.node}\nchanges   resident      heap     other   descriptors`,
  );
  for (let done = 1; done <= changes; done++) {
    add(done);
    await server.refresh();
    for (const path of ["", control, "connectors", `graphql?query=${encodeURIComponent(query)}`]) {
      const response = await fetch(server.url + path);
      const text = await response.text();
      if (response.status !== 200 || text.includes('"errors"'))
        throw new Error(`"${path}" was answered ${response.status}: ${text.slice(0, 200)}`);
    }
    if (done === 10 || done === 100 || done === changes || done % 250 === 0) tell(done);
  }
  await server.stop();
}

function tell(done: number): void {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const descriptors = process.platform === "linux" ? readdirSync("/proc/self/fd").length : "-";
  console.log(
    `${String(done).padStart(7)} ${mb(rss)} ${mb(heapUsed)} ${mb(external)} ${String(descriptors).padStart(13)}`,
  );
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`.padStart(10);
}
