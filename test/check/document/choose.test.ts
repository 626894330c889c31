import { describe, expect, test } from "vitest";
import { chooseChecks, type Choice } from "../../../src/check/document/choose.ts";
import { check } from "../../report/run.ts";

const suite = [
  check("a", { severity: "HIGH", frameworks: ["cis-1:1.1", "iso-2:7"], tags: ["x"] }),
  check("b", { severity: "LOW", frameworks: ["cis-1:1.10"], tags: ["x", "y"] }),
  check("c", { severity: "LOW", frameworks: [], tags: [] }),
];

describe("a choice of checks", () => {
  test.each<[choice: Choice, ids: string]>([
    [{}, "a b c"],
    [{ severities: ["LOW"] }, "b c"],
    [{ severities: ["LOW", "HIGH"] }, "a b c"],
    [{ frameworks: ["cis-1"] }, "a b"],
    [{ frameworks: ["cis-1:1.1"] }, "a"],
    [{ frameworks: ["cis-1:1.10", "iso-2"] }, "a b"],
    [{ tags: ["y"] }, "b"],
    [{ tags: ["x", "y"] }, "a b"],
    [{ severities: ["LOW"], frameworks: ["cis-1"], tags: ["x"] }, "b"],
  ])("keeps what fits every part of it: %j", (choice, ids) => {
    expect(chooseChecks(suite, choice).map(({ id }) => id)).toEqual(ids.split(" "));
  });

  test.each<[choice: Choice, message: string]>([
    [{ frameworks: ["cis-2"] }, 'No check has the framework "cis-2". Did you mean "cis-1"'],
    [{ frameworks: ["cis-1:1"] }, 'No check has the framework "cis-1:1".'],
    [{ tags: ["z"] }, 'No check has the tag "z".'],
    [{ severities: ["CRITICAL"] }, "No check fits all of these choices together."],
    [{ severities: ["HIGH"], tags: ["y"] }, "No check fits all of these choices together."],
  ])("of nothing is a mistake: %j", (choice, message) => {
    expect(() => chooseChecks(suite, choice)).toThrow(message);
  });
});
