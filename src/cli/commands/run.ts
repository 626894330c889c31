import { InputError } from "../../errors.ts";
import { reporters, type Reporter } from "../../report/reporters.ts";
import type { Severity, WholeRun } from "../../types.ts";
import { listOption, textOption, type Command } from "../command.ts";
import { exitCodeOf, exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import type { Limits } from "../run-suite.ts";
import { terminalStyleOf } from "../terminal-style.ts";
import { checksOption, choiceOptions, estateOptions, schemaOption } from "../options.ts";

/** So many assets are looked into, for reports for people to count causes by. */
const causesFrom = 100;

/** Runs checks over a snapshot and reports what they came to. */
export const runCommand: Command = {
  name: "run",
  arguments: "[checks...]",
  about: "Run checks over a snapshot and report what fails, passes or stays undecided.",
  more: [
    "Checks are ids, beginnings of ids (azure/defender), files, folders, or - for standard input; without any, all of the folder's.",
    "",
    "Reports:",
    ...Object.entries(reporters).map(
      ([name, { about, suffix }]) => `  ${name} (.${suffix}): ${about}`,
    ),
    "",
    "Exit codes: 0 all passed, 1 a check failed, 2 something was undecided and nothing failed, 3 a mistake in what was asked,",
    "70 a bug, or a report that could not be written.",
  ],
  options: [
    ...estateOptions,
    checksOption,
    schemaOption,
    ...choiceOptions,
    {
      flags: "--fail-on <severity>",
      about: "Exit with 1 only if a check of this severity or above failed.",
      choices: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"],
      fallback: "INFO",
    },
    {
      flags: "--exit-zero",
      about: "Exit with 0 whatever the verdicts are; mistakes and bugs keep their exit codes.",
    },
    {
      flags: "--strict",
      about: "What passes although nothing was in its scope (a misspelt tag) is undecided.",
    },
    {
      flags: "--output <report>",
      about: "What to print.",
      choices: Object.keys(reporters),
      fallback: "text",
    },
    {
      flags: "--export <file>",
      about: "Also write a report to a file; its ending says which. Can be repeated.",
      many: "repeated",
    },
    {
      flags: "--limit <n>",
      about: "Offenders shown of each check in reports for people.",
      fallback: "3",
    },
  ],
  async run(call) {
    const { io, options } = call;
    const output = reporters[textOption(options, "output") as keyof typeof reporters];
    const exports = (listOption(options, "export") ?? []).map(readExport);
    const limit = readLimit(textOption(options, "limit") ?? "");
    const { runSuite } = await import("../run-suite.ts");
    const whole = await runSuite(
      call,
      limitsFor([output, ...exports.map(({ reporter }) => reporter)], limit),
    );
    await writeExports(exports, whole, limit);
    const render = await output.load();
    const pieces = render(whole, { ...terminalStyleOf(io), limit });
    // Any part of a text tells something to a person; of JSON, XML or a table only the whole does to a program.
    if (output === reporters.text) await writeAll(io.stdout, pieces);
    else await (await import("../write-whole.ts")).writeWhole(io.stdout, pieces);
    if (options.exitZero === true) return exitCodes.passed;
    return exitCodeOf(whole.run, textOption(options, "failOn") as Severity);
  },
};

/** What the lists of each check need for these reports: the first offender's name is filled into its remedy. */
function limitsFor(wanted: readonly Reporter[], limit: number): Limits {
  const most = Math.max(limit, 1, ...wanted.map(({ listed = 0 }) => listed));
  return { limit: most, undecidedLimit: Math.max(most, causesFrom) };
}

interface Export {
  readonly file: string;
  readonly reporter: Reporter;
}

function readExport(file: string): Export {
  const all: readonly Reporter[] = Object.values(reporters);
  const reporter = all.find(({ suffix }) => file.toLowerCase().endsWith(`.${suffix}`));
  if (reporter) return { file, reporter };
  const endings = all.map(({ suffix }) => `".${suffix}"`).join(", ");
  throw new InputError(
    "unknown-format",
    `"${file}" has no ending that names a report. The endings are ${endings}.`,
  );
}

async function writeExports(
  exports: readonly Export[],
  whole: WholeRun,
  limit: number,
): Promise<void> {
  if (exports.length === 0) return;
  const { writeFileWhole } = await import("../write-file.ts");
  for (const { file, reporter } of exports) {
    const render = await reporter.load();
    await writeFileWhole(file, render(whole, { width: 100, colour: false, limit, isFile: true }));
  }
}

function readLimit(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError("wrong-value", `"--limit" takes a whole number, found "${text}".`);
}
