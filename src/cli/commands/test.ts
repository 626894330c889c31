import { InputError, refuse } from "../../errors.ts";
import { casesForms } from "../../report/reporters.ts";
import type { Call, Command } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checksOptions, choiceOptions, schemaOption } from "../options.ts";

/** Judges the cases that stand beside checks. */
export const testCommand: Command = {
  name: "test",
  arguments: "[checks...]",
  about: "Judge the cases beside checks: rows that a check must fail, pass or leave undecided.",
  more: [
    "Cases stand in NAME.cases.graphql beside the check NAME.graphql; docs/authoring.md shows one. No snapshot is read.",
    "Ends with 0 where all cases hold, 1 where one does not, 2 where nothing was judged or a check lacks a kind of case that --require names, and 3 for mistakes.",
  ],
  options: [
    ...checksOptions,
    schemaOption,
    ...choiceOptions,
    {
      flags: "--require <kinds>",
      about: "Kinds of cases that every check must have, comma-separated (default: fail,pass).",
      choices: ["fail", "pass", "undecided"],
      many: "list",
    },
    {
      flags: "--watch",
      about: "Judge again whatever changes, until the key q; other keys are told.",
    },
    {
      flags: "--all-rows",
      about: "Also tell what each check says of the rows of other checks' cases.",
    },
    {
      flags: "--output <report>",
      about: "What to print; docs/cases.schema.json describes the JSON.",
      choices: casesForms,
      fallback: "text",
    },
    {
      flags: "--fill",
      about:
        "Write into the rows of cases what they leave out and their check reads; judge nothing.",
    },
    { flags: "--dry-run", about: "With --fill: print the lines that would change." },
  ],
  run: testSuite,
};

async function testSuite(call: Call): Promise<ExitCode> {
  const { options, io } = call;
  if (options.dryRun === true && options.fill !== true)
    throw new InputError("needs-other", '"--dry-run" belongs to "--fill".');
  const { loadTests } = await import("../test-suite.ts");
  if (options.watch === true) {
    refuseWatching(call);
    return (await import("../watch-tests.ts")).watchTests(call);
  }
  const suite = await loadTests(call);
  if (options.fill !== true) {
    const { judgeTests, printTests, testsExitCode } = await import("../report-tests.ts");
    const report = await judgeTests(call, suite);
    await printTests(call, report);
    return testsExitCode(report);
  }
  refuse(suite.cases.mistakes);
  const { fillCases } = await import("../fill-cases.ts");
  await fillCases(suite.cases, io, options.dryRun === true);
  return exitCodes.passed;
}

/** What is watched is told to a person, file by file. */
function refuseWatching({ names, options }: Call): void {
  const other =
    options.fill === true ? "--fill" : options.output === "text" ? undefined : "--output";
  if (other !== undefined)
    throw new InputError("exclude-each-other", `"--watch" and "${other}" exclude each other.`);
  if (names.includes("-"))
    throw new InputError("exclude-each-other", "Standard input cannot be watched. Name a file.");
}
