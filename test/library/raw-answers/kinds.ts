import type { Answers } from "../answers.ts";

/** The least raw answers on which a control comes to each verdict, by the sentence that says what is peculiar about them. */
export interface Cases {
  readonly pass: Readonly<Record<string, Answers>>;
  readonly fail: Readonly<Record<string, Answers>>;
  readonly undecided: Readonly<Record<string, Answers>>;
}
