import type { RunOptions } from "../../check/run.ts";
import { InputError } from "../../errors.ts";
import { reporters, type Reporter } from "../../report/reporters.ts";
import type { Run, Severity } from "../../types.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { exitCodeOf, exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import { lookOf } from "../look.ts";
import { checksOption, choiceOptions, estateOptions, schemaOption } from "../options.ts";

/** So many assets are looked into, for reports for people to count causes by. */
const causesFrom = 100;

/** Runs checks over a snapshot and reports what they came to. */
export const runCommand: Command = {
  name: "run",
  arguments: "[checks...]",
  about: "Run checks over a snapshot and report what fails, passes or stays undecided.",
  more: [
    "Checks are ids, beginnings of ids (azure/defender), files or folders; without any, all of the folder's.",
    "",
    "Reports:",
    ...Object.entries(reporters).map(
      ([name, { about, suffix }]) => `  ${name} (.${suffix}): ${about}`,
    ),
    "",
    "Exit codes: 0 all passed, 1 a check failed, 2 something was undecided and nothing failed, 3 a mistake in what was asked, 70 a bug.",
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
    const whole = [output, ...exports.map(({ reporter }) => reporter)].some((one) => one.whole);
    const run = await judge(call, whole ? {} : limitsFor(limit));
    await writeExports(exports, run, limit);
    const render = await output.load();
    await writeAll(io.stdout, render(run, { ...lookOf(io), limit }));
    if (options.exitZero === true) return exitCodes.passed;
    return exitCodeOf(run, textOption(options, "failOn") as Severity);
  },
};

/** What reports for people need of each check: the first offender's name is filled into its remedy. */
function limitsFor(limit: number): Limits {
  return { limit: Math.max(limit, 1), undecidedLimit: Math.max(limit, causesFrom) };
}

type Limits = Pick<RunOptions, "limit" | "undecidedLimit">;

async function judge(call: Call, limits: Limits): Promise<Run> {
  const { loadEstate } = await import("../estate.ts");
  const { loadSuite } = await import("../suite.ts");
  const { runChecks } = await import("../../check/run.ts");
  const { model, open } = await loadEstate(call);
  const checks = loadSuite(call, model);
  return runChecks(await open(), checks, { ...limits, clock: call.io.clock });
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
  throw new InputError(`"${file}" has no ending that names a report. The endings are ${endings}.`);
}

async function writeExports(exports: readonly Export[], run: Run, limit: number): Promise<void> {
  const { writeFileWhole } = await import("../write-file.ts");
  for (const { file, reporter } of exports) {
    const render = await reporter.load();
    await writeFileWhole(file, render(run, { width: 100, colour: false, limit }));
  }
}

function readLimit(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError(`"--limit" takes a whole number, found "${text}".`);
}
