import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { reporters, type ReportOptions } from "../../src/report/reporters.ts";
import type { Run } from "../../src/types.ts";
import { everyKind } from "./run.ts";

const plain: ReportOptions = { width: 80, colour: false, limit: 2 };
const empty: Run = { ...everyKind, checks: [], verdicts: [] };

async function render(name: string, run: Run, options = plain): Promise<string> {
  const load = await reporters[name as keyof typeof reporters].load();
  return [...load(run, options)].join("");
}

describe.each(Object.entries(reporters))("%s", (name, { suffix }) => {
  test("shows a verdict of every kind", async () => {
    const text = await render(name, everyKind);
    await expect(text).toMatchFileSnapshot(`golden/every-kind.${name}.${suffix}`);
  });

  test("has something to say of a run without checks", async () => {
    expect(await render(name, empty)).not.toBe("");
  });

  test("is the same text for the same run", async () => {
    expect(await render(name, everyKind)).toBe(await render(name, everyKind));
  });
});

describe("text", () => {
  test.each([30, 60, 100])("keeps to %d columns", async (width) => {
    const text = await render("text", everyKind, { ...plain, width });
    const widest = Math.max(...text.split("\n").map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(width);
    await expect(text).toMatchFileSnapshot(`golden/every-kind.text.${width}.txt`);
  });

  test("has the same words with and without colours", async () => {
    const coloured = await render("text", everyKind, { ...plain, colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(await render("text", everyKind));
    expect(coloured).toContain("\u001b[31m✗\u001b[39m");
  });

  test("shows control characters of names instead of sending them to the terminal", async () => {
    const text = await render("text", everyKind);
    expect(text).not.toContain("\u001b");
    expect(text).toContain("\\x1b[31mred");
  });
});

describe("json", () => {
  const schema = JSON.parse(readFileSync("docs/report.schema.json", "utf8"));
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  const validate = ajv.compile(schema);

  test.each([
    ["every kind", everyKind],
    ["no check", empty],
  ])("fits its schema: %s", async (_title, run) => {
    validate(JSON.parse(await render("json", run)));
    expect(validate.errors).toBeNull();
  });

  test("shows all offenders whatever the limit", async () => {
    const report = JSON.parse(await render("json", everyKind, { ...plain, limit: 0 }));
    expect(report.checks[0].offenders).toHaveLength(3);
  });
});
