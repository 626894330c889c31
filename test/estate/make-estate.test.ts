import { describe, expect, test } from "vitest";
import { makeEstate } from "../../src/estate/make-estate.ts";
import { statusesOf, type RowStatus } from "../../src/estate/row-status.ts";
import type { SmallEstate } from "../../src/estate/small-estate.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetRecord, Filter } from "../../src/types.ts";

const model = loadModel("schema");

const account = "/subscriptions/a";
const record = (type: string, id: string, rest: Partial<AssetRecord> = {}): AssetRecord => ({
  ...{ type, id, connector: account, fields: {}, links: {} },
  ...rest,
});

async function statuses(
  estates: readonly SmallEstate[],
  type: string,
  where: Filter,
): Promise<readonly RowStatus[]> {
  const inventory = makeEstate(model, estates);
  const [selection] = await inventory.select([{ type, where }]);
  const rows = Uint32Array.from({ length: selection!.examined }, (_, row) => row);
  return statusesOf(selection!, { type, rows });
}

const purge: Filter = {
  kind: "compare",
  field: "enablePurgeProtection",
  operator: "EQ",
  value: false,
};
const openings: Filter = { kind: "quantify", relation: "opensToInternetOn", quantifier: "SOME" };
const hasHosts: Filter = { kind: "quantify", relation: "bastionHosts", quantifier: "SOME" };

describe("a small estate", () => {
  test("says of each row whether a filter is true, false or open", async () => {
    const records = [
      record("KMSVault", "1", { fields: { enablePurgeProtection: false } }),
      record("KMSVault", "2", { fields: { enablePurgeProtection: true } }),
      record("KMSVault", "3", { missing: ["enablePurgeProtection"] }),
    ];
    expect(await statuses([{ records, unread: [] }], "KMSVault", purge)).toEqual([
      "FAIL",
      "PASS",
      "UNDECIDED",
    ]);
  });

  test("has what is derived as it is stated", async () => {
    const part = record("InternetOpening", "g#opensToInternetOn/0");
    const records = [
      record("SecurityGroup", "g", { links: { opensToInternetOn: [part.id] } }),
      record("SecurityGroup", "h"),
      part,
    ];
    expect(await statuses([{ records, unread: [] }], "SecurityGroup", openings)).toEqual([
      "FAIL",
      "PASS",
    ]);
    const unread = [{ type: "SecurityGroup", connector: account }];
    expect(await statuses([{ records, unread }], "SecurityGroup", openings)).toEqual([
      "FAIL",
      "UNDECIDED",
    ]);
  });

  test("keeps refused listings to the connectors in which they were refused", async () => {
    const owner = (id: string) => record("Connector", id, { connector: id });
    const estates = [
      { records: [owner("/subscriptions/a")], unread: [] },
      {
        records: [owner("/subscriptions/b")],
        unread: [{ type: "BastionHost", connector: "/subscriptions/b" }],
      },
    ];
    expect(await statuses(estates, "Connector", hasHosts)).toEqual(["PASS", "UNDECIDED"]);
  });
});
