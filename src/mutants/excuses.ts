import type { Mistake } from "../errors.ts";
import type { Place } from "../types.ts";
import { type Operator, operatorNames } from "./change.ts";

/** `# mutate: keep M10 – reason`: mutants of a condition that nobody means to kill. */
export interface Excuse {
  readonly operators: readonly Operator[];
  readonly reason: string;
  readonly place: Place;
  /** The line of the conditions that it is about. */
  readonly line: number;
}

/**
 * The excuses in a text: comments on the lines above a condition. `file` is the name of the text for people. What is no excuse although it
 * begins like one is a mistake.
 */
export function readExcuses(
  file: string,
  source: string,
): { readonly excuses: readonly Excuse[]; readonly mistakes: readonly Mistake[] } {
  const excuses: Excuse[] = [];
  const mistakes: Mistake[] = [];
  const lines = source.split(/\r?\n/);
  for (const [i, text] of lines.entries()) {
    const [, indent, rest] = /^(\s*)#\s*mutate\b:?\s*(.*)$/i.exec(text) ?? [];
    if (rest === undefined) continue;
    const place = { file, line: i + 1, column: indent!.length + 1, source };
    const below = lines.findIndex((one, n) => n > i && !/^\s*(?:#.*)?$/.test(one));
    const read = readExcuse(rest);
    if (typeof read === "string") mistakes.push({ code: "wrong-excuse", message: read, place });
    else excuses.push({ ...read, place, line: below + 1 });
  }
  return { excuses, mistakes };
}

const form = 'an excuse is written "# mutate: keep M10 – names are fixed by the service"';

/** The excuse, or what is wrong with it. */
function readExcuse(text: string): Pick<Excuse, "operators" | "reason"> | string {
  const [, names, reason] = /^keep\s+(M\d+(?:\s*,\s*M\d+)*)\s*(.*)$/i.exec(text) ?? [];
  if (names === undefined) return `"${text}" says nothing to keep: ${form}.`;
  const operators = names.split(",").map((name) => name.trim().toUpperCase());
  const unknown = operators.find((name) => !Object.hasOwn(operatorNames, name));
  if (unknown !== undefined)
    return `There are no mutants "${unknown}": they are M1 to M${Object.keys(operatorNames).length}.`;
  const why = reason!.replace(/^[\s–—:-]+/, "").trim();
  if (why === "") return `"${text}" gives no reason: ${form}.`;
  return { operators: operators as Operator[], reason: why };
}
