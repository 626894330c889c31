import fc from "fast-check";
import { expect, test } from "vitest";
import { createStoredAnswer } from "../../src/engine/answer.ts";
import { createPlainKernels } from "../../src/engine/kernels/plain.ts";
import { createSimdKernels } from "../../src/engine/kernels/simd.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import { createStoredRows } from "../../src/engine/columns/rows.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { createColumnCache } from "../../src/engine/columns/column-cache.ts";
import { writeRows } from "../../src/engine/rows/write-json.ts";
import type { AssetRecord, JsonMember, Rows } from "../../src/types.ts";
import type { Estate } from "../reference/evaluate.ts";
import { inventoryOf, tablesOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

const fields = [...toys.types.get("Box")!.fields.keys()];
const scalars: readonly JsonMember[] = fields.map((field) => ({ key: field, field }));

function engineOf(estate: Estate, plain: boolean): Engine {
  const memory = createMemory();
  const kernels = plain ? createPlainKernels(memory) : createSimdKernels(memory.shared)!;
  const tables = tablesOf(estate);
  const cache = createColumnCache(memory);
  const answer = createStoredAnswer(toys, tables, cache, kernels);
  return { model: toys, tables, cache, rows: createStoredRows(tables, cache), kernels, answer };
}

function write(engine: Engine, rows: Rows, members: readonly JsonMember[]): string {
  const pieces = Array.from(writeRows(engine, rows, members, ","), (piece) =>
    Buffer.from(piece ?? []),
  );
  return Buffer.concat(pieces).toString();
}

function parse(text: string): unknown[] {
  return JSON.parse(`[${text.slice(0, -1)}]`) as unknown[];
}

function allRows(engine: Engine, type: string): Rows {
  const { rows } = engine.tables.tables.get(type)!;
  return { type, rows: Uint32Array.from({ length: rows }, (_, i) => i) };
}

test("rows are written as read gives them, by both sets of kernels", async () => {
  await fc.assert(
    fc.asyncProperty(estates(true), async (estate) => {
      const simd = engineOf(estate, false);
      const rows = allRows(simd, "Box");
      const columns = await inventoryOf(estate).read(rows, fields);
      const expected = Array.from(rows.rows, (_, i) =>
        Object.fromEntries(fields.map((field, f) => [field, columns[f]![i]])),
      );
      const text = write(simd, rows, scalars);
      expect(parse(text)).toEqual(expected);
      expect(write(engineOf(estate, true), rows, scalars)).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test("relations are written as the objects they lead to", async () => {
  await fc.assert(
    fc.asyncProperty(estates(true), filters("Ball", 1), async (estate, where) => {
      const inventory = inventoryOf(estate);
      const engine = engineOf(estate, false);
      const rows = allRows(engine, "Box");
      const id = [{ key: "id", field: "id" }];
      const members: readonly JsonMember[] = [
        { key: "__typename", constant: "Box" },
        { key: "in", relation: "contents", members: { Ball: id, Box: [] } },
        { key: "next", relation: "next", members: { Box: id } },
        { key: "some", relation: "finds", where, members: { Ball: id, Account: id } },
      ];
      const next = await inventory.related(rows, "next");
      const [nextIds] = await inventory.read({ type: "Box", rows: next.targets }, ["id"]);
      const contents = await inventory.related(rows, "contents");
      const written = parse(write(engine, rows, members)) as Record<string, unknown>[];
      expect(written).toHaveLength(rows.rows.length);
      written.forEach((object, i) => {
        expect(Object.keys(object)).toEqual(["__typename", "in", "next", "some"]);
        const one = next.offsets[i] === next.offsets[i + 1] ? null : nextIds![next.offsets[i]!];
        expect(object.next).toEqual(one === null ? null : { id: one });
        expect(object.in).toHaveLength(contents.offsets[i + 1]! - contents.offsets[i]!);
      });
      expect(write(engineOf(estate, true), rows, members)).toBe(write(engine, rows, members));
    }),
    { numRuns: 60 },
  );
});

test("many rows come in pieces of whole rows, and a row larger than a piece comes whole", () => {
  const box = (i: number): AssetRecord => ({
    type: "Box",
    id: `/a/${i}`,
    connector: "/a",
    fields: { name: i === 3 ? "\u0001".repeat(400_000) : `${i}"`.repeat(i % 60) },
    links: {},
  });
  const records = Array.from({ length: 20_000 }, (_, i) => box(i));
  const engine = engineOf({ model: toys, records, collections: [] }, false);
  const name = [{ key: "name", field: "name" }];
  const written = writeRows(engine, allRows(engine, "Box"), name, "\n");
  const pieces = Array.from(written, (piece) => Buffer.from(piece ?? [])).filter(
    ({ length }) => length > 0,
  );
  expect(pieces.length).toBeGreaterThan(2);
  const lines = pieces.flatMap((piece) => {
    expect(piece.at(-1)).toBe(10);
    return piece.toString().split("\n").slice(0, -1);
  });
  const names = records.map(({ fields: { name: own } }) => own as string);
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name).sort()).toEqual(
    names.sort(),
  );
});
