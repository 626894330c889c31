import { InputError } from "../../errors.ts";
import type { RuleWitnesses } from "../../witness/witness-check.ts";
import { type Call, listOption, textOption, type Command } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { checksOptions, choiceOptions, schemaOption } from "../options.ts";
import { terminalStyleOf } from "../terminal-style.ts";
import { tellNotes } from "../tell-notes.ts";

const kinds = ["fail", "pass", "undecided"] as const;

/** Shows by made-up assets that a check can fail and pass. */
export const witnessCommand: Command = {
  name: "witness",
  arguments: "[checks...]",
  about: "Make up the smallest assets that a check fails, passes and leaves undecided.",
  more: [
    "Of each condition it shows an asset that fails by that condition alone, and the one beside it that passes. No snapshot is read: whatever is shown was judged as assets of a snapshot are.",
    "Ends with 0 where every rule can fail and can pass, 1 where one never can, and 2 where that was not decided.",
  ],
  options: [
    {
      flags: "--for <kinds>",
      about: "Which assets to show, comma-separated (default: all).",
      choices: [...kinds, "all"],
      many: "list",
    },
    { flags: "--all", about: "All checks." },
    {
      flags: "--output <report>",
      about: "What to print; docs/witness.schema.json describes the JSON.",
      choices: ["text", "json"],
      fallback: "text",
    },
    ...checksOptions,
    schemaOption,
    ...choiceOptions,
  ],
  run: witnessSuite,
};

async function witnessSuite(call: Call): Promise<ExitCode> {
  const { names, options, io } = call;
  if (names.length === 0 && options.all !== true)
    throw new InputError("needs-other", 'Name a check, or all of them with "--all".');
  if (names.length > 0 && options.all === true)
    throw new InputError("exclude-each-other", '"--all" means every check. Name some, or keep it.');
  const { loadModel } = await import("../../model/load.ts");
  const { loadSuite } = await import("../suite.ts");
  const { witnessChecks } = await import("../../witness/witness-check.ts");
  const { renderWitnesses } = await import("../../report/reporters.ts");
  const model = loadModel(schemaFolder(options, io));
  const checks = await loadSuite(call, { model }, (note) => tellNotes(io, [note]));
  const rules = await witnessChecks(model, checks);
  const asked = listOption(options, "for") ?? ["all"];
  const shown = asked.includes("all") ? kinds : kinds.filter((kind) => asked.includes(kind));
  const style = textOption(options, "output") === "json" ? {} : { style: terminalStyleOf(io) };
  await writeAll(io.stdout, await renderWitnesses(rules, { ...style, kinds: shown }));
  return exitCodeFor(rules);
}

function exitCodeFor(rules: readonly RuleWitnesses[]): ExitCode {
  const all = rules.flatMap(({ fail, pass }) => [fail.is, pass.is]);
  if (all.includes("cannot")) return exitCodes.failed;
  return all.includes("notDecided") ? exitCodes.undecided : exitCodes.passed;
}
