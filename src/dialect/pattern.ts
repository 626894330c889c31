import { invariant } from "../errors.ts";
import { loadLate } from "../late.ts";
import type * as JavaPattern from "./java/java-pattern.ts";
import type * as LinearPattern from "./linear-pattern.ts";

/** Whether a pattern may be used, and what stands against it. */
export type PatternVerdict =
  | { readonly kind: "linear" | "backtracking" }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Whether a Java regular expression is understood. `backtracking` are those with a lookaround or a backreference:
 * they cannot be matched in time linear in the text, so only authors who are trusted may write them.
 */
export function judgePattern(pattern: string): PatternVerdict {
  const translated = translate(pattern);
  if ("problem" in translated) return { kind: "refused", reason: translated.problem };
  try {
    compilePattern(pattern);
  } catch (error) {
    return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
  }
  return { kind: translated.backtracking ? "backtracking" : "linear" };
}

/**
 * A test whether a whole text matches a Java regular expression: by re2js in linear time, by JavaScript's own engine
 * where `judgePattern` says `backtracking`. The pattern must be one that `judgePattern` does not refuse.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const translated = translate(pattern);
  invariant(!("problem" in translated), `"${pattern}" was refused when it was read.`);
  if (translated.backtracking) {
    const native = new RegExp(`^(?:${translated.native})$`, "u");
    return (text) => native.test(text);
  }
  return loadLinear().compileLinear(translated.linear);
}

/** A Java regular expression as re2 spells it; undefined where it has what re2 has not. It must be one that `judgePattern` does not refuse. */
export function linearPattern(pattern: string): string | undefined {
  const translated = translate(pattern);
  return "problem" in translated || translated.backtracking ? undefined : translated.linear;
}

// Few suites have a pattern, and loading what patterns take would be longer than a small suite is.
function translate(pattern: string): ReturnType<typeof JavaPattern.translatePattern> {
  const file = new URL("./java/java-pattern.ts", import.meta.url);
  return loadLate<typeof JavaPattern>(file).translatePattern(pattern);
}

function loadLinear(): typeof LinearPattern {
  return loadLate(new URL("./linear-pattern.ts", import.meta.url));
}
