import { type CasesReport, type casesForms, renderCases, tallyCases } from "../report/reporters.ts";
import { type Call, listOption, textOption } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { writeAll } from "./io.ts";
import { terminalStyleOf } from "./terminal-style.ts";
import { runTests, type TestSuite } from "./test-suite.ts";

/** Judges the cases of a suite. Throws an `InputError` of all mistakes in them. */
export async function judgeTests(call: Call, suite: TestSuite): Promise<CasesReport> {
  const { io, options } = call;
  const startedMs = io.clock();
  const run = await runTests(call, suite);
  const kinds = listOption(options, "require") ?? ["fail", "pass"];
  const required = kinds.map((kind) => kind.toUpperCase());
  return { ...run, required, durationMs: io.clock() - startedMs };
}

/** Prints what cases came to, in the form that a call asks for. */
export async function printTests({ io, options }: Call, report: CasesReport): Promise<void> {
  // The option only takes what its choices are.
  const form = textOption(options, "output") as (typeof casesForms)[number];
  await writeAll(io.stdout, await renderCases(report, form, terminalStyleOf(io)));
}

/** Whether all is well: nothing that was judged is never so. */
export function testsExitCode(report: CasesReport): ExitCode {
  const { bad, judged, lacking } = tallyCases(report);
  if (bad > 0) return exitCodes.failed;
  return judged === 0 || lacking > 0 ? exitCodes.undecided : exitCodes.passed;
}
