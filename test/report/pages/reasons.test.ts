import { expect, test } from "vitest";
import { renderControl } from "../../../src/report/pages/control.ts";
import { fileLinks, serverLinks as links } from "../../../src/report/pages/links.ts";
import { groupByReason } from "../../../src/report/pages/reasons.ts";
import type { Evidence, Offender } from "../../../src/types.ts";
import { makeRun } from "./run.ts";

const run = makeRun({ controls: 1, offenders: 200 });
const check = run.checks[0]!;

/** Offenders with these reasons, in this order. */
function offendersWith(...reasons: readonly (readonly Evidence[])[]): Offender[] {
  return reasons.map((because, i) => ({ ...run.verdicts[0]!.offenders[i]!, because }));
}

/** The page of a control with these offenders, of `offenderCount` there are. */
function pageOf(offenders: readonly Offender[], offenderCount = offenders.length): string {
  const verdict = { ...run.verdicts[0]!, offenders, offenderCount };
  return renderControl({ check, verdict, links }).text;
}

const noContact: Evidence[] = [{ path: "securityContacts", condition: "none" }];
const noAddress = (name: string): Evidence[] => [
  { path: `securityContacts[${name}].email`, condition: '= ""', found: "" },
];

/** What the reasons say, and the places of their assets in the list that was grouped. */
function told(offenders: readonly Offender[]) {
  return groupByReason(offenders).map((reason) => ({
    says: reason.conditions.map(({ path, condition }) => `${path} ${condition}`),
    of: reason.offenders.map((offender) => offenders.indexOf(offender)),
  }));
}

test("having nothing comes before having something wrong, whichever part is wrong and however many are", () => {
  const offenders = offendersWith(noAddress("default"), noAddress("default1"), noContact, [
    ...noAddress("default"),
    ...noAddress("default1"),
  ]);
  expect(told(offenders)).toEqual([
    { says: ["securityContacts none"], of: [2] },
    { says: ['securityContacts.email = ""'], of: [0, 1, 3] },
  ]);
});

test("a reason says what sets it apart from the others, and all where nothing does", () => {
  const open: Evidence = { path: "rules[0].action", condition: '= "Allow"' };
  const toPort = (port: number): Evidence => ({
    path: "rules[0].port",
    condition: `<= ${port}`,
  });
  expect(told(offendersWith([open, toPort(22)], [open, toPort(3389)], [open]))).toEqual([
    { says: ['rules.action = "Allow"'], of: [2] },
    { says: ["rules.port <= 22"], of: [0] },
    { says: ["rules.port <= 3389"], of: [1] },
  ]);
});

test("how many parts an asset has is no reason of its own", () => {
  const without = (count: number): Evidence[] => [
    { path: "pricing", condition: `none of ${count} matches` },
  ];
  expect(told(offendersWith(without(13), without(16)))).toEqual([
    { says: ["pricing has none that matches"], of: [0, 1] },
  ]);
});

test("a control's page says how many have which reason, and leads to them", () => {
  const offenders = offendersWith(noAddress("a"), noContact, noAddress("a"), noContact, noContact);
  const text = pageOf(offenders);
  const [anchor] = /(?<=href="#)[^"]+reason-1/.exec(text)!;
  const cell = (row: string) => row.replace(/<[^>]+>|\s+/g, " ").replace(/ +/g, " ");
  const rows = text.split("<tr>").map(cell);
  expect(rows).toContainEqual(expect.stringContaining("securityContacts none 3 assets word 1"));
  expect(rows).toContainEqual(expect.stringContaining(".email = &quot;&quot; 2 assets word 0"));
  const group = text.slice(text.indexOf(`<tbody id="${anchor}"`)).split("</tbody>")[0]!;
  expect(group.match(/class="id">[^<]+/g)).toEqual(
    [1, 3, 4].map((i) => `class="id">/subscriptions/${i}/disks/${i}`),
  );
});

test("one reason for all needs no table", () => {
  expect(pageOf(offendersWith(noContact, noContact))).not.toContain("How many");
});

test("every offender of a long list stands on one page, whatever its reason", () => {
  const offenders = offendersWith(
    ...Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? noContact : noAddress("a"))),
  );
  const verdict = { ...run.verdicts[0]!, offenders, offenderCount: 150 };
  const idsOf = (page: number) =>
    renderControl({ check, verdict, links, page }).text.match(/class="id">\/[^<]+/g)!;
  expect(new Set([...idsOf(1), ...idsOf(2)]).size).toBe(150);
  expect(idsOf(1)).toHaveLength(100);
});

test("a count over a cut list says so", () => {
  const offenders = offendersWith(noContact, noAddress("a"));
  expect(pageOf(offenders)).not.toContain("Counted over");
  expect(pageOf(offenders, 9_000)).toContain("Counted over the first 2.");
});

test("the report in one file leads to the assets of a reason too", () => {
  const offenders = offendersWith(noContact, noAddress("a"));
  const verdict = { ...run.verdicts[0]!, offenders, offenderCount: 2 };
  const { text } = renderControl({ check, verdict, links: fileLinks });
  for (const [, anchor] of text.matchAll(/href="#([^"]+reason-\d)"/g))
    expect(text).toContain(`<tbody id="${anchor}"`);
  expect(text.match(/href="#[^"]+reason-\d"/g)).toHaveLength(2);
});

test.each([
  [{ Connector: 20 }, "20 connectors"],
  [{ Connector: 1, SecurityPolicy: 2_000 }, "1 connector, 2,000 security policies"],
  [{}, "nothing"],
])("what was examined is told with its plural: %j", (examined, words) => {
  const verdict = { ...run.verdicts[0]!, examined };
  expect(renderControl({ check, verdict, links }).text).toContain(`Examined: ${words}<`);
});
