import { chai, type RunnerTestCase } from "vitest";

/** Lets snapshots ask `again` which test they belong to; Vitest itself knows of first runs alone. */
export function tellSnapshots(again: () => RunnerTestCase | undefined): void {
  const { overwriteMethod, flag } = chai.util;
  for (const name of ["toMatchSnapshot", "toMatchInlineSnapshot", "toMatchFileSnapshot"])
    overwriteMethod(
      chai.Assertion.prototype,
      name,
      (match: (...values: unknown[]) => unknown) =>
        function (this: object, ...values: unknown[]) {
          flag(this, "vitest-test", flag(this, "vitest-test") ?? again());
          return match.apply(this, values);
        },
    );
}
