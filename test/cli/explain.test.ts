import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import type { Explanation } from "../../src/explanation.ts";
import { callAssay } from "./fake-io.ts";

const own = mkdtempSync(join(tmpdir(), "assay-explain-"));
afterAll(() => rmSync(own, { recursive: true }));

function check(name: string, body: string): void {
  writeFileSync(join(own, `${name}.graphql`), `"${name}"\nquery ${body}\n`);
}

check(
  "two-rules",
  `@check(severity: LOW) {
    old: storageAccounts(where: { minimumTlsVersion: "TLS1_0" }) { id }
    open: storageAccounts(where: { allowBlobPublicAccess: true }) { id }
  }`,
);
check(
  "containers-of-old-accounts",
  `@check(severity: LOW) {
    storageAccounts(where: { minimumTlsVersion: "TLS1_0" }) @offenders(path: "blobContainers") {
      blobContainers { id }
    }
  }`,
);
check(
  "connectors-have-a-vault",
  `($subscriptionResourceId: ID!) @check(severity: LOW) {
    kmsVaults(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id }
  }`,
);
check("no-vaults", `@check(severity: LOW) { kmsVaults { id } }`);

async function explain(...words: readonly string[]) {
  return callAssay(["explain", "--sample", ...words], { columns: 100 });
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
for (const name of ["report", "explain"])
  ajv.addSchema(JSON.parse(readFileSync(`docs/${name}.schema.json`, "utf8")));
const validate = ajv.getSchema("explain.schema.json")!;

async function explainJson(...words: readonly string[]): Promise<Explanation> {
  const { exitCode, stdout, stderr } = await explain(...words, "--output", "json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  const json: unknown = JSON.parse(stdout);
  validate(json);
  expect(validate.errors).toBeNull();
  return json as Explanation;
}

const vault =
  "/subscriptions/2a243e91-950d-5b53-baa2-2e13969a3340/resourceGroups/rg-erp/providers/Microsoft.KeyVault/vaults/kv-erp";

describe("the tree", () => {
  test.each([
    ["fails", "azure/network/security-groups-close-rdp", "nsg-erp"],
    ["passes", "azure/network/security-groups-close-rdp", "nsg-demo"],
    ["undecided", "azure/keyvault/vault-access-is-logged", "kv-erp"],
    ["many related", "azure/defender/servers-plan-is-p2", "43ddca01-dac5-5574-b199-6779a7ea4137"],
    ["not examined", "azure/storage/containers-are-private", "kv-erp"],
  ])("is told of an asset: %s", async (title, id, asset) => {
    const { exitCode, stdout, stderr } = await explain(id, asset);
    expect([exitCode, stderr]).toEqual([0, ""]);
    await expect(stdout).toMatchFileSnapshot(`explain/${title.replaceAll(" ", "-")}.txt`);
    await explainJson(id, asset);
  });

  test("has bright what decided and dim what did not", async () => {
    const { stdout } = await callAssay(
      ["explain", "azure/network/security-groups-close-rdp", "nsg-erp", "--sample"],
      { columns: 100, isTTY: true, environment: { FORCE_COLOR: "1" } },
    );
    const lines = stdout.split("\n");
    expect(lines.find((line) => line.includes('"65535') || line.includes("65535"))).toContain("✓");
    const dim = lines.find((line) => line.includes('"ICMP"'))!;
    expect(dim).toContain("\u001b[2m✗");
  });
});

describe("rules", () => {
  test("are all told of, each by its name", async () => {
    const { rules } = await explainJson(join(own, "two-rules.graphql"), "qserpbackup");
    expect(rules.map(({ rule, status }) => [rule, status])).toEqual([
      ["old", "fail"],
      ["open", "fail"],
    ]);
  });

  test("that a path leads from are told of by what they were asked about", async () => {
    const { status, rules } = await explainJson(
      join(own, "containers-of-old-accounts.graphql"),
      "demo",
    );
    expect(status).toBe("pass");
    expect(rules[0]!.through).toMatchObject({ type: "StorageAccount", name: "qswebsandbox" });
    expect(rules[0]!.tree).toMatchObject({ field: "minimumTlsVersion", truth: "false" });
  });

  test("of a path from which nothing leads to an asset do not look at it", async () => {
    const { status, because } = await explainJson(
      join(own, "containers-of-old-accounts.graphql"),
      "kv-erp",
    );
    expect(status).toBe("notExamined");
    expect(because).toBe(
      'It asks for "StorageAccount", and none of those leads to this asset, which is of type "KMSVault".',
    );
  });

  test("that ask for a number say what is expected", async () => {
    const file = join(own, "connectors-have-a-vault.graphql");
    const found = await explainJson(file, "kv-erp");
    expect(found.rules).toMatchObject([
      { status: "pass", expected: { what: "at least 1 asset" }, tree: { truth: "true" } },
    ]);
    const without = await explainJson(file, "43ddca01-dac5-5574-b199-6779a7ea4137");
    expect(without.rules).toMatchObject([
      { status: "fail", expected: { what: "at least 1 asset", found: 0 } },
    ]);
  });

  test("without conditions have no tree", async () => {
    const { status, rules } = await explainJson(join(own, "no-vaults.graphql"), "kv-erp");
    expect([status, rules[0]!.tree]).toEqual(["fail", undefined]);
  });
});

describe("an asset", () => {
  test.each([
    ["its name", "kv-erp"],
    ["its id in any case", vault],
    ["an end of its id", "vaults/kv-erp"],
    [
      "its address in the portal",
      `https://portal.azure.com/#@contoso.com/resource${vault}/overview`,
    ],
  ])("is found by %s", async (_title, written) => {
    const { asset } = await explainJson("azure/keyvault/vaults-have-purge-protection", written);
    expect(asset.id).toBe(vault.toLowerCase());
  });

  test("that there is not is a mistake that names the nearest", async () => {
    const id = "azure/keyvault/vaults-have-purge-protection";
    const byName = await explain(id, "kv-er");
    expect([byName.exitCode, byName.stderr]).toEqual([
      3,
      expect.stringContaining('Did you mean "kv-erp"'),
    ]);
    const byId = await explain(id, vault.replace("kv-erp", "kv-erb"));
    expect(byId.stderr).toContain(`Did you mean "${vault.toLowerCase()}"`);
  });
});

test("an asset that may be where its type was not read is told to be possible there", async () => {
  const erp = vault.slice(0, vault.indexOf("/resourceGroups"));
  const id = `${erp}/resourceGroups/rg-erp/providers/Microsoft.Storage/storageAccounts/qserpbackup/blobServices/default/containers/backups-of-last-year`;
  const { exitCode, stderr } = await explain("azure/storage/containers-are-private", id);
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringContaining(`It may be in "${erp}": BlobContainer was denied there.`),
  ]);
});

test.each([
  ["fails", "azure/network/security-groups-close-rdp", "nsg-erp", 1],
  ["is undecided", "azure/keyvault/vault-access-is-logged", "kv-erp", 2],
  ["passes", "azure/keyvault/vaults-have-purge-protection", "kv-erp", 0],
  ["is not examined", "azure/storage/containers-are-private", "kv-erp", 2],
])("--exit-status says with its code that the asset %s", async (_title, id, asset, code) => {
  expect((await explain(id, asset, "--exit-status")).exitCode).toBe(code);
});

test("several checks are a mistake", async () => {
  const { exitCode, stderr } = await explain("azure/keyvault", "kv-erp");
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining("Name one of them.")]);
});

test.each([
  [["azure/keyvault/keys-expire"], 'Missing required argument "asset".'],
  [[], 'Missing required argument "check".'],
  [["a", "b", "c"], '"explain" takes 2 arguments, "check" and "asset", found "c".'],
])("a call with %j says which argument is meant", async (words, expected) => {
  const { exitCode, stderr } = await callAssay(["explain", ...words]);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining(expected)]);
});
