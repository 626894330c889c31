import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Mistake } from "../../../src/errors.ts";
import { read } from "./read.ts";

/**
 * Documents, each with all that is wrong with it: place, code and the whole sentence. What stands behind `|` is its guidance file; it may
 * use the fragments of `read.ts`.
 */
const cases = readFileSync(new URL("mistakes.txt", import.meta.url), "utf8")
  .trim()
  .split("\n\n")
  .map((block) => {
    const [document, ...lines] = block.split("\n");
    const guidance = lines.filter((line) => line.startsWith("|")).map((line) => line.slice(2));
    const told = lines.filter((line) => line.startsWith("  ")).map((line) => line.slice(2));
    return { document: document!, guidance, told };
  });

function show({ place, code, message }: Mistake): string {
  const file = place?.file === "check.graphql" ? "" : `${place?.file}:`;
  return `${file}${place?.line}:${place?.column} ${code}: ${message}`;
}

test("what is wrong with a document comes before what is wrong with its guidance", () => {
  const { mistakes } = read(
    "query {\n\n\n  machnies { id }\n}",
    "---\n@check(severity: GRAVE)\n---",
  );
  expect(mistakes.map(({ place }) => `${place?.file}:${place?.line}`)).toEqual([
    "check.graphql:4",
    "check.md:2",
  ]);
});

describe("all that is wrong with a document is told in its order", () => {
  test.each(cases)("$document $guidance", ({ document, guidance, told }) => {
    const { mistakes, warnings } = read(document, guidance.join("\n"));
    const all = [...mistakes.map(show), ...warnings.map((one) => `warning ${show(one)}`)];
    expect(all.length > 0 ? all : ["none"]).toEqual(told);
  });
});
