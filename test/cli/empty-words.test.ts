import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { callAssay } from "./fake-io.ts";

const nothing = ["", " ", "\t", ",", " , ,", "\u200b"];

/** The words that a command cannot do without. */
const needed = (written = ""): readonly string[] =>
  written.split(" ").flatMap((word) => (word.startsWith("<") ? ["sample"] : []));

const options = commands.flatMap((command) =>
  command.options
    .filter(({ flags }) => flags.includes("<"))
    .map(({ flags }) => ({ command, option: /--[\w-]+/.exec(flags)![0] })),
);

function isList(command: (typeof commands)[number], option: string): boolean {
  return command.options.some(({ flags, many }) => many === "list" && flags.includes(`${option} `));
}

describe("an option that is given an empty value is a mistake that names it", () => {
  test.each(options)("$command.name $option", async ({ command, option }) => {
    const words = [command.name, ...needed(command.arguments)];
    for (const value of nothing) {
      for (const given of [[option, value], [`${option}=${value}`]]) {
        const { exitCode, stdout, stderr } = await callAssay([...words, ...given]);
        expect({ exitCode, stdout, stderr }).toEqual({
          exitCode: 3,
          stdout: "",
          stderr: `"${option}" was given an empty value, as a variable that is not set leaves it. Give a value, or leave it out. [empty-value]\n`,
        });
      }
    }
  });

  test.each(options.filter(({ command, option }) => isList(command, option)))(
    "$command.name $option with an empty one among several",
    async ({ command, option }) => {
      for (const value of ["HIGH,", ",HIGH", "HIGH, ,LOW"]) {
        const words = [command.name, ...needed(command.arguments), option, value];
        const { exitCode, stderr } = await callAssay(words);
        expect(stderr).toContain(`"${option}" was given "${value}", with an empty value beside`);
        expect(exitCode).toBe(3);
      }
    },
  );

  test.each(options)("$command.name $option takes no option for its value", async (one) => {
    const words = [one.command.name, ...needed(one.command.arguments), one.option, "--sample"];
    const { exitCode, stderr } = await callAssay(words);
    expect(stderr).toContain(`"${one.option}" needs a value, and "--sample" is an option.`);
    expect(exitCode).toBe(3);
  });
});

const ofCommands = commands.flatMap((command) =>
  (command.arguments?.match(/[\w-]+/g) ?? []).map((name, place) => ({ command, name, place })),
);

test.each(ofCommands)("an empty $name of $command.name is a mistake", async (one) => {
  const { command, name, place } = one;
  for (const value of nothing) {
    const words = needed(command.arguments);
    const given = words.length > place ? words.with(place, value) : [value];
    const { exitCode, stderr } = await callAssay([command.name, ...given]);
    expect(stderr).toContain(`The argument "${name}" was given an empty value`);
    expect(exitCode).toBe(3);
  }
});

describe("a server", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "assay-empty-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["", " \n", "\u200b\n", ",,,,,,,,,,,,,,,,,,,,"])(
    "does not start with a token file that holds %j",
    async (token) => {
      const file = join(folder, "token");
      writeFileSync(file, token);
      const { exitCode, stderr } = await callAssay(["serve", "--sample", "--token-file", file]);
      expect(stderr).toBe(`The file of "--token-file", "${file}", holds no token. [empty-value]\n`);
      expect(exitCode).toBe(3);
    },
  );

  test.each([
    "nonsense",
    "http://login.example",
    "ftp://login.example",
    "http://127.0.0.1.login.example",
    "https://user:secret@login.example",
    "https://login.example?tenant=",
    "//login.example",
  ])("does not start with the authority %s", async (authority) => {
    const entra = ["--entra-tenant", "x", "--entra-audience", "y"];
    const words = ["serve", "--sample", ...entra, "--entra-authority", authority];
    const { exitCode, stderr } = await callAssay(words);
    expect(stderr).toContain(`"--entra-authority" takes a URL such as`);
    expect(exitCode).toBe(3);
  });
});
