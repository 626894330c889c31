import { expect, test } from "vitest";
import { tellCommands } from "../../src/cli/command-words.ts";
import { callAssay } from "./fake-io.ts";

const text = 'Start with "assay collect", or "assay collect --resume"; "assay notes" is a file.';

test.each([
  ["a shell found the program", "/usr/bin/assay", {}, text],
  [
    "npm found it",
    "/there/node_modules/.bin/assay",
    { npm_command: "exec" },
    'Start with "npx assay collect", or "npx assay collect --resume"; "assay notes" is a file.',
  ],
])("commands in a text are called as the program was: %s", (_, script, environment, told) => {
  expect(tellCommands(text, ["collect", "run"], { script, environment })).toBe(told);
});

test("mistakes and help show commands that run as they stand", async () => {
  const { exitCode, stderr } = await callAssay(["run", "--store", "/nowhere"]);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('"npx assay collect" takes one')]);
  const { stdout } = await callAssay(["collect", "--help"], { columns: 200 });
  expect(stdout).toContain('"npx assay doctor" says beforehand');
});

test("serve's help says what it does", async () => {
  const { stdout } = await callAssay(["serve", "--help"], { columns: 200 });
  expect(stdout).toContain("print the address");
});
