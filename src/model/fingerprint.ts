import { createHash } from "node:crypto";
import type { AbstractType, AssetType, Field, Relation } from "../types.ts";

/**
 * Sixteen hexadecimal digits that change whenever what is stored would: types, their fields and relations, how they are read
 * and where from. Descriptions, plurals, permissions and the order of definitions do not count.
 */
export function fingerprintOf(
  types: ReadonlyMap<string, AssetType>,
  abstractTypes: ReadonlyMap<string, AbstractType>,
): string {
  const stored = {
    types: sorted(types, (type) => ({
      kind: type.kind,
      source: type.source && { ...type.source, permission: undefined },
      fields: sorted(type.fields, storedField),
      relations: sorted(type.relations, storedRelation),
    })),
    abstractTypes: sorted(abstractTypes, ({ members }) => members),
  };
  return createHash("sha256").update(JSON.stringify(stored)).digest("hex").slice(0, 16);
}

function storedField({ scalar, list, reading, spelling, absence, uncollected, derived }: Field) {
  const isMissing = absence?.is === "missing";
  return [scalar, list, reading, spelling, isMissing, uncollected !== undefined, derived];
}

function storedRelation(relation: Relation) {
  const { target, toMany, kind, reading, absence, inverse, holders, uncollected, derived } =
    relation;
  const isMissing = absence?.is === "missing";
  const way = [inverse, holders, derived];
  return [target, toMany, kind, reading, isMissing, way, uncollected !== undefined];
}

function sorted<T>(map: ReadonlyMap<string, T>, store: (value: T) => unknown): unknown {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, store(value)]);
}
