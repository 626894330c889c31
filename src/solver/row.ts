import type { AssetType, Filter, Relation } from "../types.ts";
import type { Truths } from "./truths.ts";
import type { Demands } from "./values/stored.ts";

/** Something that has to be brought about, in one of several ways or in one way alone. */
export type Demand = Condition | Choice;

/**
 * Why something is so: the choices that it comes from, a bit for each by its depth. What cannot be is taken back to the last of them,
 * and not to others in between that have nothing to do with it.
 */
export type Cause = bigint;

/** A condition on a row that has to come to one of some truths; without a filter it is that there is the row. */
export interface Condition {
  readonly cause: Cause;
  readonly row: Row;
  readonly filter: Filter | undefined;
  readonly truths: Truths;
}

/** One of these must be done. */
export interface Choice {
  readonly cause: Cause;
  readonly row: Row;
  readonly steps: () => readonly Step[];
}

/** One way on. */
export interface Step {
  /** Whether it adds rows: such steps wait until nothing else is left to do for the rows that are there. */
  readonly addsRow?: boolean;
  /** Changes the estate; gives what has to be brought about besides, or false where it cannot be done. */
  take(): readonly Demand[] | false;
}

/** What every row has to come to that a relation leads to, but for some. */
export interface Rule {
  readonly cause: Cause;
  readonly filter: Filter | undefined;
  readonly truths: Truths;
  readonly except: readonly Row[];
}

/** A row of an estate that is being made. */
export interface Row {
  readonly number: number;
  readonly type: AssetType;
  /** The connector it is in, as the first row's is 0. */
  readonly home: number;
  readonly values: Map<string, Wanted>;
  readonly related: Map<string, readonly Row[]>;
  readonly rules: Map<string, readonly Rule[]>;
  /** Relations that may lead to more than is known, and those that must not as far as rows of some types go. */
  readonly open: Map<string, Cause>;
  readonly whole: Map<string, Whole>;
  /** Of a part: the row that holds it. */
  owner: Row | undefined;
  /** The row and the relation of it that it was made for. */
  readonly madeFor: MadeFor | undefined;
  /** Why there is the row, and why it has its links. */
  readonly cause: Cause;
  linked: Cause;
}

export interface MadeFor {
  readonly row: Row;
  readonly relation: Relation;
}

export interface Wanted {
  readonly demands: Demands;
  readonly cause: Cause;
}

export interface Whole {
  readonly types: readonly string[];
  readonly cause: Cause;
}
