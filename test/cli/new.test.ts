import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guidanceHeadings } from "../../src/scaffold/headings.ts";
import { callAssay } from "./fake-io.ts";

const id = "azure/storage/accounts-refuse-http";
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-new-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const begin = async (...words: readonly string[]) =>
  callAssay(["new", ...words, "--checks", folder]);
const textOf = (ending: string) => readFileSync(join(folder, `${id}${ending}`), "utf8");

describe("new", () => {
  test("writes a check, its guidance and its cases, which are valid and hold", async () => {
    expect(await begin(id, "--where", "supportsHttpsTrafficOnly: false")).toMatchObject({
      exitCode: 0,
    });
    expect(textOf(".graphql")).toContain(
      "storageAccounts(where: { supportsHttpsTrafficOnly: false })",
    );
    const headings = [...textOf(".md").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(guidanceHeadings.map(([heading]) => heading));
    expect(textOf(".cases.graphql")).toContain(
      "# generated\n    { is: FAIL, supportsHttpsTrafficOnly: false }",
    );
    const validated = await callAssay(["checks", "--validate", "--checks", folder]);
    expect([validated.exitCode, validated.stdout]).toEqual([0, "1 check is valid.\n"]);
    // What guidance asks of its writer is none: no report may show it as the remedy.
    expect(validated.stderr.match(/\[[a-z-]+\]/g)).toEqual(["[no-guidance]"]);
    const tested = await callAssay([
      "test",
      "--checks",
      folder,
      "--require",
      "fail,pass,undecided",
    ]);
    expect(tested.exitCode).toBe(0);
  });

  test("begins from an asset with a first test that fails and says why", async () => {
    const { exitCode } = await begin(id, "--from", "qstraining", "--sample");
    expect(exitCode).toBe(0);
    expect(textOf(".cases.graphql")).toContain(
      "# as qstraining is in the snapshot\n    { is: FAIL, ",
    );
    const { exitCode: failed, stdout } = await callAssay(["test", "--checks", folder]);
    expect(failed).toBe(1);
    expect(stdout).toMatch(/"as qstraining is in the snapshot" row 1: expected FAIL, came to PASS/);
  });

  test("takes over what an asset leads to as far as the filter reads it", async () => {
    const where = '{ blobContainers_SOME: { name: "$web", publicAccess_NOT: "None" } }';
    await begin(id, "--from", "qstraining", "--sample", "--where", where);
    expect(textOf(".cases.graphql")).toMatch(
      /is: FAIL, blobContainers: \[\{ name: "[^"]+", publicAccess: /,
    );
    expect((await callAssay(["test", "--checks", folder])).exitCode).toBe(1);
  });

  test.each(["graphql", "md", "cases.graphql"])(
    "writes over nothing, a .%s neither",
    async (ending) => {
      mkdirSync(join(folder, "azure/storage"), { recursive: true });
      const there = join(folder, `${id}.${ending}`);
      writeFileSync(there, "mine");
      const { exitCode, stderr } = await begin(id);
      expect([exitCode, stderr]).toEqual([
        3,
        `"${there}" is there already. Nothing was written. [already-there]\n`,
      ]);
      expect(readdirSync(join(folder, "azure/storage"))).toEqual([
        `accounts-refuse-http.${ending}`,
      ]);
      expect(readFileSync(there, "utf8")).toBe("mine");
    },
  );

  test.each<[readonly string[], string]>([
    [["Azure/Storage"], '"Azure/Storage" is no id of a check.'],
    [
      ["azure/things-are-good"],
      '"azure/things-are-good" speaks of no asset type. Name the one that is meant with "--type".',
    ],
    [
      [id, "--type", "StorageAcount"],
      'There is no asset type "StorageAcount". Did you mean "StorageAccount"?',
    ],
    [
      [id, "--where", "{ nme: 1 }"],
      'Unknown field "nme" on "StorageAccountWhere". Did you mean "name"',
    ],
    [
      [id, "--from", "nothing-of-this-name", "--sample"],
      'There is no asset "nothing-of-this-name"',
    ],
  ])("refuses %j and writes nothing", async (words, message) => {
    const { exitCode, stderr } = await begin(...words);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, "azure"))).toBe(false);
  });

  test.each([
    ["azure/defender/security-contacts-have-telephone", "securityContacts"],
    ["azure/compute/machines-use-ssh-keys", "vms"],
    ["azure/keyvault/vaults-are-private", "kmsVaults"],
    ["azure/network/virtual-networks-have-peerings", "virtualNetworks"],
  ])("knows by its id what %s is about: %s", async (name, plural) => {
    const { exitCode } = await begin(name);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, `${name}.graphql`), "utf8")).toContain(`${plural}(where:`);
  });
});
