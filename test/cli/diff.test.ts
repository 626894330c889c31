import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder = "";
const git = (...words: readonly string[]) => execFileSync("git", ["-C", folder, ...words]);
const commit = (message: string) => {
  git("add", "-A");
  const author = [
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  git(...author, "commit", "-q", "-m", message);
};
const write = (name: string, where: string, more = "") =>
  writeFileSync(
    join(folder, "checks", `${name}.graphql`),
    `query ${more}{ storageAccounts(where: ${where}) { ...AssetFragment } }\n`,
  );
const diff = (...words: readonly string[]) =>
  callAssay([
    "diff",
    "--checks",
    join(folder, "checks"),
    "--store",
    join(folder, "none"),
    ...words,
  ]);

const old = `{ minimumTlsVersion_IN: ["TLS1_0", "TLS1_1"] }`;
const wider = `{ minimumTlsVersion_IN: ["TLS1_0", "TLS1_1", "TLS1_2"] }`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-diff-"));
  mkdirSync(join(folder, "checks"));
  cpSync("checks/fragments", join(folder, "checks", "fragments"), { recursive: true });
  git("init", "-q");
  write("tls", old);
  write("other", `{ name: "nobody" }`);
  commit("first");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("diff of a check", () => {
  test("proves nothing by one row where assets are counted", async () => {
    const counted = (expectation: string) =>
      writeFileSync(
        join(folder, "checks", "tls.graphql"),
        `{ storageAccounts(where: ${old}) @expect(${expectation}: []) { id } }\n`,
      );
    counted("neq");
    commit("counted");
    counted("eq");
    const { stdout } = await diff("tls@HEAD");
    expect(stdout).toContain("expects nothing in place of at least 1 asset");
    expect(stdout).toContain("assets are counted");
    expect(stdout).not.toContain("proved");
  });

  test("compares checks that are asked once for each subscription", async () => {
    const each = (version: string) =>
      write(
        "tls",
        `{ connector: { id: { eq: $subscriptionResourceId } }, minimumTlsVersion: "${version}" }`,
        "($subscriptionResourceId: String!) ",
      );
    each("TLS1_0");
    commit("each");
    each("TLS1_1");
    const { exitCode, stdout } = await diff("tls@HEAD");
    expect(stdout).toContain('minimumTlsVersion: "TLS1_1"');
    expect(exitCode).toBe(1);
  });

  test("is the same meaning where only prose, order or spelling changed", async () => {
    write(
      "tls",
      `{ minimumTlsVersion: { in: ["TLS1_1", "TLS1_0"] } }`,
      "Tls @check(severity: HIGH) ",
    );
    const { exitCode, stdout } = await diff("tls@HEAD");
    expect(stdout).toContain("tls same meaning");
    expect(exitCode).toBe(0);
  });

  test("says by proof what an edit could turn, and shows the smallest asset that does", async () => {
    write("tls", wider);
    const { exitCode, stdout } = await diff("tls");
    expect(stdout).toMatch(/meaning [0-9a-f]{12} → [0-9a-f]{12}/);
    expect(stdout).toContain("wider (nothing newly passes: proved)");
    expect(stdout).toContain(
      `newly fails StorageAccount { is: FAIL, minimumTlsVersion: "TLS1_2" }`,
    );
    expect(exitCode).toBe(1);
    write("tls", `{ minimumTlsVersion: "TLS1_0" }`);
    const narrower = await diff("tls");
    expect(narrower.stdout).toContain("narrower (nothing newly fails: proved)");
    expect(narrower.stdout).toContain(
      `newly passes StorageAccount { is: PASS, minimumTlsVersion: "TLS1_1" }`,
    );
  });

  test("names the assets of a snapshot that turn, and ends by them", async () => {
    write("tls", wider);
    const { exitCode, stdout } = await diff("tls", "--sample");
    const [, count] = /pass→fail (\d+)/.exec(stdout)!;
    expect(Number(count)).toBeGreaterThan(0);
    expect(stdout).toMatch(/\+ \/subscriptions\/\S+\s+pass → fail/);
    expect(exitCode).toBe(1);
    write("tls", `{ OR: [${old}, { name: "nobody" }] }`);
    const nothing = await diff("tls", "--sample");
    expect(nothing.stdout).toContain("pass→fail 0");
    expect(nothing.exitCode).toBe(0);
  });

  test("counts rows of cases that come to something else", async () => {
    const rows = `{ is: FAIL, minimumTlsVersion: "TLS1_0" } { is: PASS, minimumTlsVersion: "TLS1_2" }`;
    writeFileSync(
      join(folder, "checks", "tls.cases.graphql"),
      `{ given(storageAccounts: [${rows}]) }`,
    );
    write("tls", wider);
    expect((await diff("tls")).stdout).toContain("cases: 1 of 2 say something else");
  });

  test("compares two revisions, and two checks", async () => {
    write("tls", wider);
    commit("second");
    write("tls", `{ name: "later" }`);
    const revisions = await diff("tls@HEAD~1", "tls@HEAD");
    expect(revisions.stdout).toContain(`minimumTlsVersion: "TLS1_2" }`);
    const checks = await diff("other@HEAD", "tls");
    expect(checks.stdout).toContain("tls changed, and was other");
  });

  test("says of an old text that is no check by today's schema what is gone", async () => {
    write("tls", `{ minimumTlsVersoin: "TLS1_0" }`);
    commit("a field that is gone");
    write("tls", old);
    const { exitCode, stdout } = await diff("tls@HEAD");
    expect(stdout).toContain("tls cannot be compared");
    expect(stdout.replace(/\s+/g, " ")).toContain('Unknown field "minimumTlsVersoin"');
    expect(exitCode).toBe(2);
  });

  test("tells of expectations", async () => {
    write("tls", `${old}) @expect(lte: 3`);
    const { exitCode, stdout } = await diff("tls");
    expect(stdout).toContain("expects at most 3 assets in place of nothing");
    expect(exitCode).toBe(1);
  });

  test.each([
    [["tls@nowhere"], 'has no revision "nowhere"'],
    [["tls@--output=x"], 'has no revision "--output=x"'],
    [["tsl"], 'There is no check "tsl" in "HEAD" or the working tree. Did you mean "tls"?'],
    [[], "Name a check"],
    [["a@HEAD", "b", "c"], '"c" is a third'],
    [["tls@HEAD", "--checks-from", "HEAD"], "Keep one of them"],
  ])("%j is a mistake", async (words, message) => {
    const { exitCode, stderr } = await diff(...words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(3);
  });

  test("asks the repository of the checks, also within a hook of Git", async () => {
    write("tls", wider);
    const environment = { ...process.env, GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index" };
    const words = [
      "diff",
      "tls",
      "--checks",
      join(folder, "checks"),
      "--store",
      join(folder, "no"),
    ];
    const { exitCode, stdout } = await callAssay(words, { environment });
    expect(stdout).toContain("tls changed");
    expect(exitCode).toBe(1);
  });

  test("needs a repository", async () => {
    rmSync(join(folder, ".git"), { recursive: true });
    const { exitCode, stderr } = await diff("tls");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("stands in no Git repository");
  });
});

describe("diff of all checks", () => {
  test("tells what changed, what is new, gone and renamed, and counts the rest", async () => {
    git("mv", "checks/tls.graphql", "checks/versions.graphql");
    write("versions", wider, `@check(formerly: ["tls"]) `);
    rmSync(join(folder, "checks", "other.graphql"));
    write("fresh", `{ name: "nobody" }`);
    const { exitCode, stdout } = await diff("--checks-from", "HEAD");
    expect(stdout).toContain("fresh new: not there in HEAD");
    expect(stdout).toContain("other gone: there in HEAD");
    expect(stdout).toContain("versions changed, and was tls");
    expect(stdout).toContain(
      "3 checks compared · 0 of the same meaning · 1 changed · 1 new · 1 gone",
    );
    expect(exitCode).toBe(1);
  });

  test("is nothing where only prose changed", async () => {
    write("tls", old, "Tls @check(severity: HIGH) ");
    const { exitCode, stdout } = await diff("--checks-from", "HEAD");
    expect(stdout).toContain("2 checks compared · 2 of the same meaning");
    expect(exitCode).toBe(0);
  });

  test("is written for a pull request, and for programs", async () => {
    write("tls", wider);
    const markdown = await diff("--checks-from", "HEAD", "--sample", "--output", "markdown");
    expect(markdown.stdout).toContain("#### `tls` changed");
    expect(markdown.stdout).toMatch(/^\| on `\S+` \| examined \| pass→fail/m);
    expect(markdown.stdout).toMatch(/^- pass → \*\*fail\*\* `\/subscriptions/m);
    const words = ["--checks-from", "HEAD", "--sample", "--output", "json"];
    const json = JSON.parse((await diff(...words)).stdout);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(JSON.parse(readFileSync("docs/report.schema.json", "utf8")));
    const validate = ajv.compile(JSON.parse(readFileSync("docs/diff.schema.json", "utf8")));
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(json).toMatchObject({ format: "assay.diff/1", outcome: "turns" });
    expect(json.checks.map(({ id, is }: { id: string; is: string }) => `${id} ${is}`)).toEqual([
      "other same",
      "tls changed",
    ]);
  });
});
