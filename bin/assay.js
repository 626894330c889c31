#!/usr/bin/env node
// Plain JavaScript that any Node runs, so that a Node too old for the rest is told so instead of failing at its syntax.
import { existsSync } from "node:fs";
import module from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `Assay needs Node 24.15 or newer, and this is ${process.versions.node}. ` +
      `In a clone of the project "npm ci" installs the right one; then say "npx assay" instead of "node bin/assay.js", ` +
      `or "npm start".`,
  );
  process.exitCode = 3;
} else {
  // Reading and compiling the sources is half of a short command's time; Node keeps the result between processes.
  module.enableCompileCache();
  const source = new URL("../src/cli/start.ts", import.meta.url);
  const built = new URL("../dist/cli/start.js", import.meta.url);
  await import(existsSync(source) ? source : built);
}
