import { refuse } from "./errors.ts";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a variable is set to nothing it may be a pipeline's that lacks, and to go on without it would do something else than was asked. Of
 * these it is as absent as where it is not set: how colours are asked for says so itself (no-color.org, force-color.org).
 */
const mayBeEmpty = ["FORCE_COLOR", "NO_COLOR", "TERM"];

/**
 * A variable's value, undefined where it is not set.
 *
 * @throws InputError where it is set to nothing and that is a mistake
 */
export function readVariable(environment: Environment, name: string): string | undefined {
  checkVariables(environment, [name]);
  const value = environment[name];
  return value === undefined || isBlank(value) ? undefined : value;
}

/** Throws an `InputError` of those variables that are set to nothing where that is a mistake. */
export function checkVariables(environment: Environment, names: readonly string[]): void {
  const empty = names.filter(
    (name) => !mayBeEmpty.includes(name) && isBlank(environment[name] ?? "set"),
  );
  refuse(
    empty.map((name) => ({
      code: "empty-value",
      message: `The variable "${name}" is empty. Give it a value, or unset it.`,
    })),
  );
}

/** Whether a text says nothing: empty, blanks, characters that nobody sees, or commas with no word between them. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Z}\p{C},]*$/u.test(text);
}
