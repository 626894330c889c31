import { parseArgs } from "node:util";
import { InputError } from "../../src/errors.ts";

export const usage = `npm run differential -- [options]

  --seed N         other models, estates and filters (default 1)
  --count N        how many filters (default 2000); 100 of them over each model and estate
  --version 5.12   of @neo4j/graphql: 5.12, 6 or 7 (default 5.12)
  --case R.I       only filter I of round R, as a difference is named

Needs Java 17 or 21, Maven and npm; brings a Neo4j and the packages on first use.
`;

export interface Options {
  readonly seed: number;
  readonly count: number;
  readonly major: 5 | 6 | 7;
  readonly only?: { readonly round: number; readonly index: number } | undefined;
}

/** Reads the command line; undefined where help is asked for. Throws an `InputError` where it asks for what there is not. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "1" },
      count: { type: "string", default: "2000" },
      version: { type: "string", default: "5.12" },
      case: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const majors: Readonly<Record<string, 5 | 6 | 7>> = { "5": 5, "5.12": 5, "6": 6, "7": 7 };
  const major = majors[values.version];
  if (!major) throw mistake(`"--version" takes 5.12, 6 or 7, found "${values.version}".`);
  const [, round, index] = /^(\d+)\.(\d+)$/.exec(values.case ?? "0.0") ?? [];
  if (round === undefined)
    throw mistake(`"--case" takes a round and a filter such as 3.17, found "${values.case}".`);
  return {
    seed: readNumber("seed", values.seed),
    count: readNumber("count", values.count),
    major,
    ...(values.case !== undefined && { only: { round: Number(round), index: Number(index) } }),
  };
}

function readNumber(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw mistake(`"--${name}" takes a whole number, found "${value}".`);
}

function mistake(message: string): InputError {
  return new InputError("wrong-value", message);
}
