import { describe, expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import type { AbstractType, AssetType } from "../../src/types.ts";
import vocabulary from "../vocabulary/azure.json" with { type: "json" };

const model = loadModel("schema");
const named = new Map<string, AssetType | AbstractType>([...model.types, ...model.abstractTypes]);
const roots = new Map(
  [...named.values()].filter(({ kind }) => kind !== "part").map((type) => [type.plural, type]),
);

/** What the vocabulary leaves open is settled here. */
const settled: Readonly<Record<string, string>> = {
  "disks.encryptionKey": "ID",
  "vms.diskAttachments.disk.encryptionKey": "ID",
  "kmsKeys.expires": "DateTime",
  "kmsKeys.dataStores.identifier": "ID",
  "managedIdentities.vms.networkInterfaces.publicIp": "relationship (one)",
  "vms.networkInterfaces.publicIp": "relationship (one)",
};

test.each(Object.entries(vocabulary.rootTypes))("the root field %s gives %s", (plural, written) => {
  const type = roots.get(plural);
  expect(type?.kind === "interface" ? `(interface) ${type.name}` : type?.name).toBe(written);
});

describe.each(Object.entries(vocabulary.fields))("%s", (path, fields) => {
  test.each(Object.entries(fields))("has %s", (name, { kind }) => {
    expect(kindOf(typeAt(path), name)).toBe(settled[`${path}.${name}`] ?? kind);
  });
});

function typeAt(path: string): AssetType | AbstractType | undefined {
  const [root, ...relations] = path.split(".");
  let type = roots.get(root!);
  for (const name of relations) type = named.get(type?.relations.get(name)?.target ?? "");
  return type;
}

/** In the vocabulary's words; for a type or field that is not there the empty text. */
function kindOf(type: AssetType | AbstractType | undefined, name: string): string {
  const field = type?.fields.get(name);
  if (field) return field.list ? `[${field.scalar}]` : field.scalar;
  const relation = type?.relations.get(name);
  if (relation) return `relationship (${relation.toMany ? "many" : "one"})`;
  return "";
}
