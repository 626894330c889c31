import { InputError, suggestionFor } from "../../errors.ts";
import type { Check, Severity } from "../../types.ts";

/** Which part of a suite is meant. What is left out does not narrow it. */
export interface Choice {
  readonly severities?: readonly Severity[];
  /** `cis-azure-3.0.0` for all of its controls, `cis-azure-3.0.0:3.1.13` for one. */
  readonly frameworks?: readonly string[];
  readonly tags?: readonly string[];
}

/** The checks of a suite that fit every part of a choice. Throws an `InputError` where there is none. */
export function chooseChecks(checks: readonly Check[], choice: Choice): readonly Check[] {
  const { severities, frameworks, tags } = choice;
  const known = {
    framework: checks.flatMap((check) => check.frameworks.flatMap((one) => [one, editionOf(one)])),
    tag: checks.flatMap((check) => check.tags),
  };
  for (const framework of frameworks ?? []) expectKnown("framework", framework, known.framework);
  for (const tag of tags ?? []) expectKnown("tag", tag, known.tag);
  const chosen = checks.filter(
    (check) =>
      (!severities || severities.includes(check.severity)) &&
      (!frameworks || frameworks.some((one) => answersFramework(check, one))) &&
      (!tags || tags.some((tag) => check.tags.includes(tag))),
  );
  if (chosen.length === 0)
    throw new InputError("none-chosen", "No check fits all of these choices together.");
  return chosen;
}

function answersFramework({ frameworks }: Check, wanted: string): boolean {
  return frameworks.some((one) => one === wanted || editionOf(one) === wanted);
}

function editionOf(framework: string): string {
  return framework.slice(0, framework.indexOf(":"));
}

function expectKnown(what: "framework" | "tag", name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new InputError(
    "unknown-value",
    `No check has the ${what} "${name}".${suggestionFor(name, new Set(known))}`,
  );
}
