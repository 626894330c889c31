import type { Blob, Table, Tables } from "../inventory/tables.ts";
import { memoryBlob } from "../inventory/tables.ts";
import type { SnapshotInfo } from "../types.ts";
import type { BlobLocation } from "./file-blobs.ts";

/**
 * What a file says of its tables: everything but blobs, in whose stead their places stand, and the tables themselves. Of a
 * table it holds what tells whether anybody needs it; `rest` is a blob of JSON, read when somebody first asks for more.
 */
export interface Manifest {
  readonly info: SnapshotInfo;
  readonly tables: readonly {
    readonly type: string;
    readonly rows: number;
    readonly rest: BlobLocation;
  }[];
}

/** Says where the bytes of tables are once `put` has brought each blob to its place, a blob that stands in two places once. */
export function writeManifest(tables: Tables, put: (blob: Blob) => BlobLocation): Manifest {
  const places = new Map<Blob, BlobLocation>();
  const write = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (isBlob(value)) {
      if (!places.has(value)) places.set(value, put(value));
      return { place: places.get(value) };
    }
    if (value instanceof Map) return { map: [...value].map(([key, own]) => [key, write(own)]) };
    if (Array.isArray(value)) return value.map(write);
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, write(own)]));
  };
  const { info, tables: byType, ...others } = tables;
  const stubs = [...byType.values()].map(({ type, rows, ...rest }) => {
    const json = Buffer.from(JSON.stringify(write(rest)));
    return { type, rows, rest: put(memoryBlob(json)) };
  });
  return { info, tables: stubs, ...(write(others) as object) };
}

/** The tables that a manifest tells of, over the blobs at its places. The manifest becomes a part of them. */
export function readManifest(manifest: Manifest, blobAt: (place: BlobLocation) => Blob): Tables {
  const read = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if ("place" in value) return blobAt(value.place as BlobLocation);
    if ("map" in value && !Array.isArray(value)) {
      const map = new Map<string, unknown>();
      for (const [key, own] of value.map as [string, unknown][]) map.set(key, read(own));
      return map;
    }
    // What was parsed for this alone is turned into tables where it is: a model has thousands of columns and links.
    const parsed = value as Record<string, unknown>;
    for (const key of Object.keys(parsed)) parsed[key] = read(parsed[key]);
    return parsed;
  };
  const { info, tables: stubs, ...others } = manifest;
  const tables = stubs.map(({ type, rows, rest }): [string, Table] => {
    const readRest = () => read(JSON.parse(textOf(blobAt(rest)))) as Rest;
    return [type, createTable(type, rows, readRest)];
  });
  return { info, tables: new Map(tables), ...(read(others) as Omit<Tables, keyof Manifest>) };
}

type Rest = Pick<Table, "columns" | "relations" | "connector">;

/** A suite asks for few of a model's tables: the others are never more than their name. */
function createTable(type: string, rows: number, readRest: () => Rest): Table {
  let known: Rest | undefined;
  const rest = () => (known ??= readRest());
  return {
    type,
    rows,
    get columns() {
      return rest().columns;
    },
    get relations() {
      return rest().relations;
    },
    get connector() {
      return rest().connector;
    },
  };
}

function textOf(blob: Blob): string {
  const bytes = Buffer.alloc(blob.byteLength);
  blob.read(bytes);
  return bytes.toString();
}

function isBlob(value: object): value is Blob {
  return "read" in value && typeof value.read === "function";
}
