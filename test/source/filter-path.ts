/**
 * Counts the files of `src` between a check's `where` and a line of the report: those of the rooms on the way of which a function is called
 * when one check is judged over the sample and printed. `npx node test/source/filter-path.ts` prints them, by folder.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms between a check's text and a report's line; what loads the model and the snapshot is the same for every check. */
const rooms = ["dialect", "check", "backend", "engine", "report"];

/** The types in which a filter goes on: as itself, in a question, as a node of the plan, as sets of rows, as what was found. */
const carriers =
  /\b(?:Filter|SelectedField|Comparison|Wanted|Query|Rule|(?:Judged)?Question|PlanNode|Bits|Selection|AssetRows|Listing|Evidence|Offender|Verdict|Judgement|TerminalPage)\b/;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), "assay-path-"));
const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** The files with a function that was called, the module itself left out. */
function filesFor(document: string): readonly string[] {
  const check = join(folder, "check.graphql");
  const coverage = join(folder, "coverage");
  writeFileSync(check, document);
  execFileSync(
    process.execPath,
    [join(source, "cli/start.ts"), "run", check, "--sample", "--exit-zero"],
    { env: { ...process.env, NODE_V8_COVERAGE: coverage }, stdio: "ignore" },
  );
  const called = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8")) as Coverage;
    return result
      .filter(({ url }) => url.startsWith("file:") && fileURLToPath(url).startsWith(source))
      .filter(({ functions }) =>
        functions.some(({ functionName, ranges }) => functionName !== "" && ranges[0]!.count > 0),
      )
      .map(({ url }) => fileURLToPath(url).slice(source.length));
  });
  rmSync(coverage, { recursive: true });
  return [...new Set(called)].filter(isOnTheWay).sort();
}

/** In one of the rooms, and speaking of the filter, of what it is made into, or of what it found. */
function isOnTheWay(file: string): boolean {
  if (!rooms.includes(file.split("/")[0]!)) return false;
  return carriers.test(readFileSync(join(source, file), "utf8"));
}

try {
  const path = filesFor('{ connectors(where: { securityContacts_SOME: { email: "" } }) { id } }');
  for (const [inside, files] of Map.groupBy(path, dirname))
    process.stdout.write(
      `${inside.padEnd(16)} ${String(files.length).padStart(2)}  ${files.map((file) => basename(file, ".ts")).join(" ")}\n`,
    );
  process.stdout.write(`${path.length} files\n`);
} finally {
  rmSync(folder, { recursive: true });
}
