import { type Outcome, type OutcomeRule, strictestRule } from "../outcome.ts";
import { countOf } from "../report/words.ts";
import type { Io } from "./io.ts";

/**
 * Says on standard error, as the last line of all, which checks that are not good the exit code says nothing of; nothing where there are
 * none.
 */
export function tellLetPass(
  io: Io,
  { letPass }: Outcome,
  { failOn, undecided }: OutcomeRule,
): void {
  const { failed, undecided: open } = letPass;
  const parts = [
    ...(failed > 0 ? [countOf(failed, "failed check")] : []),
    ...(open > 0 ? [countOf(open, "undecided check")] : []),
  ];
  if (parts.length === 0) return;
  const options = [
    ...(failOn === strictestRule.failOn ? [] : [`"--fail-on ${failOn.toLowerCase()}"`]),
    ...(undecided === "pass" && open > 0 ? ['"--undecided pass"'] : []),
  ];
  io.stderr.write(
    `${parts.join(" and ")} did not count towards the exit code (${options.join(", ")}).\n`,
  );
}
