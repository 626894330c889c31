import { type Reporter, type ReportOptions, reporters } from "../report/reporters.ts";
import type { WholeRun } from "../types.ts";

/** The name of a report that Assay brings. */
export type ReportName = keyof typeof reporters;

/**
 * A report of a run, piece by piece: one of Assay's by its name, or one of your own. Without options as it is written to a
 * file: 100 columns, no colours, and three offenders of each check in reports for people.
 */
export async function* renderReport(
  whole: WholeRun,
  report: ReportName | Pick<Reporter, "load">,
  options: Partial<ReportOptions> = {},
): AsyncGenerator<string> {
  const { load } = typeof report === "string" ? reporters[report] : report;
  const render = await load();
  yield* render(whole, { width: 100, colour: false, limit: 3, isFile: true, ...options });
}
