import type { Run } from "../types.ts";

/** How a report is to look. */
export interface ReportOptions {
  /** Columns of a line of text. */
  readonly width: number;
  readonly colour: boolean;
  /** Offenders and undecided assets shown per check, in reports for people. */
  readonly limit: number;
}

/** A way to write a run down. */
export interface Reporter {
  /** Ending of the files it writes, without the dot. */
  readonly suffix: string;
  /** What it is good for, as the command's help says it. */
  readonly about: string;
  /** It shows every offender, not only the first few. */
  readonly whole: boolean;
  readonly load: () => Promise<Render>;
}

/** The text of a report, in pieces. */
export type Render = (run: Run, options: ReportOptions) => Iterable<string>;

/** Every report there is, by the name that `--output` takes. */
export const reporters = {
  text: {
    suffix: "txt",
    about: "for people, in a terminal",
    whole: false,
    load: async () => (await import("./text.ts")).renderText,
  },
  json: {
    suffix: "json",
    about: "for programs; docs/report.schema.json describes it",
    whole: true,
    load: async () => (await import("./json.ts")).renderJson,
  },
} satisfies Record<string, Reporter>;
