import type { OutcomeRule } from "../outcome.ts";

/** How text looks in a terminal. */
export interface TerminalStyle {
  /** Columns of a line. */
  readonly width: number;
  readonly colour: boolean;
}

/** How a report is to look. */
export interface ReportOptions extends TerminalStyle {
  /** Offenders and undecided assets shown per check, in reports for people. */
  readonly limit: number;
  /** What decides over the outcome that the report states; all that failed or is undecided without it. */
  readonly rule?: OutcomeRule;
  /** It is written to a file of its own, and not printed. */
  readonly isFile?: true;
  /** In text: everything about every check, and not only what a screen has room for. Files have it whatever this says. */
  readonly details?: boolean;
  /** In text: a line for every check that failed or is undecided, however many they are. */
  readonly all?: boolean;
  /** In text, CSV and JSON: the offenders that an earlier snapshot does not have. Absent where nothing is known of it. */
  readonly news?: News;
  /** How the program was called, for commands that are shown: `npx assay`; without it that. */
  readonly command?: string;
}

/** What is new since an earlier snapshot. */
export interface News {
  /** When that was taken, for people. */
  readonly since: string;
  /** Ids of new offenders by check id; nothing of checks that could not be compared. */
  readonly offenders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Since when each offender that is not new is known, ISO 8601 UTC by check id and asset id. For CSV and JSON. */
  readonly knownSince?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** What is known of the past of one offender. */
export interface Past {
  readonly isNew: boolean;
  /** ISO 8601 UTC: when the first snapshot was taken from which on it is known to offend without a gap. */
  readonly knownSince?: string;
}

/** What is known of the past of an offender of a check; undefined where nothing is. `takenAt` is when the run's snapshot was taken. */
export function pastOf(
  news: News | undefined,
  check: string,
  asset: string,
  takenAt: string,
): Past | undefined {
  const fresh = news?.offenders.get(check);
  if (!fresh) return undefined;
  const isNew = fresh.has(asset);
  const knownSince = isNew ? takenAt : news?.knownSince?.get(check)?.get(asset);
  return { isNew, ...(knownSince === undefined ? {} : { knownSince }) };
}
