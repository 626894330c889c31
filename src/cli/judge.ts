import { dirname, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { outcomeOf, type OutcomeRule, strictestRule, thresholds } from "../outcome.ts";
import { type News, reporters, type Reporter } from "../report/reporters.ts";
import type { WholeRun } from "../types.ts";
import { listOption, textOption, type Call, type Option } from "./command.ts";
import { exitCodeOf, exitCodes, type ExitCode } from "./exit-code.ts";
import { writeAll } from "./io.ts";
import { choiceOptions, scopeOption } from "./options.ts";
import type { Limits } from "./run-suite.ts";
import { addToSummary, summaryFile, summaryVariable } from "./job-summary.ts";
import { tellLetPass } from "./tell-let-pass.ts";
import { commandOf } from "./command-words.ts";
import { terminalStyleOf } from "./terminal-style.ts";

/** So many assets are looked into, for reports for people to count causes by. */
const causesFrom = 100;

/** How reports look in files. */
const fileStyle = { width: 100, colour: false, isFile: true } as const;

/** What commands that judge say of their reports in their help. */
export const reportHelp: readonly string[] = [
  "Reports:",
  ...Object.entries(reporters).map(
    ([name, { about, suffix }]) => `  ${name} (.${suffix}): ${about}`,
  ),
];

/** Which checks are meant, what decides over the exit code, and what is reported. */
export const judgeOptions: readonly Option[] = [
  ...choiceOptions,
  scopeOption,
  {
    flags: "--fail-on <severity>",
    about:
      "Only checks of this severity or above decide over the exit code, failed or undecided; none with NONE.",
    choices: thresholds,
    fallback: strictestRule.failOn,
  },
  {
    flags: "--undecided <what>",
    about:
      "Whether an undecided check that is not below --fail-on fails the run with 2, or may pass.",
    choices: ["fail", "pass"],
    fallback: strictestRule.undecided,
  },
  {
    flags: "--exit-zero",
    about: "Exit with 0 whatever the verdicts are; mistakes and bugs keep their exit codes.",
  },
  {
    flags: "--strict",
    about: "What passes although nothing was in its scope (a misspelt tag) is undecided.",
  },
  {
    flags: "--output <report>",
    about: "What to print.",
    choices: Object.keys(reporters),
    fallback: "text",
  },
  {
    flags: "--export <file>",
    about: "Also write a report to a file; its ending says which. Can be repeated.",
    many: "repeated",
  },
  {
    flags: "--summary",
    about: `Also add the Markdown report to the summary of a job of GitHub Actions (${summaryVariable}).`,
  },
  {
    flags: "--limit <n>",
    about: "Offenders shown of each check in reports for people.",
    fallback: "3",
  },
  {
    flags: "--details",
    about:
      "Print everything about every check: reasons, remedy, what is undecided and what passed.",
  },
  {
    flags: "--all",
    about: "Print a line for every check that failed or is undecided, however many they are.",
  },
];

/** What a call says of its reports, read before anything runs. */
export interface Judging {
  /** The file of a job's summary. */
  readonly summary?: string;
  readonly output: Reporter;
  readonly exports: readonly Export[];
  readonly limit: number;
  readonly rule: OutcomeRule;
}

/** Reads the options of `judgeOptions` that can be wrong. Throws an `InputError`. */
export function readJudging({ options, io }: Call): Judging {
  return {
    ...(options.summary === true ? { summary: summaryFile(io.environment) } : {}),
    // These options only take what their choices are.
    output: reporters[textOption(options, "output") as keyof typeof reporters],
    exports: (listOption(options, "export") ?? []).map(readExport),
    limit: readLimit(textOption(options, "limit") ?? ""),
    rule: {
      failOn: textOption(options, "failOn") as OutcomeRule["failOn"],
      undecided: textOption(options, "undecided") as OutcomeRule["undecided"],
    },
  };
}

/** Runs the checks that a call names over the estate that it means, reports, and says by the exit code what they came to. */
export async function judge(call: Call, judging: Judging): Promise<ExitCode> {
  const { io, options } = call;
  const { output, exports, summary, limit, rule } = judging;
  const { runSuite } = await import("./run-suite.ts");
  const wanted = [output, ...exports.map(({ reporter }) => reporter)];
  const whole = await runSuite(call, limitsFor(wanted, limit));
  const isWanted = (...suffixes: string[]) =>
    wanted.some(({ suffix }) => suffixes.includes(suffix));
  const news = isWanted("txt", "csv", "json")
    ? await (await import("./news.ts")).newsSince(call, whole, isWanted("csv", "json"))
    : undefined;
  await writeExports(whole, judging, news);
  if (summary !== undefined) {
    const render = await reporters.markdown.load();
    await addToSummary(summary, render(whole, { ...fileStyle, limit, rule }));
  }
  const render = await output.load();
  const isText = output === reporters.text;
  const pieces = render(whole, {
    ...{ ...terminalStyleOf(io), limit, rule, command: commandOf(io) },
    details: options.details === true,
    all: options.all === true,
    ...(news ? { news } : {}),
  });
  // Any part of a text tells something to a person; of JSON, XML or a table only the whole does to a program.
  if (isText) await writeAll(io.stdout, pieces);
  else await (await import("./write-whole.ts")).writeWhole(io.stdout, pieces);
  const outcome = outcomeOf(whole.run, rule);
  if (options.exitZero === true) return exitCodes.passed;
  tellLetPass(io, outcome, rule);
  return exitCodeOf(outcome);
}

/** What the lists of each check need for these reports: the first offender's name is filled into its remedy. */
function limitsFor(wanted: readonly Reporter[], limit: number): Limits {
  const most = Math.max(limit, 1, ...wanted.map(({ listed = 0 }) => listed));
  return { limit: most, undecidedLimit: Math.max(most, causesFrom) };
}

interface Export {
  readonly file: string;
  readonly reporter: Reporter;
}

function readExport(file: string): Export {
  const all: readonly Reporter[] = Object.values(reporters);
  const reporter = all.find(({ suffix }) => file.toLowerCase().endsWith(`.${suffix}`));
  if (reporter) return { file, reporter };
  const endings = all.map(({ suffix }) => `".${suffix}"`).join(", ");
  throw new InputError(
    "unknown-format",
    `"${file}" has no ending that names a report. The endings are ${endings}.`,
  );
}

async function writeExports(
  whole: WholeRun,
  { exports, limit, rule }: Judging,
  news: News | undefined,
): Promise<void> {
  if (exports.length === 0) return;
  const { writeFileWhole } = await import("../files/write-file.ts");
  const { makeFolder } = await import("../files/make-folder.ts");
  for (const { file, reporter } of exports) {
    const render = await reporter.load();
    makeFolder(dirname(resolve(file)));
    await writeFileWhole(
      file,
      render(whole, { ...fileStyle, limit, rule, ...(news ? { news } : {}) }),
    );
  }
}

function readLimit(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError("wrong-value", `"--limit" takes a whole number, found "${text}".`);
}
