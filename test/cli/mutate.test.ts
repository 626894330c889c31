import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-mutate-"));
  mkdirSync(join(folder, "checks"));
  cpSync("checks/fragments", join(folder, "checks", "fragments"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const document = `{
  connectors(
    where: {
      pricing_NONE: {
        name: "VirtualMachines"
        pricingTier: "Standard"
      }
    }
  ) { id }
}`;

const noPlan = `{ is: FAIL, pricing: [] }`;
const everyRow = `{ given(connectors: [
  ${noPlan}
  { is: FAIL, pricing: [{ name: "VirtualMachines", pricingTier: "Free" }] }
  { is: FAIL, pricing: [{ name: "Dns", pricingTier: "Standard" }] }
  { is: PASS, pricing: [{ name: "VirtualMachines", pricingTier: "Standard" }] }
  { is: PASS, pricing: [
    { name: "VirtualMachines", pricingTier: "Standard" }
    { name: "Dns", pricingTier: "Free" }
    { name: "VirtualMachines", pricingTier: "Standard" }
  ] }
]) }`;

function write(cases: string | undefined, text = document) {
  writeFileSync(join(folder, "checks", "plan.graphql"), text);
  if (cases !== undefined) writeFileSync(join(folder, "checks", "plan.cases.graphql"), cases);
}
const mutate = (...words: readonly string[]) =>
  callAssay(["mutate", "--checks", join(folder, "checks"), ...words]);

describe("mutate", () => {
  test("ends with 0 where the cases notice every change", async () => {
    write(everyRow);
    const { exitCode, stdout } = await mutate();
    expect(stdout).toContain("score 100 of 100 asked for");
    expect(exitCode).toBe(0);
  });

  test("shows each change that no case notices, with its place and the row that would", async () => {
    write(everyRow.replace(/.*"Dns", pricingTier: "Standard".*\n/, ""));
    const { exitCode, stdout } = await mutate();
    expect(exitCode).toBe(1);
    expect(stdout).toContain('survives M1 :5:9 without `name = "VirtualMachines"`');
    expect(stdout).toMatch(
      /\{ is: FAIL, pricing: \[\{ name: "\w+", pricingTier: "Standard" \}\] \}/,
    );
  });

  test("the row that it shows kills the mutant when it is pasted", async () => {
    const without = everyRow.replace(/.*"Dns", pricingTier: "Standard".*\n/, "");
    write(without);
    const [row] = /\{ is: .*/.exec((await mutate()).stdout)!;
    write(without.replace(noPlan, `${noPlan}\n  ${row}`));
    expect((await mutate()).exitCode).toBe(0);
  });

  test("takes a lower score that is asked for", async () => {
    write(everyRow.replace(/.*"Dns", pricingTier: "Standard".*\n/, ""));
    expect((await mutate("--threshold", "80")).exitCode).toBe(0);
    expect((await mutate("--threshold", "101")).exitCode).toBe(3);
  });

  test("fails a check without cases, and takes no check without mutants for a good one", async () => {
    write(undefined);
    const { exitCode, stdout } = await mutate();
    expect(exitCode).toBe(1);
    expect(stdout).toContain("no cases");
  });

  test("excuses what an author keeps with a reason, and says where nothing is excused", async () => {
    const cases = everyRow.replace(/.*"Dns", pricingTier: "Standard".*\n/, "");
    const excused = document.replace(
      "        name:",
      "        # mutate: keep M1 – there is no other plan\n        name:",
    );
    write(cases, excused);
    const kept = await mutate();
    expect(kept.stdout).toContain("1 excused");
    expect(kept.exitCode).toBe(0);
    write(everyRow, excused);
    const idle = await mutate();
    expect(idle.stdout.replace(/\s+/g, " ")).toContain(
      "excuses M1 where nothing survives. Remove it.",
    );
    expect(idle.exitCode).toBe(0);
    expect((await mutate("--strict")).exitCode).toBe(1);
    write(everyRow, excused.replace(" – there is no other plan", ""));
    const bare = await mutate();
    expect(bare.exitCode).toBe(3);
    expect(bare.stderr).toContain("gives no reason");
    expect(bare.stderr).toContain("plan.graphql:5:9");
  });

  test("tells nothing by rows that do not hold", async () => {
    write(everyRow.replace("is: PASS", "is: FAIL"));
    const { exitCode, stdout } = await mutate();
    expect(exitCode).toBe(1);
    expect(stdout).toContain("1 row of its cases does not hold");
  });

  test("notes what passes where a value is not there, and fails by that with --strict", async () => {
    const text = `{ connectors(where: { pricing_SOME: { subPlan: "P1" } }) { id } }`;
    const rows = `{ is: FAIL, pricing: [{ subPlan: "P1" }] } { is: PASS, pricing: [{ subPlan: "P2" }] }`;
    const lenient = ["--threshold", "0"];
    write(`{ given(connectors: [${rows}]) }`, text);
    const { exitCode, stdout } = await mutate(...lenient);
    expect(stdout).toContain("Pricing.subPlan null: PASS");
    expect(exitCode).toBe(0);
    expect((await mutate(...lenient, "--strict")).exitCode).toBe(1);
    write(
      `{ given(connectors: [${rows} { is: PASS, pricing: [{ subPlan: null }] } { is: PASS, pricing: [{ subPlan: "" }] }]) }`,
      text,
    );
    expect((await mutate(...lenient, "--strict")).exitCode).toBe(0);
  });

  test("takes recorded answers for cases, too", async () => {
    const id = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d";
    const folderOf = join(folder, "checks", "plan.cases", "answers");
    mkdirSync(folderOf, { recursive: true });
    const value = [{ id, subscriptionId: id.split("/").at(-1), displayName: "one" }];
    writeFileSync(join(folderOf, "subscriptions.json"), JSON.stringify({ value }));
    write(
      `query { recorded(folder: "answers", expect: [{ id: "${id}", is: FAIL }]) }`,
      `{ connectors(where: { name: "one" }) { id } }`,
    );
    const { exitCode, stdout } = await mutate("--threshold", "10");
    expect(stdout).toMatch(/[1-9]\d* of \d+ mutants killed/);
    expect(exitCode).toBe(0);
  });

  test("writes JSON by the published schema of mutation reports", async () => {
    write(everyRow.replace(/.*"Dns", pricingTier: "Standard".*\n/, ""));
    const { stdout } = await mutate("--output", "json", "--all");
    const report = JSON.parse(stdout);
    const schema = createRequire(import.meta.url).resolve(
      "mutation-testing-report-schema/mutation-testing-report-schema.json",
    );
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(schema, "utf8")),
    );
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    const { made, killed, equivalent } = report.counts;
    expect(report.score).toBe((100 * killed) / (made - equivalent));
    const [file] = Object.values<{ mutants: readonly { status: string; statusReason?: string }[] }>(
      report.files,
    );
    const survivor = file!.mutants.find(({ status }) => status === "Survived");
    expect(survivor!.statusReason).toMatch(/^Killed by: \{ is: /);
  });
});
