import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Tables } from "../../src/inventory/tables.ts";
import { writeManifest } from "../../src/snapshot/manifest.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { info } from "../engine/info.ts";
import { estates, toys } from "../engine/random-estate.ts";

describe("build", () => {
  test("the bytes do not depend on the order in which assets and collections come", () => {
    fc.assert(
      fc.property(estates(false), fc.infiniteStream(fc.nat()), ({ records, collections }, keys) => {
        const shuffle = <T>(list: readonly T[]) =>
          list
            .map((value) => ({ value, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
        expect(digest(build(shuffle(records), shuffle(collections)))).toBe(
          digest(build(records, collections)),
        );
      }),
    );
  });

  test("of two collections for one type and connector the later one alone leaves anything", () => {
    const collection: Collection = {
      type: "Box",
      connector: "/a",
      status: "complete",
      readAt: "2026-01-01T00:00:00Z",
      assets: 1,
    };
    const earlier: Collection = { ...collection, status: "denied", cause: "no", unreadOwners: [] };
    expect(digest(build([], [earlier, collection]))).toBe(digest(build([], [collection])));
    expect(digest(build([], [collection, earlier]))).toBe(digest(build([], [earlier])));
  });

  test("of two assets with one id the later one counts", () => {
    const box = (name: string): AssetRecord => ({
      type: "Box",
      id: "/a/box/1",
      connector: "/a",
      fields: { name },
      links: { friends: [`/${name}`] },
    });
    const { tables } = build([box("old"), box("new")], []);
    const { rows, relations } = tables.get("Box")!;
    expect(rows).toBe(1);
    expect(relations.get("friends")!.dangling!.count).toBe(1);
  });
});

function build(records: readonly AssetRecord[], collections: readonly Collection[]): Tables {
  const builder = createBuilder(toys);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return builder.build(info);
}

function digest(tables: Tables): string {
  const hash = createHash("sha256");
  let at = 0;
  const manifest = writeManifest(tables, (blob) => {
    const bytes = new Uint8Array(blob.byteLength);
    blob.read(bytes);
    hash.update(bytes);
    return { bytes: bytes.length, at: at++, checksums: 0 };
  });
  hash.update(JSON.stringify(manifest));
  return hash.digest("hex");
}
