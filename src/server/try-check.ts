import type { Mistake } from "../errors.ts";
import type { Check, Verdict } from "../types.ts";
import type { Estate } from "./estate.ts";

/** A document that was read as a check and, where it is one, judged. */
export interface TriedDocument {
  readonly document: string;
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
  readonly judged?: { readonly check: Check; readonly verdict: Verdict };
}

/** Judges a document that belongs to no file over what is shown; an empty one is no mistake yet. */
export async function tryCheck(estate: Estate, document: string): Promise<TriedDocument> {
  if (document.trim() === "") return { document, mistakes: [], warnings: [] };
  const { check, mistakes, warnings } = estate.readCheck(document, "query");
  if (!check || mistakes.length > 0) return { document, mistakes, warnings };
  const { run } = await estate.judgeCheck(check);
  return { document, mistakes, warnings, judged: { check, verdict: run.verdicts[0]! } };
}
