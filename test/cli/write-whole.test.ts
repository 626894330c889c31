import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { writeWhole } from "../../src/cli/write-whole.ts";

function sink() {
  const written: string[] = [];
  const output = {
    write: (text: string) => written.push(text) > 0,
    once: () => undefined,
  };
  return { output, text: () => written.join("") };
}

/** Some of its characters take several bytes, so that reads part them. */
const piece = "\u{1f600}é—a".repeat(100_000);
const isOurs = (name: string) => name.startsWith("assay-");

test.each([
  ["a short text", 2],
  ["one that does not stay in memory", 60],
])("%s is written as it came", async (_title, count) => {
  const { output, text } = sink();
  await writeWhole(output, Array<string>(count).fill(piece));
  expect(text()).toBe(piece.repeat(count));
});

test.each([2, 60])("nothing is written where an error comes after %s pieces", async (count) => {
  const before = readdirSync(tmpdir()).filter(isOurs);
  const { output, text } = sink();
  function* broken() {
    for (let i = 0; i < count; i++) yield piece;
    throw new Error("the end");
  }
  await expect(writeWhole(output, broken())).rejects.toThrow("the end");
  expect(text()).toBe("");
  expect(readdirSync(tmpdir()).filter((name) => isOurs(name) && !before.includes(name))).toEqual(
    [],
  );
});
