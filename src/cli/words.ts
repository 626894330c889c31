import { InputError, invariant, suggestionFor } from "../errors.ts";
import type { MistakeCode } from "../mistake-codes.ts";
import { argumentNames, type Command, type Option } from "./command.ts";

/** The words of a call, parted as its commands take them. */
interface Words {
  readonly commands: readonly Command[];
  readonly command: Command | undefined;
  readonly words: readonly string[];
}

/** What the parser of command lines finds wrong, by its own codes: ours, and the sentence without its full stop. */
const mistakes: Readonly<
  Record<string, { readonly code: MistakeCode; readonly tell: (words: Words) => string }>
> = {
  "commander.excessArguments": { code: "unknown-argument", tell: tellExcess },
  "commander.missingArgument": {
    code: "missing-value",
    tell: ({ command, words }) =>
      `Missing required argument "${argumentNames(command!)[operandsOf(command!, words).length]}".`,
  },
  "commander.optionMissingArgument": {
    code: "missing-value",
    // It would have taken any word behind it.
    tell: ({ words }) => `"${words.at(-1)}" needs a value.`,
  },
  "commander.unknownCommand": {
    code: "unknown-command",
    tell({ commands, words }) {
      const written = words.find((word) => !word.startsWith("-")) ?? "";
      const names = commands.map(({ name }) => name);
      return `Unknown command "${written}".${suggestionFor(written, names)}`;
    },
  },
  "commander.unknownOption": { code: "unknown-option", tell: tellUnknownOption },
};

/** The mistake that a command line's parser gives this code, told from the words themselves and not from the parser's English. */
export function mistakeInWords(
  parserCode: string,
  commands: readonly Command[],
  words: readonly string[],
): InputError {
  const mistake = mistakes[parserCode];
  invariant(mistake, `The parser's code "${parserCode}" is known.`);
  const command = commands.find(({ name }) => words.includes(name));
  const hint = `See "assay ${command ? `${command.name} ` : ""}--help".`;
  return new InputError(mistake.code, `${mistake.tell({ commands, command, words })} ${hint}`);
}

function tellExcess({ command, words }: Words): string {
  const taken = argumentNames(command!);
  const named = taken.map((name) => `"${name}"`).join(" and ");
  const wanted = ["no arguments", `one argument, ${named}`][taken.length];
  const beyond = operandsOf(command!, words)[taken.length];
  return `"${command!.name}" takes ${wanted ?? `${taken.length} arguments, ${named}`}, found "${beyond}".`;
}

function tellUnknownOption({ command, words }: Words): string {
  const known = new Map(command?.options.flatMap(namesOf));
  for (const name of command ? helpNames : [...helpNames, ...versionNames]) known.set(name, false);
  const written = words.find((word, i) => {
    const [name, value] = word.split("=", 2);
    if (!word.startsWith("-") || (i > 0 && known.get(words[i - 1]!))) return false;
    return value === undefined ? !known.has(name!) : !known.get(name!);
  })!;
  const name = written.replace(/=.*/s, "");
  if (known.has(name)) return `"${name}" takes no value, found "${written}".`;
  // Every name begins with the same dashes, which tell nothing of how near two are.
  const long = [...known.keys()].filter((one) => one.startsWith("--")).map((one) => one.slice(2));
  const nearest = suggestionFor(name.replace(/^-+/, ""), long).replaceAll(/"(?=\w)/g, '"--');
  return `Unknown option "${name}".${nearest}`;
}

const helpNames = ["--help", "-h"];
const versionNames = ["--version", "-v"];

/** `--limit` of `--limit <n>`, with whether it takes a value. */
function namesOf({ flags }: Option): readonly (readonly [name: string, takesValue: boolean])[] {
  return flags.match(/--?[\w-]+/g)!.map((name) => [name, flags.includes("<")]);
}

/** What stands behind a command without being an option or the value of one. */
function operandsOf(command: Command, words: readonly string[]): readonly string[] {
  const takesValue = new Map(command.options.flatMap(namesOf));
  const behind = words.slice(words.indexOf(command.name) + 1);
  return behind.filter(
    (word, i) => !word.startsWith("-") && !(i > 0 && takesValue.get(behind[i - 1]!)),
  );
}
