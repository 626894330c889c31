import type { Command } from "../command.ts";
import { judge, judgeOptions, readJudging, reportHelp } from "../judge.ts";
import { checksOptions, estateOptions, schemaOption } from "../options.ts";

/** Runs checks over a snapshot and reports what they came to. */
export const runCommand: Command = {
  name: "run",
  arguments: "[checks...]",
  about: "Run checks over a snapshot and report what fails, passes or stays undecided.",
  more: [
    "Checks are ids, beginnings of ids (azure/defender), files, folders, or - for standard input; without any, all of the folder's.",
    "--tag chooses checks; --in chooses assets: what is judged is the same, and reports tell of those inside alone.",
    "",
    ...reportHelp,
    "",
    "Exit codes: 0 all passed, 1 a check failed, 2 something was undecided and nothing failed, 3 a mistake in what was asked,",
    "70 a bug, or a report that could not be written. Checks below --fail-on count neither as failed nor as undecided.",
  ],
  options: [...estateOptions, ...checksOptions, schemaOption, ...judgeOptions],
  run: (call) => judge(call, readJudging(call)),
};
