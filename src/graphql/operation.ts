import type { ValidatedExecutionArgs } from "graphql";
import type { Answers } from "./answers.ts";
import type { Call } from "./call.ts";

/** An operation to answer, as graphql-js validated it, with what answers it. */
export interface Operation {
  readonly args: ValidatedExecutionArgs;
  readonly answers: Answers;
  readonly call: Call;
}

/** A stretch of JSON text; bytes are UTF-8, and valid until the next piece is asked for. */
export type Piece = string | Uint8Array;

/** A promise of the schema cannot be kept anywhere below the root: the whole `data` is null. */
export class DataNulled extends Error {}

/** What was written ends before its end. */
export class CutOff extends Error {
  /** What would make JSON of the text until then. */
  readonly closing: string;

  constructor(cause: unknown, closing: string) {
    super("The answer ends before its end.", { cause });
    this.closing = closing;
  }
}
