import type { JudgedRun, Run, SnapshotInfo } from "../types.ts";

/** What was found out about an inventory, and where else one could look. */
export interface Results {
  /** The suite over the inventory. Lists of offenders may be cut. */
  run(): Promise<Run>;
  /** What its lists leave out, and what was found about single assets; work ends with the signal. */
  judged(
    signal: AbortSignal | undefined,
  ): Pick<JudgedRun, "offenders" | "undecided" | "unreadable" | "findingsOf">;
  /** A verdict that names so many collections that could not be read may wait for more. */
  readonly unreadableLimit?: number;
  /** Newest first. */
  snapshots(): Promise<readonly SnapshotInfo[]>;
}
