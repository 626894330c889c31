import { readVariable } from "../environment.ts";
import type { TerminalStyle } from "../report/reporters.ts";
import type { Io } from "./io.ts";

/** Columns of a report that does not go to a terminal. */
const plainWidth = 100;
/** Longer lines are hard to read, however wide the terminal is. */
const greatestWidth = 120;

/** How text for people is to look on standard output: its columns, and whether in colours. */
export function terminalStyleOf({ stdout, environment }: Io): TerminalStyle {
  const width = Math.min(stdout.isTTY ? (stdout.columns ?? plainWidth) : plainWidth, greatestWidth);
  return { width, colour: isColoured(stdout.isTTY ?? false, environment) };
}

/** By the customs of `NO_COLOR` and `FORCE_COLOR`, else only on a terminal that is not dumb. */
function isColoured(isTerminal: boolean, environment: Io["environment"]): boolean {
  const forced = readVariable(environment, "FORCE_COLOR");
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (readVariable(environment, "NO_COLOR") !== undefined) return false;
  return isTerminal && readVariable(environment, "TERM") !== "dumb";
}
