import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadFragments } from "../../src/check/document/fragments.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { followSuite } from "../../src/server/suite.ts";
import { openSample, post, startSite } from "./site.ts";

const home = mkdtempSync(join(tmpdir(), "assay-edited-"));
const elsewhere = join(home, "elsewhere");
const folder = join(home, "checks");

/** A check of one's own: of a sample connector, so that it fails, or of none, so that it passes. */
function write(name: string, where: string, path = elsewhere): void {
  const head = `"""\nThe ${name}\n"""\nquery Named @check(severity: LOW)`;
  writeFileSync(
    join(path, `${name}.graphql`),
    `${head} {\n  connectors(where: { name: "${where}" }) @expect(eq: []) { id name }\n}\n`,
  );
}

const told: string[] = [];
let site: RunningServer;

beforeAll(async () => {
  mkdirSync(elsewhere);
  mkdirSync(folder);
  // A configuration volume is a link to where the files are.
  symlinkSync(elsewhere, join(folder, "linked"));
  write("first", "web-sandbox");
  const { inventory } = await openSample();
  const held = { ...inventory, close: () => undefined };
  const older = { ...held, snapshot: { ...inventory.snapshot, id: "older" } };
  const suites = await followSuite({
    paths: [folder],
    read: async () => ({
      checks: loadChecks(inventory.model, folder),
      fragments: loadFragments([folder]).fragments,
    }),
    onProblems: (problems) => told.push(...problems),
  });
  site = await startSite({
    source: {
      list: () => [{ name: inventory.snapshot.id }],
      open: async (id) => (id === older.snapshot.id ? older : held),
      snapshots: () => [inventory.snapshot, older.snapshot],
    },
    suites,
    graphiql: true,
    // Only the test says when.
    refreshMs: 3_600_000,
  });
});

afterAll(async () => {
  await site.stop();
  rmSync(home, { recursive: true });
});

async function read(path: string): Promise<string> {
  return (await fetch(`${site.url}${path}`)).text();
}

/** Titles and statuses as the endpoint says them, of the newest snapshot or another. */
async function verdicts(snapshot = ""): Promise<unknown> {
  const body = JSON.stringify({ query: "{ controls { title verdict { status } } }" });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${site.url}graphql${snapshot}`, { method: "POST", headers, body });
  const { data } = (await answer.json()) as {
    data: { controls: { title: string; verdict: { status: string } }[] };
  };
  return data.controls.map(({ title, verdict }) => `${title}: ${verdict.status}`);
}

test("a check that is written, broken, mended and removed is followed, in every place that shows it", async () => {
  expect(await verdicts()).toEqual(["The first: FAIL"]);
  expect(await verdicts("?snapshot=older")).toEqual(["The first: FAIL"]);

  write("second", "web-sandbox");
  await site.refresh();
  expect(await verdicts()).toEqual(["The first: FAIL", "The second: FAIL"]);
  expect(await verdicts("?snapshot=older")).toEqual(["The first: FAIL", "The second: FAIL"]);
  expect(await read("")).toContain("The second");
  expect(await read("graphiql")).toContain("The second");

  writeFileSync(join(elsewhere, "second.graphql"), "{ conectors { id } }");
  await site.refresh();
  const mistake = `${join(folder, "linked", "second.graphql")}:1:3: `;
  for (const page of ["", "connectors", "graphiql", "nowhere"])
    expect(await read(page)).toContain(mistake);
  expect(await read("")).toContain("The second");
  expect(await verdicts()).toEqual(["The first: FAIL", "The second: FAIL"]);
  expect(await read("ready")).toMatch(/^ready\nmistakes in the edited checks: \d+\n$/);
  expect(await read("ready")).not.toContain(home);
  expect(await read("metrics")).toMatch(/\nassay_edited_check_mistakes [1-9]/);
  expect(told.join("\n")).toContain(mistake);

  write("second", "nobody");
  await site.refresh();
  expect(await verdicts()).toEqual(["The first: FAIL", "The second: PASS"]);
  expect(await read("")).not.toContain("The checks were edited");
  expect(await read("ready")).toBe("ready\n");
  expect(await read("metrics")).toContain("\nassay_edited_check_mistakes 0\n");

  rmSync(join(elsewhere, "second.graphql"));
  await site.refresh();
  expect(await verdicts()).toEqual(["The first: FAIL"]);
  expect(await read("graphiql")).not.toContain("The second");
});

test("fragments that are edited are there for queries at once", async () => {
  const query = "{ connectors(limit: 1) { ...Own } }";
  expect(await (await post(site, query)).text()).toContain('Unknown fragment \\"Own\\"');
  mkdirSync(join(folder, "fragments"));
  writeFileSync(
    join(folder, "fragments", "own.graphql"),
    "fragment Own on Connector { caption: name }",
  );
  await site.refresh();
  expect(await (await post(site, query)).text()).toContain('"caption"');
});

test("where the last check is taken away the verdicts before stay, and it is said why", async () => {
  rmSync(join(elsewhere, "first.graphql"));
  await site.refresh();
  expect(await verdicts()).toEqual(["The first: FAIL"]);
  expect(await read("")).toContain("holds no check");
  write("first", "nobody");
  await site.refresh();
  expect(await verdicts()).toEqual(["The first: PASS"]);
});

test("assay serve looks by itself", { timeout: 40_000 }, async () => {
  const own = join(home, "own");
  mkdirSync(own);
  write("first", "web-sandbox", own);
  const words = ["bin/assay.js", "serve", "--sample", "--checks", own, "--port", "0"];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
  try {
    let url = "";
    for await (const line of child.stdout) {
      url = /http:\S+/.exec(String(line))?.[0] ?? "";
      if (url) break;
    }
    expect(await (await fetch(url)).text()).toContain("The first");
    write("second", "web-sandbox", own);
    const page = async () => (await fetch(url)).text();
    await expect.poll(page, { timeout: 20_000 }).toContain("The second");
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
});
