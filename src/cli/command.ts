import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";

/** One option of a command. */
export interface Option {
  /** As in the help: `--limit <n>`, `--export <file>`. */
  readonly flags: string;
  readonly about: string;
  /** The values it may have; upper and lower case do not matter. */
  readonly choices?: readonly string[];
  readonly fallback?: string;
  /** It can be given more than once; a `list` also parts its values by commas. */
  readonly many?: "repeated" | "list";
}

/** The values of a call's options, by their long names in camel case. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** One call of a command. */
export interface Call {
  readonly names: readonly string[];
  readonly options: OptionValues;
  readonly io: Io;
}

/** A command as data. `run` imports what it needs when it is called, so that no command waits for another's packages. */
export interface Command {
  readonly name: string;
  /** Its arguments as in the help: `[checks...]`. */
  readonly arguments?: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** What else its own help says, line by line. */
  readonly more?: readonly string[];
  readonly options: readonly Option[];
  run(call: Call): Promise<ExitCode>;
}

/** `checks` of `[checks...]`, `check` and `asset` of `<check> <asset>`; none where a command takes no argument. */
export function argumentNames({ arguments: written = "" }: Command): readonly string[] {
  return written.match(/[\w-]+/g) ?? [];
}

/** An option's text; undefined where it was not given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** All values of an option that can be given more than once; undefined where it was not. */
export function listOption(options: OptionValues, name: string): readonly string[] | undefined {
  const value = options[name];
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}
