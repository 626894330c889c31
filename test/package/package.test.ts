import { execFile, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Starts the thread of a large suite, and says whether its kernels are there and it takes tasks. */
const thread = `
  import { Worker } from "node:worker_threads";
  const { createWorkerPool } = await import("./node_modules/@assay-policy/assay/dist/cli/worker-pool.js");
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const file = "./node_modules/@assay-policy/assay/dist/cli/pool-worker.js";
  const worker = new Worker(file, { workerData: { memory, address: 0 } });
  const board = new Int32Array(memory.buffer, 0, 16);
  board[0] = 1;
  worker.on("error", (error) => { throw error; });
  while (Atomics.load(board, 5) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  console.log(typeof createWorkerPool, board[5]);
  process.exit();
`;

/** The package as people get it: packed, and installed into an empty folder. */
const run = promisify(execFile);
const name = "@assay-policy/assay";
let folder = "";
let files: readonly string[] = [];

const call = (words: readonly string[], options = {}) =>
  run(process.execPath, words, { cwd: folder, maxBuffer: 1e8, ...options });
const assay = (...words: string[]) => call(["node_modules/.bin/assay", ...words]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-package-"));
  const packed = await run("npm", ["pack", "--json", "--pack-destination", folder]);
  const [{ filename, files: listed }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[")));
  files = listed.map(({ path }: { path: string }) => path);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  // From what is here already, so that no registry is asked.
  const graphql = resolve("node_modules/graphql");
  await run(
    "npm",
    ["install", "--offline", "--no-audit", "--install-links", graphql, `./${filename}`],
    { cwd: folder },
  );
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it needs no other package than graphql, and holds nothing that is not for its users", () => {
  const installed = globSync(["node_modules/*", "node_modules/@*/*"], { cwd: folder });
  expect(installed.filter((path) => !/^node_modules.@[^/]*$/.test(path)).sort()).toEqual([
    "node_modules/@assay-policy/assay",
    "node_modules/graphql",
  ]);
  const beginnings = new Set(files.map((file) => file.split("/")[0]));
  expect([...beginnings].sort()).toEqual([
    ...["CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "bin", "checks", "dist", "docs"],
    ...["package.json", "sample", "schema"],
  ]);
});

describe("the program", () => {
  test.each(["json", "sarif"])("runs all checks as the sources do: %s", async (output) => {
    const words = ["run", "--sample", "--exit-zero", "--output", output];
    const installed = await assay(...words);
    const sources = await run(process.execPath, ["bin/assay.js", ...words], { maxBuffer: 1e8 });
    const undated = (text: string) =>
      text
        .replace(/"durationMs": *[\d.]+/, "")
        .replaceAll(`node_modules/${name}/checks/`, "checks/");
    expect(undated(installed.stdout)).toBe(undated(sources.stdout));
    expect(installed.stderr).toBe(sources.stderr);
  });

  // The build keeps what it read of the package's own files, and nobody should be told what an edited one said before.
  test("reads its own schema and checks anew where somebody changed them", async () => {
    const check = join(
      folder,
      `node_modules/${name}/checks/azure/storage/accounts-forbid-anonymous-access.graphql`,
    );
    const text = readFileSync(check, "utf8");
    const rows = async () => {
      const { stdout } = await assay("run", "--sample", "--exit-zero", "--output", "csv");
      return stdout.split("accounts-forbid-anonymous-access").length - 1;
    };
    const before = await rows();
    writeFileSync(check, text.replace(/where: .*/s, 'where: { name: "none of these" }) { id } }'));
    expect(await rows()).toBeLessThan(before);
    writeFileSync(check, `${text}}`);
    await expect(assay("run", "--sample")).rejects.toMatchObject({ code: 3 });
    writeFileSync(check, text);
  });

  test.each(["text", "html", "markdown", "junit", "sarif", "csv"])("writes %s", async (output) => {
    const { stdout } = await assay(
      "run",
      "azure/storage",
      "--sample",
      "--exit-zero",
      "--output",
      output,
    );
    expect(stdout.length).toBeGreaterThan(1000);
  });

  test("collects into a store, and runs over what is there", async () => {
    const sample = `node_modules/${name}/sample`;
    await assay("import", sample);
    const { stdout } = await assay("run", "--exit-zero");
    expect(stdout).toMatch(/\d+ checks: \d+ failed/);
  });

  test("loads late what patterns need", async () => {
    const query = '{ connectors(where: { name_MATCHES: "web-.*" }) { name } }';
    writeFileSync(join(folder, "query.graphql"), query);
    const { stdout } = await assay("query", "query.graphql", "--sample");
    expect(stdout).toContain('"web-prod"');
  });

  test("its kernels are those in WebAssembly, and its thread starts", async () => {
    writeFileSync(join(folder, "thread.js"), thread);
    const { stdout } = await call(["thread.js"]);
    expect(stdout.trim()).toBe("function 1");
  });

  test("tells a Node that is too old so in one sentence", () => {
    const older = join(folder, "older.cjs");
    writeFileSync(
      older,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.1" } });`,
    );
    const program = join(folder, "node_modules/.bin/assay");
    const called = spawnSync(process.execPath, ["--require", older, program, "run"], {
      encoding: "utf8",
    });
    expect(called.status).toBe(3);
    expect(called.stderr).toBe("Assay needs Node 24.15 or newer, or 26, and this is 18.20.1.\n");
  });
});

describe("the library", () => {
  test.each([
    ["verdicts", /^fail +azure\/defender\/.+: .+$/m],
    ["reporter", /^ +\d+ {2}azure\//],
    ["schema", /^true\n.*"acquired-parcelo".*"missing": \[.*securityContacts/s],
  ])("examples/%s.ts does what it says", async (example, expected) => {
    const file = `${example}.ts`;
    writeFileSync(join(folder, file), readFileSync(resolve("examples", file)));
    const { stdout, stderr } = await call([file]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(expected);
  });

  test("every example is tried here, and its types are those that the package declares", async () => {
    const examples = globSync("examples/*.ts");
    expect(examples).toHaveLength(3);
    for (const file of examples)
      writeFileSync(join(folder, file.slice("examples/".length)), readFileSync(file));
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024"];
    const types = [
      "--typeRoots",
      resolve("node_modules/@types"),
      "--types",
      "node",
      "--skipLibCheck",
      "false",
    ];
    const compiler = resolve("node_modules/.bin/tsc");
    await run(compiler, [...options, ...types, ...globSync("*.ts", { cwd: folder })], {
      cwd: folder,
    });
  });
});
