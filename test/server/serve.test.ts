import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";

/** Other work may take the machine meanwhile. */
const PATIENT = { timeout: 20_000 };

const folder = mkdtempSync(join(tmpdir(), "assay-serve-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Serving = ChildProcessByStdio<null, Readable, Readable>;

function serve(...words: string[]): Serving {
  const command = ["bin/assay.js", "serve", "--store", folder, "--port", "0", ...words];
  return spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
}

/** Where a server that has begun says it is. */
async function urlOf({ stdout }: Serving): Promise<string> {
  for await (const line of stdout) {
    const url = /http:\S+/.exec(String(line))?.[0];
    if (url) return url;
  }
  throw new Error("The server ended before it said where it is.");
}

function exitOf(child: Serving): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

test("serves the sample estate until it is told to stop, and ends well", async () => {
  const child = serve("--sample");
  const url = await urlOf(child);
  expect(await (await fetch(url)).text()).toContain("controls fail");
  const exit = exitOf(child);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
});

test("waits for the first snapshot of a store, and shows it when it is there", async () => {
  const child = serve();
  const url = await urlOf(child);
  expect((await fetch(`${url}ready`)).status).toBe(503);
  const imported = spawn(process.execPath, ["bin/assay.js", "import", "sample", "--store", folder]);
  expect(await new Promise((resolve) => imported.once("exit", resolve))).toBe(0);
  await expect.poll(async () => (await fetch(`${url}ready`)).status, PATIENT).toBe(200);
  expect(await (await fetch(url)).text()).toContain("controls fail");
  child.kill("SIGINT");
  expect(await exitOf(child)).toBe(0);
});

test.each([
  [
    "strangers could read along",
    ["--host", "0.0.0.0"],
    'Listening on "0.0.0.0" without authentication',
  ],
  ["the token can be guessed", ["--token-file", "TOKEN"], "expected at least 16"],
  [
    "the token file is not there",
    ["--token-file", "nowhere"],
    'The token file "nowhere" cannot be read',
  ],
  [
    "half of Entra is named",
    ["--entra-tenant", "x"],
    '"--entra-tenant" and "--entra-audience" go together',
  ],
  [
    "there are two ways in",
    ["--token-file", "TOKEN", "--entra-tenant", "x", "--entra-audience", "y"],
    "Keep one of them",
  ],
  ["a limit is misspelt", ["--limit", "row=5"], 'Did you mean "rows"?'],
  ["a limit is no number", ["--limit", "rows=many"], 'found "rows=many"'],
  ["the port is none", ["--port", "70000"], '"--port" takes a number from 0 to 65535'],
])("ends with 3 where %s", async (_title, words, message) => {
  const token = join(folder, "token");
  writeFileSync(token, "short\n");
  const child = serve("--sample", ...words.map((word) => (word === "TOKEN" ? token : word)));
  const [said, code] = await Promise.all([text(child.stderr), exitOf(child)]);
  expect(said).toContain(message);
  expect(code).toBe(3);
});
