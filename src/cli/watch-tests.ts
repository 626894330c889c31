import { setTimeout as pause } from "node:timers/promises";
import type { Readable } from "node:stream";
import type { CaseResult } from "../cases/judge-cases.ts";
import { casesSuffix } from "../check/document/beside.ts";
import { InputError, renderWithCode } from "../errors.ts";
import { markFiles } from "../files/mark-files.ts";
import { loadModel } from "../model/load.ts";
import { type CasesReport, isBadResult, lackingKinds } from "../report/reporters.ts";
import type { Model } from "../types.ts";
import type { Call } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { checksFolders, schemaFolder } from "./folders.ts";
import { judgeTests, printTests, testsExitCode } from "./report-tests.ts";
import { loadTests } from "./test-suite.ts";

/** How often files are looked at: nothing that a person does is faster. */
const lookEveryMs = 100;

const keysHelp = "a all · f failed · e explain · w witness for what is lacking · q quit\n";

/**
 * Judges cases, and again those of checks whose files change: the check, its guidance, its cases, the raw answers beside it. Where anything else
 * changes, such as shared fragments or the schema, it is all of them. Ends with the exit code of all that was judged last, by the key q or an
 * interruption.
 */
export async function watchTests(call: Call): Promise<ExitCode> {
  const { io, options } = call;
  const schema = schemaFolder(options, io);
  const paths = [...new Set([schema, ...checksFolders(options, io), ...call.names])];
  const ended = io.interruption();
  const keys = listenToKeys(io.talk().input);
  let model: Model | undefined;
  let last: CasesReport | undefined;
  let areMistaken = false;

  const all = (): readonly CaseResult[] => last?.results ?? [];
  const filesOf = (results: readonly CaseResult[]) => results.map(({ check }) => check.place.file);

  /** Judges some checks, or all that are meant. Mistakes are told, and the next change is waited for. */
  async function judge(names?: readonly string[]): Promise<void> {
    if (names?.length === 0) return;
    try {
      model ??= loadModel(schema);
      const suite = await loadTests(names ? { ...call, names } : call, model);
      const report = await judgeTests(call, suite);
      await printTests(call, report);
      const again = new Map(report.results.map((one) => [one.check.id, one]));
      const before = names ? all() : [];
      const kept = before.filter(({ check }) => !again.has(check.id));
      last = { ...report, results: [...kept, ...report.results] };
      areMistaken = false;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      io.stderr.write(`${error.mistakes.map(renderWithCode).join("\n\n")}\n`);
      areMistaken = true;
    }
    io.stdout.write(keysHelp);
  }

  async function press(key: string): Promise<void> {
    const failed = all().filter(isBadResult);
    if (key === "a") await judge();
    if (key === "f") await judge(filesOf(failed));
    if (key === "e" && last) await printTests(call, { ...last, results: failed });
    if (key !== "w" || !last) return;
    const { required } = last;
    const lacking = all().filter((one) => lackingKinds(one, required).length > 0);
    if (lacking.length > 0) await showWitnesses(call, filesOf(lacking));
  }

  let seen = await look(paths);
  await judge();
  while (!ended.aborted) {
    const key = keys.next();
    if (key === "q") break;
    if (key !== undefined) await press(key);
    const now = await look(paths);
    const changed = [...now, ...seen]
      .filter((mark) => now.has(mark) !== seen.has(mark))
      .map(pathOf);
    seen = now;
    const files = [...new Set(changed)].filter((path) => !path.endsWith("/"));
    if (files.some((path) => path.startsWith(`${schema}/`))) model = undefined;
    if (files.length > 0) {
      const checks = new Set(files.map(checkBeside));
      const known = new Set(filesOf(all()));
      const isKnown = [...checks].every((file) => known.has(file)) && !areMistaken;
      await judge(isKnown ? [...checks] : undefined);
    }
    await pause(lookEveryMs, undefined, { signal: ended }).catch(() => undefined);
  }
  keys.end();
  return areMistaken || !last ? exitCodes.mistake : testsExitCode(last);
}

/** What files and folders are, a text for each that is another one whenever it changes. */
async function look(paths: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await markFiles(paths)).split("\n"));
}

/** The path that a mark is of: behind it stands what tells one state of a file from another. */
function pathOf(mark: string): string {
  return mark.replace(/( \S+){4}$/, "");
}

/** The check that a file belongs to, by its name. */
function checkBeside(file: string): string {
  return file
    .replace(/\.cases\/.*$/, ".graphql")
    .replace(casesSuffix, ".graphql")
    .replace(/\.md$/i, ".graphql");
}

async function showWitnesses(call: Call, names: readonly string[]): Promise<void> {
  const { witnessCommand } = await import("./commands/witness.ts");
  await witnessCommand.run({ ...call, names });
}

/** The keys that are pressed, one by one; a terminal is told not to wait for the end of a line. */
function listenToKeys(input: Readable & Partial<RawInput>) {
  const pressed: string[] = [];
  const take = (data: Buffer | string) => pressed.push(...String(data));
  input.setRawMode?.(true);
  input.on("data", take);
  return {
    /** With Ctrl+C a raw terminal sends no signal. */
    next: () => (pressed[0] === "\u0003" ? "q" : pressed.shift()),
    end() {
      input.off("data", take);
      input.setRawMode?.(false);
      input.pause();
    },
  };
}

interface RawInput {
  setRawMode(isRaw: boolean): unknown;
}
