import { createHash } from "node:crypto";
import type { Check } from "../../types.ts";

/** What makes a finding itself and no other: the check, the rule's response key, and the asset at fault. */
export interface FindingKey {
  /** The id that the check had first (see `firstIdOf`), so that a renamed check finds what it found. */
  readonly check: string;
  readonly rule: string;
  /** The asset's id; empty where what was found is of no single asset. */
  readonly asset: string;
}

/** The first id that a check had: what it is known by, whatever it is called since. */
export function firstIdOf({ id, formerly: [first = id] }: Pick<Check, "id" | "formerly">): string {
  return first;
}

/** An id as it is compared everywhere: the cloud takes no account of its case. */
export function foldId(id: string): string {
  return id.toLowerCase();
}

/**
 * A finding's fingerprint: 32 hex digits, the same for the same check, rule and asset in every run, on every machine and in
 * every version. Whoever keeps findings apart by it (code scanning, for one) keeps it for years: it must never change.
 */
export function fingerprintOf({ check, rule, asset }: FindingKey): string {
  const identity = JSON.stringify([check, rule, foldId(asset)]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}
