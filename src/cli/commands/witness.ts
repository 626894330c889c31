import { InputError } from "../../errors.ts";
import type { Check, Model } from "../../types.ts";
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
      flags: "--write",
      about:
        "Add the rows to the cases beside each check, marked as generated: for a person to confirm.",
    },
    {
      flags: "--implies <check>",
      about:
        "Say instead whether this check finds all that the named one finds: 0 it does, 1 it does not.",
    },
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
  if (options.write === true && names.includes("-"))
    throw new InputError("needs-other", '"--write" writes beside a file: name the check, not "-".');
  const { loadModel } = await import("../../model/load.ts");
  const { loadSuite } = await import("../suite.ts");
  const { witnessChecks } = await import("../../witness/witness-check.ts");
  const { renderWitnesses } = await import("../../report/reporters.ts");
  const model = loadModel(schemaFolder(options, io));
  const checks = await loadSuite(call, { model }, (note) => tellNotes(io, [note]));
  const other = textOption(options, "implies");
  if (other !== undefined) return tellImplied(call, model, checks, other);
  const rules = await witnessChecks(model, checks);
  const asked = listOption(options, "for") ?? ["all"];
  const shown = asked.includes("all") ? kinds : kinds.filter((kind) => asked.includes(kind));
  const style = textOption(options, "output") === "json" ? {} : { style: terminalStyleOf(io) };
  await writeAll(io.stdout, await renderWitnesses(rules, { ...style, kinds: shown }));
  if (options.write === true) await writeRows(call, model, checks, rules);
  return exitCodeFor(rules);
}

/** Adds rows to case files, and says of what was written whether it holds. */
async function writeRows(
  { io }: Call,
  model: Model,
  checks: readonly Check[],
  rules: readonly RuleWitnesses[],
): Promise<void> {
  const { caseFileBeside, readCasesBeside } = await import("../../cases/load-cases.ts");
  const { withGeneratedRows } = await import("../../witness/generated-rows.ts");
  const { writeFileWhole } = await import("../../files/write-file.ts");
  for (const check of checks) {
    const file = caseFileBeside(check);
    const own = rules.filter((rule) => rule.check === check.id);
    const written = withGeneratedRows(model, check, own, readCasesBeside(check));
    if (!written) {
      io.stderr.write(
        own.every((rule) => rule.counts)
          ? `Nothing was written for "${check.id}": it counts assets, and no row alone can say what a count comes to. Write a case with "@case(verdict: …)".\n`
          : `"${file}" has all of these rows.\n`,
      );
      continue;
    }
    await writeFileWhole(file, [written.text]);
    io.stderr.write(
      `Added ${written.rows} ${written.rows === 1 ? "row" : "rows"} to "${file}". Look at each: it says what the check does, not what it should.\n`,
    );
  }
}

/** Whether all that some checks find is found by another. */
async function tellImplied(
  call: Call,
  model: Model,
  checks: readonly Check[],
  name: string,
): Promise<ExitCode> {
  const { loadSuite } = await import("../suite.ts");
  const { tellImplications } = await import("../../witness/implications.ts");
  const { renderImplications } = await import("../../report/reporters.ts");
  const [other] = await loadSuite({ ...call, names: [name] }, { model });
  const told = await tellImplications(model, checks, other!);
  const { io, options } = call;
  const style = textOption(options, "output") === "json" ? undefined : terminalStyleOf(io);
  await writeAll(io.stdout, await renderImplications(told, style));
  const found = told.map(({ beyond }) => beyond.is);
  if (found.includes("found")) return exitCodes.failed;
  return found.includes("notDecided") ? exitCodes.undecided : exitCodes.passed;
}

function exitCodeFor(rules: readonly RuleWitnesses[]): ExitCode {
  const all = rules.flatMap(({ fail, pass }) => [fail.is, pass.is]);
  if (all.includes("cannot")) return exitCodes.failed;
  return all.includes("notDecided") ? exitCodes.undecided : exitCodes.passed;
}
