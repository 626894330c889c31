import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { InputError } from "../../src/errors.ts";
import type { Blob, Column, RelationTable, Table } from "../../src/inventory/tables.ts";
import { memoryBlob } from "../../src/inventory/tables.ts";
import { openSnapshot, readSnapshotFacts, writeSnapshot } from "../../src/snapshot/file.ts";
import type { Query } from "../../src/types.ts";
import { answer, tablesOf } from "../engine/ask.ts";
import { info } from "../engine/info.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-snapshot-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, "toys");
const [estate] = fc.sample(estates(false), { numRuns: 1, seed: 3 });
const everything: Query[] = [...toys.types.keys()].map((type) => ({ type }));

test("what was written is what is read, whatever is asked", async () => {
  await fc.assert(
    fc.asyncProperty(
      estates(false),
      fc.array(filters("Box"), { minLength: 1, maxLength: 3 }),
      async (some, wheres) => {
        const tables = tablesOf(some);
        writeSnapshot(path, tables);
        const opened = createInventory(toys, openSnapshot(path, toys));
        const built = createInventory(toys, tables);
        const queries = [...everything, ...wheres.map((where) => ({ type: "Box", where }))];
        expect(await answer(opened, queries)).toEqual(await answer(built, queries));
        expect(await opened.collections()).toEqual(await built.collections());
      },
    ),
    { numRuns: 40 },
  );
});

test("the same assets make the same bytes", () => {
  writeSnapshot(path, tablesOf(estate!));
  const first = readFileSync(path);
  const turned = { ...estate!, model: toys, records: estate!.records.toReversed() };
  writeSnapshot(path, tablesOf(turned));
  expect(readFileSync(path).equals(first)).toBe(true);
});

test("a column of one value and links that lead nowhere take no room, however many rows there are", () => {
  const sizeOf = (rows: number): number => {
    const tables = tablesOf(estate!);
    const boxes: Table = {
      ...tables.tables.get("Box")!,
      rows,
      columns: new Map([["same", columnOf(memoryBlob(new Uint8Array(rows).fill(1)))]]),
      relations: new Map([["none", linksOf(memoryBlob(new Uint32Array(rows)))]]),
      connector: { width: 2, blob: memoryBlob(new Uint16Array(rows).fill(7)) },
    };
    writeSnapshot(path, { ...tables, tables: new Map([["Box", boxes]]) });
    const opened = openSnapshot(path, toys).tables.get("Box")!;
    expect(contentOf(opened.connector.blob)).toEqual(contentOf(boxes.connector.blob));
    return readFileSync(path).length;
  };
  const columnOf = (blob: Blob): Column => ({
    kind: "coded",
    scalar: "Boolean",
    codes: { width: 1, blob },
    dictionary: { kind: "boolean", count: 2 },
  });
  const linksOf = (targets: Blob): RelationTable => ({
    links: [
      {
        target: "Box",
        forward: { kind: "one", targets },
        backward: { kind: "one", targets },
        count: 0,
      },
    ],
  });
  // Only the numbers themselves are longer.
  expect(sizeOf(1_000_003) - sizeOf(1_003)).toBeLessThan(200);
});

test.each([
  ["the first byte", 0],
  ["a byte in the middle", 20_000],
  ["the last byte", 40_002],
])("bytes that are alike but for one are what was written: %s", (_title, at) => {
  const bytes = new Uint8Array(40_003).fill(9);
  bytes[at] = 8;
  const tables = tablesOf(estate!);
  const connectors = { ...tables.connectors, bytes: memoryBlob(bytes) };
  writeSnapshot(path, { ...tables, connectors });
  expect(contentOf(openSnapshot(path, toys).connectors.bytes)).toEqual(bytes);
});

function contentOf(blob: Blob): Uint8Array {
  const bytes = new Uint8Array(blob.byteLength);
  blob.read(bytes);
  return bytes;
}

test("what is the same in several places lies in the file once, and in memory", () => {
  const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
  const differing = bytes.toReversed();
  const tables = tablesOf(estate!);
  const write = (...blobs: readonly Uint8Array[]) => {
    const [a, b, c] = blobs.map((own) => memoryBlob(own.slice()));
    const incomplete = new Map([
      ["Box", a!],
      ["Lid", b!],
      ["Shelf", c!],
    ]);
    writeSnapshot(path, { ...tables, incomplete });
    return { size: readFileSync(path).length, incomplete: openSnapshot(path, toys).incomplete };
  };
  const { size, incomplete } = write(bytes, differing, bytes);
  expect(contentOf(incomplete.get("Box")!)).toEqual(bytes);
  expect(contentOf(incomplete.get("Lid")!)).toEqual(differing);
  expect(incomplete.get("Shelf")).toBe(incomplete.get("Box"));
  expect(write(bytes, differing, bytes.with(0, 9)).size - size).toBeGreaterThan(50_000);
});

test.each([0, 16_383, 16_384, 262_143, 262_144, 300_000, 599_999])(
  "in a long column byte %i is noticed, whether all of it is read or that one alone",
  (at) => {
    const bytes = Uint8Array.from({ length: 600_000 }, (_, i) => (i * i) >>> 8);
    const tables = tablesOf(estate!);
    const connectors = { ...tables.connectors, bytes: memoryBlob(bytes) };
    writeSnapshot(path, { ...tables, connectors });
    const file = readFileSync(path);
    const first = file.indexOf(bytes.subarray(0, 1000));
    file[first + at]! ^= 1;
    writeFileSync(path, file);
    const blob = openSnapshot(path, toys).connectors.bytes;
    expect(() => contentOf(blob)).toThrow(InputError);
    expect(() => blob.read(new Uint8Array(1), at)).toThrow(InputError);
    // The other blocks are what they were.
    const elsewhere = (at + 100_000) % 600_000;
    const one = new Uint8Array(1);
    blob.read(one, elsewhere);
    expect(one[0]).toBe(bytes[elsewhere]);
  },
);

test("a file stays open for as long as anybody holds one of its blobs", async () => {
  const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
  const tables = tablesOf(estate!);
  const connectors = { ...tables.connectors, bytes: memoryBlob(bytes) };
  writeSnapshot(path, { ...tables, connectors });
  const blob = openSnapshot(path, toys).connectors.bytes;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(10);
  }
  expect(contentOf(blob)).toEqual(bytes);
});

test("nothing but the snapshot is left beside it", () => {
  writeSnapshot(path, tablesOf(estate!));
  expect(readdirSync(folder)).toEqual(["toys"]);
});

test("a snapshot says of itself what it was given, whatever its schema", () => {
  writeSnapshot(path, tablesOf(estate!));
  expect(readSnapshotFacts(path).info).toEqual(info);
});

/** Everything there is to read. */
async function readAll(file: string): Promise<void> {
  const inventory = createInventory(toys, openSnapshot(file, toys));
  for (const { type } of everything) {
    const fields = [...toys.types.get(type)!.fields.keys()];
    const [selection] = await inventory.select([{ type }]);
    for (const rows of await selection!.rows("matched")) {
      await inventory.read(rows, fields);
      for (const relation of toys.types.get(type)!.relations.keys())
        await inventory.related(rows, relation);
    }
  }
  await inventory.coverage();
}

test("a file cut off anywhere is refused", async () => {
  writeSnapshot(path, tablesOf(estate!));
  const whole = readFileSync(path);
  for (const length of [0, 5, 8, 40, 64, 500, whole.length >> 1, whole.length - 1]) {
    const cut = join(folder, "cut");
    writeFileSync(cut, whole.subarray(0, length));
    await expect(readAll(cut)).rejects.toThrow(InputError);
    rmSync(cut);
  }
});

test("a changed byte is noticed where it is read, and never gives another answer", async () => {
  writeSnapshot(path, tablesOf(estate!));
  const whole = readFileSync(path);
  const built = createInventory(toys, tablesOf(estate!));
  const expected = await answer(built, everything);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const changed = join(folder, "changed");
        const bytes = Buffer.from(whole);
        bytes[at]! ^= flip;
        writeFileSync(changed, bytes);
        try {
          const inventory = createInventory(toys, openSnapshot(changed, toys));
          expect(await answer(inventory, everything)).toEqual(expected);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
        rmSync(changed);
      },
    ),
    { numRuns: 200 },
  );
});

test.each<[string, (file: string) => void, RegExp]>([
  ["no file", (file) => rmSync(file, { force: true }), /There is no snapshot file ".*x"\./],
  ["something else", (file) => writeFileSync(file, "{}"), /".*x" is not a snapshot\./],
  [
    "another format",
    (file) => {
      const bytes = readFileSync(path);
      bytes.writeUInt32LE(99, 8);
      writeFileSync(file, bytes);
    },
    /is in format 99, and this version of assay reads format 4\. Collect again/,
  ],
  [
    "another schema",
    (file) => {
      const tables = tablesOf(estate!);
      writeSnapshot(file, { ...tables, info: { ...info, schemaFingerprint: "other" } });
    },
    /collected with another schema.*Collect again/,
  ],
])("the error says what to do: %s", (_title, spoil, message) => {
  writeSnapshot(path, tablesOf(estate!));
  const file = join(folder, "x");
  spoil(file);
  expect(() => openSnapshot(file, toys)).toThrow(message);
  rmSync(file, { force: true });
});

test("where nothing can be written, what is there stays", () => {
  writeSnapshot(path, tablesOf(estate!));
  const before = readFileSync(path);
  const broken = tablesOf(estate!);
  const { connectors } = broken;
  const unreadable = {
    byteLength: 8,
    read: () => {
      throw new Error("gone");
    },
  };
  expect(() =>
    writeSnapshot(path, { ...broken, connectors: { ...connectors, bytes: unreadable } }),
  ).toThrow("gone");
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(["toys"]);
});
