import { renderMistake, type Mistake } from "../../errors.ts";
import type { Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { lookOf } from "../look.ts";
import { checksOption, choiceOptions, schemaOption } from "../options.ts";

/** Lists checks, shows one with its guidance, or says what is wrong with them. */
export const checksCommand: Command = {
  name: "checks",
  arguments: "[checks...]",
  about: "List checks; show one with its guidance; validate check files.",
  more: [
    "One id shows that check with all of its guidance. Every call validates the files it reads.",
    "With --validate also what is legal and seldom meant is said.",
  ],
  options: [
    checksOption,
    schemaOption,
    ...choiceOptions,
    { flags: "--validate", about: "Only say what is wrong with the files, or dubious in them." },
  ],
  async run(call) {
    const { names, options, io } = call;
    const { loadModel } = await import("../../model/load.ts");
    const { loadSuite } = await import("../suite.ts");
    const warnings: Mistake[] = [];
    const model = loadModel(schemaFolder(options, io));
    const checks = loadSuite(call, model, (warning) => warnings.push(warning));
    if (options.validate === true) {
      for (const warning of warnings) io.stderr.write(`Note: ${renderMistake(warning)}\n\n`);
      io.stdout.write(
        `${checks.length} ${checks.length === 1 ? "check is" : "checks are"} valid.\n`,
      );
      return exitCodes.passed;
    }
    const { renderControl, renderList } = await import("../../report/control.ts");
    const only = names.length === 1 && checks.length === 1 ? checks[0] : undefined;
    const text = only ? renderControl(only, lookOf(io)) : renderList(checks, lookOf(io));
    await writeAll(io.stdout, [text]);
    return exitCodes.passed;
  },
};
