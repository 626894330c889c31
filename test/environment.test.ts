import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clouds } from "../src/collect/microsoft/clouds.ts";
import {
  createCredential,
  credentialKinds,
  readFor,
} from "../src/collect/microsoft/credentials.ts";
import { readVariable } from "../src/environment.ts";
import { callAssay } from "./cli/fake-io.ts";

const azures = [...new Set(Object.values(readFor).flat())];
const colours = ["FORCE_COLOR", "NO_COLOR", "TERM"];
const names = ["ASSAY_TOKEN", "GITHUB_STEP_SUMMARY", ...azures, ...colours];
const nothing = ["", " ", "\t\n", ",", " , ,", "\u200b"];

describe("a variable of the environment that is set to nothing", () => {
  test.each(names)("%s is refused by name, or is as absent where that is the custom", (name) => {
    for (const value of nothing) {
      const read = () => readVariable({ [name]: value }, name);
      if (colours.includes(name)) expect(read()).toBeUndefined();
      else expect(read).toThrow(`The variable "${name}" is empty.`);
    }
  });

  test("every one of Azure's is refused by a credential that reads it", async () => {
    const refused = new Set<string>();
    for (const kind of credentialKinds) {
      const environment = Object.fromEntries(names.map((name) => [name, ""]));
      const made = createCredential({ kind, cloud: clouds[0]!, environment });
      const { message } = (await made.catch((error: unknown) => error)) as Error;
      for (const [, name] of message.matchAll(/The variable "(\w+)" is empty/g)) refused.add(name!);
    }
    expect([...refused].sort()).toEqual(azures.toSorted());
  });

  test("the shared token is refused, also beside another way in", async () => {
    const environment = { ASSAY_TOKEN: " " };
    const entra = ["--entra-tenant", "x", "--entra-audience", "y"];
    for (const more of [[], entra]) {
      const called = await callAssay(["serve", "--sample", ...more], { environment });
      expect(called.stderr).toContain('The variable "ASSAY_TOKEN" is empty.');
      expect(called.exitCode).toBe(3);
    }
  });

  test("the file of a job's summary is refused", async () => {
    const environment = { GITHUB_STEP_SUMMARY: " " };
    const called = await callAssay(["run", "--sample", "--summary"], { environment });
    expect(called.stderr).toContain('The variable "GITHUB_STEP_SUMMARY" is empty.');
    expect(called.exitCode).toBe(3);
  });

  test("colours are as without it", async () => {
    const plain = await callAssay(["checks"]);
    const environment = { FORCE_COLOR: "", NO_COLOR: "", TERM: "" };
    expect(await callAssay(["checks"], { environment })).toEqual(plain);
  });
});

test("variables are read in one place", () => {
  const strays = globSync("src/**/*.ts").filter(
    (file) =>
      file !== "src/environment.ts" &&
      /\benvironment(\.[A-Z]|\[)|\bprocess\.env\.|\} = environment\b/.test(
        readFileSync(file, "utf8"),
      ),
  );
  expect(strays).toEqual([]);
});
