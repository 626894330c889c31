import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Packages of a folder with a lock file of its own, so that the project's own stays small. */
export interface Peers {
  /**
   * Installs them with `npm ci`, where they are not there yet or are not those that the folder names. Gives back why they
   * could not be installed, else undefined.
   */
  install(): string | undefined;
  /** A package, as `T` describes what is used of it. */
  load<T>(name: string): T;
  /** Path of a file of one of the packages, or undefined. */
  findFile(name: string, path: string): string | undefined;
}

/** The packages of a folder, given by its URL with a `/` at the end. */
export function createPeers(url: URL): Peers {
  const folder = fileURLToPath(url).replace(/\/$/, "");
  const require = createRequire(`${folder}/package.json`);
  const find = (name: string, path: string) => `${folder}/node_modules/${name}/${path}`;
  return {
    install() {
      if (areInstalled(folder)) return undefined;
      try {
        // Without a network npm would try for minutes.
        const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
        const args = ["ci", "--no-audit", "--no-fund", ...patience];
        execFileSync("npm", args, { cwd: folder, stdio: "pipe", timeout: 180_000 });
        return undefined;
      } catch (error) {
        const output = (error as { stderr?: Buffer }).stderr?.toString().trim();
        const where = relative(process.cwd(), folder);
        return `"npm ci" in ${where} failed: ${output || (error as Error).message}`;
      }
    },
    load: (name) => require(name),
    findFile: (name, path) => (existsSync(find(name, path)) ? find(name, path) : undefined),
  };
}

function areInstalled(folder: string): boolean {
  const { dependencies } = readJson(`${folder}/package.json`);
  return Object.entries(dependencies as Record<string, string>).every(([name, version]) => {
    const file = `${folder}/node_modules/${name}/package.json`;
    return existsSync(file) && readJson(file).version === version.replace(/^npm:.*@/, "");
  });
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}
