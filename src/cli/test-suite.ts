import { judgeAllRows, type ForeignVerdict } from "../cases/all-rows.ts";
import { type CaseResult, judgeCases } from "../cases/judge-cases.ts";
import { type LoadedCases, loadCases } from "../cases/load-cases.ts";
import { unstatedMistakes } from "../cases/unstated.ts";
import { InputError } from "../errors.ts";
import { inventoryOver } from "../library/inventory-over.ts";
import { loadModel } from "../model/load.ts";
import type { Check, Model } from "../types.ts";
import type { Call } from "./command.ts";
import { importAnswers } from "./estate.ts";
import { schemaFolder } from "./folders.ts";
import { loadSuite } from "./suite.ts";
import { tellNotes } from "./tell-notes.ts";

/** Checks, and the cases beside them. */
export interface TestSuite {
  readonly model: Model;
  readonly checks: readonly Check[];
  readonly cases: LoadedCases;
}

/** Reads the checks that a call means with their cases; mistakes in cases are among those. */
export async function loadTests(
  call: Call,
  model = loadModel(schemaFolder(call.options, call.io)),
): Promise<TestSuite> {
  const checks = await loadSuite(call, { model }, (note) => tellNotes(call.io, [note]));
  return { model, checks, cases: loadCases(model, checks) };
}

/** What a suite comes to over its cases. */
export interface TestRun {
  readonly results: readonly CaseResult[];
  readonly foreign?: readonly ForeignVerdict[];
}

/** Judges cases. Throws an `InputError` of all mistakes in them. */
export async function runTests(call: Call, { model, checks, cases }: TestSuite): Promise<TestRun> {
  const { files, mistakes, unstated } = cases;
  const all = [...mistakes, ...[...unstated.values()].flatMap(unstatedMistakes)];
  if (all.length > 0) throw new InputError(all);
  const results = await judgeCases(model, checks, files, {
    covers: true,
    openRecording: async (folder) =>
      inventoryOver(model, (await importAnswers(folder, model, call)).tables),
  });
  if (call.options.allRows !== true) return { results };
  return { results, foreign: await judgeAllRows(model, checks, files) };
}
