import { InputError, refuse } from "../../errors.ts";
import type { Call, Command } from "../command.ts";
import { listOption } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { checksOptions, choiceOptions, schemaOption } from "../options.ts";
import { terminalStyleOf } from "../terminal-style.ts";
import { tellNotes } from "../tell-notes.ts";

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
  const { loadModel } = await import("../../model/load.ts");
  const { loadSuite } = await import("../suite.ts");
  const { loadCases } = await import("../../cases/load-cases.ts");
  const { unstatedMistakes } = await import("../../cases/unstated.ts");
  const { judgeCases } = await import("../../cases/judge-cases.ts");
  const { renderCases, tallyCases } = await import("../../report/reporters.ts");
  const model = loadModel(schemaFolder(options, io));
  const checks = await loadSuite(call, { model }, (note) => tellNotes(io, [note]));
  const startedMs = io.clock();
  const loaded = loadCases(model, checks);
  const { files, unstated, mistakes } = loaded;
  if (options.fill === true) {
    refuse(mistakes);
    const { fillCases } = await import("../fill-cases.ts");
    await fillCases(loaded, io, options.dryRun === true);
    return exitCodes.passed;
  }
  refuse([...mistakes, ...[...unstated.values()].flatMap(unstatedMistakes)]);
  const results = await judgeCases(model, checks, files);
  const required = (listOption(options, "require") ?? ["fail", "pass"]).map((kind) =>
    kind.toUpperCase(),
  );
  const report = { results, required, durationMs: io.clock() - startedMs };
  await writeAll(io.stdout, await renderCases(report, terminalStyleOf(io)));
  const { bad, judged, lacking } = tallyCases(report);
  if (bad > 0) return exitCodes.failed;
  return judged === 0 || lacking > 0 ? exitCodes.undecided : exitCodes.passed;
}
