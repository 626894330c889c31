import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { reporters, type ReportOptions } from "../../src/report/reporters.ts";
import type { Run } from "../../src/types.ts";
import { makeVisible } from "../../src/visible.ts";
import { faultsOf, junitSchemas } from "./junit-schema.ts";
import { readXml } from "./read-xml.ts";
import { check, everyKind, verdict, wholeOf } from "./run.ts";
import { sarifSchema } from "./sarif-schema.ts";

const plain: ReportOptions = { width: 80, colour: false, limit: 2, details: true };
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

/** Checks that found fault with how many assets there are: with these offenders there is nothing wrong but their number. */
const counted: Run = {
  ...everyKind,
  checks: everyKind.checks.slice(0, 1),
  verdicts: [
    {
      ...everyKind.verdicts[0]!,
      rules: [
        {
          ...{ rule: "connectors", status: "fail", expected: "at most 4 assets" },
          ...{ found: 6, undecided: 0 },
        },
      ],
      offenders: everyKind.verdicts[0]!.offenders.map((one) => ({ ...one, because: [] })),
    },
  ],
};

const scope = {
  ...{ rule: "connectors", condition: 'name = "x"', inScope: 0, of: 4 },
  nowhere: ['name = "x"'],
};

/** A run with a note, of which no check looked at anything. */
const nowhere: Run = {
  ...everyKind,
  notes: ["Read by another version."],
  verdicts: everyKind.verdicts.map((one) => ({ ...one, scope: [scope] })),
};

async function render(name: string, run: Run, options = plain): Promise<string> {
  const load = await reporters[name as keyof typeof reporters].load();
  let text = "";
  for await (const piece of load(wholeOf(run), options)) text += piece;
  return text;
}

/** Names that are more than names to somebody who reads a report. */
const hostileNames = [
  "x;=cmd|' /C calc'!A0",
  " =1+1",
  "\uFF1D1+1",
  "\u3000@SUM(1)",
  "a,\t+1",
  "a\n-1",
  "a\r@x",
  "'=1",
  "\u202E=1",
  "@org/security-team",
  "https://evil.example/login",
  "www.evil.example",
  "a@evil.example",
  "[x](http://evil.example)",
  "$\\evil$",
];

/** The run with the first offender called `name`. */
function named(name: string): Run {
  const [first, ...others] = everyKind.verdicts;
  const [offender] = first!.offenders;
  const asset = { ...offender!.asset, name };
  return {
    ...everyKind,
    checks: everyKind.checks.map((one) => ({ ...one, severity: "LOW" as const })),
    verdicts: [{ ...first!, offenders: [{ ...offender!, asset }] }, ...others],
  };
}

interface Related {
  readonly target: {
    readonly id: string;
    readonly toolComponent: { readonly name: string; readonly index: number };
  };
}

interface SarifResult {
  readonly ruleId: string;
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

const steering = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u;

test.each(Object.keys(reporters))("%s shows what steers instead of steering", async (name) => {
  const text = await render(name, named("a\u009b2J\u007f\u202Eb\u2066\u001b[1A"));
  expect(text).not.toMatch(steering);
  expect(text).toContain("u202e");
});

// The pages behind the HTML report have goldens of their own.
test.each(Object.keys(reporters))(
  "%s takes no name for a pattern of a replacement",
  async (name) => {
    // As long, and as little fit to stand in a command.
    const [odd, harmless] = ["$& $1 $` $' $$ $<a>", "aa bb cc dd ee ffgg"];
    const read = (text: string) =>
      text
        .replaceAll("<wbr>", "")
        .replaceAll(/<code>(\S[^<]*)<\/code>/g, "`$1`")
        .replaceAll(/&#(\d+);/g, (_sign, code) => String.fromCharCode(Number(code)))
        .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_sign, word: keyof typeof signs) => signs[word]);
    const expected = read(await render(name, named(harmless))).replaceAll(harmless, () => odd);
    expect(expected).toContain(odd);
    expect(read(await render(name, named(odd)))).toBe(expected);
  },
);

const signs = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

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

test.each(["junit", "markdown", "sarif", "csv"])(
  "%s says of a count that is not met what was expected",
  async (name) => {
    const text = await render(name, counted);
    expect(text).toContain("connectors: expected at most 4 assets, found 6");
    expect(text).not.toMatch(/\): (\n|")/);
  },
);

describe("text", () => {
  test.each([30, 60, 100])("keeps to %d columns, but for words that are longer", async (width) => {
    const text = await render("text", everyKind, { ...plain, width });
    // Nothing that is copied is broken: a line that is wider is one word, or an option with its value.
    for (const line of text.split("\n").filter((one) => one.length > width))
      expect(line.trim().replace(/^--\S+ | \\$/g, ""), line).toMatch(/^(?:\S+|"[^"]+")$/);
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
    expect(report.checks[0].unreadable[0].remedy).toMatch(/^Grant "Microsoft\.Security/);
  });
});

describe("html", () => {
  test("names fewer assets of each control where there are many, and counts the others", async () => {
    const first = everyKind.verdicts[0]!;
    const offenders = Array.from({ length: 400 }, () => first.offenders[0]!);
    const many = { ...first, offenders, offenderCount: offenders.length };
    const rows = async (controls: number) => {
      const verdicts = Array.from({ length: controls }, () => many);
      const text = await render("html", { ...everyKind, verdicts });
      return text.split("securityContacts").length;
    };
    const [one, hundred] = [await rows(1), await rows(100)];
    expect(one).toBeGreaterThanOrEqual(400);
    expect(hundred).toBeLessThan(one * 20);
  });
});

describe("csv", () => {
  test("quotes what must be", async () => {
    const text = await render("csv", everyKind);
    expect(text).toContain(`,"'=slides & <more>, ""all""",`);
    for (const row of text.trimEnd().split("\r\n"))
      expect(row.replaceAll(/"(?:[^"]|"")*"/g, "quoted").split(",")).toHaveLength(21);
  });

  test.each(hostileNames)("no part of a row is a formula: %j", async (name) => {
    const text = await render("csv", named(name));
    const parts = text.split(/\r\n/).flatMap((row) => row.split(/[,;\t\n\r|]/));
    const bare = parts.map((part) => part.replace(/^["\s\p{Zs}]+/u, ""));
    expect(bare.filter((part) => /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(part))).toEqual([]);
  });

  test("says where assets stand, and which permission decides the rest", async () => {
    const [head, ...rows] = (await render("csv", everyKind)).trimEnd().split("\r\n");
    expect(head).toMatch(
      /,frameworks,tags,region,management_groups,asset_tags,permission,remedy,narrowed_to,new,known_since$/,
    );
    const labels = ',"Landing zones, \'+Root","owner==team, bare",';
    expect(rows[0]).toContain(`,cis-azure-3.0.0:3.1.13,defender,${labels},`);
    expect(rows[3]).toContain(
      `${labels}Microsoft.Security/securityContacts/read,"Grant ""Microsoft.Security`,
    );
    expect(rows[4]).toContain(",westeurope,");
  });

  test("a file begins with the mark of UTF-8, what is printed does not", async () => {
    expect(await render("csv", everyKind, { ...plain, isFile: true })).toMatch(/^\uFEFFcheck,/);
    expect(await render("csv", everyKind)).toMatch(/^check,/);
  });
});

describe("junit", () => {
  test("counts what is undecided as an error, so that nothing open is green", async () => {
    const text = await render("junit", everyKind);
    expect(text).toContain('tests="6" failures="3" errors="1" skipped="1"');
    expect(text.match(/<testcase /g)).toHaveLength(6);
    expect(text.match(/<error /g)).toHaveLength(1);
  });

  test.each([
    ["below --fail-on", { failOn: "CRITICAL", undecided: "fail" }, 0],
    ["at --fail-on", { failOn: "HIGH", undecided: "fail" }, 1],
    ["at --fail-on with --undecided pass", { failOn: "HIGH", undecided: "pass" }, 0],
  ] as const)("shows what is undecided %s by that rule", async (_title, rule, errors) => {
    const suites = readXml(await render("junit", everyKind, { ...plain, rule }));
    const [suite] = suites.children;
    const { failures, skipped } = suite!.attributes;
    expect(suite!.attributes.errors).toBe(`${errors}`);
    expect(Number(failures) + Number(skipped) + errors).toBe(5);
    const [outcome] = suite!.children.find(({ attributes }) =>
      attributes.classname?.endsWith("contacts-are-enabled"),
    )!.children;
    expect(outcome!.name).toBe(errors ? "error" : "skipped");
    expect(outcome!.text).toContain("Microsoft.Security/securityContacts/read");
    expect(faultsOf(suites, junitSchemas.ant)).toEqual([]);
  });

  test("is well-formed, and counts what it holds", async () => {
    const suites = readXml(await render("junit", everyKind));
    const [suite] = suites.children;
    expect([suites.name, suite!.name]).toEqual(["testsuites", "testsuite"]);
    const cases = suite!.children.filter(({ name }) => name === "testcase");
    const outcomes = cases.flatMap(({ children }) => children.map(({ name }) => name));
    const count = (name: string) => String(outcomes.filter((one) => one === name).length);
    expect(suite!.attributes).toMatchObject({
      tests: String(cases.length),
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
    });
    const failure = cases[0]!.children[0]!;
    expect(failure.text).toContain('--url "/subscriptions/');
  });

  test.each(
    Object.entries(junitSchemas).flatMap(([reader, schema]) => [
      { reader, title: "every kind", run: everyKind, schema },
      { reader, title: "no check", run: empty, schema },
      { reader, title: "with notes, and checks that look nowhere", run: nowhere, schema },
    ]),
  )("is valid for $reader: $title", async ({ run, schema }) => {
    expect(faultsOf(readXml(await render("junit", run)), schema)).toEqual([]);
  });

  test("begins no line with what a name says: pipelines take some for commands", async () => {
    const text = JSON.stringify(everyKind).replaceAll(/"name":"/g, '"name":"x\\r\\n::error::');
    const run = await render("junit", JSON.parse(text) as typeof everyKind);
    expect(run).toContain("x\\x0d\\x0a::error::");
    expect(run).not.toMatch(/^(::|##)/m);
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
    ["with notes, and checks that look nowhere", nowhere],
  ])("fits SARIF 2.1.0: %s", async (_title, run) => {
    validate(JSON.parse(await render("sarif", run)));
    expect(validate.errors).toBeNull();
  });

  test("has a rule for each check and points every result at one", async () => {
    const [run] = JSON.parse(await render("sarif", everyKind)).runs;
    const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(rules).toEqual(everyKind.checks.map(({ id }) => id));
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]).toBe(ruleId);
  });

  test("holds offenders, the gravest first, then notes for what is undecided, and nothing that passed", async () => {
    const [run] = JSON.parse(await render("sarif", everyKind)).runs;
    const kinds = run.results.map(({ kind, level }: Record<string, string>) => `${kind} ${level}`);
    expect(kinds).toEqual([
      ...["fail error", "fail warning", "fail warning", "fail warning", "fail note"],
      ...["open note", "open note"],
    ]);
  });

  test("tells every result of a rule from the others, by the same fingerprint on every run", async () => {
    const [run] = JSON.parse(await render("sarif", everyKind)).runs;
    const keys = run.results.map(
      ({ ruleId, partialFingerprints }: SarifResult) =>
        `${ruleId} ${partialFingerprints.primaryLocationLineHash}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[1]).toBe("azure/contacts-have-email 447f34cbcddf17298fa1ef0a7e10ddab");
  });

  test("a renamed check has the fingerprints that it had, and says its former names", async () => {
    const renamed = {
      ...everyKind,
      checks: everyKind.checks.map((check) => ({
        ...check,
        formerly: [`old/${check.id}`, "second"],
      })),
    };
    const original = {
      ...everyKind,
      checks: everyKind.checks.map((check) => ({ ...check, id: `old/${check.id}` })),
      verdicts: everyKind.verdicts.map((one) => ({ ...one, check: `old/${one.check}` })),
    };
    const text = await render("sarif", renamed);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    const [[after], [before]] = [
      JSON.parse(text).runs,
      JSON.parse(await render("sarif", original)).runs,
    ];
    const hashesOf = (run: { readonly results: readonly SarifResult[] }) =>
      run.results.map(({ partialFingerprints }) => partialFingerprints);
    expect(hashesOf(after)).toEqual(hashesOf(before));
    expect(after.tool.driver.rules[0].deprecatedIds).toEqual([
      `old/${everyKind.checks[0]!.id}`,
      "second",
    ]);
  });

  test.each([
    ["as it was named", "checks/a.graphql", "checks/a.graphql"],
    ["with backslashes", "my checks\\a.graphql", "my%20checks/a.graphql"],
    ["installed", "node_modules/assay/checks/x/a.graphql", "checks/x/a.graphql"],
    ["above the folder", "../there/x/a.graphql", "checks/x/a.graphql"],
    ["absolute, elsewhere", "/opt/assay/checks/x/a.graphql", "checks/x/a.graphql"],
    ["absolute, here", `${process.cwd()}/mine/a.graphql`, "mine/a.graphql"],
    ["no file", "standard input", "checks/x/a.graphql"],
  ])("names a check's file the same on every machine: %s", async (_title, file, uri) => {
    const moved = { ...check("x/a"), place: { file, line: 1, column: 1 } };
    const failing = { ...everyKind.verdicts[0]!, check: "x/a" };
    const run: Run = { ...everyKind, checks: [moved], verdicts: [failing] };
    const [{ results }] = JSON.parse(await render("sarif", run)).runs;
    const [{ physicalLocation }] = results[0].locations;
    expect(physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test("frameworks are taxonomies, and every rule points at its controls there", async () => {
    const frameworks = ["cis-azure-3.0.0:3.1.13", "nist-800-53-r5:AC-2", "cis-azure-3.0.0:1.1"];
    const checks = [check("a", { frameworks }), check("b", { frameworks: frameworks.slice(1, 2) })];
    const [{ tool, taxonomies }] = JSON.parse(
      await render("sarif", { ...everyKind, checks, verdicts: [verdict("a"), verdict("b")] }),
    ).runs;
    expect(taxonomies).toEqual([
      { name: "cis-azure-3.0.0", isComprehensive: false, taxa: [{ id: "1.1" }, { id: "3.1.13" }] },
      { name: "nist-800-53-r5", isComprehensive: false, taxa: [{ id: "AC-2" }] },
    ]);
    const targets = tool.driver.rules.map(({ relationships }: { relationships: Related[] }) =>
      relationships.map(({ target }) => {
        const { name, index } = target.toolComponent;
        const { name: found, taxa } = taxonomies[index];
        expect([found, taxa]).toEqual([name, expect.arrayContaining([{ id: target.id }])]);
        return `${name}:${target.id}`;
      }),
    );
    expect(targets).toEqual([frameworks, frameworks.slice(1, 2)]);
  });

  test.each([
    ["- Product: <https://learn.microsoft.com/azure/x>.", "https://learn.microsoft.com/azure/x"],
    ["[a page](https://example.com/a_(b))", "https://example.com/a_"],
    ["http://example.com and javascript:alert(1)", undefined],
  ])("a rule leads to the first page of its references: %s", async (body, helpUri) => {
    const checks = [check("a", { guidance: [{ heading: "References", body }] })];
    const [{ tool }] = JSON.parse(
      await render("sarif", { ...everyKind, checks, verdicts: [verdict("a")] }),
    ).runs;
    expect(tool.driver.rules[0].helpUri).toBe(helpUri);
  });

  test("a name is no link", async () => {
    const [{ results }] = JSON.parse(
      await render("sarif", named("[Approve](https://evil.example/)\\")),
    ).runs;
    expect(results[0].message.text).toMatch(/^\\\[Approve\\\]\(https:\/\/evil\.example\/\)\\\\ \(/);
  });

  test("keeps to the limits of code scanning, and says what it leaves out", async () => {
    const tags = Array.from({ length: 25 }, (_, i) => `edition-${i}`);
    const verdict = everyKind.verdicts[0]!;
    const many = Array.from({ length: 30_000 }, () => verdict.offenders[0]!);
    const run: Run = {
      ...everyKind,
      checks: [{ ...everyKind.checks[0]!, tags: ["own"], frameworks: tags }, everyKind.checks[1]!],
      verdicts: [{ ...verdict, offenders: many, offenderCount: 30_000 }, everyKind.verdicts[1]!],
    };
    const [{ tool, results, invocations }] = JSON.parse(await render("sarif", run)).runs;
    expect(results).toHaveLength(25_000);
    expect(results[0]).toMatchObject({ ruleId: "azure/containers-are-private", level: "error" });
    expect(tool.driver.rules[0].properties.tags).toHaveLength(20);
    expect(tool.driver.rules[0].properties.tags.slice(0, 2)).toEqual(["own", "edition-24"]);
    const [{ message }] = invocations[0].toolExecutionNotifications;
    expect(message.text).toMatch(/^5,002 of 30,002 results are left out/);
  });
});

/** What nobody links, mentions or refers to. */
const codeSpan = /```[\s\S]*?```|<code>[\s\S]*?<\/code>|`[^`\n]+`/g;

describe("markdown", () => {
  test.each(hostileNames)("no name mentions, links, refers or computes: %j", async (name) => {
    const text = await render("markdown", named(name));
    const outside = text.replace(codeSpan, "");
    expect(text).not.toMatch(/https?:\/\/evil|www\.evil|@org|\$\\|\]\(http/);
    expect(outside).not.toContain("evil");
  });

  test.each([
    ...hostileNames,
    "a`b",
    "``",
    "*b* _c_ ~d~",
    "<b>&lt;</b>",
    "| a | b |",
    "\\",
    " a ",
    "",
  ])("a name is read as it is: %j", async (name) => {
    const html = new MarkdownIt({ html: true, linkify: true }).render(
      await render("markdown", named(name)),
    );
    const [, shown] = /<strong><code>(.*?)<\/code><\/strong>/.exec(html) ?? [];
    const asRead =
      name === "" ? "00000000-0000-4000-8000-000000000001" : makeVisible(name.replace(/\s+/g, " "));
    expect(readHtml(shown!)).toBe(asRead);
  });

  test("what a check's title says neither mentions nor refers", async () => {
    const title =
      "Ask @org/team about #12, GH-12, 0123456789abcdef, https://evil.example www.evil.example";
    const checks = everyKind.checks.map((one) => ({ ...one, title }));
    const text = await render("markdown", { ...everyKind, checks });
    // As text is read: without what is not seen, parted at it.
    const words = text
      .replace(codeSpan, "")
      .replace(/&#(\d+);/g, (_entity, code) => String.fromCharCode(Number(code)))
      .split("<wbr>");
    for (const word of words)
      expect(word).not.toMatch(/@org|#12|GH-12|[0-9a-f]{7}|https?:\/\/evil|www\.evil/);
  });

  test("begins with a table of what failed or is undecided, the gravest first, and folds the rest", async () => {
    const text = await render("markdown", everyKind);
    const rows = text.split("\n").filter((line) => /^\| [✗?]/.test(line));
    expect(
      rows.map((row) => row.split(" | ").slice(0, 1).concat(row.split(" | ").slice(2))),
    ).toEqual([
      ["| ✗ Critical", "1", "0 |"],
      ["| ✗ Medium", "3", "1 |"],
      ["| ✗ Low", "flowLogs: expected at least 1 asset, found 0", "0 |"],
      ["| ? High", "0", "not all read |"],
    ]);
    expect(text.indexOf(rows.at(-1)!)).toBeLessThan(text.indexOf("<details>"));
  });

  test("tells reasons about one part behind the way to it, each part's in code of its own", async () => {
    const verdicts = everyKind.verdicts.map((one) => ({
      ...one,
      offenders: one.offenders.map((offender) => ({
        ...offender,
        because: [
          { path: "groups[a].rules[ssh].to", condition: ">= 22", found: 65535 },
          { path: "groups[a].rules[ssh].direction", condition: '= "Inbound"', found: "Inbound" },
          { path: "kind", condition: `= "${"k".repeat(700)}"`, found: "k".repeat(700) },
        ],
      })),
    }));
    const text = await render("markdown", { ...everyKind, verdicts });
    expect(text).toMatch(
      /: `groups\[a\]\.rules\[ssh\]: to >= 22, found 65535; direction = "Inbound"`; `kind = "k+…`\n/,
    );
  });

  test("is the numbers and the table alone with a limit of none", async () => {
    const text = await render("markdown", everyKind, { ...plain, limit: 0 });
    expect(text).toMatch(/not all read \|\n$/);
    expect(text).not.toContain("<details>");
  });

  const [first, ...others] = everyKind.verdicts;
  const long = first!.offenders.map((one) => ({
    ...one,
    because: [{ path: "x", condition: "y".repeat(90_000) }],
  }));
  test.each([
    { title: "many checks", verdicts: Array.from({ length: 3000 }, () => first!) },
    { title: "long reasons", verdicts: [{ ...first!, offenders: long }, ...others] },
    {
      title: "many offenders",
      verdicts: [
        {
          ...first!,
          offenderCount: 5000,
          offenders: Array.from({ length: 5000 }, () => first!.offenders[0]!),
        },
        ...others,
      ],
    },
    {
      title: "much that passed",
      verdicts: [...everyKind.verdicts, ...Array.from({ length: 3000 }, () => others[3]!)],
    },
    {
      title: "much that looked nowhere",
      verdicts: Array.from({ length: 3000 }, () => ({ ...others[3]!, scope: [scope] })),
    },
  ])("fits into a comment, cut between entries, and says so: $title", async ({ verdicts }) => {
    const text = await render("markdown", { ...everyKind, verdicts }, { ...plain, limit: 10_000 });
    expect(text.length).toBeLessThanOrEqual(65_000);
    const count = (part: string) => text.split(part).length - 1;
    expect(count("<details>")).toBe(count("</details>"));
    expect(text).toMatch(/left out here|and 4,[\d,]+ more|y…/);
    expect(text).toMatch(/(\|\n|more\n|`\n|<\/details>\n|length\.\n)$/);
  });
});

function readHtml(text: string): string {
  return text
    .replaceAll("<wbr>", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
