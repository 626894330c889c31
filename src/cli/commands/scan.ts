import type { Call, Command } from "../command.ts";
import { type ExitCode, graverOf } from "../exit-code.ts";
import { judge, judgeOptions, readJudging, reportHelp } from "../judge.ts";
import { checksOptions } from "../options.ts";
import { collectOptions, collectSnapshot } from "./collect.ts";

/** Collects, and judges what was collected: `collect` and `run` in one. */
export const scanCommand: Command = {
  name: "scan",
  arguments: "[checks...]",
  about: "Read Azure into a snapshot and run checks over it: collect and run in one.",
  more: [
    "Checks are named as those of run. What collecting has to say goes to standard error, so that the report alone is printed.",
    "",
    ...reportHelp,
    "",
    "Exit codes: the graver of what collect and run end with: 70, 3, 130, 1, 2, 0 in this order. So a check that failed is 1 also where not",
    "all subscriptions could be seen, and nothing is 0 that was not seen whole. Without a snapshot nothing is judged.",
  ],
  options: [...collectOptions, ...checksOptions, ...judgeOptions],
  async run(given) {
    const judging = readJudging(given);
    const call = withStdinKept(given);
    await refuseWrongChecks(call);
    const { io, options } = call;
    const { exitCode, snapshot } = await collectSnapshot({
      ...call,
      io: { ...io, stdout: io.stderr },
    });
    if (snapshot === undefined) return exitCode;
    const verdicts: ExitCode = await judge({ ...call, options: { ...options, snapshot } }, judging);
    return graverOf(exitCode, verdicts);
  },
};

/** A mistake in a check is told before an estate is read for it. Notes are told with the verdicts. */
async function refuseWrongChecks(call: Call): Promise<void> {
  const { loadEstate } = await import("../estate.ts");
  const { loadSuite } = await import("../suite.ts");
  await loadSuite(call, await loadEstate(call));
}

/** Standard input can be read once, and is asked for twice. */
function withStdinKept(call: Call): Call {
  let text: Promise<string> | undefined;
  return { ...call, io: { ...call.io, readStdin: () => (text ??= call.io.readStdin()) } };
}
