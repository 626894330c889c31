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
  /** The competitors that this run has for an estate of this size. */
  competitors(connectors: number): readonly (readonly [string, Competitor])[];
}

/** One part of the benchmark: measures, records. Throws where engines disagree. */
export type Part = (bench: Bench) => Promise<void>;
