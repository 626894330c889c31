import type { Check, Offender, Run, Severity, Verdict, VerdictStatus } from "../../../src/types.ts";

/** What a test says of a run: everything else is made up. */
export interface MadeUp {
  readonly controls: number;
  /** Of the first control; the others have one each. */
  readonly offenders: number;
  /** Put into every name, title and cause. */
  readonly word?: string;
}

const severities: readonly Severity[] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];
const statuses: readonly VerdictStatus[] = ["fail", "undecided", "pass", "notApplicable"];

/** A run over an estate that was never there. */
export function makeRun({ controls, offenders, word = "word" }: MadeUp): Run {
  const checks = Array.from({ length: controls }, (_, i) => makeCheck(i, word));
  return {
    snapshot: {
      id: "20261120T080000Z",
      takenAt: "2026-11-20T08:00:00Z",
      origin: word,
      assayVersion: "0.0.0",
      schemaFingerprint: "",
      formatVersion: 1,
    },
    assets: { Connector: 10, Disk: 50_000 },
    coverage: [
      { type: "Disk", status: "denied", connectors: 3, cause: word, permission: "Disks/read" },
    ],
    checks,
    verdicts: checks.map((check, i) => makeVerdict(check, i === 0 ? offenders : 1, i, word)),
    durationMs: 1,
  };
}

function makeCheck(i: number, word: string): Check {
  return {
    id: `made/up/check-${String(i).padStart(4, "0")}`,
    formerly: [],
    title: `Control ${i} ${word}`,
    overview: `About ${word}.`,
    severity: severities[i % severities.length]!,
    frameworks: [`framework-${i % 7}:1.${i}`],
    tags: [word],
    guidance: [
      { heading: "Remediation by CLI", body: "```sh\naz fix {{asset.id}}\n```" },
      { heading: "Rationale", body: `Because of ${word}.` },
    ],
    rules: [],
    perConnector: false,
    document: `{ disks { id } } # ${word}`,
    place: { file: "made-up.graphql", line: 1, column: 1 },
  };
}

function makeVerdict({ id }: Check, count: number, i: number, word: string): Verdict {
  const status = statuses[i % statuses.length]!;
  const offending = status === "fail" ? count : 0;
  return {
    check: id,
    status,
    rules: [],
    examined: { Disk: 50_000 },
    offenderCount: offending,
    offenders: Array.from({ length: offending }, (_, at) => makeOffender(at, word)),
    undecidedCount: 0,
    undecided: [],
    unreadable: [],
    scope: [],
  };
}

function makeOffender(i: number, word: string): Offender {
  const connector = { id: `/subscriptions/${i % 10}`, name: `${word} ${i % 10}` };
  return {
    asset: {
      id: `/subscriptions/${i % 10}/disks/${i}`,
      name: `${word} ${i}`,
      type: "Disk",
      connector,
    },
    rule: "disks",
    because: [{ path: `encryption[${word}]`, condition: "is null", found: null }],
    sources: [{ type: "Disk", readAt: "2026-11-20T08:00:00Z" }],
  };
}
