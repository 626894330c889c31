import { readFileSync } from "node:fs";
import { parseValue } from "graphql";
import { expect } from "vitest";
import { type ReadOptions, readWhere } from "../../src/dialect/filter.ts";
import { readWhereLiteral } from "../../src/dialect/literal.ts";
import type { Remark } from "../../src/dialect/reader.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { readModel } from "../../src/model/read.ts";
import type { Filter } from "../../src/types.ts";

const estate = new URL("readings/estate.graphql", import.meta.url);

/** A model with one field or relation of every kind. */
export const model = readModel([{ file: "estate.graphql", text: readFileSync(estate, "utf8") }]);

/**
 * Reads a file in which what is asked stands on lines of its own, each with what came of it in indented lines below, and holds all that to
 * what comes now. `# With option:` is said of all lines that follow.
 */
export async function readAgain(
  file: string,
  render: (written: string, option: string | undefined) => readonly string[],
): Promise<void> {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8").split("\n");
  let option: string | undefined;
  const text = lines
    .filter((line) => !line.startsWith("  "))
    .flatMap((line) => {
      option = /^# With (\w+):/.exec(line)?.[1] ?? option;
      const isAsked = line !== "" && !line.startsWith("#");
      return [line, ...(isAsked ? render(line, option).map((one) => `  ${one}`) : [])];
    });
  await expect(text.join("\n")).toMatchFileSnapshot(file);
}

/** The filter of a `where` that is written as `Server { name: "a" }`, and its type; none where nothing but the type is written. */
export function filterOf(written: string): { readonly type: string; readonly filter?: Filter } {
  const { type, where } = parseWhere(written);
  const { filter, mistakes } = readWhere(model, type, where);
  expect(mistakes).toEqual([]);
  return { type, ...(filter && { filter }) };
}

function parseWhere(written: string): { readonly type: string; readonly where?: unknown } {
  const [, type, literal] = /^(\w+)(?: (.*))?$/s.exec(written)!;
  return { type: type!, ...(literal && { where: readWhereLiteral(parseValue(literal)) }) };
}

/**
 * What is read of a `where` that is written as `Server { name: "a" }`, a line each: the filter, and everything that is said of it with
 * code and place; what can be written in its place without a doubt stands in brackets.
 */
export function renderReading(written: string, options: ReadOptions = {}): readonly string[] {
  const { type, where } = parseWhere(written);
  const read = readWhere(model, type, where, { findClashes: true, ...options });
  const say = (kind: string, remarks: readonly Remark[]) =>
    remarks.map(({ code, path, message, instead }) => {
      const place = path.join(".") || "the whole";
      return `${kind} ${code} at ${place}: ${message}${instead === undefined ? "" : ` [${instead}]`}`;
    });
  return [
    read.filter ? renderFilter(read.filter) : "no filter",
    ...say("mistake", read.mistakes),
    ...say("warning", read.warnings),
    ...say("ineffective", read.ineffective),
    ...say("impossible", read.impossible),
  ];
}
