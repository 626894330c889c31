import type { ForeignVerdict } from "../../cases/all-rows.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage } from "../terminal/terminal-page.ts";

/** Writes what checks say of the rows of others' cases, for people: check by check, and other by other. */
export function* renderAllRows(
  verdicts: readonly ForeignVerdict[],
  style: TerminalStyle,
): Generator<string> {
  const page = createTerminalPage(style);
  for (const [check, some] of Map.groupBy(verdicts, (one) => one.check)) {
    yield page.line(0, check.id, "bold");
    for (const [other, rows] of Map.groupBy(some, (one) => one.other)) {
      yield page.line(2, other);
      for (const { row, status, bare } of rows)
        yield page.line(4, `${status}, not ${bare}: line ${row.place.line}, ${row.title}`, "dim");
    }
  }
  yield page.line(0, verdicts.length === 0 ? "No check says anything of other checks' rows." : "");
}

/** The same as plain data: by check, then by the check that the rows are cases of, then by row. */
export function allRowsData(
  verdicts: readonly ForeignVerdict[],
): Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> {
  return Object.fromEntries(
    [...Map.groupBy(verdicts, ({ check }) => check.id)].map(([check, some]) => [
      check,
      Object.fromEntries(
        [...Map.groupBy(some, ({ other }) => other)].map(([other, rows]) => [
          other,
          Object.fromEntries(rows.map(({ row, status }, i) => [`${i + 1} ${row.title}`, status])),
        ]),
      ),
    ]),
  );
}
