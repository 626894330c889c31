import { execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const bin = resolve("bin/assay.js");
const control = "azure/defender/security-contacts-have-additional-email";
const run = promisify(execFile);
const environment = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: "xterm" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-process-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the built command", () => {
  test("ends with the exit code of its verdict, and works from any folder", async () => {
    const called = run(process.execPath, [bin, "run", control, "--sample"], { cwd: folder });
    await expect(called).rejects.toMatchObject({ code: 1, stderr: "" });
  });

  test("ends with 3 for a mistake, and says it on standard error", async () => {
    const called = run(process.execPath, [bin, "run", "--no-such"], { cwd: folder });
    await expect(called).rejects.toMatchObject({ code: 3, stdout: "" });
  });

  test("says nothing when its reader goes away, and does not end as passed", async () => {
    const child = spawn(process.execPath, [bin, "run", "--sample", "--output", "json"]);
    child.stdout.once("data", () => child.stdout.destroy());
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    const code = await new Promise((done) => child.on("close", done));
    expect([code, complaint]).toEqual([141, ""]);
  });

  test("shows the stack of a bug and ends with 70", async () => {
    // A package that does not say what it is called is a bug of ours, not a mistake of the user's.
    const broken = join(folder, "broken.mjs");
    const main = resolve("src/cli/main.ts");
    writeFileSync(
      broken,
      `import { main } from ${JSON.stringify(main)};
       const io = { stdout: process.stdout, stderr: process.stderr, home: {} };
       process.exitCode = await main(["schema"], io);`,
    );
    const called = run(process.execPath, [broken]);
    await expect(called).rejects.toMatchObject({
      code: 70,
      stderr: expect.stringMatching(/^This is a bug in Assay[\s\S]*\n {4}at /),
    });
  });
});

// `script` of util-linux gives a program a real terminal.
const hasTerminal = spawnSync("script", ["--version"]).status === 0;

describe.runIf(hasTerminal)("in a terminal", () => {
  async function inTerminal(columns: number, command: string): Promise<string> {
    const file = join(folder, "typescript");
    const words = `stty cols ${columns} rows 40; ${command}`;
    await run("script", ["--quiet", "--return", "--command", words, file], {
      env: environment as NodeJS.ProcessEnv,
    }).catch(() => undefined);
    return readFileSync(file, "utf8");
  }

  test.each([50, 90])("lines keep to its %d columns but for ids, in colours", async (columns) => {
    const text = await inTerminal(columns, `${process.execPath} ${bin} run ${control} --sample`);
    expect(text).toContain("\u001b[31m");
    const lines = text
      .split(/\r?\n/)
      .filter((line) => !line.startsWith("Script "))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
      .map((line) => line.replaceAll(/\u001b\[\d+m/g, ""));
    // An id that is wider is left to the terminal, and stands alone.
    for (const line of lines.filter((one) => one.length > columns))
      expect(line.trim().replace(/^--\S+ | \\$/g, ""), line).toMatch(/^(?:\S+|"[^"]+")$/);
    expect(lines.join("\n")).toContain("web-sandbox");
  });

  test("NO_COLOR takes the colours away", async () => {
    const text = await inTerminal(
      90,
      `NO_COLOR=1 ${process.execPath} ${bin} run ${control} --sample`,
    );
    expect(text).toContain("✗");
    expect(text).not.toContain("\u001b[31m");
  });
});
