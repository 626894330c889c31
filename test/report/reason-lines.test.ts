import { expect, test } from "vitest";
import type { Evidence, Offender } from "../../src/types.ts";
import { compareReasons, reasonLines } from "../../src/report/reason-lines.ts";
import { connector } from "./run.ts";

const held = (path: string, condition: string, found?: Evidence["found"]): Evidence => ({
  path,
  condition,
  ...(found === undefined ? {} : { found }),
});

const offender = (...because: readonly Evidence[]): Offender => ({
  asset: connector(1, "web"),
  rule: "vms",
  because,
  sources: [],
});

test.each<readonly [string, readonly Evidence[], readonly string[]]>([
  [
    "about one part stand behind the way to it",
    [
      held("groups[a].rules[ssh].direction", '= "Inbound"', "Inbound"),
      held("groups[a].rules[ssh].to", ">= 22", 65535),
    ],
    ['groups[a].rules[ssh]: direction = "Inbound"; to >= 22, found 65535'],
  ],
  [
    "of one condition are as they were",
    [held("contacts[x].email", '= ""', "")],
    ['contacts[x].email = ""'],
  ],
  [
    "about the asset itself stand alone",
    [held("kind", '= "a"', "a"), held("contacts", "none")],
    ['kind = "a"', "contacts: none"],
  ],
  [
    "about a tag say the tag",
    [
      held("connector.tags[0].key", '= "environment"', "environment"),
      held("connector.tags[0].value", '= "production"', "production"),
    ],
    ['connector: tag environment = "production"'],
  ],
])("reasons %s", (_title, because, lines) => {
  expect(reasonLines(because)).toEqual(lines);
});

test("what all offenders have is told once, and what tells them apart first of what is left", () => {
  const rule = (name: string, from: number, to: number) =>
    offender(
      held(`rules[${name}].direction`, '= "Inbound"', "Inbound"),
      held(`rules[${name}].from`, "<= 22", from),
      held(`rules[${name}].to`, ">= 22", to),
    );
  const offenders = [rule("any", 0, 65_535), rule("ssh", 22, 22), rule("low", 0, 1_024)];
  const { shared, own } = compareReasons(offenders);
  expect(shared).toEqual(['rules.direction = "Inbound"']);
  expect(own(offenders[2]!)).toEqual(["rules[low]: to >= 22, found 1024; from <= 22, found 0"]);
});

test("a part at fault keeps its name where all its conditions are shared", () => {
  const offenders = ["a", "b"].map((name) => offender(held(`rules[${name}].to`, ">= 22", 22)));
  expect(compareReasons(offenders).own(offenders[1]!)).toEqual(["rules[b]"]);
});

test("one offender has all of its reasons itself", () => {
  const one = offender(held("contacts", "none"));
  const { shared, own } = compareReasons([one]);
  expect([shared, own(one)]).toEqual([[], ["contacts: none"]]);
});
