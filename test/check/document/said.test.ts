import { describe, expect, test } from "vitest";
import type { Check } from "../../../src/types.ts";
import { read } from "./read.ts";

const query = "{ machines { id } }";

/** What a check says of itself; an empty list or text is not said. */
function said(document: string, guidance = "", id = "check") {
  const { check, mistakes } = read(document, guidance, id);
  expect(mistakes).toEqual([]);
  const { title, overview, severity, frameworks, tags, formerly, accounts, perConnector } = check!;
  const sections = check!.guidance.map(({ heading, body }) => `${heading}: ${body}`);
  const all = { title, overview, severity, frameworks, tags, formerly, accounts, sections, perConnector }; // prettier-ignore
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => ![undefined, false, ""].includes(value as "") && String(value) !== ""),
  ) as Partial<Check> & { sections?: readonly string[] };
} // prettier-ignore

const described = (text: string, directive = "") =>
  `"""\n${text}\n"""\nquery ${directive} ${query}`;

describe("a check says of itself", () => {
  test.each<[title: string, document: string, guidance: string, said: object]>([
    ["nothing: it has its file's name and a middling severity", query, "", { title: "Check", severity: "MEDIUM" }],
    ["its title with a hash in it", '"C # and more" query { machines { id } }', "", { title: "C # and more", severity: "MEDIUM" }],
    ["its title in one line", '"Machines are there" query { machines { id } }', "", { title: "Machines are there", severity: "MEDIUM" }],
    ["its title as Markdown", described("# Machines  \n\n  What for.  "), "", { title: "Machines", overview: "What for.", severity: "MEDIUM" }],
    ["nothing in an empty description", '"  " query { machines { id } }', "", { title: "Check", severity: "MEDIUM" }],
    [
      "sections, of which the overview is what stands before them",
      described("Machines\n\nFirst.\n\n## OVERVIEW ##\n\nSecond.\n\n## Rationale\n\nWhy.\n### Deeper\n"),
      "",
      { title: "Machines", overview: "First.\n\nSecond.", severity: "MEDIUM", sections: ["Rationale: Why.\n### Deeper"] },
    ],
    [
      "the same in its guidance, behind what its description says",
      described("Machines\n\nFirst.\n\n## Rationale\nWhy."),
      "# Machines\n\nSecond.\n\n## Remediation\nHow.",
      { title: "Machines", overview: "First.\n\nSecond.", severity: "MEDIUM", sections: ["Rationale: Why.", "Remediation: How."] },
    ],
    ["what its guidance alone says", query, "# Machines ##\nFirst.\r\n\r\n## A\r\nb\r\n", { title: "Machines", overview: "First.", severity: "MEDIUM", sections: ["A: b"] }],
    ["no title where its guidance has none", query, "First.", { title: "Check", overview: "First.", severity: "MEDIUM" }],
    [
      "all that machines sort by in @check",
      `query @check(severity: HIGH, frameworks: ["cis-3.0.0:3.1 x", "a.b-c:1"], tags: "one", title: "Machines", formerly: ["old", "older/one"]) ${query}`.replace(" x", ""),
      "",
      { title: "Machines", severity: "HIGH", frameworks: ["cis-3.0.0:3.1", "a.b-c:1"], tags: ["one"], formerly: ["old", "older/one"] },
    ],
    ["nothing by null", `query @check(severity: null, tags: null, title: null) ${query}`, "", { title: "Check", severity: "MEDIUM" }],
    [
      "the same between the dashes of its guidance",
      query,
      '\uFEFF---  \r\n@check(severity: LOW, tags: ["a", "b"], title: "Machines", formerly: "old", id: "check")\r\n---\t\r\nFirst.\n\n---\n\nSecond.',
      { title: "Machines", overview: "First.\n\n---\n\nSecond.", severity: "LOW", tags: ["a", "b"], formerly: ["old"] },
    ],
    ["its own before a directive's title", described("Machines", '@check(title: "Machines")'), "", { title: "Machines", severity: "MEDIUM" }],
    ["nothing between dashes that do not begin the file", query, "\n---\n@check(severity: LOW)\n---\n", { title: "Check", overview: "---\n@check(severity: LOW)\n---", severity: "MEDIUM" }],
    [
      "that it is asked for each connector",
      `query ($subscriptionResourceId: ID!, $a: String = "x") { machines(where: { connector: { id: $subscriptionResourceId }, name: $a }) { id } }`,
      "",
      { title: "Check", severity: "MEDIUM", perConnector: true, accounts: "/subscriptions/" },
    ],
  ])("%s", (_title, document, guidance, expected) => {
    expect(said(document, guidance)).toEqual(expected);
  }); // prettier-ignore

  test.each([
    ["azure/defender/servers-plan-is-standard", "Servers plan is standard"],
    ["a_b  c", "A b c"],
    ["-x-", "X"],
    ["Ärger", "Ärger"],
  ])("its name in words where it has no title: %s", (id, title) => {
    expect(said(query, "", id).title).toBe(title);
  });

  test("its document, its id and where its operation stands", () => {
    const document = `fragment F on Machine { id }\nquery { machines { ...F } }`;
    const { check } = read(document, "", "a/b");
    expect(check).toMatchObject({ id: "a/b", document, place: { line: 2, column: 1 } });
    expect(check).not.toHaveProperty("accounts");
    expect(check!.rules[0]!.query).toStrictEqual({ type: "Machine" });
  });
});

describe("where the conditions of a rule stand", () => {
  const placesIn = (document: string) => {
    const { rules, mistakes } = read(document);
    expect(mistakes).toEqual([]);
    return [...rules[0]!.places.values()].map(({ line, column }) => `${line}:${column}`);
  };
  test.each<[document: string, places: readonly string[]]>([
    ["{ machines { id } }", []],
    ['{ machines(where: { name: "a" }) { id } }', ["1:21"]],
    ['{ machines(where: {\n name: "a"\n id: "b" }) { id } }', ["1:19", "2:2", "3:2"]],
    ['query ($a: MachineWhere = {\n name: "a" }) { machines(where: $a) { id } }', ["2:2"]],
    ['query ($a: String = "a") { machines(where: { name: $a }) { id } }', ["1:46"]],
    ['{ machines @offenders(path: "disks") { disks(where: { name: "a" }) { id } } }', ["1:55"]],
    ['{ machines(where: { id: "b" }) @offenders(path: "d") { d: disks(where: { name: "a" }) { id } } }', ["1:21", "1:74"]],
  ])("%s", (document, places) => {
    expect(placesIn(document)).toEqual(places);
  }); // prettier-ignore
});

describe("a path to offenders", () => {
  test.each<[document: string, path: readonly object[] | undefined]>([
    ["{ machines { id } }", undefined],
    ['{ machines @offenders(path: "disks") { id } }', [{ relation: "disks" }]],
    ['{ machines @offenders(path: "mounts.disk") { id } }', [{ relation: "mounts" }, { relation: "disk" }]],
    ['{ machines @expect(lte: 1) @offenders(path: "disks") { id } }', [{ relation: "disks" }]],
    ['{ machines @offenders(path: "d") { d: disks { id } } }', [{ relation: "disks" }]],
    ['{ machines @offenders(path: "disks") { disks: mounts { name } d: disks { id } } }', undefined],
    ['{ machines @offenders(path: "disks") { x: disks(where: { name: "a" }) { id } } }', [{ relation: "disks", where: { kind: "compare", field: "name", operator: "EQ", value: "a" } }]],
    ['{ stores @offenders(path: "connector.machines") { id } }', [{ relation: "connector" }, { relation: "machines" }]],
  ])("%s", (document, path) => {
    expect(read(document).rules[0]?.offendersPath).toEqual(path);
  }); // prettier-ignore
});
