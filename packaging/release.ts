import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/**
 * `npm run release -- 0.2.0`: the changelog's "Unreleased" becomes that version, and `package.json` and the lock file say it. Nothing is
 * committed.
 */
if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [version = ""] = positionals;
  const before = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;
  const today = new Date().toISOString().slice(0, 10);
  const changelog = releaseChangelog(readFileSync("CHANGELOG.md", "utf8"), before, version, today);
  writeFileSync("CHANGELOG.md", changelog);
  execFileSync("npm", ["version", version, "--no-git-tag-version", "--allow-same-version"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

/** The changelog with what was unreleased under `version`, and nothing unreleased. Throws where that makes no sense. */
export function releaseChangelog(
  text: string,
  before: string,
  version: string,
  date: string,
): string {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`"${version}" is no version such as 0.2.0.`);
  if (text.includes(`\n## ${version} `)) throw new Error(`${version} is in the changelog already.`);
  if (isBefore(version, before)) throw new Error(`${version} comes before ${before}.`);
  const [head, unreleased] = text.split("\n## Unreleased\n");
  if (unreleased === undefined) throw new Error('The changelog has no "## Unreleased".');
  if (!/^\s*(###|-)/.test(unreleased)) throw new Error("Nothing is unreleased.");
  return `${head}\n## Unreleased\n\n## ${version} (${date})\n${unreleased}`;
}

function isBefore(version: string, other: string): boolean {
  return version.localeCompare(other, "en", { numeric: true }) < 0;
}
