import type { SnapshotInfo, Unreadable } from "../types.ts";

/** What a report about coverage is made of. */
export interface CoverageReport {
  readonly snapshot: SnapshotInfo;
  /** As they were written; only collections that may have assets inside are meant then. */
  readonly narrowedTo?: readonly string[];
  /** How many collections were looked at, and how many of them are complete. */
  readonly counts: { readonly all: number; readonly complete: number };
  /** Sorted by type, then connector: those that are not complete, or all. */
  readonly collections: Iterable<Unreadable>;
  /** Asset types that the schema knows and this version does not read; their collections are not among these. */
  readonly unread: readonly string[];
}
