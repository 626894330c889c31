/** What one request may ask for. All of it is checked before anything is validated or read, but rows and time. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Words and signs of a document. */
  readonly tokens: number;
  /** Levels of fields. */
  readonly depth: number;
  /** Fields, each counted as often as fragments repeat it. */
  readonly fields: number;
  readonly aliases: number;
  /** Times that one selection may ask for the same key: each is compared with each. */
  readonly repeats: number;
  readonly directives: number;
  /** Levels of objects and lists in one argument or variable. */
  readonly valueDepth: number;
  /** Keys of objects in all arguments and variables: what a `where` is made of. */
  readonly conditions: number;
  /** Members of lists in all arguments and variables. */
  readonly members: number;
  /** Patterns (`_MATCHES`), each of which is held against every distinct value. */
  readonly patterns: number;
  /** Characters of all patterns together, counted repeats written out. */
  readonly patternSize: number;
  /** Objects in an answer, of every level. */
  readonly rows: number;
  /** Links that are followed, whatever is left of the rows they lead to; a sorted one counts five times. */
  readonly links: number;
  /** Rows of sorted root lists, whatever a limit leaves of them, once for each key; the same sort once. */
  readonly sorted: number;
  /** Time for one query. */
  readonly timeMs: number;
  /** Queries answered at once; further ones get 503 with Retry-After. */
  readonly concurrent: number;
}

/** Generous for people and for every check of the library, small enough that nothing hostile is felt. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1_000_000,
  tokens: 10_000,
  depth: 20,
  fields: 1_000,
  aliases: 100,
  repeats: 100,
  directives: 100,
  valueDepth: 40,
  conditions: 500,
  members: 100_000,
  patterns: 20,
  patternSize: 5_000,
  rows: 200_000,
  links: 1_000_000,
  sorted: 100_000_000,
  timeMs: 10_000,
  concurrent: 32,
};
