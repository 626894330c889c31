import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { exitCodes } from "../../src/cli/exit-code.ts";
import { callAssay } from "./fake-io.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-commands-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const control = "azure/defender/security-contacts-have-additional-email";

describe("help", () => {
  test("lists every command", async () => {
    const { exitCode, stdout } = await callAssay(["--help"]);
    expect(exitCode).toBe(0);
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  });

  test.each(commands.map(({ name, options }) => [name, options] as const))(
    "of %s lists its options",
    async (name, options) => {
      const { exitCode, stdout } = await callAssay([name, "--help"]);
      expect(exitCode).toBe(0);
      for (const { flags } of options) expect(stdout).toContain(flags.split(" ")[0]);
    },
  );

  test("keeps to the terminal's width", async () => {
    const { stdout } = await callAssay(["run", "--help"], { columns: 60 });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test("is shown, as a mistake, where no command is named", async () => {
    const { exitCode, stderr } = await callAssay([]);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining("Usage: assay")]);
  });
});

describe("run", () => {
  test("judges one check and says by its exit code that it failed", async () => {
    const { exitCode, stdout } = await callAssay(["run", control, "--sample"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ MEDIUM Azure connectors without security contact additional email");
    expect(stdout).toMatch(/\n1 check: 1 failed · 20 connectors, \d+ assets · 0\.00 s\n$/);
  });

  const keys = "azure/keyvault/keys-expire";
  test.each<readonly [readonly string[], number, string]>([
    [
      [control, "--fail-on", "high"],
      0,
      '1 failed check did not count towards the exit code ("--fail-on high").\n',
    ],
    [
      [control, "--fail-on", "none"],
      0,
      '1 failed check did not count towards the exit code ("--fail-on none").\n',
    ],
    [[control], 1, ""],
    [[keys], 2, ""],
    [[keys, "--fail-on", "low"], 2, ""],
    [
      [keys, "--fail-on", "high"],
      0,
      '1 undecided check did not count towards the exit code ("--fail-on high").\n',
    ],
    [
      [keys, "--undecided", "pass"],
      0,
      '1 undecided check did not count towards the exit code ("--undecided pass").\n',
    ],
    [
      [keys, control, "--undecided", "PASS", "--fail-on", "HIGH"],
      0,
      '1 failed check and 1 undecided check did not count towards the exit code ("--fail-on high", "--undecided pass").\n',
    ],
    [
      [keys, control, "--undecided", "pass"],
      1,
      '1 undecided check did not count towards the exit code ("--undecided pass").\n',
    ],
  ])("%j ends with %i, and says last what did not count", async (words, expected, said) => {
    const { exitCode, stderr } = await callAssay(["run", ...words, "--sample"]);
    expect([exitCode, stderr]).toEqual([expected, said]);
  });

  test("says in JSON what its exit code says", async () => {
    const words = ["run", keys, control, "--sample", "--output", "json"];
    for (const rule of [
      ["high", "fail"],
      ["info", "pass"],
      ["none", "fail"],
    ] as const) {
      const given = ["--fail-on", rule[0], "--undecided", rule[1]];
      const { exitCode, stdout } = await callAssay([...words, ...given]);
      const { outcome } = JSON.parse(stdout).summary;
      expect(outcome.rule).toEqual({ failOn: rule[0].toUpperCase(), undecided: rule[1] });
      expect(exitCode).toBe(exitCodes[outcome.status as keyof typeof exitCodes]);
    }
  });

  test.each<readonly [string, readonly string[], number]>([
    ["0 for a check that failed", [control], 0],
    ["3 for a check that there is not", ["azure/defender/no-such-check"], 3],
  ])("with --exit-zero ends with %s", async (_title, names, expected) => {
    const { exitCode } = await callAssay(["run", ...names, "--sample", "--exit-zero"]);
    expect(exitCode).toBe(expected);
  });

  test("says how to mend the first offender and how to undo it", async () => {
    const { stdout } = await callAssay(["run", control, "--sample"], { columns: 100 });
    expect(stdout).toMatch(/\n {4}To mend: {2}Microsoft Defender for Cloud, /);
    expect(stdout.replaceAll(/\\\n/g, "").replaceAll(/ +/g, " ")).toMatch(
      /\n By CLI: az rest --method put --url "\/subscriptions\/203d1146-[^"{]+" --body @contact.json\n/,
    );
    expect(stdout).toMatch(
      /\n {4}To save: {2}az rest --method get [\s\S]+\n {4}To undo: {2}az rest --method put /,
    );
  });

  test.each([
    ["alone", ["-"], ["standard-input"]],
    ["beside others, once", ["-", control, "-"], [control, "standard-input"]],
  ])("judges the check on standard input, %s", async (_title, names, ids) => {
    const stdin = '{ connectors(where: { name: "web-sandbox" }) { ...AssetFragment } }';
    const words = ["run", ...names, "--sample", "--output", "json"];
    const { exitCode, stdout } = await callAssay(words, { stdin });
    expect(exitCode).toBe(1);
    const checks: { id: string; offenderCount: number }[] = JSON.parse(stdout).checks;
    expect(checks.map(({ id }) => id)).toEqual(ids);
    expect(checks.at(-1)?.offenderCount).toBe(1);
  });

  test("names the place of a mistake on standard input", async () => {
    const called = await callAssay(["run", "-", "--sample"], { stdin: "{ connectorz { id } }" });
    expect(called).toMatchObject({
      exitCode: 3,
      stdout: "",
      stderr: expect.stringMatching(/\nstandard input:1:3\n1 \| \{ connectorz \{ id \} \}\n/),
    });
  });

  test("prints what README.md shows", async () => {
    const { stdout } = await callAssay(["run", control, "--sample", "--limit", "1"]);
    const [, shown] = /^```\n(✗[\s\S]*?)```$/m.exec(readFileSync("README.md", "utf8"))!;
    expect(stdout).toContain(shown);
  });

  test("counts only the collections that its checks read", async () => {
    const { stdout } = await callAssay(["run", control, "--sample", "--output", "json"]);
    const { coverage } = JSON.parse(stdout) as { coverage: { type: string }[] };
    expect([...new Set(coverage.map(({ type }) => type))]).toEqual([
      "Connector",
      "SecurityContact",
    ]);
  });

  test("counts of what holds a part only the type that the part is asked of", async () => {
    const stdin =
      '{ storageAccounts(where: { tags_NONE: { key: "owner" } }) { ...AssetFragment } }';
    const words = ["run", "-", "--sample", "--output", "json"];
    const { coverage } = JSON.parse((await callAssay(words, { stdin })).stdout) as {
      coverage: { type: string }[];
    };
    expect([...new Set(coverage.map(({ type }) => type))]).toEqual(["StorageAccount"]);
  });

  test("narrows the suite by severity, framework and tag together", async () => {
    const words = ["run", "--sample", "--output", "json"];
    const narrow = [
      "--severity",
      "medium",
      "--framework",
      "cis-azure-3.0.0",
      "--tag",
      "notifications",
    ];
    const { stdout } = await callAssay([...words, ...narrow]);
    const ids: string[] = JSON.parse(stdout).checks.map((check: { id: string }) => check.id);
    expect(ids).toContain(control);
    const all = JSON.parse((await callAssay(words)).stdout).checks;
    expect(ids.length).toBeLessThan(all.length);
  });

  test("writes reports by the endings of files, whole", async () => {
    const file = join(folder, "report.json");
    const { exitCode } = await callAssay(["run", control, "--sample", "--export", file]);
    expect(exitCode).toBe(1);
    const report = JSON.parse(readFileSync(file, "utf8"));
    expect(report.checks[0].offenders).toHaveLength(report.checks[0].offenderCount);
    expect(readdirSync(folder)).toEqual(["report.json"]);
  });

  test("gives the same bytes for the same snapshot and checks", async () => {
    const words = ["run", "--sample", "--output", "json"];
    expect((await callAssay(words)).stdout).toBe((await callAssay(words)).stdout);
  });

  test.each<readonly [string, object, boolean]>([
    ["a terminal", { isTTY: true }, true],
    ["a pipe", { isTTY: false }, false],
    ["a dumb terminal", { isTTY: true, environment: { TERM: "dumb" } }, false],
    ["a terminal with NO_COLOR", { isTTY: true, environment: { NO_COLOR: "1" } }, false],
    ["a pipe with FORCE_COLOR", { isTTY: false, environment: { FORCE_COLOR: "1" } }, true],
  ])("on %s", async (_title, around, isColoured) => {
    const { stdout } = await callAssay(["run", control, "--sample"], around);
    expect(stdout.includes("\u001b[")).toBe(isColoured);
  });
});

describe("coverage", () => {
  const words = ["coverage", "--sample"];

  test("says what is missing, why, where and what would mend it", async () => {
    const { exitCode, stdout } = await callAssay(words, { columns: 200 });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[\d,]+ of [\d,]+ collections complete$/m);
    expect(stdout).toContain(
      'Grant "Microsoft.Security/settings/read" to whoever collects, and collect again.\n    data export settings: acquired-parcelo (1f2cb7db-6388-55aa-8d3a-f23571013690)\n      AuthorizationFailed · API 2022-05-01',
    );
    expect(stdout).toContain('Register the resource provider "Microsoft.Security"');
    expect(stdout).not.toContain(": complete");
  });

  test("narrows by type and connector, and shows what is complete with --all", async () => {
    const narrow = ["--type", "vm,SecurityContact", "--connector", "Legacy-ERP"];
    const { stdout } = await callAssay([...words, ...narrow, "--all"]);
    expect(stdout).toContain("1 of 2 collections complete");
    expect(stdout).toContain(
      "legacy-erp (2a243e91-950d-5b53-baa2-2e13969a3340): complete · 1 asset",
    );
    expect(stdout).toContain("page of HTML");
  });

  test("narrows by what --in means, as run does", async () => {
    const narrow = ["--in", "subscription:legacy-erp", "--in", "type:vms", "--all"];
    const { stdout } = await callAssay([...words, ...narrow]);
    expect(stdout).toContain("Only assets in subscription:legacy-erp, type:vms");
    expect(stdout).toContain("1 of 1 collection complete");
    const asJson = await callAssay([...words, ...narrow, "--output", "json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      narrowedTo: ["subscription:legacy-erp", "type:vms"],
      summary: { all: 1, complete: 1 },
    });
    const wrong = await callAssay([...words, "--in", "subscription:legacy-epr"]);
    expect([wrong.exitCode, wrong.stderr]).toEqual([3, expect.stringContaining("legacy-erp")]);
  });

  test("counts no more as JSON than in words", async () => {
    const report = JSON.parse((await callAssay([...words, "--output", "json"])).stdout);
    expect(report.format).toBe("assay.coverage/1");
    expect(report.collections).toHaveLength(report.summary.all - report.summary.complete);
    const all = JSON.parse((await callAssay([...words, "--output", "json", "--all"])).stdout);
    expect(all.collections).toHaveLength(report.summary.all);
  });

  test.each([
    ["--type", "Storageacount", /no asset type "Storageacount".* "StorageAccount"/],
    ["--connector", "web-sandbx", /no connector "web-sandbx".* "web-sandbox"/],
  ])("refuses what %s does not know", async (option, value, message) => {
    const { exitCode, stderr } = await callAssay([...words, option, value]);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(message)]);
  });
});

describe("checks", () => {
  test("lists what there is", async () => {
    const { exitCode, stdout } = await callAssay(["checks"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(control);
  });

  test("shows one with its guidance and document", async () => {
    const { stdout } = await callAssay(["checks", control]);
    expect(stdout).toContain("\nBack-out plan\n");
    expect(stdout).toContain("{ securityContacts_SOME: null }");
  });

  test("tells programs what each rule asks", async () => {
    const { exitCode, stdout } = await callAssay(["checks", "--output", "json"]);
    expect(exitCode).toBe(0);
    const ajv = new Ajv2020({ strict: true, strictRequired: false });
    ajv.addSchema(JSON.parse(readFileSync("docs/report.schema.json", "utf8")));
    const validate = ajv.compile(JSON.parse(readFileSync("docs/checks.schema.json", "utf8")));
    const { checks } = JSON.parse(stdout);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    const one = checks.find(({ id }: { id: string }) => id === control);
    expect(one.rules).toMatchObject([
      {
        type: "Connector",
        filter: expect.stringContaining("securityContacts SOME"),
        expected: "nothing",
      },
    ]);
    const report = JSON.parse(
      (await callAssay(["run", "--sample", control, "--output", "json"])).stdout,
    );
    expect(report.checks[0].meanings).toEqual({ connectors: one.rules[0].meaning });
  });

  test("finds and shows a renamed check by the id that it had", async () => {
    const own = mkdtempSync(join(tmpdir(), "assay-renamed-"));
    writeFileSync(
      join(own, "new.graphql"),
      'query @check(formerly: ["old/id"]) { connectors(where: { name: "nobody" }) { id } }',
    );
    const shown = await callAssay(["checks", "old/id", "--checks", own]);
    expect(shown.stdout).toContain("formerly old/id");
    const found = await callAssay(["checks", "--search", "old/id", "--checks", own]);
    expect(found.stdout).toContain("1 check");
    rmSync(own, { recursive: true });
  });

  const asset = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d";

  test("fills an asset into the guidance", async () => {
    const { stdout } = await callAssay(["checks", control, "--for", asset]);
    expect(stdout).toContain(`az rest --method put --url "${asset}/providers/Microsoft.Security`);
    expect(stdout).not.toContain("{{");
  });

  test.each([
    ["a name", "web-sandbox"],
    ["a name in any case", "WEB-SANDBOX"],
    ["a GUID", "203d1146-4812-561f-a1be-5434e89d8e4d"],
    ["a whole id that is there", asset],
  ])("looks up %s in an estate", async (_title, written) => {
    const { stdout } = await callAssay(["checks", control, "--for", written, "--sample"]);
    expect(stdout).toContain(`Filled in for ${asset}`);
  });

  test("takes the end of an id, and fills in the rule that is at fault", async () => {
    const words = ["checks", "azure/network/security-groups-close-ssh", "--sample", "--for"];
    const { stdout } = await callAssay([...words, "networksecuritygroups/nsg-demo"]);
    expect(stdout).toContain("/securityRules/allow-ssh-v6 --source");
  });

  test("takes the portal's address for the asset's id", async () => {
    const address = `https://portal.azure.com/#@x/resource${asset}/overview`;
    const { stdout } = await callAssay(["checks", control, "--for", address]);
    expect(stdout).toContain(`--url "${asset}/providers/Microsoft.Security`);
  });

  test.each([
    ["several checks", ["azure/defender", "--for", asset], /Name its id/],
    [
      "what is not there",
      [control, "--for", "web-sandbx", "--sample"],
      /There is no asset "web-sandbx" .* Did you mean "web-sandbox"/,
    ],
    [
      "an id that is not there",
      [control, "--for", "/subscriptions/none", "--sample"],
      /There is no asset/,
    ],
    [
      "what several are",
      ["azure/storage/containers-are-private", "--for", "default", "--sample"],
      /"default" may be \d+ assets\. Name one by its id: "\/subscriptions\//,
    ],
  ])("refuses --for with %s", async (_title, words, message) => {
    const { exitCode, stderr } = await callAssay(["checks", ...words]);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(message)]);
  });

  test("with --validate ends as a mistake where a file has one, and says it on standard error", async () => {
    const file = join(folder, "broken.graphql");
    writeFileSync(file, "{ connectors(where: { managedIdentities_NONE: {} }) { id } }");
    const { exitCode, stdout, stderr } = await callAssay(["checks", "--validate", file]);
    expect([exitCode, stdout]).toEqual([3, ""]);
    expect(stderr).toContain(`${file}:1:23`);
  });

  const dubious = () => {
    const file = join(folder, "dubious.graphql");
    writeFileSync(file, "{ connectors(where: { NOT: { securityContacts_SOME: null } }) { id } }");
    return file;
  };

  test("says what is legal and seldom meant", async () => {
    const { exitCode, stdout, stderr } = await callAssay(["checks", "--validate", dubious()]);
    expect([exitCode, stdout]).toEqual([0, "1 check is valid.\n"]);
    expect(stderr).toContain('Note: "securityContacts_SOME: null" asks for rows without');
  });

  test("with --strict what is seldom meant is a mistake, and belongs to --validate", async () => {
    const strict = await callAssay(["checks", "--validate", "--strict", dubious()]);
    expect([strict.exitCode, strict.stdout]).toEqual([3, ""]);
    expect(strict.stderr).toContain("asks for rows without");
    expect(await callAssay(["checks", "--strict", control])).toMatchObject({ exitCode: 3 });
  });

  test.each([
    ["run", ["run", "--sample", "--exit-zero"]],
    ["checks", ["checks"]],
  ])(
    "%s tells an author's own notes, many by their number, and none of the library's",
    async (_title, words) => {
      const dubious = mkdtempSync(join(folder, "dubious-"));
      const write = (name: string) =>
        writeFileSync(
          join(dubious, name),
          '{ connectors(where: { name_MATCHES: "^prod" }) { id } }',
        );
      write("a.graphql");
      const few = await callAssay([...words, "--checks", dubious]);
      expect(few.exitCode).toBe(0);
      expect(few.stderr).toContain("Note: ");
      expect(few.stderr).toContain(join(dubious, "a.graphql:1:23"));
      for (const name of ["b.graphql", "c.graphql", "d.graphql"]) write(name);
      const many = await callAssay([...words, "--checks", dubious]);
      expect(many.stderr).toBe(
        'Note: 4 conditions of these checks are legal and seldom meant. "npx assay checks --validate" says which.\n',
      );
      expect((await callAssay([...words, control])).stderr).toBe("");
    },
  );
});

describe("own checks", () => {
  const check = '{ connectors(where: { name: "nobody" }) { ...AssetFragment } }';
  const ownFolder = (name: string) => {
    const own = mkdtempSync(join(folder, "own-"));
    writeFileSync(join(own, `${name}.graphql`), check);
    return own;
  };

  test("stand beside the library's by --also, and in its place by --checks, each repeatable", async () => {
    const [mine, theirs] = [ownFolder("mine"), ownFolder("theirs")];
    const beside = await callAssay(["checks", "--also", mine, "--also", theirs]);
    for (const id of [control, "mine", "theirs"]) expect(beside.stdout).toContain(id);
    const alone = await callAssay(["checks", "--checks", mine, "--checks", theirs]);
    for (const id of ["mine", "theirs"]) expect(alone.stdout).toContain(id);
    expect(alone.stdout).not.toContain(control);
    const run = await callAssay(["run", "mine", control, "--sample", "--also", mine]);
    expect(run).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("2 checks: 1 failed"),
    });
  });

  test("with an id of the library's are a mistake that names both files", async () => {
    const mine = ownFolder("twice");
    const { exitCode, stderr } = await callAssay([
      "run",
      "--sample",
      "--checks",
      mine,
      "--also",
      ownFolder("twice"),
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /Two checks have the id "twice": ".*twice\.graphql" and ".*twice\.graphql"/,
    );
  });

  test("are written as plain documents with the fragments of their own folder", async () => {
    const mine = ownFolder("mine");
    mkdirSync(join(mine, "fragments"));
    writeFileSync(
      join(mine, "fragments", "asset.graphql"),
      "fragment AssetFragment on Asset { readAt }",
    );
    const plain = join(folder, "plain");
    await callAssay(["checks", "mine", control, "--also", mine, "--plain", plain]);
    expect(readFileSync(join(plain, "mine.graphql"), "utf8")).toContain("readAt");
    expect(readFileSync(join(plain, `${control}.graphql`), "utf8")).not.toContain("readAt");
  });
});

test("checks are searched by their words", async () => {
  const found = await callAssay(["checks", "--search", "contact email"]);
  expect(found.stdout).toContain(control);
  expect(found.stdout).not.toContain("keyvault");
  const none = await callAssay(["checks", "--search", "unicorns"]);
  expect(none).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('No check has "unicorns"'),
  });
  const near = await callAssay(["checks", "contact"]);
  expect(near.stderr).toContain('"npx assay checks --search contact" lists them');
});

describe("query", () => {
  const query = `query ($name: String) {
    connectors(where: { name: $name }) { ...AssetFragment securityContacts(where: { email: { eq: "" } }) { name } }
  }`;

  test("answers from standard input, with variables and shared fragments", async () => {
    const words = ["query", "-", "--sample", "--variables", '{"name":"web-sandbox"}'];
    const { exitCode, stdout } = await callAssay(words, { stdin: query });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      data: { connectors: [{ name: "web-sandbox", securityContacts: [{ name: "default" }] }] },
    });
  });

  test("prints what went wrong within the answer, and does not end as passed", async () => {
    const words = ["query", "-", "--sample"];
    const { exitCode, stdout } = await callAssay(words, {
      stdin: "{ connectors(limit: -1) { id } }",
    });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).errors[0].message).toMatch(/limit/);
  });

  test("says on standard error how many are undecided, and why, and answers the same", async () => {
    const stdin = `{
      empty: connectors(where: { securityContacts_SOME: { email: "" } }) { name }
      count: connectorsAggregate(where: { securityContacts_SOME: { email: "" } }) { count }
    }`;
    const { exitCode, stdout, stderr } = await callAssay(["query", "-", "--sample"], { stdin });
    expect([exitCode, JSON.parse(stdout).extensions]).toEqual([
      0,
      {
        undecided: [
          { path: ["count"], count: 5 },
          { path: ["empty"], count: 5 },
        ],
      },
    ]);
    expect(stderr).toBe(
      'Undecided, and not in the answer: 5 connectors (securityContacts: resource provider not registered; securityContacts: denied; securityContacts: failed). "npx assay coverage" says what would mend it.\n',
    );
  });

  test("tells what was not read from what is null or none", async () => {
    const stdin =
      '{ connectors(where: { name: "acquired-parcelo" }) { securityContacts { email } } }';
    const { stdout, stderr } = await callAssay(["query", "-", "--sample"], { stdin });
    const { data, extensions } = JSON.parse(stdout);
    expect(data).toEqual({ connectors: [{ securityContacts: [] }] });
    expect(extensions).toMatchObject({
      missing: [
        {
          path: ["connectors", 0, "securityContacts"],
          type: "SecurityContact",
          connectorName: "acquired-parcelo",
          status: "DENIED",
          permission: "Microsoft.Security/securityContacts/read",
        },
      ],
      missingCount: 1,
    });
    expect(stderr).toMatch(
      /^Not read, and so null, empty or left out in 1 place of the answer: connectors.securityContacts: denied · acquired-parcelo \(\/subscriptions\/[\da-f-]+\)\. "extensions.missing" has each.\n$/,
    );
  });

  test("says nothing of what is undecided where all is known", async () => {
    const stdin = '{ connectors(where: { name: "web-sandbox" }) { name } }';
    expect((await callAssay(["query", "-", "--sample"], { stdin })).stderr).toBe("");
  });

  test("answers a stored check as it stands", async () => {
    const { stdout } = await callAssay(["query", `checks/${control}.graphql`, "--sample"]);
    const { offenderCount } = JSON.parse(
      (await callAssay(["run", control, "--sample", "--output", "json"])).stdout,
    ).checks[0];
    expect(JSON.parse(stdout).data.connectors).toHaveLength(offenderCount);
  });
});

describe("schema", () => {
  test("prints SDL that stock tools read", async () => {
    const { exitCode, stdout } = await callAssay(["schema"]);
    expect(exitCode).toBe(0);
    expect(buildSchema(stdout).getType("ConnectorWhere")).toBeDefined();
  });

  test("writes it to a file, with its folder", async () => {
    const file = join(folder, "editor", "schema.graphql");
    const { exitCode, stderr } = await callAssay(["schema", "--out", file]);
    expect([exitCode, stderr]).toEqual([0, `Wrote "${file}".\n`]);
    expect(readFileSync(file, "utf8")).toBe((await callAssay(["schema"])).stdout);
  });
});
