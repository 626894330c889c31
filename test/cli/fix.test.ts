import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let file = "";
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "assay-fix-")), "plans-are-standard.graphql");
});
afterEach(() => rmSync(join(file, ".."), { recursive: true }));

/** A misspelt word, and behind it a pattern that says no more than a plain comparison does. */
const written = `# Kept as it stands.
query Plans {
  connectors(where: { pricing_SOME: { pricingTier:   "Standart" } }) { id }   # here too
  vms(where: { id_MATCHES: "/subscriptions/.*" }) { id }
}
`;
const mended = written
  .replace("Standart", "Standard")
  .replace('id_MATCHES: "/subscriptions/.*"', 'id_STARTS_WITH: "/subscriptions/"');

describe("checks --validate --fix", () => {
  test("writes what can be mended, a mistake first and then a note, and leaves all else as it is", async () => {
    writeFileSync(file, written);
    const { exitCode, stdout, stderr } = await callAssay(["checks", "--validate", "--fix", file]);
    expect(readFileSync(file, "utf8")).toBe(mended);
    expect(stderr).toContain(`Mended 1 place in "${file}".\nMended 1 place in "${file}".\n`);
    expect(stderr).toContain("[no-guidance]");
    expect([exitCode, stdout]).toEqual([0, "1 check is valid.\n"]);
  });

  test("says what it could not mend", async () => {
    writeFileSync(file, written.replace("connectors", "conectors"));
    const { exitCode, stderr } = await callAssay(["checks", "--validate", "--fix", file]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Did you mean "connectors"?');
  });

  test("with --dry-run prints the patch and writes nothing", async () => {
    writeFileSync(file, written);
    const call = await callAssay(["checks", "--validate", "--fix", "--dry-run", file]);
    expect(call.exitCode).toBe(0);
    expect(call.stdout).toContain(`--- ${file}\n+++ ${file}\n@@ -1,5 +1,5 @@\n`);
    expect(call.stdout).toContain(
      '\n-  connectors(where: { pricing_SOME: { pricingTier:   "Standart"',
    );
    expect(call.stdout).toContain(
      '\n+  connectors(where: { pricing_SOME: { pricingTier:   "Standard"',
    );
    expect(readFileSync(file, "utf8")).toBe(written);
  });

  test.each([
    [["checks", "--fix"], '"--fix" belongs to "--validate".'],
    [["checks", "--validate", "--dry-run"], '"--dry-run" belongs to "--fix".'],
  ])("%j is a mistake", async (words, message) => {
    const { exitCode, stderr } = await callAssay(words);
    expect([exitCode, stderr]).toEqual([3, `${message} [needs-other]\n`]);
  });
});

test("checks --validate holds texts against a snapshot", async () => {
  writeFileSync(
    file,
    '{ connectors(where: { managementGroups_SOME: { name: "Productoin" } }) { id } }',
  );
  const words = ["checks", "--validate", file, "--sample"];
  const { exitCode, stderr } = await callAssay(words);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('have "production". Is that meant? [unseen-value]');
  expect((await callAssay([...words, "--strict"])).exitCode).toBe(3);
});
