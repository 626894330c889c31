import type { Blob, Tables } from "../inventory/tables.ts";

/** Tables as JSON: blobs become their numbers, maps lists of pairs. */
export function writeManifest(tables: Tables): {
  readonly manifest: object;
  readonly blobs: readonly Blob[];
} {
  // One blob may stand in two places: an inverse is the other side's links.
  const numbers = new Map<Blob, number>();
  const write = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (isBlob(value)) {
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return { blob: numbers.get(value) };
    }
    if (value instanceof Map) return { map: [...value].map(([key, own]) => [key, write(own)]) };
    if (Array.isArray(value)) return value.map(write);
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, write(own)]));
  };
  const manifest = write(tables) as object;
  return { manifest, blobs: [...numbers.keys()] };
}

/** Tables from their JSON and the blobs it numbers. */
export function readManifest(manifest: object, blobs: readonly Blob[]): Tables {
  const read = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(read);
    if ("blob" in value && typeof value.blob === "number") return blobs[value.blob as number];
    if ("map" in value) {
      const pairs = value.map as readonly (readonly [string, unknown])[];
      return new Map(pairs.map(([key, own]) => [key, read(own)]));
    }
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, read(own)]));
  };
  const { blobs: _places, ...tables } = read(manifest) as Tables & { blobs?: unknown };
  return tables;
}

function isBlob(value: object): value is Blob {
  return "read" in value && typeof value.read === "function";
}
