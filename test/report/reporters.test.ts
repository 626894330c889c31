import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { reporters, type ReportOptions } from "../../src/report/reporters.ts";
import type { Run } from "../../src/types.ts";
import { readXml } from "./read-xml.ts";
import { everyKind, wholeOf } from "./run.ts";
import { sarifSchema } from "./sarif-schema.ts";

const plain: ReportOptions = { width: 80, colour: false, limit: 2 };
const empty: Run = { ...everyKind, checks: [], verdicts: [] };

/** What people write all the same. */
const awkward: Run = {
  ...everyKind,
  checks: everyKind.checks.map((check) => ({
    ...check,
    tags: ["twice", "twice"],
    place: { ...check.place, file: `my checks\\${check.id}.graphql` },
  })),
};

async function render(name: string, run: Run, options = plain): Promise<string> {
  const load = await reporters[name as keyof typeof reporters].load();
  let text = "";
  for await (const piece of load(wholeOf(run), options)) text += piece;
  return text;
}

// The pages behind the HTML report have goldens of their own.
test.each(Object.entries(reporters).filter(([name]) => name !== "html"))(
  "%s shows a verdict of every kind",
  async (name, { suffix }) => {
    const text = await render(name, everyKind);
    await expect(text).toMatchFileSnapshot(`golden/every-kind.${name}.${suffix}`);
  },
);

describe.each(Object.keys(reporters))("%s", (name) => {
  test("names every check", async () => {
    const text = await render(name, everyKind);
    for (const { id, title } of everyKind.checks)
      expect([id, title, id.replaceAll("/", ".")].some((one) => text.includes(one))).toBe(true);
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
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
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
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  });
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

describe("csv", () => {
  test("keeps spreadsheets from taking a name for a formula, and quotes what must be", async () => {
    const text = await render("csv", everyKind);
    expect(text).toContain(`,"'=slides & <more>, ""all""",`);
    for (const row of text.trimEnd().split("\r\n"))
      expect(row.replaceAll(/"(?:[^"]|"")*"/g, "quoted").split(",")).toHaveLength(11);
  });
});

describe("junit", () => {
  test("counts what is undecided as an error, so that nothing open is green", async () => {
    const text = await render("junit", everyKind);
    expect(text).toContain('tests="6" failures="3" errors="1" skipped="1"');
    expect(text.match(/<testcase /g)).toHaveLength(6);
    expect(text.match(/<error /g)).toHaveLength(1);
  });

  test("is well-formed, and counts what it holds", async () => {
    const suites = readXml(await render("junit", everyKind));
    const [suite] = suites.children;
    expect([suites.name, suite!.name]).toEqual(["testsuites", "testsuite"]);
    const outcomes = suite!.children.flatMap(({ children }) => children.map(({ name }) => name));
    const count = (name: string) => String(outcomes.filter((one) => one === name).length);
    for (const { attributes } of [suites, suite!])
      expect(attributes).toMatchObject({
        tests: String(suite!.children.length),
        failures: count("failure"),
        errors: count("error"),
        skipped: count("skipped"),
      });
    const failure = suite!.children[0]!.children[0]!;
    expect(failure.text).toContain('--url "/subscriptions/');
  });

  test("has no character that XML does not know, and nothing unescaped", async () => {
    const text = await render("junit", everyKind);
    expect(text).not.toMatch(/[^\t\n\r\u0020-\uFFFD]/);
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    expect(text).not.toContain("<more>");
  });
});

describe("sarif", () => {
  const validate = new Ajv2020({ allErrors: true }).compile(sarifSchema);

  test.each([
    ["every kind", everyKind],
    ["no check", empty],
    ["a file with a blank in its name, and a tag given twice", awkward],
  ])("fits SARIF 2.1.0: %s", async (_title, run) => {
    validate(JSON.parse(await render("sarif", run)));
    expect(validate.errors).toBeNull();
  });

  test("has a rule for each check and points every result at one", async () => {
    const [run] = JSON.parse(await render("sarif", everyKind)).runs;
    const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(rules).toEqual(everyKind.checks.map(({ id }) => id));
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]).toBe(ruleId);
    const kinds = run.results.map(({ kind, level }: Record<string, string>) => `${kind} ${level}`);
    expect(kinds).toEqual([
      ...["fail warning", "fail warning", "fail warning", "open none"],
      ...["fail error", "open none", "fail note", "pass none", "notApplicable none"],
    ]);
  });
});

describe("markdown", () => {
  test("stays below the size that a job's summary takes", async () => {
    const verdict = everyKind.verdicts[0]!;
    const many = Array.from({ length: 3000 }, () => verdict);
    const text = await render("markdown", { ...everyKind, verdicts: many });
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/\n[\d,]+ checks more are left out here/);
  });
});
