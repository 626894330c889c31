import { expect, test } from "vitest";
import { connectorsAtFault } from "../../../src/check/run/shortfall.ts";
import type { Judged } from "../../../src/check/run/verdict.ts";
import type { Rule } from "../../../src/types.ts";
import { estate, one, two } from "./estate.ts";

const inventory = estate([]);
const place = { file: "check.graphql", line: 1, column: 1 };
const rule = (name: string): Rule => ({
  name,
  query: { type: "Machine" },
  expectation: { operator: "gte", value: 2 },
  place,
  places: new Map(),
});
const [machines, others] = [rule("machines"), rule("others")];

function failed(own: Rule, connector: string | undefined, found: number, tooMany = false): Judged {
  const question = connector === undefined ? { rule: own } : { rule: own, connector };
  return { question, examined: 9, found, undecided: 0, open: false, status: "fail", tooMany };
}

test.each<[title: string, failed: readonly Judged[], groups: readonly string[]]>([
  ["none where none failed", [], []],
  ["none where too many came back", [failed(machines, one, 3, true)], []],
  ["none where nobody asked for one", [failed(machines, undefined, 0)], []],
  ["a connector that has too few", [failed(machines, two, 1)], ["machines 1: 2"]],
  [
    "those together of which as many came back",
    [failed(machines, one, 0), failed(machines, two, 0)],
    ["machines 0: 1 2"],
  ],
  [
    "those apart of which others came back, or by another rule",
    [failed(machines, one, 0), failed(machines, two, 1), failed(others, one, 0)],
    ["machines 0: 1", "machines 1: 2", "others 0: 1"],
  ],
  ["none that is not there", [failed(machines, "/subscriptions/9", 0)], ["machines 0: "]],
])("connectors at fault: %s", async (_title, judged, expected) => {
  const groups = await connectorsAtFault(inventory, judged);
  const told: string[] = [];
  for (const { question, assets, from, tooFew } of groups) {
    expect(from).toBe(assets);
    expect(assets.type).toBe("Connector");
    const [names] = await inventory.read(assets, ["name"]);
    told.push(`${question.rule.name} ${tooFew}: ${names!.join(" ")}`);
  }
  expect(told).toEqual(expected);
});
