import type { Run } from "../types.ts";

/** The server's few numbers. */
export interface Metrics {
  /** One answered request. */
  countRequest(route: string, status: number): void;
  /** One query, from its first byte to its last. */
  observeQuery(durationMs: number): void;
  /** Prometheus text format 0.0.4, with `gauges` (name, help, value by label set) as they are now. */
  render(gauges: readonly Gauge[]): string;
}

/** A number that goes up and down. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly values: readonly (readonly [labels: string, value: number])[];
}

const BUCKETS_SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10];

/** Counts from nothing. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const buckets = BUCKETS_SECONDS.map(() => 0);
  let count = 0;
  let seconds = 0;
  return {
    countRequest(route, status) {
      const labels = `{route="${route}",status="${status}"}`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
    },
    observeQuery(durationMs) {
      const duration = durationMs / 1000;
      count++;
      seconds += duration;
      BUCKETS_SECONDS.forEach((bound, i) => {
        if (duration <= bound) buckets[i]!++;
      });
    },
    render: (gauges) =>
      [
        family("assay_requests_total", "counter", "Requests answered.", [...requests]),
        family("assay_query_seconds", "histogram", "Time from a query's first byte to its last.", [
          ...BUCKETS_SECONDS.map((bound, i) => [`_bucket{le="${bound}"}`, buckets[i]!] as const),
          ['_bucket{le="+Inf"}', count],
          ["_sum", seconds],
          ["_count", count],
        ]),
        ...gauges.map(({ name, help, values }) => family(name, "gauge", help, values)),
      ].join(""),
  };
}

function family(
  name: string,
  type: string,
  help: string,
  values: readonly (readonly [string, number])[],
): string {
  const lines = values.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

/** What is known now: the queries under way, and what the snapshot came to. */
export function gaugesOf(
  run: Run | undefined,
  running: number,
  unreadable: number,
  mistakes: number,
): readonly Gauge[] {
  const statuses = ["pass", "fail", "undecided", "notApplicable"] as const;
  const count = (status: string) =>
    run?.verdicts.filter((verdict) => verdict.status === status).length ?? 0;
  const assets = Object.values(run?.assets ?? {}).reduce((sum, own) => sum + own, 0);
  return [
    { name: "assay_queries_running", help: "Queries under way.", values: [["", running]] },
    {
      name: "assay_snapshot_taken_seconds",
      help: "When the snapshot was taken, in seconds since 1970; 0 while there is none.",
      values: [["", run ? Date.parse(run.snapshot.takenAt) / 1000 : 0]],
    },
    {
      name: "assay_unreadable_newer_snapshots",
      help: "Snapshots that are newer than the one shown and cannot be.",
      values: [["", unreadable]],
    },
    {
      name: "assay_edited_check_mistakes",
      help: "Mistakes in the checks as they were edited, for which those before are served.",
      values: [["", mistakes]],
    },
    { name: "assay_assets", help: "Assets in the snapshot.", values: [["", assets]] },
    {
      name: "assay_verdicts",
      help: "Controls by what they came to.",
      values: statuses.map((status) => [`{status="${status}"}`, count(status)] as const),
    },
  ];
}
