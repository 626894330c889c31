import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { readModel } from "../../src/model/read.ts";
import type { AssetRecord, FieldValue, Inventory, SnapshotInfo } from "../../src/types.ts";

const text = `
interface Asset {
  id: ID!
  name: String
  connector: Connector @references(path: ["$connector"])
}
"A connected account."
type Connector implements Asset {
  machines: [Machine!]! @inverse(of: "connector")
  disks: [Disk!]! @inverse(of: "connector")
  contacts: [Contact!]! @embeds(path: ["contacts"])
}
type Machine implements Asset {
  disks: [Disk!]! @references(path: ["disks"])
  startedAt: DateTime
}
type Disk implements Asset {
  size: Int
  encrypted: Boolean!
  image: Image! @references(path: ["image"])
}
type Image implements Asset
type Contact {
  email: String
}
`;

/** Machines with disks in connected accounts; a disk's image and whether it is encrypted are promised. */
export const model = readModel([{ file: "estate.graphql", text }]);

const info: SnapshotInfo = {
  id: "20261120T080000Z",
  takenAt: "2026-11-20T08:00:00Z",
  origin: "test",
  assayVersion: "0.0.0",
  schemaFingerprint: model.fingerprint,
  formatVersion: 1,
};

/** A record as tests write it: what is left out is null or empty. */
export interface Written {
  readonly type: string;
  readonly id: string;
  readonly connector?: string;
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly links?: Readonly<Record<string, readonly string[]>>;
}

/** An inventory of these records in which everything was collected. */
export function inventoryOf(written: readonly Written[]): Inventory {
  const builder = createBuilder(model);
  const connectors = new Set<string>();
  for (const { type, id, connector = "/a", fields = {}, links = {} } of written) {
    connectors.add(connector);
    const own = type === "Contact" ? fields : { name: id, ...fields };
    const record: AssetRecord = { type, id, connector, fields: own, links };
    builder.add(record);
  }
  for (const connector of connectors)
    for (const { name, kind } of model.types.values())
      if (kind === "asset")
        builder.addCollection({
          type: name,
          connector,
          status: "complete",
          readAt: info.takenAt,
          assets: 0,
        });
  return createInventory(model, builder.build(info));
}

/** Accounts `/0` to `/n-1`, each with two machines of two disks, of which one is encrypted. */
export function accounts(count: number): Inventory {
  const image: Written = { type: "Image", id: "image", connector: "/0" };
  const written = Array.from({ length: count }, (_, i) => `/${String(i).padStart(6, "0")}`).flatMap(
    (id): Written[] => [
      { type: "Connector", id, connector: id, links: { contacts: [`${id}#0`] } },
      { type: "Contact", id: `${id}#0`, connector: id, fields: { email: `a@${id}` } },
      ...["x", "y"].flatMap((machine): Written[] => [
        {
          type: "Machine",
          id: `${id}/${machine}`,
          connector: id,
          links: { disks: [`${id}/${machine}/0`, `${id}/${machine}/1`] },
        },
        ...[0, 1].map((disk): Written => ({
          type: "Disk",
          id: `${id}/${machine}/${disk}`,
          connector: id,
          fields: { encrypted: disk === 0, size: disk },
          links: { image: ["image"] },
        })),
      ]),
    ],
  );
  return inventoryOf([image, ...written]);
}
