import fc from "fast-check";
import { expect, test } from "vitest";
import { targets } from "./targets.ts";

test.each(Object.entries(targets))("%s", async (_name, { few, property }) => {
  const run = await fc.check(property(), { seed: 14, numRuns: few });
  expect(run.failed ? await fc.asyncDefaultReportMessage(run) : undefined).toBeUndefined();
});
