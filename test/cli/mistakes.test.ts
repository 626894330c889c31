import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

const folder = "test/cli/mistakes";
const names = readdirSync(folder).sort();

/** A folder holds the words of a call, what the call reads, and exactly what it must say. */
test.each(names)("%s is refused in these words", async (name) => {
  const words = readFileSync(join(folder, name, "args.txt"), "utf8")
    .trim()
    .split(" ");
  const { exitCode, stdout, stderr } = await callAssay(words);
  await expect(stderr).toMatchFileSnapshot(join("mistakes", name, "expected.txt"));
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
});
