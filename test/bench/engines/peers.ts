import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const folder = `${dirname(dirname(fileURLToPath(import.meta.url)))}/peers`;
const require = createRequire(`${folder}/package.json`);

/**
 * Installs the packages of `test/bench/peers` with `npm ci`, where they are not there yet or are not those that the lock names.
 *
 * Gives back why they could not be installed, else undefined; then the engines that need them are left out.
 */
export function installPeers(): string | undefined {
  if (areInstalled()) return undefined;
  try {
    // Without a network npm would try for minutes.
    const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
    const args = ["ci", "--no-audit", "--no-fund", ...patience];
    execFileSync("npm", args, { cwd: folder, stdio: "pipe", timeout: 180_000 });
    return undefined;
  } catch (error) {
    const output = (error as { stderr?: Buffer }).stderr?.toString().trim();
    return `"npm ci" in test/bench/peers failed: ${output || (error as Error).message}`;
  }
}

function areInstalled(): boolean {
  const { dependencies } = readJson(`${folder}/package.json`);
  return Object.entries(dependencies as Record<string, string>).every(([name, version]) => {
    const file = `${folder}/node_modules/${name}/package.json`;
    return existsSync(file) && readJson(file).version === version;
  });
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

/** A package of `test/bench/peers`, as `T` describes what the benchmark uses of it. */
export function loadPeer<T>(name: string): T {
  return require(name) as T;
}

/** Path of a file of one of `test/bench/peers`'s packages, or undefined. */
export function findPeerFile(name: string, path: string): string | undefined {
  const file = `${folder}/node_modules/${name}/${path}`;
  return existsSync(file) ? file : undefined;
}
