import { describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

interface Report {
  readonly snapshot?: unknown;
  readonly checks: number;
  readonly types: readonly {
    readonly type: string;
    readonly assets?: number;
    readonly members: readonly {
      readonly name: string;
      readonly checks: readonly string[];
      readonly inCases: boolean;
      readonly filled?: number;
    }[];
  }[];
}

async function report(...words: readonly string[]): Promise<Report> {
  const { exitCode, stdout } = await callAssay(["fields", "--output", "json", ...words]);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as Report;
}

describe("fields", () => {
  test("says which checks read a field, and in how many assets it has a value", async () => {
    const { types } = await report("--sample", "--type", "securitycontact");
    expect(types.map(({ type, assets }) => [type, assets])).toEqual([["SecurityContact", 15]]);
    const email = types[0]!.members.find(({ name }) => name === "email")!;
    expect(email.checks).toContain("azure/defender/security-contacts-have-additional-email");
    expect([email.filled, email.inCases]).toEqual([13, true]);
    expect(types[0]!.members.find(({ name }) => name === "phone")!.inCases).toBe(false);
  });

  test("counts every type of the schema where none is named", async () => {
    const { types, checks } = await report("--sample");
    expect(checks).toBeGreaterThan(50);
    expect(types.length).toBeGreaterThan(100);
  });

  test("counts nothing without a snapshot, and says so", async () => {
    const { snapshot, types } = await report("--store", "no/such/store", "--type", "VM");
    expect(snapshot).toBeUndefined();
    expect(types[0]!.assets).toBeUndefined();
    const { stderr } = await callAssay(["fields", "--store", "no/such/store"]);
    expect(stderr).toContain('There is no snapshot in "no/such/store" yet.');
  });

  test("looks at the checks that are chosen", async () => {
    const { types } = await report("--sample", "--type", "SecurityContact", "--tag", "storage");
    expect(types[0]!.members.flatMap(({ checks }) => checks)).toEqual([]);
  });

  test("puts what to look at first, and a line for each type", async () => {
    const { stdout } = await callAssay(["fields", "--sample"]);
    const [lists, types] = stdout.split("\n\nApplicationConfig");
    expect(lists).toMatch(/Read, and always null · 0[\s\S]*Filled, and read by no check · \d+/);
    expect(types).toMatch(/\nSecurityContact 15 there · \d+ of \d+ members read\n/);
  });

  test("refuses a type that there is not", async () => {
    const { exitCode, stderr } = await callAssay(["fields", "--type", "virtualMachine"]);
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      'There is no asset type "virtualMachine". Did you mean "VM"? [unknown-type]\n',
    );
  });
});
