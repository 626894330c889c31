import { type casesForms, renderCases, tallyCases } from "../report/reporters.ts";
import { type Call, listOption, textOption } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { writeAll } from "./io.ts";
import { terminalStyleOf } from "./terminal-style.ts";
import { runTests, type TestSuite } from "./test-suite.ts";

/** Judges cases and reports what they came to, and says by the exit code whether all is well. */
export async function reportTests(call: Call, suite: TestSuite): Promise<ExitCode> {
  const { io, options } = call;
  const startedMs = io.clock();
  const run = await runTests(call, suite);
  const required = (listOption(options, "require") ?? ["fail", "pass"]).map((kind) =>
    kind.toUpperCase(),
  );
  const report = { ...run, required, durationMs: io.clock() - startedMs };
  // The option only takes what its choices are.
  const form = textOption(options, "output") as (typeof casesForms)[number];
  await writeAll(io.stdout, await renderCases(report, form, terminalStyleOf(io)));
  const { bad, judged, lacking } = tallyCases(report);
  if (bad > 0) return exitCodes.failed;
  return judged === 0 || lacking > 0 ? exitCodes.undecided : exitCodes.passed;
}
