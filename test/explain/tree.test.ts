import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { openTables } from "../../src/engine/inventory.ts";
import { explainTree } from "../../src/explain/tree.ts";
import type { TreeNode, TruthCounts } from "../../src/explanation.ts";
import type { AssetRecord, Backend, Filter, Quantifier, Truth } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { createReferenceBackend } from "../reference/backend.ts";
import { type Estate, relatedTo, rowsOf, truthFor } from "../reference/evaluate.ts";

const backends: readonly (readonly [name: string, open: (estate: Estate) => Backend])[] = [
  ["the engine", (estate) => openTables(toys, tablesOf(estate))],
  ["the reference evaluator", createReferenceBackend],
];

const opposite = { true: "false", false: "true", unknown: "unknown", missing: "missing" } as const;

/** Holds every node of a tree to the reference; gives how many there are. */
function hold(estate: Estate, record: AssetRecord, filter: Filter, node: TreeNode): number {
  const truth = truthFor(estate, record, filter) as Truth;
  expect(node.truth, `${node.kind} of ${record.type} ${record.id}`).toBe(truth);
  switch (filter.kind) {
    case "and":
    case "or": {
      if (node.kind !== "all" && node.kind !== "any") throw new Error(node.kind);
      expect(node.of).toHaveLength(filter.of.length);
      return filter.of.reduce((sum, part, i) => sum + hold(estate, record, part, node.of[i]!), 1);
    }
    case "not": {
      if (node.kind === "not") return 1 + hold(estate, record, filter.of, node.of[0]!);
      return hold(estate, record, filter.of, { ...node, truth: opposite[node.truth] });
    }
    case "quantify": {
      if (node.kind !== "related") throw new Error(node.kind);
      const declared = toys.types.get(record.type)!.relations.get(filter.relation);
      if (!declared) return 1;
      const far = relatedTo(estate, record, declared);
      const { where } = filter;
      const counts: Record<Truth, number> = { true: 0, false: 0, unknown: 0, missing: 0 };
      for (const one of far) counts[where ? (truthFor(estate, one, where) as Truth) : "true"]++;
      expect(node.counts).toEqual(counts);
      expect(sum(node.more)).toBe(far.length - node.rows.length);
      return node.rows.reduce((found, row) => {
        const own = far.find(({ type, id }) => type === row.type && id === row.id);
        return own && where && row.of ? found + hold(estate, own, where, row.of) : found;
      }, 1);
    }
    default:
      return 1;
  }
}

function sum(counts: TruthCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

describe.each(backends)("over %s", (_name, open) => {
  test.each([
    ["everything was collected", true],
    ["data is missing", false],
  ])("every node has the truth that the reference finds, where %s", async (_title, complete) => {
    let nodes = 0;
    const property = fc.asyncProperty(
      estates(complete),
      fc
        .constantFrom(...toys.types.keys())
        .chain((type) => filters(type).map((where) => ({ type, where }))),
      async (estate, { type, where }) => {
        const inventory = createInventoryOver(open(estate));
        for (const record of rowsOf(estate, type).slice(0, 3)) {
          const [row] = await inventory.find(type, [record.id]);
          const tree = await explainTree(inventory, { type, row: row! }, where);
          nodes += hold(estate, record, where, tree);
          expect(tree.decides).toBe(true);
        }
      },
    );
    await fc.assert(property, { numRuns: 150 });
    expect(nodes).toBeGreaterThan(300);
  });
});

const records: readonly AssetRecord[] = [
  { type: "Account", id: "/a", connector: "/a", fields: { name: "home" }, links: {} },
  ...["red", "green", "blue", "black", "white"].map((name, i) => ({
    ...{ type: "Box", id: `/a/box/${i}`, connector: "/a" },
    fields: { name, size: i },
    links: { connector: ["/a"] },
  })),
];

async function treeOf(quantifier: Quantifier, where: Filter): Promise<TreeNode> {
  const collections = [...toys.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map(({ name }) => ({
      ...{ type: name, connector: "/a", status: "complete" as const, readAt: "", assets: 0 },
    }));
  const inventory = createInventoryOver(
    openTables(toys, tablesOf({ model: toys, records, collections })),
  );
  const filter: Filter = { kind: "quantify", relation: "boxes", quantifier, where };
  return explainTree(inventory, { type: "Account", row: 0 }, filter);
}

const large = { kind: "compare", field: "size", operator: "GT", value: 2 } as const;
const both: Filter = {
  kind: "and",
  of: [large, { kind: "compare", field: "name", operator: "EQ", value: "red" }],
};

test.each<[string, Quantifier, Filter, readonly string[]]>([
  ["those that hold, where some does", "SOME", large, ["black!", "white!", "red"]],
  ["those that fail, where all should hold", "ALL", large, ["red!", "green!", "blue!"]],
  ["those that come nearest, where none holds", "NONE", both, ["red!", "black!", "white!"]],
])("of related rows come first %s", async (_title, quantifier, where, labels) => {
  const tree = await treeOf(quantifier, where);
  if (tree.kind !== "related") throw new Error(tree.kind);
  expect(tree.rows.map(({ label, decides }) => `${label}${decides ? "!" : ""}`)).toEqual(
    labels.map((one) => one.replace(/^(\w+)/, "boxes[$1]")),
  );
  expect(sum(tree.more)).toBe(2);
});
