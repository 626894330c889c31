import { Command as Parser, CommanderError, Option as ParserOption } from "commander";
import { isBlank } from "../environment.ts";
import { InputError, suggestionFor } from "../errors.ts";
import { wrap } from "../wrap.ts";
import { argumentNames, type Command, type Option } from "./command.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { tellCommands } from "./command-words.ts";
import type { Io } from "./io.ts";
import { mistakeInWords } from "./words.ts";

/** Columns of help that does not go to a terminal. */
const helpWidth = 80;

/** What the program says of itself. */
export interface About {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/**
 * Reads a command line and runs the command it names. Help goes to standard output. Throws an `InputError` for a command
 * line that is not understood, with what was probably meant.
 */
export async function runProgram(
  about: About,
  commands: readonly Command[],
  words: readonly string[],
  io: Io,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.passed;
  const parser = createParser(about, io);
  for (const command of commands)
    addCommand(parser, command, io, (code) => {
      exitCode = code;
    });
  try {
    await parser.parseAsync([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.passed;
    if (error.code === "commander.help") return exitCodes.mistake;
    throw mistakeInWords(error.code, commands, words);
  }
  return exitCode;
}

function createParser({ name, version, description }: About, io: Io): Parser {
  return new Parser(name)
    .description(description)
    .version(version, "-v, --version", "Print the version.")
    .helpOption("-h, --help", "Print help.")
    .helpCommand("help [command]", "Print help about a command.")
    .configureHelp({ minWidthToWrap: 20 })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? helpWidth,
      getErrHelpWidth: () => io.stderr.columns ?? helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // Mistakes are thrown and printed in one place.
      outputError: () => undefined,
    });
}

function addCommand(
  parser: Parser,
  command: Command,
  io: Io,
  finish: (exitCode: ExitCode) => void,
): void {
  const signature = command.arguments ? `${command.name} ${command.arguments}` : command.name;
  const sub = parser.command(signature).description(command.about);
  for (const option of command.options) sub.addOption(parserOption(option));
  sub.addHelpText("after", () => {
    const names = parser.commands.map((one) => one.name());
    const more = (command.more ?? []).map((line) => tellCommands(line, names, io));
    return wrapLines(more, io.stdout.columns ?? helpWidth);
  });
  sub.action(async (...given: unknown[]) => {
    // Commander gives the arguments, then the options, then itself.
    const names = given
      .slice(0, -2)
      .flat()
      .filter((one) => typeof one === "string");
    const blank = names.findIndex(isBlank);
    if (blank >= 0) {
      const taken = argumentNames(command);
      throw emptyWord(`The argument "${taken[blank] ?? taken.at(-1)}"`);
    }
    const options = given.at(-2) as Readonly<Record<string, unknown>>;
    finish(await command.run({ names, options, io }));
  });
}

/** Lines below an empty one, each broken where it is too long; what they begin with in blanks their further lines do too. */
function wrapLines(lines: readonly string[], width: number): string {
  const wrapped = lines.flatMap((line) => {
    const indent = /^ */.exec(line)![0];
    const words = line === "" ? [""] : wrap(line, width - indent.length);
    return words.map((text) => `\n${indent}${text}`);
  });
  return wrapped.join("");
}

function parserOption({ flags, about, choices, fallback, many }: Option): ParserOption {
  const option = new ParserOption(flags, about);
  if (fallback !== undefined) option.default(fallback);
  if (option.isBoolean()) return option;
  return option.argParser((written: string, previous: unknown): unknown => {
    const name = option.long ?? flags;
    checkWord(written, name);
    const words = many === "list" ? written.split(",").map((word) => word.trim()) : [written];
    if (words.some(isBlank)) throw emptyMember(written, name);
    const values = words.map((word) => (choices ? chooseValue(word, choices, name) : word));
    if (!many) return values[0];
    return [...(Array.isArray(previous) ? previous : []), ...values];
  });
}

/**
 * An empty value is what a pipeline's variable without a value comes to, and never the same as no option at all. Without
 * quotation marks the option behind it takes its place.
 */
function checkWord(written: string, option: string): void {
  if (isBlank(written)) throw emptyWord(`"${option}"`);
  if (/^--[a-z]/i.test(written))
    throw new InputError(
      "missing-value",
      `"${option}" needs a value, and "${written}" is an option. (A file or folder of that name is "./${written}".)`,
    );
}

function emptyWord(what: string): InputError {
  return new InputError(
    "empty-value",
    `${what} was given an empty value, as a variable that is not set leaves it. Give a value, or leave it out.`,
  );
}

/** One of several variables that is not set: `A,$B`. */
function emptyMember(written: string, option: string): InputError {
  return new InputError(
    "empty-value",
    `"${option}" was given "${written}", with an empty value beside a comma, as a variable that is not set leaves it.`,
  );
}

function chooseValue(written: string, choices: readonly string[], option: string): string {
  const choice = choices.find((one) => one.toLowerCase() === written.toLowerCase());
  if (choice !== undefined) return choice;
  const expected = choices.map((one) => `"${one}"`).join(", ");
  throw new InputError(
    "unknown-value",
    `"${written}" is no value of "${option}", which takes ${expected}.${suggestionFor(written, choices)}`,
  );
}
