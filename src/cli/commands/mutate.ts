import { InputError, refuse } from "../../errors.ts";
import type { MutationReport } from "../../report/reporters.ts";
import { type Call, type Command, textOption } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { checksOptions, choiceOptions, schemaOption } from "../options.ts";
import { tellNotes } from "../tell-notes.ts";
import { terminalStyleOf } from "../terminal-style.ts";

/** Says which small changes of checks none of their cases would notice. */
export const mutateCommand: Command = {
  name: "mutate",
  arguments: "[checks...]",
  about: "Change checks in small ways, and say which changes none of their cases would notice.",
  more: [
    "A change that no case notices comes with the row that would, ready to be pasted into the check's cases. One that no asset can notice is equivalent, which is proved. No snapshot is read.",
    '"# mutate: keep M10 – reason" on the line above a condition excuses its changes of that kind.',
    "Ends with 0 where the score reaches --threshold, 1 where it does not, 2 where something was not decided or there was nothing to change, and 3 for mistakes. docs/authoring.md lists the kinds of changes.",
  ],
  options: [
    {
      flags: "--all",
      about: "Every kind of change: M10 (text operators, letter case) and M11 (null, empty) too.",
    },
    {
      flags: "--threshold <n>",
      about: "The score that is asked for: killed, of a hundred that can be and are not excused.",
      fallback: "100",
    },
    {
      flags: "--strict",
      about:
        "A value whose absence makes a failing asset pass, which no case asserts, and an excuse of nothing end with 1.",
    },
    {
      flags: "--details",
      about: "Print what absence of each value comes to, and not only where it passes.",
    },
    {
      flags: "--output <report>",
      about: "What to print; the JSON is as mutation-testing-elements reads it.",
      choices: ["text", "json"],
      fallback: "text",
    },
    ...checksOptions,
    schemaOption,
    ...choiceOptions,
  ],
  run: mutateSuite,
};

async function mutateSuite(call: Call): Promise<ExitCode> {
  const { options, io } = call;
  const threshold = readThreshold(textOption(options, "threshold")!);
  const { loadModel } = await import("../../model/load.ts");
  const { loadSuite } = await import("../suite.ts");
  const { loadCases } = await import("../../cases/load-cases.ts");
  const { mutateChecks } = await import("../../mutants/mutate-checks.ts");
  const { judgeAbsences } = await import("../../mutants/absence.ts");
  const { importAnswers } = await import("../estate.ts");
  const { inventoryOver } = await import("../../library/inventory-over.ts");
  const { renderMutation } = await import("../../report/reporters.ts");
  const model = loadModel(schemaFolder(options, io));
  const checks = await loadSuite(call, { model }, (note) => tellNotes(io, [note]));
  const startedMs = io.clock();
  const { files, mistakes } = loadCases(model, checks);
  refuse(mistakes);
  const { results, mistakes: excuses } = await mutateChecks(model, checks, files, {
    all: options.all === true,
    openRecording: async (folder) =>
      inventoryOver(model, (await importAnswers(folder, model, call)).tables),
  });
  refuse(excuses);
  const absences = await judgeAbsences(model, checks, files);
  const report = { results, absences, threshold, durationMs: io.clock() - startedMs };
  const style = textOption(options, "output") === "json" ? {} : { style: terminalStyleOf(io) };
  const details = options.details === true;
  await writeAll(io.stdout, await renderMutation(report, { ...style, details }));
  return exitCodeFor(report, options.strict === true);
}

function readThreshold(text: string): number {
  const threshold = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && threshold <= 100) return threshold;
  throw new InputError(
    "wrong-value",
    `"--threshold" takes a number from 0 to 100, found "${text}".`,
  );
}

/** What was not decided is taken for killed first: only what cannot be good is bad. */
async function exitCodeFor(report: MutationReport, strict: boolean): Promise<ExitCode> {
  const { countFates, scoreOf } = await import("../../mutants/mutate-checks.ts");
  const { isHole } = await import("../../mutants/absence.ts");
  const { results, absences, threshold } = report;
  const counts = countFates(results);
  const atBest = scoreOf({ ...counts, killed: counts.killed + counts.notDecided });
  if (results.some(({ wrongRows }) => wrongRows > 0)) return exitCodes.failed;
  if (atBest !== undefined && atBest < threshold) return exitCodes.failed;
  const isIdle = results.some(({ idleExcuses }) => idleExcuses.length > 0);
  const hasHoles = absences.some(({ cells }) => cells.some(isHole));
  if (strict && (isIdle || hasHoles)) return exitCodes.failed;
  return counts.notDecided > 0 || counts.made === 0 ? exitCodes.undecided : exitCodes.passed;
}
