import type { Measurements } from "./measurements.ts";

/** A ratio that the product is to reach: `must` at least, `stretch` if it can. */
export interface Mark {
  readonly title: string;
  /** Connectors of the estate that the mark is about. */
  readonly connectors: number;
  readonly must: number;
  readonly stretch: number;
  /** True where smaller is better: ours divided by the other, or bytes. */
  readonly atMost?: true;
  /** A smaller estate says nothing about it: its input fits in the processor's cache, its process is mostly the runtime. */
  readonly onlyThere?: true;
  readonly ratio: (found: Measurements, connectors: number) => number | undefined;
}

const million = 1_000_000;

/** All marks. Where an estate of a mark's size was not measured, the ratio at the largest that was is shown, and said so. */
export const marks: readonly Mark[] = [
  ahead("counts, one thread: DuckDB / Assay", "counts", "duckdb", million, 20, 40, "one-thread"),
  ahead(
    "counts, one thread: PostgreSQL / Assay",
    "counts",
    "postgres",
    million,
    75,
    200,
    "one-thread",
  ),
  ahead("counts, one thread: SQLite / Assay", "counts", "sqlite", million, 100, 250, "one-thread"),
  ahead("counts, second thread: DuckDB / Assay", "counts", "duckdb", million, 30, 60),
  ahead("all rows: DuckDB / Assay", "rows", "duckdb", million, 15, 30),
  ahead("all rows: generated code over objects / Assay", "rows", "generated-code", million, 12, 30),
  ahead("all rows: closures over objects / Assay", "rows", "closures", million, 30, 80),
  ahead("all rows: graphql-js, synchronous / Assay", "rows", "resolvers", 100_000, 300, 600),
  ahead(
    "all rows: graphql-js, DataLoader / Assay",
    "rows",
    "loading-resolvers",
    100_000,
    1000,
    2500,
  ),
  {
    ...behind(
      "counts, one thread: Assay / streaming its input once",
      "counts",
      "stream",
      million,
      20,
      8,
      "one-thread",
    ),
    onlyThere: true,
  },
  ahead(
    "counts, plain kernels: DuckDB / Assay",
    "counts",
    "duckdb",
    million,
    6,
    10,
    "plain-kernels",
  ),
  {
    title: "counts: plain kernels / SIMD kernels",
    connectors: million,
    must: 3.5,
    stretch: 2.5,
    atMost: true,
    ratio: (found, at) =>
      over(found.best("counts", "plain-kernels", at), found.best("counts", "one-thread", at)),
  },
  ahead("1,000 random checks: DuckDB / Assay", "random", "duckdb", 100_000, 25, 50),
  ahead("1,000 random checks: SQLite / Assay", "random", "sqlite", 100_000, 100, 250),
  {
    title: "memory after the suite, bytes per node",
    connectors: million,
    must: 36,
    stretch: 24,
    atMost: true,
    onlyThere: true,
    ratio: (found, at) => found.best("memory per node", "assay", at),
  },
  {
    ...ahead("memory: linked objects / Assay", "memory", "objects", million, 11, 17),
    onlyThere: true,
  },
  ahead("cold process: DuckDB / Assay", "cold", "duckdb", million, 5, 10),
  ahead("cold process: SQLite / Assay", "cold", "sqlite", million, 30, 60),
  behind("cold process: Assay / SQLite", "cold", "sqlite", 1000, 1.2, 0.8),
  ahead("load: NDJSON to objects / Assay's snapshot", "load", "ndjson", 100_000, 40, 100),
  ahead("load: Arrow IPC / Assay's snapshot", "load", "arrow", 100_000, 1, 2),
  ahead("100,000 rows as JSON: graphql-js / Assay", "output", "graphql-js", 100_000, 20, 40),
  ahead("100,000 rows as JSON: graphql-jit / Assay", "output", "graphql-jit", 100_000, 8, 15),
  ahead("100,000 rows as JSON: grafast / Assay", "output", "grafast", 100_000, 20, 40),
  ahead("warm suite: SQLite / Assay", "counts", "sqlite", 1000, 12, 25),
  ahead("warm suite: DuckDB / Assay", "counts", "duckdb", 1000, 60, 120),
];

function ahead(
  title: string,
  measure: string,
  other: string,
  connectors: number,
  must: number,
  stretch: number,
  ours = "assay",
): Mark {
  const ratio: Mark["ratio"] = (found, at) =>
    over(found.best(measure, other, at), found.best(measure, ours, at));
  return { title, connectors, must, stretch, ratio };
}

function behind(
  title: string,
  measure: string,
  other: string,
  connectors: number,
  must: number,
  stretch: number,
  ours = "assay",
): Mark {
  const ratio: Mark["ratio"] = (found, at) =>
    over(found.best(measure, ours, at), found.best(measure, other, at));
  return { title, connectors, must, stretch, atMost: true, ratio };
}

function over(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

export type Judgement = "stretch" | "must" | "missed";

export function judgeMark({ must, stretch, atMost }: Mark, ratio: number): Judgement {
  const reaches = (goal: number): boolean => (atMost ? ratio <= goal : ratio >= goal);
  return reaches(stretch) ? "stretch" : reaches(must) ? "must" : "missed";
}
