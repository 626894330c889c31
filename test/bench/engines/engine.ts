import type { Filter } from "../../../src/types.ts";
import type { Layout } from "../estate/layout.ts";

/** What one check asks: the rows of `type` for which `where` is true. */
export interface Question {
  readonly name: string;
  readonly type: string;
  readonly where?: Filter | undefined;
  /** The same question without fields' defaults, which only the product knows. */
  readonly plain: Filter | undefined;
}

/** What an engine is given: the same estate and the same questions for all. */
export interface Task {
  readonly connectors: number;
  readonly seed: number;
  readonly questions: readonly Question[];
  readonly layout: Layout;
  /** True for an estate of which some could not be read; only the product knows such. */
  readonly denied?: boolean;
  /** Folder of this benchmark's own files; each engine keeps its data below it. */
  readonly folder: string;
}

/**
 * One engine with the estate in it and the questions prepared. Each answer goes through all questions once and says how many
 * rows each of them matches.
 */
export interface Engine {
  /** What a user would do once: statements prepared, checks planned. Not part of any measured time. */
  prepare?(what: "counts" | "rows"): Promise<void>;
  /** Only counts, where the engine can count without making rows. */
  counts?(): Promise<readonly number[]>;
  /** Every matching row's id and name as the engine's own caller gets them. */
  rows(): Promise<readonly number[]>;
  /** The ids that a question matches, in any order: for the comparison of engines. */
  ids(question: Question): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Gives back a live engine; what is stored already is opened, else made. */
export type OpenEngine = (task: Task) => Promise<Engine>;
