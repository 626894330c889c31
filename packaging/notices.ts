import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * The licences of all packages that some modules belong to, as a file that goes with copies of their code. Throws where a
 * package does not say what its licence is.
 */
export function renderNotices(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((module) => folderOf(module) ?? []));
  const notices = [...folders].map(renderNotice).sort();
  return [
    "Assay's program and library hold code of the packages below, each under its own licence.",
    ...new Set(notices),
  ].join(`\n\n${"-".repeat(80)}\n\n`);
}

/** `…/node_modules/@scope/name` of a module in it. */
function folderOf(module: string): string | undefined {
  const path = module.replaceAll("\\", "/");
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function renderNotice(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as Manifest;
  if (!license) throw new Error(`"${name}" does not say what its licence is.`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}
