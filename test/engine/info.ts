import { formatVersion } from "../../src/snapshot/file.ts";
import type { SnapshotInfo } from "../../src/types.ts";
import { toys } from "./random-estate.ts";

/** What a snapshot of the toys says of itself. */
export const info: SnapshotInfo = {
  id: "toys",
  takenAt: "2026-01-01T00:00:00Z",
  origin: "test",
  assayVersion: "0",
  schemaFingerprint: toys.fingerprint,
  formatVersion,
};
