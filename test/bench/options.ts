import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { InputError, suggestionFor } from "../../src/errors.ts";

/** What a run of the benchmark covers. */
export interface Options {
  readonly sizes: readonly number[];
  /** The sizes were asked for: then every part runs at each of them. */
  readonly sizesNamed: boolean;
  readonly parts: readonly string[];
  /** Keys of competitors; empty for all. */
  readonly engines: readonly string[];
  readonly rounds: number;
  readonly seed: number;
  readonly full: boolean;
  readonly clean: boolean;
  /** Where estates are kept from run to run. */
  readonly folder: string;
}

export const usage = `npm run bench -- [parts…] [options]

  --parts engine,rows,…   what to measure; also as plain words (default: all that end soon)
  --sizes 1k,10k,100k,1M  connectors of the generated estates (default: 1k,10k,100k, for each part those that end soon)
  --engines assay,sqlite-in,…  only these competitors (default: for each size those that end soon)
  --rounds N              whole rounds, each engine in a fresh process in each; medians (default 1)
  --seed N                another estate and other random filters
  --full                  all parts, all sizes, all engines, longer runs: about an hour and 20 GB of memory
  --folder DIR            where estates are kept (default: assay-bench in the system's folder of temporary files)
  --clean                 removes what is kept there and does nothing else
`;

/** Reads the command line. Throws an `InputError` where it asks for a part, a size or an engine that there is not. */
export function readOptions(
  args: readonly string[],
  known: {
    readonly parts: readonly string[];
    readonly engines: readonly string[];
    readonly usual: readonly string[];
  },
): Options | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      parts: { type: "string" },
      sizes: { type: "string" },
      engines: { type: "string" },
      rounds: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      folder: { type: "string", default: `${tmpdir()}/assay-bench` },
      full: { type: "boolean", default: false },
      clean: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const parts = [...positionals, ...listed(values.parts)];
  const engines = listed(values.engines);
  const sizes = listed(values.sizes ?? (values.full ? "1k,10k,100k,1M" : "1k,10k,100k"));
  refuseUnknown("part", parts, known.parts);
  refuseUnknown("engine", engines, known.engines);
  return {
    parts: parts.length > 0 ? parts : values.full ? known.parts : known.usual,
    engines,
    sizes: sizes.map(readSize).sort((a, b) => a - b),
    sizesNamed: values.sizes !== undefined,
    rounds: readNumber("--rounds", values.rounds),
    seed: readNumber("--seed", values.seed),
    full: values.full,
    clean: values.clean,
    folder: values.folder,
  };
}

const listed = (text: string | undefined): string[] => (text ? text.split(",") : []);

function refuseUnknown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new InputError(
      unknown.map((name) => ({
        code: "unknown-value",
        message: `There is no ${what} "${name}".${suggestionFor(name, known) || ` There are ${known.join(", ")}.`}`,
      })),
    );
}

function readNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InputError("wrong-value", `"${option} ${text}" is no whole number from 1 on.`);
  return Number(text);
}

function readSize(text: string): number {
  const [, digits, unit] = /^(\d+)(k|M)?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new InputError(
      "wrong-value",
      `The size "${text}" is no number of connectors, such as 500, 10k or 1M.`,
    );
  return Number(digits) * (unit === "k" ? 1000 : unit === "M" ? 1_000_000 : 1);
}

/** 100000 as `100k`. */
export function renderSize(connectors: number): string {
  if (connectors % 1_000_000 === 0) return `${connectors / 1_000_000}M`;
  return connectors % 1000 === 0 ? `${connectors / 1000}k` : String(connectors);
}
