import type { OutcomeRule } from "../outcome.ts";

/** How text looks in a terminal. */
export interface TerminalStyle {
  /** Columns of a line. */
  readonly width: number;
  readonly colour: boolean;
}

/** How a report is to look. */
export interface ReportOptions extends TerminalStyle {
  /** Offenders and undecided assets shown per check, in reports for people. */
  readonly limit: number;
  /** What decides over the outcome that the report states; all that failed or is undecided without it. */
  readonly rule?: OutcomeRule;
  /** It is written to a file of its own, and not printed. */
  readonly isFile?: true;
}
