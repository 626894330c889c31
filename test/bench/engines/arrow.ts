import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type {
  Adjacency,
  Blob,
  Codes,
  CodedColumn,
  Column,
  Table,
  Tables,
  Texts,
} from "../../../src/inventory/tables.ts";
import type { Arrow, ArrowTable, Vector } from "./arrow-api.ts";
import { loadPeer } from "./peers.ts";

/**
 * Writes an estate as Arrow files, one for each table that has rows: the snapshot's columns and links in the types that Arrow
 * has for them. Codes lie as they do in the snapshot, in an entry for null included; columns of nothing but null take no bytes,
 * and links of which there are none are left out.
 */
export function writeArrow(folder: string, { tables, collections }: Tables): void {
  const arrow = loadPeer<Arrow>("apache-arrow");
  mkdirSync(folder, { recursive: true });
  for (const table of [...tables.values(), collections]) {
    if (table.rows === 0) continue;
    const written = arrow.tableToIPC(new arrow.Table(columnsOf(arrow, table)), "file");
    writeFileSync(`${folder}/${table.type}.arrow`, written);
  }
}

/** Reads all of a folder's files; gives back every column. */
export function readArrow(folder: string): readonly Vector[] {
  const { tableFromIPC } = loadPeer<Arrow>("apache-arrow");
  return readdirSync(folder).flatMap((file) => {
    const table: ArrowTable = tableFromIPC(readFileSync(`${folder}/${file}`));
    return Array.from({ length: table.numCols }, (_, i) => table.getChildAt(i)!);
  });
}

function columnsOf(arrow: Arrow, table: Table): Record<string, Vector> {
  const { rows } = table;
  const columns: Record<string, Vector> = { "": codesVector(arrow, table.connector, rows) };
  for (const [name, column] of table.columns) columns[name] = columnVector(arrow, column, rows);
  for (const [name, { links }] of table.relations)
    // The other direction is its inverse's own, in the table of the other side.
    for (const { target, count, forward } of links)
      if (count > 0) columns[`${name} ${target}`] = adjacencyVector(arrow, forward, rows);
  return columns;
}

function columnVector(arrow: Arrow, column: Column, rows: number): Vector {
  if (column.kind === "plain") {
    const nullBitmap = column.nulls && bytesOf(column.nulls).map((byte) => ~byte);
    return new arrow.Vector([textsData(arrow, column.texts, nullBitmap)]);
  }
  return codedVector(arrow, column, rows);
}

function codedVector(arrow: Arrow, { codes, dictionary }: CodedColumn, rows: number): Vector {
  const { Vector, makeData } = arrow;
  if (dictionary.count === 0)
    return new Vector([makeData({ type: new arrow.Null(), length: rows })]);
  if (dictionary.kind === "boolean") return booleanVector(arrow, codes, rows);
  const values =
    dictionary.kind === "number"
      ? makeData({
          type: new arrow.Float64(),
          length: dictionary.count + 1,
          data: Float64Array.of(0, ...new Float64Array(bytesOf(dictionary.numbers).buffer)),
          nullBitmap: allButFirst(dictionary.count + 1),
        })
      : textsData(arrow, dictionary.texts, allButFirst(dictionary.count + 1), 1);
  const { type: codeType, data } = codesData(arrow, codes);
  const type = new arrow.Dictionary((values as { type: unknown }).type, codeType);
  const parts = { type, length: rows, data, dictionary: new Vector([values]) };
  return new Vector([makeData(parts)]);
}

/** Texts with so many empty ones before them. */
function textsData(arrow: Arrow, texts: Texts, nullBitmap?: Uint8Array, before = 0): unknown {
  const ends = new Int32Array(bytesOf(texts.offsets).buffer);
  const valueOffsets = new Int32Array(before + texts.count + 1);
  valueOffsets.set(ends.subarray(0, texts.count + 1), before);
  const length = before + texts.count;
  const data = bytesOf(texts.bytes);
  return arrow.makeData({ type: new arrow.Utf8(), length, valueOffsets, data, nullBitmap });
}

function booleanVector(arrow: Arrow, { blob }: Codes, rows: number): Vector {
  const data = new Uint8Array(Math.ceil(rows / 8));
  const nullBitmap = new Uint8Array(data.length);
  for (const [row, code] of bytesOf(blob).subarray(0, rows).entries()) {
    if (code > 0) nullBitmap[row >> 3]! |= 1 << (row & 7);
    if (code === 2) data[row >> 3]! |= 1 << (row & 7);
  }
  const type = new arrow.Bool();
  return new arrow.Vector([arrow.makeData({ type, length: rows, data, nullBitmap })]);
}

function adjacencyVector(arrow: Arrow, adjacency: Adjacency, rows: number): Vector {
  const { Vector, makeData } = arrow;
  const type = new arrow.Uint32();
  const integers = (blob: Blob): Uint32Array => new Uint32Array(bytesOf(blob).buffer);
  if (adjacency.kind === "one") {
    const data = integers(adjacency.targets).subarray(0, rows);
    return new Vector([makeData({ type, length: rows, data })]);
  }
  const offsets = integers(adjacency.offsets);
  if (adjacency.kind === "runs")
    return new Vector([makeData({ type, length: rows, data: offsets.subarray(0, rows) })]);
  const data = integers(adjacency.targets).subarray(0, offsets[rows]);
  const child = makeData({ type, length: data.length, data });
  const valueOffsets = new Int32Array(offsets.buffer, 0, rows + 1);
  const list = new arrow.List(new arrow.Field("", type));
  return new Vector([makeData({ type: list, length: rows, valueOffsets, child })]);
}

function codesVector(arrow: Arrow, codes: Codes, rows: number): Vector {
  const { type, data } = codesData(arrow, codes);
  return new arrow.Vector([arrow.makeData({ type, length: rows, data })]);
}

function codesData(arrow: Arrow, { width, blob }: Codes) {
  const { buffer } = bytesOf(blob);
  if (width === 1) return { type: new arrow.Uint8(), data: new Uint8Array(buffer) };
  if (width === 2) return { type: new arrow.Uint16(), data: new Uint16Array(buffer) };
  return { type: new arrow.Uint32(), data: new Uint32Array(buffer) };
}

/** A bit for each, all set but the first. */
function allButFirst(count: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(count / 8)).fill(255);
  bits[0] = 254;
  return bits;
}

function bytesOf(blob: Blob): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(blob.byteLength);
  blob.read(bytes);
  return bytes;
}
