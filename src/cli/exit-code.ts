import type { Outcome } from "../outcome.ts";

/** What the process says with the number it ends with. */
export const exitCodes = {
  /** Everything passed. */
  passed: 0,
  /** A check failed at or above `--fail-on`. */
  failed: 1,
  /** Something at or above `--fail-on` was undecided, or there was nothing at all to examine, and nothing failed. */
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

/** The exit code of what a run came to. */
export function exitCodeOf({ status }: Outcome): ExitCode {
  return exitCodes[status];
}

/**
 * The graver of two exit codes, for a command that does two things: a bug before a mistake before an interruption before a failed check before
 * what is undecided before a pass.
 */
export function graverOf(one: ExitCode, other: ExitCode): ExitCode {
  return gravity.indexOf(one) < gravity.indexOf(other) ? one : other;
}

/** The gravest first. */
const gravity: readonly ExitCode[] = [
  exitCodes.fault,
  exitCodes.mistake,
  exitCodes.interrupted,
  exitCodes.failed,
  exitCodes.undecided,
  exitCodes.passed,
];
