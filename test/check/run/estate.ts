import { readFileSync } from "node:fs";
import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readModel } from "../../../src/model/read.ts";
import type { AssetRecord, Collection, CollectionStatus, Inventory } from "../../../src/types.ts";
import type { Estate } from "../../reference/evaluate.ts";

const sdl = `
interface Asset {
  id: ID!
  name: String
  connector: Connector @references(path: ["$connector"])
}
interface Store {
  id: ID!
  isOpen: Boolean
}
type Connector implements Asset {
  machines: [Machine!]! @inverse(of: "connector")
}
type Bucket implements Asset & Store {
  isOpen: Boolean
}
type Share implements Asset & Store {
  isOpen: Boolean
}
type Machine implements Asset {
  disks: [Disk!]! @references(path: ["disks"])
  mounts: [Mount!]! @embeds(path: ["mounts"])
}
type Mount {
  name: String
  path: String
  disk: Disk @references(path: ["disk"])
}
type Disk implements Asset {
  isEncrypted: Boolean
}
`;

export const model = readModel([
  { file: "estate.graphql", text: sdl },
  { file: "checks.graphql", text: readFileSync("schema/checks.graphql", "utf8") },
]);

export const [one, two] = ["/subscriptions/1", "/subscriptions/2"];
export const at = "2026-11-20T08:00:00.000Z";

export type Made = readonly [type: string, id: string, more?: Partial<AssetRecord>];

const info = {
  id: "made",
  takenAt: at,
  origin: "test",
  assayVersion: "0",
  schemaFingerprint: model.fingerprint,
  formatVersion: 1,
};

/** An estate of no asset. */
export function emptyEstate(...collections: readonly Collection[]): Inventory {
  const builder = createBuilder(model);
  for (const collection of collections) builder.addCollection(collection);
  return createInventory(model, builder.build(info));
}

type Incomplete = Readonly<Record<string, CollectionStatus>>;

/** An estate of two connectors in which all collections are complete but those named. */
export function estate(made: readonly Made[], incomplete: Incomplete = {}): Inventory {
  const { records, collections } = estateOf(made, incomplete);
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return createInventory(model, builder.build(info));
}

/** The same as plain objects. */
export function estateOf(made: readonly Made[], incomplete: Incomplete = {}): Estate {
  const all: readonly Made[] = [["Connector", one], ["Connector", two], ...made];
  const records = all.map(([type, id, more]) => ({
    type,
    id,
    connector: id.startsWith(two) ? two : one,
    links: {},
    ...more,
    fields: { id, name: id.split("/").at(-1)!, ...more?.fields },
  }));
  const collections = ["Connector", "Bucket", "Share", "Machine", "Disk"].flatMap((type) =>
    [one, two].map((connector): Collection => {
      const status = incomplete[`${type} ${connector}`] ?? "complete";
      const collection = { type, connector, status, readAt: at, assets: 0 };
      return status === "complete" ? collection : { ...collection, cause: "No." };
    }),
  );
  return { model, records, collections };
}

export const bucket = (id: string, isOpen: boolean | null = false): Made => [
  "Bucket",
  id,
  { fields: { isOpen } },
];
export const share = (id: string, isOpen: boolean | null = false): Made => [
  "Share",
  id,
  { fields: { isOpen } },
];
export const disk = (id: string, isEncrypted: boolean | null): Made => [
  "Disk",
  id,
  { fields: { isEncrypted } },
];

/** `call`, which tells `note` what it was asked. */
export function noting<A extends readonly unknown[], R>(
  call: (...about: A) => R,
  note: (...about: A) => void,
): (...about: A) => R {
  return (...about) => {
    note(...about);
    return call(...about);
  };
}
