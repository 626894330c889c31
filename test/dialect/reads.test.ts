import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { gatherReads, type Reads, readsOf, readsOfRule } from "../../src/dialect/reads.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");

function readsIn(type: string, where: unknown): readonly Reads[] {
  const { filter, mistakes } = readWhere(model, type, where, { allowBacktracking: true });
  expect(mistakes).toEqual([]);
  return readsOf(model, type, filter);
}

/** As `StorageAccount(sku blobContainers: BlobContainer(publicAccess))`. */
function shown({ type, fields, relations }: Reads): string {
  const behind = [...relations].map(([name, inner]) => `${name}: ${inner.map(shown).join(" | ")}`);
  return `${type}(${[...[...fields].sort(), ...behind].join(" ")})`;
}

describe("what a filter reads", () => {
  test.each<[string, string, unknown, string]>([
    ["nothing without a condition", "VM", null, "VM()"],
    ["fields, in either spelling", "VM", { name: { eq: "a" }, size_IN: ["b"] }, "VM(name size)"],
    ["a field that is asked whether it is null", "VM", { size_EXISTS: false }, "VM(size)"],
    ["all arms", "VM", { OR: [{ name: "a" }, { NOT: { size: "b" } }] }, "VM(name size)"],
    [
      "a relation that is only counted, without what is behind it",
      "StorageAccount",
      { blobContainers_EXISTS: true },
      "StorageAccount(blobContainers: BlobContainer())",
    ],
    [
      "what two conditions read behind one relation, together",
      "StorageAccount",
      { blobContainers_SOME: { name: "a" }, blobContainers_NONE: { publicAccess: "Blob" } },
      "StorageAccount(blobContainers: BlobContainer(name publicAccess))",
    ],
  ])("%s", (_title, type, where, expected) => {
    expect(readsIn(type, where).map(shown)).toEqual([expected]);
  });

  test("is told for each type of an interface, of the members that it has", () => {
    const reads = readsIn("FirewallRule", { startIPAddress: "0.0.0.0" });
    expect(reads.length).toBeGreaterThan(1);
    for (const { type, fields } of reads)
      expect([type, [...fields]]).toEqual([type, ["startIPAddress"]]);
  });

  test("leaves out what stands beside a condition on another type", () => {
    const where = { typename_IN: ["VM"], name: "a" };
    const reads = readsIn("Asset", where).filter(({ fields }) => fields.size > 0);
    expect(reads.map(shown)).toEqual(["VM(name)"]);
  });

  test("holds the way to a rule's offenders", () => {
    const reads = readsOfRule(model, {
      name: "storageAccounts",
      query: { type: "StorageAccount", where: { kind: "null", field: "sku" } },
      expectation: { operator: "eq", value: [] },
      offendersPath: [{ relation: "blobContainers", where: { kind: "null", field: "name" } }],
      place: { file: "a", line: 1, column: 1 },
      places: new Map(),
    });
    expect(reads.map(shown)).toEqual(["StorageAccount(sku blobContainers: BlobContainer(name))"]);
    const gathered = [...gatherReads(reads)].map(([type, members]) => [type, [...members]]);
    expect(gathered).toEqual([
      ["StorageAccount", ["sku", "blobContainers"]],
      ["BlobContainer", ["name"]],
    ]);
  });
});
