import type { Finding, Run, Verdict } from "../types.ts";

/** A run, turned around: what was found about each asset, by its id, in the order of check ids. */
export interface Findings {
  readonly run: Run;
  readonly byAsset: ReadonlyMap<string, readonly Finding[]>;
}

/** Where runs come from; a verdict whose lists were cut is asked for again, whole. */
export interface FindingSource {
  run(): Promise<Run>;
  runCheck(id: string): Promise<Verdict | undefined>;
}

/** Turns the run around once, when it is first asked for. */
export function createFindings(source: FindingSource): () => Promise<Findings> {
  let known: Promise<Findings> | undefined;
  return () => (known ??= readFindings(source));
}

async function readFindings(source: FindingSource): Promise<Findings> {
  const run = await source.run();
  const byAsset = new Map<string, Finding[]>();
  const note = (id: string, finding: Finding) => {
    const list = byAsset.get(id);
    if (list) list.push(finding);
    else byAsset.set(id, [finding]);
  };
  for (const [i, check] of run.checks.entries()) {
    const verdict = await wholeVerdict(source, run.verdicts[i]!);
    for (const offender of verdict.offenders) note(offender.asset.id, { check, offender });
    for (const undecided of verdict.undecided) note(undecided.asset.id, { check, undecided });
  }
  return { run, byAsset };
}

async function wholeVerdict(source: FindingSource, verdict: Verdict): Promise<Verdict> {
  const isCut =
    verdict.offenders.length < verdict.offenderCount ||
    verdict.undecided.length < verdict.undecidedCount;
  return isCut ? ((await source.runCheck(verdict.check)) ?? verdict) : verdict;
}
