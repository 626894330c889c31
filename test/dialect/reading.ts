import { readFileSync } from "node:fs";
import { parseValue } from "graphql";
import { type ReadOptions, readWhere } from "../../src/dialect/filter.ts";
import { readWhereLiteral } from "../../src/dialect/literal.ts";
import type { Remark } from "../../src/dialect/reader.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { readModel } from "../../src/model/read.ts";

const estate = new URL("readings/estate.graphql", import.meta.url);

/** A model with one field or relation of every kind. */
export const model = readModel([{ file: "estate.graphql", text: readFileSync(estate, "utf8") }]);

/**
 * What is read of a `where` that is written as `Server { name: "a" }`, a line each: the filter, and everything that is said of it with
 * code and place.
 */
export function renderReading(written: string, options: ReadOptions = {}): readonly string[] {
  const [, type, literal] = /^(\w+) (.*)$/s.exec(written)!;
  const where = readWhereLiteral(parseValue(literal!));
  const read = readWhere(model, type!, where, { findClashes: true, ...options });
  const say = (kind: string, remarks: readonly Remark[]) =>
    remarks.map(
      ({ code, path, message }) =>
        `${kind} ${code} at ${path.join(".") || "the whole"}: ${message}`,
    );
  return [
    read.filter ? renderFilter(read.filter) : "no filter",
    ...say("mistake", read.mistakes),
    ...say("warning", read.warnings),
    ...say("ineffective", read.ineffective),
    ...say("impossible", read.impossible),
  ];
}
