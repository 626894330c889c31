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
  html: {
    suffix: "html",
    about: "for people, in a browser: one file that works offline",
    whole: true,
    async load() {
      const { renderHtml } = await import("./html.ts");
      return (run) => [renderHtml(run)];
    },
  },
  markdown: {
    suffix: "md",
    about: "for people, in a pull request or a job's summary",
    whole: false,
    load: async () => (await import("./markdown.ts")).renderMarkdown,
  },
  junit: {
    suffix: "xml",
    about: "for build servers: a test case for each check",
    whole: false,
    load: async () => (await import("./junit.ts")).renderJunit,
  },
  sarif: {
    suffix: "sarif",
    about: "for code scanning (SARIF 2.1.0): a result for each offender",
    whole: true,
    load: async () => (await import("./sarif.ts")).renderSarif,
  },
  csv: {
    suffix: "csv",
    about: "for spreadsheets: a row for each offender and undecided asset",
    whole: true,
    load: async () => (await import("./csv.ts")).renderCsv,
  },
} satisfies Record<string, Reporter>;
