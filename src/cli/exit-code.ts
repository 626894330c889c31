import { type Check, type Run, type Severity, severities } from "../types.ts";

/** What the process says with the number it ends with. */
export const exitCodes = {
  /** Everything passed. */
  passed: 0,
  /** A check failed at or above `--fail-on`. */
  failed: 1,
  /** Something was undecided, or there was nothing at all to examine, and nothing failed. */
  undecided: 2,
  /** A mistake in what a person wrote. */
  mistake: 3,
  /** A bug of ours, or a report that could not be written. */
  fault: 70,
  /** Ended from the keyboard. */
  interrupted: 130,
} as const;

/** One of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a run; failures of checks below `failOn` do not count as failures. */
export function exitCodeOf({ checks, verdicts }: Run, failOn: Severity): ExitCode {
  const severe = new Map(checks.map((check) => [check.id, isAtLeast(check, failOn)]));
  if (verdicts.some(({ status, check }) => status === "fail" && severe.get(check)))
    return exitCodes.failed;
  if (verdicts.some(({ status }) => status === "undecided")) return exitCodes.undecided;
  const nothing = verdicts.every(({ status }) => status === "notApplicable");
  return nothing ? exitCodes.undecided : exitCodes.passed;
}

function isAtLeast({ severity }: Check, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}
