import type { Competitor } from "./engines/engines.ts";
import type { Task } from "./engines/engine.ts";
import type { Measurement, Measurements } from "./measurements.ts";
import type { Options } from "./options.ts";

/** A run of the benchmark, as its parts see it. */
export interface Bench {
  readonly options: Options;
  readonly found: Measurements;
  /** Why the heavier peers are not there, if they are not. */
  readonly peersLacking: string | undefined;
  /** Prints a line of progress. */
  say(line: string): void;
  /** Keeps a measurement and prints it. */
  record(measurement: Measurement): void;
  /** The suite over an estate of so many connectors, and the path where a worker finds it. */
  task(connectors: number): { readonly task: Task; readonly path: string };
  /** The sizes of this run at which a part is measured: where none were named, those up to `usual`; with `--full` up to `full`. */
  sizes(usual: number, full?: number): readonly number[];
  /** The competitors that this run has for an estate of this size. */
  competitors(connectors: number): readonly (readonly [string, Competitor])[];
  /** For how long runs are repeated, in milliseconds. */
  budgetMs(connectors: number): number;
  /** What has been stored in this run: engine and connectors. */
  readonly stored: Set<string>;
  /** Says that a competitor could not be measured, and why; it is left out from then on, at this size and beyond. Not for ours. */
  leaveOut(engine: string, connectors: number, reason: unknown): void;
}

/** One part of the benchmark: measures, records. Throws where engines disagree. */
export type Part = (bench: Bench) => Promise<void>;
