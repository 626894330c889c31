import { describe, expect, test } from "vitest";
import { cameTo, judgeText } from "./judge-text.ts";

const told = async (check: string, cases: string) => cameTo(await judgeText(check, cases));

describe("what a check says of rows", () => {
  test.each([
    [
      "over relations, stated from either side",
      `{ vmExtensions(where: { vm: { name_STARTS_WITH: "prod" }, publisher: "a" }) { id } }`,
      `{ given(
        vmExtensions: [
          { is: FAIL, publisher: "a", vm: { name: "prod-1" } }
          { is: PASS, publisher: "b", missing: [vm] }
          { is: FAIL, publisher: "a", vm: { id: "x" } }
          { is: PASS, id: "y", publisher: "a" }
          { is: UNDECIDED, publisher: "a", missing: [vm] }
        ]
        vms: [{ id: "x", name: "prod-2" }, { name: "test", extensions: [{ id: "y" }] }]
      ) }`,
      ["FAIL", "PASS", "FAIL", "PASS", "UNDECIDED"],
    ],
    [
      "by the connector that they are in",
      `{ kmsVaults(where: { connector: { state: "Enabled" } }) { id } }`,
      `{ given(
        connectors: [{ id: "x", state: "Enabled" }, { id: "y", state: "Warned" }, { id: "z", missing: [state] }]
        kmsVaults: [
          { is: FAIL, connector: { id: "x" } }
          { is: PASS, connector: { id: "y" } }
          { is: UNDECIDED, connector: { id: "z" } }
          { is: FAIL, connector: { state: "Enabled" } }
        ]
      ) }`,
      ["FAIL", "PASS", "UNDECIDED", "FAIL"],
    ],
    [
      "for each connector",
      `query Q($subscriptionResourceId: String!) {
        kmsVaults(where: { connector: { id: $subscriptionResourceId }, enableSoftDelete: { eq: false } }) { id }
      }`,
      `query A { given(kmsVaults: [{ is: FAIL, enableSoftDelete: false }, { is: PASS, enableSoftDelete: true }]) }
      query B { given(kmsVaults: [
        { is: FAIL, enableSoftDelete: false, connector: {} }
        { is: PASS, enableSoftDelete: true, connector: {} }
      ]) }`,
      ["FAIL", "PASS", "FAIL", "PASS"],
    ],
    [
      "of which there are too few, for each connector",
      `query Q($subscriptionResourceId: String!) {
        bastionHosts(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id }
      }`,
      `query A @case(verdict: FAIL) { given(connectors: [{ is: FAIL }, { is: PASS, bastionHosts: [{}] }]) }
      query B @case(verdict: PASS) { given(bastionHosts: [{}]) }
      query C @case(verdict: UNDECIDED) { given(unread: [BastionHost]) }`,
      ["fail", "FAIL", "PASS", "pass", "undecided"],
    ],
    [
      "of which there are too many",
      `{ connectorsAggregate(where: { state: "Enabled" }) @expect(lte: 1) { count } }`,
      `query A @case(verdict: PASS) { given(connectors: [{ state: "Enabled" }, { state: "Warned" }]) }
      query B @case(verdict: FAIL) { given(connectors: [{ is: FAIL, state: "Enabled" }, { is: FAIL, state: "Enabled" }, { is: PASS, state: "Warned" }]) }
      query C @case(verdict: UNDECIDED) { given(connectors: [{ state: "Enabled" }, { is: UNDECIDED, missing: [state] }]) }`,
      ["pass", "fail", "FAIL", "FAIL", "PASS", "undecided", "UNDECIDED"],
    ],
    [
      "that a path leads to",
      `{ vms(where: { name: "a" }) @offenders(path: "diskAttachments.disk") { id } }`,
      `query A { given(vms: [
        { is: FAIL, name: "a", diskAttachments: [{ disk: { is: FAIL } }, { disk: null }] }
        { is: PASS, name: "b", diskAttachments: [{ disk: { is: PASS } }] }
        { is: UNDECIDED, missing: [name], diskAttachments: [{ disk: { is: PASS } }] }
      ]) }`,
      ["FAIL", "FAIL", "PASS", "PASS", "UNDECIDED", "PASS"],
    ],
    [
      "of an interface",
      `{ assets(where: { typename_IN: [VM, Disk], region: "westeurope" }) { id } }`,
      `query A { given(
        vms: [{ is: FAIL, region: "West Europe" }]
        disks: [{ is: PASS, region: null }, { is: UNDECIDED, missing: [region] }]
        kmsVaults: [{ is: PASS }]
      ) }
      query B @case(verdict: NOT_APPLICABLE) { given }
      query C @case(verdict: UNDECIDED) { given(unread: [Disk]) }
      query D @case(verdict: PASS) { given(unread: [KMSVault], vms: [{ region: null }]) }`,
      ["FAIL", "PASS", "UNDECIDED", "PASS", "notApplicable", "undecided", "pass"],
    ],
  ])("%s", async (_, check, cases, expected) => {
    expect(await told(check, cases)).toEqual(expected);
  });

  test("is told with its reasons, condition by condition", async () => {
    const check = `{ connectors(where: { securityContacts_SOME: { email_STARTS_WITH: "a", isEnabled: { eq: false } } }) { id } }`;
    const row = (because: string) =>
      `{ given(connectors: [{ is: FAIL, securityContacts: [{ name: "x y", email: "ab", isEnabled: false }], because: [${JSON.stringify(because)}] }]) }`;
    const written = [
      `securityContacts[x y].isEnabled = false`,
      `securityContacts[x y].email  starts with "a"`,
      `securityContacts[x y].email starts with "a", found "ab"`,
    ];
    for (const because of written) expect(await told(check, row(because))).toEqual(["FAIL"]);
    const wrong = [
      `securityContacts[x y].isEnabled = true`,
      `securityContacts[x y].email starts with "a", found "abc"`,
      `securityContacts[x y].email`,
      `email starts with "a"`,
    ];
    for (const because of wrong)
      expect(await told(check, row(because))).toEqual([`FAIL came to FAIL, not ${because}`]);
    const open = `{ given(connectors: [{ is: UNDECIDED, because: ["securityContacts", "securityContacts: denied"] }], unread: [SecurityContact]) }`;
    expect(await told(check, open)).toEqual(["UNDECIDED"]);
  });

  test("must not depend on the rows beside it", async () => {
    const check = `{ securityContacts(where: { connector: { securityContacts_SINGLE: {} } }) { id } }`;
    const cases = `{ given(
      connectors: [{ id: "x" }]
      securityContacts: [{ is: PASS, connector: { id: "x" } }, { is: PASS, connector: { id: "x" } }]
    ) }`;
    expect(await told(check, cases)).toEqual([
      "PASS came to PASS, alone FAIL",
      "PASS came to PASS, alone FAIL",
    ]);
  });
});

describe("cases that prove nothing are mistakes", () => {
  const check = `{ connectors(where: { securityContacts_SOME: { email: "" } }) { id } }`;
  test.each([
    [
      "a row that the check cannot name",
      `{ given(connectors: [{ securityContacts: [{ is: PASS, email: "" }] }]) }`,
      [`1:43 "is" stands on a row of "SecurityContact", of which the check says nothing. It speaks of "Connector".`],
    ],
    [
      "an estate of which nothing is said",
      `{ given(connectors: [{ securityContacts: [] }]) }`,
      [`1:1 Nothing is said of what the check must come to. Write "is: …" on a row, or "@case(verdict: …)" on the operation.`],
    ],
    [
      "a variable without a value, and two operations of one name",
      `query A($a: SecurityContactGiven) { given(connectors: [{ is: FAIL, securityContacts: [$a] }]) }
query A @case(verdict: PASS) { given }`,
      [
        `1:7 There can be only one operation named "A".`,
        `1:9 The variable "$a" has no value when cases are judged. Give it a default, such as "= {}".`,
      ],
    ],
    [
      "what no answer can say",
      `{ given(connectors: [{ is: PASS, state: "enabled", securityContacts: [{ email: "a, b", isEnabled: null }] }, { is: PASS, state: "Off", securityContacts: null }]) }`,
      [
        `1:80 "email" is never "a, b": it holds addresses with ";" between them and no blanks beside it, such as "a@example.com;b@example.com".`,
        `1:99 "isEnabled" is never null: where an answer does not have it, it is not known. Write "missing: [isEnabled]" in its place.`,
        `1:129 "state" is never "Off": it is one of Enabled, Warned, PastDue, Disabled, Deleted.`,
        `1:154 "securityContacts" is a list: an asset that leads nowhere has an empty one. Write [].`,
      ],
    ],
    [
      "a row like one that is like a third, what is stated and missing at once, and reasons of what passes",
      `query A($a: SecurityContactGiven = { like: { email: "" } }) { given(connectors: [
  { is: PASS, securityContacts: [{ like: $a, email: "a" }] }
  { is: PASS, securityContacts: [{ email: "a", missing: [email] }], because: ["x"] }
  { because: ["x"], securityContacts: [] }
]) }`,
      [
        `1:38 A row that another is like is not like a third: "like" goes one level deep. Write out what it has.`,
        `3:36 "email" is stated and missing at once. Keep one.`,
        `3:79 A row that passes has no reasons: "because" belongs to "is: FAIL" and "is: UNDECIDED".`,
        `4:15 "because" belongs to "is": it says why the check must say so.`,
      ],
    ],
    [
      "rows that may be in any of several connectors",
      `{ given(connectors: [{ is: FAIL, id: "a" }, { is: PASS, securityContacts: [] }], securityContacts: [{ email: "" }]) }`,
      [
        `1:101 Several connectors are given, and this row may be in any. Say in which with "connector: { id: … }", or write it in that connector.`,
      ],
    ],
  ])("%s", async (_, cases, expected) => {
    const { mistakes } = await judgeText(check, cases);
    expect([...mistakes].sort()).toEqual([...expected].sort());
  });
});
