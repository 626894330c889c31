import { type Check, type Run, severities, type Severity, type Verdict } from "./types.ts";

/** From which severity on a check that failed colours a run; with `NONE` no check does. */
export const thresholds: readonly OutcomeRule["failOn"][] = [...severities, "NONE"];

/** What of a run decides over its outcome: `--fail-on` and `--undecided`. */
export interface OutcomeRule {
  /** Checks below this severity decide nothing, failed or undecided. */
  readonly failOn: Severity | "NONE";
  /** Whether a check that is undecided, and not below it, decides. */
  readonly undecided: "fail" | "pass";
}

/** The rule where nothing is said: whatever failed or is undecided counts. */
export const strictestRule: OutcomeRule = { failOn: "INFO", undecided: "fail" };

/** What a run came to under a rule. */
export interface Outcome {
  /** `undecided` also where no check had anything to examine: nothing was found out then. */
  readonly status: "passed" | "failed" | "undecided";
  /** Checks that failed or are undecided and count. */
  readonly counted: OutcomeCounts;
  /** The same of those that the rule lets pass. */
  readonly letPass: OutcomeCounts;
}

export interface OutcomeCounts {
  readonly failed: number;
  readonly undecided: number;
}

/** What a run came to. The exit code and every report that states an outcome follow this. */
export function outcomeOf(run: Run, rule: OutcomeRule): Outcome {
  const { checks, verdicts } = run;
  const byId = new Map(checks.map((check) => [check.id, check]));
  const counted = { failed: 0, undecided: 0 };
  const letPass = { failed: 0, undecided: 0 };
  for (const verdict of verdicts) {
    const counts = decides(byId.get(verdict.check)!, verdict, rule) ? counted : letPass;
    if (verdict.status === "fail") counts.failed++;
    if (verdict.status === "undecided") counts.undecided++;
  }
  const isEmpty = isOverNothing(run) || verdicts.every(({ status }) => status === "notApplicable");
  const status =
    counted.failed > 0 ? "failed" : counted.undecided > 0 || isEmpty ? "undecided" : "passed";
  return { status, counted, letPass };
}

/** Whether a run was narrowed to what no asset is in: that is never good, whatever may be let pass. */
function isOverNothing({ narrowedTo, assets }: Run): boolean {
  return narrowedTo !== undefined && Object.values(assets).every((count) => count === 0);
}

/** Whether a check's verdict makes the run fail, or leaves it undecided. What passed or does not apply never does. */
export function decides(
  { severity }: Pick<Check, "severity">,
  { status }: Pick<Verdict, "status">,
  { failOn, undecided }: OutcomeRule,
): boolean {
  if (status !== "fail" && status !== "undecided") return false;
  if (status === "undecided" && undecided === "pass") return false;
  return failOn !== "NONE" && severities.indexOf(severity) <= severities.indexOf(failOn);
}
