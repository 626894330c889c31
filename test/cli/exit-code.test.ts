import { expect, test } from "vitest";
import { exitCodes, graverOf } from "../../src/cli/exit-code.ts";

test("of two exit codes the graver is the one that more depends on", () => {
  const { fault, mistake, interrupted, failed, undecided, passed } = exitCodes;
  const gravest = [fault, mistake, interrupted, failed, undecided, passed];
  expect(gravest.toSorted()).toEqual(Object.values(exitCodes).toSorted());
  for (const [i, one] of gravest.entries())
    for (const other of gravest.slice(i)) {
      expect(graverOf(one, other)).toBe(one);
      expect(graverOf(other, one)).toBe(one);
    }
});
