import { createValueCounter } from "../census/values.ts";
import { type Fix, InputError, refuse, type Mistake } from "../errors.ts";
import { readTextFile } from "../files/decode.ts";
import { writeFileWhole } from "../files/write-file.ts";
import { readTypesOf } from "../library/read-types.ts";
import type { LintContext } from "../lint/context.ts";
import { applyEdits, editsByFile, renderPatch } from "../lint/fix.ts";
import { lintChecks } from "../lint/lint.ts";
import type { Check } from "../types.ts";
import type { Call } from "./command.ts";
import { openIfAny } from "./estate-if-any.ts";
import { loadEstate } from "./estate.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { writeAll } from "./io.ts";
import { storeOf } from "./store.ts";
import { loadSuite } from "./suite.ts";
import { renderNotes } from "./tell-notes.ts";

/** What is found in the checks that a call names. With mistakes there are no checks. */
interface Findings {
  readonly checks: readonly Check[];
  readonly mistakes: readonly Mistake[];
  readonly notes: readonly Mistake[];
}

/** A fix may let what stands behind it be found; nobody needs more rounds. */
const ROUNDS = 5;

/**
 * Says what is wrong with the checks that a call names, or dubious in them; `choose` narrows what was loaded. With `--fix` what can be
 * mended without anybody looking at it is written first, or with `--dry-run` printed as a patch. Throws an `InputError` of mistakes.
 */
export async function validate(
  call: Call,
  choose: (checks: readonly Check[]) => readonly Check[],
): Promise<ExitCode> {
  const { options, io } = call;
  expectTogether(options);
  const find = await createFinder(call, choose);
  let found = await find();
  if (options.dryRun === true) {
    await writeAll(io.stdout, patchesOf(found));
    return exitCodes.passed;
  }
  for (let round = 0; options.fix === true && round < ROUNDS; round++) {
    const fixes = safeFixes(found);
    if (fixes.length === 0) break;
    for (const [file, edits] of editsByFile(fixes)) {
      await writeFileWhole(file, [applyEdits(readTextFile(file), edits)]);
      io.stderr.write(
        `Mended ${edits.length} ${edits.length === 1 ? "place" : "places"} in "${file}".\n`,
      );
    }
    found = await find();
  }
  refuse(found.mistakes);
  if (options.strict === true) refuse(found.notes);
  io.stderr.write(renderNotes(found.notes));
  const { length } = found.checks;
  io.stdout.write(`${length} ${length === 1 ? "check is" : "checks are"} valid.\n`);
  return exitCodes.passed;
}

function expectTogether(options: Call["options"]): void {
  if (options.dryRun === true && options.fix !== true)
    throw new InputError("needs-other", '"--dry-run" belongs to "--fix".');
}

/** Reads the checks anew each time, over one estate. */
async function createFinder(
  call: Call,
  choose: (checks: readonly Check[]) => readonly Check[],
): Promise<() => Promise<Findings>> {
  const { kept: _, ...estate } = await loadEstate(call);
  const { model } = estate;
  const inventory = await openIfAny(call, estate, (why) => {
    // That there is none yet is nothing to tell; that one is passed over is.
    if (storeOf(call).list().length > 0) call.io.stderr.write(`${why}\n`);
  });
  const context: LintContext = {
    model,
    isRead: readTypesOf(model),
    ...(inventory ? { seen: { inventory, values: createValueCounter(inventory) } } : {}),
  };
  return async () => {
    const notes: Mistake[] = [];
    try {
      const checks = choose(await loadSuite(call, { model }, (note) => notes.push(note)));
      return { checks, mistakes: [], notes: [...notes, ...(await lintChecks(checks, context))] };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { checks: [], mistakes: error.mistakes, notes: [] };
    }
  };
}

function safeFixes({ mistakes, notes }: Findings): readonly Fix[] {
  return [...mistakes, ...notes].flatMap(({ fix }) => (fix?.isSafe ? [fix] : []));
}

function patchesOf(found: Findings): readonly string[] {
  return [...editsByFile(safeFixes(found))].map(([file, edits]) =>
    renderPatch(file, readTextFile(file), edits),
  );
}
