import {
  type AssetName,
  type CollectionStatus,
  type Coverage,
  severities,
  type VerdictStatus,
} from "../../types.ts";
import { type Slices, sortSlices } from "../../slices.ts";
import type { Judgement } from "../judgements.ts";
import { needsCause, remedyFor } from "../remedy.ts";

/** How many controls came to what. */
export type Tally = Record<VerdictStatus, number>;

/** One line of a table of tallies. */
export interface TallyRow {
  readonly name: string;
  readonly tally: Tally;
}

/** What is known of one connector from verdicts about it and its assets. */
export interface ConnectorSummary {
  readonly id: string;
  readonly name: string | null;
  /** Controls that something in it fails. */
  readonly failing: number;
  /** Controls that could not be decided for something in it. */
  readonly undecided: number;
}

/** Counts verdicts by status. */
export function tallyOf(judged: readonly Judgement[]): Tally {
  const tally: Tally = { fail: 0, undecided: 0, pass: 0, notApplicable: 0 };
  for (const { verdict } of judged) tally[verdict.status]++;
  return tally;
}

/** By severity, worst first, those without controls left out. */
export function tallyBySeverity(judged: readonly Judgement[]): readonly TallyRow[] {
  return severities
    .map((name) => ({
      name,
      judged: judged.filter(({ check }) => check.severity === name),
    }))
    .filter((row) => row.judged.length > 0)
    .map((row) => ({ name: row.name, tally: tallyOf(row.judged) }));
}

/** By framework and edition, those with most controls first; a control counts once for each, however many of its parts it answers. */
export function tallyByFramework(judged: readonly Judgement[]): readonly TallyRow[] {
  const names = new Set(judged.flatMap(({ check }) => check.frameworks.map(frameworkOf)));
  return [...names]
    .sort()
    .map((name) => ({
      name,
      judged: judged.filter(({ check }) => check.frameworks.map(frameworkOf).includes(name)),
    }))
    .sort((a, b) => b.judged.length - a.judged.length)
    .map((row) => ({ name: row.name, tally: tallyOf(row.judged) }));
}

/** `cis-azure-3.0.0` of `cis-azure-3.0.0:3.1.13`. */
export function frameworkOf(id: string): string {
  return id.split(":")[0]!;
}

/** Connectors that verdicts speak of: most failing controls first, then most undecided, then by name. */
export function* summariseConnectors(
  judged: readonly Judgement[],
): Slices<readonly ConnectorSummary[]> {
  const known = new Map<
    string,
    { name: string | null; failing: Set<string>; undecided: Set<string> }
  >();
  const entry = (asset: AssetName) => {
    const { id, name } = asset.connector ?? asset;
    const found = known.get(id) ?? { name, failing: new Set(), undecided: new Set() };
    known.set(id, found);
    return found;
  };
  for (const { check, verdict } of judged) {
    for (const { asset } of verdict.offenders) entry(asset).failing.add(check.id);
    for (const { asset } of verdict.undecided) entry(asset).undecided.add(check.id);
    yield;
  }
  const all = [...known].map(([id, { name, failing, undecided }]) => ({
    id,
    name,
    failing: failing.size,
    undecided: undecided.size,
  }));
  const order = Uint32Array.from(all.keys());
  const compare = (a: ConnectorSummary, b: ConnectorSummary) =>
    b.failing - a.failing ||
    b.undecided - a.undecided ||
    ((a.name ?? a.id) < (b.name ?? b.id) ? -1 : 1);
  yield* sortSlices(order, (a, b) => compare(all[a]!, all[b]!));
  return Array.from(order, (i) => all[i]!);
}

/** Collections that were not read for one reason. */
export interface Unread {
  readonly status: CollectionStatus;
  /** With ids of its own left out, so that what differs in them alone is told once. */
  readonly cause: string;
  readonly permission: string | undefined;
  /** What would mend it, as one sentence. */
  readonly remedy: string;
  readonly types: readonly string[];
  /** Of all types together. */
  readonly collections: number;
}

const GUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Why data is missing: what was not read, by reason, the most frequent first. */
export function summariseUnread(coverage: readonly Coverage[]): readonly Unread[] {
  const unread = coverage.filter(({ status }) => status !== "complete");
  const reasons = Map.groupBy(
    unread,
    (one) => `${one.status}\n${needsCause(one) ? one.cause?.replace(GUID, "…") : remedyFor(one)}`,
  );
  return [...reasons.values()]
    .map((group) => ({
      status: group[0]!.status,
      cause: group[0]!.status === "notCollected" ? "" : (group[0]!.cause ?? "").replace(GUID, "…"),
      permission: group[0]!.permission,
      remedy: remedyFor(group[0]!),
      types: [...new Set(group.map(({ type }) => type))].sort(),
      collections: group.reduce((sum, { connectors }) => sum + connectors, 0),
    }))
    .sort((a, b) => b.collections - a.collections || (a.cause < b.cause ? -1 : 1));
}
