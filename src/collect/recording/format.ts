import type { Model } from "../../types.ts";
import type { Request, ServiceResponse } from "../calls/transport.ts";
import type { AnswerFile, FileReader, TenantRule } from "./recording-files.ts";
import type { Redactor } from "./redactor.ts";

/** How the answers of one provider, a `P`, stand in a recording. docs/collecting.md has the format. */
export interface RecordingFormat<P> extends TenantRule {
  /** Where its calls go, where the recording does not say. */
  readonly endpoint: string;
  /** The property of an answer that leads to the next page of its list. */
  readonly link: string;
  /** The path of the list of accounts: a recording without it is none of this provider's. */
  readonly accounts: string;
  /** Of a call that is told by its body rather than by its path, the question, as a JSON value. */
  questionOf?(request: Request): unknown;
  /** A body without the tokens and keys that the service may have sent in it. JSON stays JSON. */
  withoutTokens(body: string): string;
  /** Whether a header (lower case) decides something, beside those that say where an answer goes on. */
  keepsHeader(name: string): boolean;
  /** What of the answers is not one file for each call. `files` are all that there are, by the key of their request. */
  open(reader: FileReader, files: ReadonlyMap<string, readonly AnswerFile[]>): SpecialAnswers<P>;
  /**
   * Replacements depend on `salt`: whoever does not have it cannot try originals out. Words of the
   * schema stay, and `asked`, the texts that checks compare with.
   */
  createRedactor(salt: string, model: Model, asked: Iterable<string>): Redactor;
}

/** Answers of a recording that are put together when they are asked for. */
export interface SpecialAnswers<P> {
  /** The provider as it has to read this recording. */
  readonly provider: P;
  /** Undefined for what has a file of its own. */
  send(request: Request): ServiceResponse | undefined;
  /** What they hold that nothing has asked for so far. */
  unasked(): UnaskedRows;
}

/** What is in a recording's answers and was not asked for. */
export interface UnaskedRows {
  /** Files of answers of which nothing was asked for. */
  readonly files: readonly string[];
  /** Rows of the others, by resource type: how many, and the first of the files they stand in. */
  readonly types: ReadonlyMap<string, { readonly rows: number; readonly file: string }>;
}
