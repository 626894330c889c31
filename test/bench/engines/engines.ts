import type { OpenEngine } from "./engine.ts";

/** One way to hold the estate and to answer the suite. */
export interface Competitor {
  readonly title: string;
  /** Several forms of one engine have one family; the better form counts. */
  readonly family: string;
  /** Whether it keeps the estate in files, which a process of its own makes at first. */
  readonly stored: boolean;
  /** Whether it needs the packages of `test/bench/peers`. */
  readonly packaged: boolean;
  /**
   * How many connectors it is measured with at most, usually and with `--full`: beyond, it takes minutes, or the other form is
   * the better one. Where it is named there is no limit.
   */
  readonly connectors: { readonly usual: number; readonly full: number };
  readonly load: () => Promise<OpenEngine>;
}

const million = 1_000_000;

/** All competitors, ours first. */
export const competitors: Readonly<Record<string, Competitor>> = {
  assay: {
    title: "Assay",
    stored: true,
    family: "assay",
    packaged: false,
    connectors: { usual: million, full: million },
    load: async () => (await import("./assay.ts")).openAssay,
  },
  "duckdb-in": {
    packaged: true,
    title: "DuckDB, IN",
    stored: true,
    family: "duckdb",
    connectors: { usual: million, full: million },
    load: async () => (await import("./duckdb.ts")).openDuckdb("IN"),
  },
  "duckdb-exists": {
    packaged: true,
    title: "DuckDB, EXISTS",
    stored: true,
    family: "duckdb",
    connectors: { usual: 1000, full: 100_000 },
    load: async () => (await import("./duckdb.ts")).openDuckdb("EXISTS"),
  },
  "sqlite-in": {
    packaged: false,
    title: "SQLite, IN",
    stored: true,
    family: "sqlite",
    connectors: { usual: 100_000, full: million },
    load: async () => (await import("./sqlite.ts")).openSqlite("IN"),
  },
  "sqlite-exists": {
    packaged: false,
    title: "SQLite, EXISTS",
    stored: true,
    family: "sqlite",
    connectors: { usual: 1000, full: 100_000 },
    load: async () => (await import("./sqlite.ts")).openSqlite("EXISTS"),
  },
  "postgres-exists": {
    packaged: true,
    title: "PostgreSQL, EXISTS",
    stored: true,
    family: "postgres",
    connectors: { usual: 10_000, full: million },
    load: async () => (await import("./postgres.ts")).openPostgres("EXISTS"),
  },
  "postgres-in": {
    packaged: true,
    title: "PostgreSQL, IN",
    stored: true,
    family: "postgres",
    connectors: { usual: 1000, full: 100_000 },
    load: async () => (await import("./postgres.ts")).openPostgres("IN"),
  },
  "generated-code": {
    packaged: false,
    title: "Generated code over objects",
    stored: false,
    family: "generated-code",
    connectors: { usual: 10_000, full: million },
    load: async () => (await import("./generated-code.ts")).openGeneratedCode,
  },
  closures: {
    packaged: false,
    title: "Closures over objects",
    stored: false,
    family: "closures",
    connectors: { usual: 10_000, full: million },
    load: async () => (await import("./closures.ts")).openClosures,
  },
  resolvers: {
    packaged: false,
    title: "graphql-js, synchronous resolvers",
    stored: false,
    family: "resolvers",
    connectors: { usual: 100_000, full: 100_000 },
    load: async () => (await import("./resolvers.ts")).openSynchronousResolvers,
  },
  "loading-resolvers": {
    packaged: false,
    title: "graphql-js, DataLoader",
    stored: false,
    family: "loading-resolvers",
    connectors: { usual: 1000, full: 100_000 },
    load: async () => (await import("./resolvers.ts")).openLoadingResolvers,
  },
};
