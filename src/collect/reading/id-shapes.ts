/** What the cloud's ids look like. */
export interface IdShapes {
  /**
   * The id of the account that a person names: by its id, in any spelling, or by the part of it that is its own. Undefined for the id of
   * another cloud's.
   */
  account(written: string): string | undefined;
  /** Whether an id is an account's, and no part's and no stand-in's. */
  isAccount(id: string): boolean;
  /** The resource type that an id is of, in lower case. */
  typeOf(id: string): string;
  /** Whether an id in an answer is of something that the account has from above: it then stands behind the account's id. */
  isInherited(id: string): boolean;
}
