import { beforeAll, describe, expect, test } from "vitest";
import { loadChecks } from "../../../src/check/document/load.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import { readScope } from "../../../src/check/scope/scope.ts";
import { openSample } from "../../../src/library/open-inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import type { AssetName, Check, Inventory, Run, VerdictStatus } from "../../../src/types.ts";

const sample = loadModel("schema");
let inventory: Inventory;
let checks: readonly Check[];
let whole: Run;

const judge = async (words: readonly string[]): Promise<Run> => {
  const scope = await readScope(inventory, words);
  const options = { clock: () => 0, ...(scope ? { scope } : {}) };
  return (await runWhole(inventory, checks, options)).run;
};

beforeAll(async () => {
  inventory = await openSample(sample);
  checks = loadChecks(sample, "checks", {});
  whole = await judge([]);
});

interface Facts {
  readonly id: string;
  readonly type: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly connector: string;
}

/** What the sample's assets say of themselves, row by row, without a filter. */
async function readFacts(): Promise<ReadonlyMap<string, Facts>> {
  const facts = new Map<string, Facts>();
  for (const { name: type, kind } of sample.types.values()) {
    if (kind !== "asset") continue;
    const [all] = await inventory.select([{ type }]);
    for (const rows of await all!.rows("matched")) {
      const [ids] = await inventory.read(rows, ["id"]);
      const connectors = await inventory.connectorsOf(rows);
      const { offsets, targets, types } = await inventory.related(rows, "tags");
      const tags = await inventory.read({ type: types[0] ?? "Tag", rows: targets }, [
        "key",
        "value",
      ]);
      for (const [i, id] of ids!.entries()) {
        const own = [...targets.keys()].slice(offsets[i], offsets[i + 1]);
        facts.set(`${type} ${String(id)}`, {
          ...{ id: String(id), type, connector: connectors[i]! },
          tags: new Map(
            own.map((at) => [String(tags[0]![at]).toLowerCase(), String(tags[1]![at])]),
          ),
        });
      }
    }
  }
  return facts;
}

const webProd = "/subscriptions/6ec58268-a66b-5ff9-9cba-4c531a3d1219";

type Means = (facts: Facts, above: Facts | undefined) => boolean;

const isProduction: Means = ({ tags }, above) =>
  (tags.get("environment") ?? above?.tags.get("environment")) === "production";

const cases: readonly (readonly [words: readonly string[], means: Means])[] = [
  [["subscription:web-prod"], ({ connector }) => connector === webProd],
  [[`subscription:${webProd.toUpperCase()}`], ({ connector }) => connector === webProd],
  [["subscription:6ec58268-a66b-5ff9-9cba-4c531a3d1219"], ({ connector }) => connector === webProd],
  [["tag:Environment=production"], isProduction],
  [
    [`asset:https://portal.azure.com/#@contoso/resource${webProd.toUpperCase()}/overview`],
    ({ id }) => id === webProd,
  ],
  [["type:VM"], ({ type }) => type === "VM"],
  [["type:microsoft.compute/virtualmachines"], ({ type }) => type === "VM"],
  [["type:vms", "type:StorageAccount"], ({ type }) => type === "VM" || type === "StorageAccount"],
  [
    ["service:storage", "tag:environment=production"],
    (facts, above) =>
      sample.types.get(facts.type)!.place!.file.includes("/storage/") && isProduction(facts, above),
  ],
];

describe("what a narrowed run names", () => {
  test.each(cases)("%j is what the whole run names inside", async (words, means) => {
    const facts = await readFacts();
    const isInside = ({ type, id, connector }: AssetName) =>
      means(facts.get(`${type} ${id}`)!, facts.get(`Connector ${connector?.id ?? id}`));
    const narrowed = await judge(words);
    expect(narrowed.narrowedTo).toEqual(words);
    for (const [i, verdict] of whole.verdicts.entries()) {
      const own = narrowed.verdicts[i]!;
      const keep = <T extends { readonly asset: AssetName }>(list: readonly T[]) =>
        list.filter(({ asset }) => isInside(asset));
      expect(own.offenders).toEqual(keep(verdict.offenders));
      expect(own.undecided).toEqual(keep(verdict.undecided));
      expect(own.offenderCount).toBe(own.offenders.length);
    }
    const count = [...facts.values()].filter((one) =>
      means(one, facts.get(`Connector ${one.connector}`)),
    );
    expect(Object.values(narrowed.assets).reduce((a, b) => a + b)).toBe(count.length);
  });

  test("all of several connectors together is what each has by itself", async () => {
    const [both, web, data] = await Promise.all([
      judge(["subscription:web-prod", "subscription:web-sandbox"]),
      judge(["subscription:web-prod"]),
      judge(["subscription:web-sandbox"]),
    ]);
    for (const [i, { offenderCount }] of both.verdicts.entries())
      expect(offenderCount).toBe(web.verdicts[i]!.offenderCount + data.verdicts[i]!.offenderCount);
  });
});

const rank: Readonly<Record<VerdictStatus, number>> = {
  ...{ notApplicable: 0, pass: 0, undecided: 1, fail: 2 },
};

test("what is undecided because of a connector outside does not colour what is inside, and whatever is inside does", async () => {
  const web = await judge(["subscription:web-prod"]);
  const legacy = await judge(["subscription:legacy-erp"]);
  for (const [i, { status, check }] of web.verdicts.entries())
    expect(rank[status], check).toBeLessThanOrEqual(rank[whole.verdicts[i]!.status]);
  const open = (run: Run) => run.verdicts.filter(({ status }) => status === "undecided").length;
  expect(open(web)).toBe(0);
  expect(open(legacy)).toBeGreaterThan(0);
  expect(web.coverage.every(({ status }) => status === "complete")).toBe(true);
  expect(legacy.coverage.some(({ status }) => status === "denied")).toBe(true);
});

test("words that mean nothing are refused, all at once, with the nearest", async () => {
  const words = [
    ...[
      "subscription:web-prd",
      "group:productoin",
      "tag:environment=prodution",
      "tag:enviroment=x",
    ],
    ...[
      "type:VMz",
      "service:storge",
      "owner:me",
      "web-prod",
      "subscription:",
      "tag:environment",
      "asset:/x",
    ],
  ];
  for (const word of words) {
    const refusal = await readScope(inventory, [word]).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(refusal, word).toMatchSnapshot();
  }
});

test("a scope that selects nothing examines nothing, and says so", async () => {
  const run = await judge(["subscription:web-prod", "type:BastionHost"]);
  expect(
    run.verdicts.every(({ status }) => status === "notApplicable" || status === "undecided"),
  ).toBe(true);
  expect(run.notes).toEqual([expect.stringMatching(/^No asset in the snapshot is in /)]);
});
