import { createInventory } from "../engine/inventory.ts";
import { createBuilder } from "../inventory/build.ts";
import type { AssetRecord, AssetType, Collection, Inventory, Model } from "../types.ts";
import type { SmallEstate } from "./small-estate.ts";

export interface EstateOptions {
  /** ISO 8601 UTC: when all of it was read. */
  readonly takenAt?: string;
  /** The asset types that anybody will ask about, directly or behind a relation; all without it. Of others no listing is noted. */
  readonly types?: ReadonlySet<string>;
}

/** Without a moment of its own an estate is the same whenever it is made. */
const someMoment = "2026-01-01T00:00:00.000Z";

/**
 * One inventory of many small estates, judged by the engine as any other. Every listing is complete but those that were refused. Each
 * estate has connectors of its own, and no two records of a type have one id: whoever makes up the records sees to both.
 */
export function makeEstate(
  model: Model,
  estates: readonly SmallEstate[],
  { takenAt = someMoment, types: asked }: EstateOptions = {},
): Inventory {
  const builder = createBuilder(model, "stated");
  const listings = [...model.types.values()].filter(
    ({ kind, name }) => kind === "asset" && (asked?.has(name) ?? true),
  );
  const listed = new Set<string>();
  const refused = { ...emptyRefusal, readAt: takenAt };
  const complete = { status: "complete", readAt: takenAt, assets: 0 } as const;
  for (const { records, unread } of estates) {
    const unreadIn = Map.groupBy(unread, ({ connector }) => connector);
    for (const record of records) {
      const types = unreadIn.get(record.connector)?.map(({ type }) => type);
      builder.add(types ? withOpenMembers(model, record, types) : record);
    }
    for (const { connector } of [...records, ...unread]) {
      if (listed.has(connector)) continue;
      listed.add(connector);
      const types = unreadIn.get(connector)?.map(({ type }) => type);
      for (const { name: type } of listings)
        builder.addCollection({
          ...{ type, connector },
          ...(types?.includes(type) ? refused : complete),
        });
    }
  }
  const tables = builder.build({
    id: "made-up",
    takenAt,
    origin: "made up",
    assayVersion: "0",
    schemaFingerprint: model.fingerprint,
    formatVersion: 0,
  });
  return createInventory(model, tables);
}

const emptyRefusal: Omit<Collection, "type" | "connector" | "readAt"> = {
  status: "denied",
  cause: "The listing was refused.",
  assets: 0,
};

/** What is derived from a refused listing is not known: of a relation whether it leads to more, of a field the value where none is stated. */
function withOpenMembers(
  model: Model,
  record: AssetRecord,
  unread: readonly string[],
): AssetRecord {
  const open = openMembers(model.types.get(record.type)!, unread).filter(
    (name) => !Object.hasOwn(record.fields, name),
  );
  if (open.length === 0) return record;
  return { ...record, missing: [...new Set([...(record.missing ?? []), ...open])] };
}

function openMembers({ fields, relations }: AssetType, unread: readonly string[]): string[] {
  return [...fields.values(), ...relations.values()]
    .filter(({ derived }) => derived?.from.some((type) => unread.includes(type)))
    .map(({ name }) => name);
}
