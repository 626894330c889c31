import { type Filled, fillUnstated } from "../cases/fill.ts";
import type { CaseFile } from "../cases/given.ts";
import type { LoadedCases } from "../cases/load-cases.ts";
import { writeFileWhole } from "../files/write-file.ts";
import { countOf } from "../report/words.ts";
import type { Io } from "./io.ts";

/** Writes into case files what their rows leave out, or with `dryRun` only prints the lines that would change. */
export async function fillCases(
  { unstated }: LoadedCases,
  { stdout, stderr }: Io,
  dryRun: boolean,
): Promise<void> {
  const lacking = [...unstated].filter(([, some]) => some.length > 0);
  for (const [file, some] of lacking) {
    const filled = fillUnstated(file, some);
    if (dryRun) stdout.write(renderChanges(file, filled));
    else await writeFileWhole(file.file, [filled.text]);
  }
  const rows = new Set(lacking.flatMap(([, some]) => some.map(({ row }) => row.node))).size;
  const what = `${countOf(rows, "row")} of ${countOf(lacking.length, "file")}`;
  if (rows === 0) stderr.write("Every row states what its check reads.\n");
  else stderr.write(dryRun ? `Would fill ${what}.\n` : `Filled ${what}.\n`);
}

/** The lines that change, as patches show them. */
function renderChanges({ file }: CaseFile, { changes }: Filled): string {
  const lines = changes.map(
    ({ line, before, after }) =>
      `@@ line ${line} @@\n-${before}\n+${after.replaceAll("\n", "\n+")}\n`,
  );
  return `--- ${file}\n+++ ${file}\n${lines.join("")}`;
}
