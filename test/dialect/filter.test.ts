import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { readDataset } from "../conformance/dataset.ts";

const { model } = readDataset();

function read(where: unknown, type = "Connector") {
  return readWhere(model, type, where);
}

describe("both spellings come to one filter", () => {
  test.each<[unknown, unknown, string]>([
    [{ name: "a" }, { name: { eq: "a" } }, 'name = "a"'],
    [{ name_EQ: "a" }, { name: { eq: "a" } }, 'name = "a"'],
    [{ name: null }, { name: { eq: null } }, "name is null"],
    [{ name_NOT: null }, { name_EXISTS: true }, "NOT (name is null)"],
    [{ name: { exists: false } }, { name_EXISTS: false }, "name is null"],
    [{ name_NOT_IN: ["a"] }, { NOT: { name: { in: "a" } } }, 'NOT (name IN ["a"])'],
    [{ name_GT: null }, { name: { gt: null } }, "name is null"],
    [{ tags: ["a"] }, { tags: { eq: "a" } }, 'tags = ["a"]'],
    [{ tags_INCLUDES: "a" }, { tags: { includes: "a" } }, 'tags INCLUDES "a"'],
    [{ tags_INCLUDES_ALL: ["a"] }, { tags: { includesAll: ["a"] } }, 'tags INCLUDES_ALL ["a"]'],
    [
      { severity_GTE: 3, severity_LT: 9 },
      { severity: { lt: 9, gte: 3 } },
      "severity GTE 3 AND severity LT 9",
    ],
    [
      { securityContacts_SOME: { email: "" } },
      { securityContacts: { some: { email: { eq: "" } } } },
      'securityContacts SOME (email = "")',
    ],
    [
      { securityContacts: { email: "" } },
      { securityContacts_SOME: { email: "" } },
      'securityContacts SOME (email = "")',
    ],
    [
      { securityContacts_SOME: null },
      { securityContacts: { some: null } },
      "securityContacts NONE",
    ],
    [{ securityContacts: null }, { securityContacts_EXISTS: false }, "securityContacts NONE"],
    [
      { securityContacts_NONE: null },
      { securityContacts: { exists: true } },
      "securityContacts SOME",
    ],
    [
      { securityContacts_NOT: { email: "" } },
      { securityContacts: { none: { email: "" } } },
      'securityContacts NONE (email = "")',
    ],
    [
      { securityContacts: { none: { email: "" }, some: { email: null }, phone: "1" } },
      {
        AND: [
          { securityContacts_NONE: { email: "" } },
          { securityContacts_SOME: { email: null } },
          { securityContacts_SOME: { phone: "1" } },
        ],
      },
      'securityContacts NONE (email = "") AND securityContacts SOME (email is null) AND securityContacts SOME (phone = "1")',
    ],
    [{ owner: null }, { owner_EXISTS: false }, "owner NONE"],
    [
      { owner_NOT: { name: "a" } },
      { NOT: { NOT: { owner_NOT: { name: "a" } } } },
      'owner NONE (name = "a")',
    ],
    [
      { createdAt: "2024-03-01T13:30:00+01:00" },
      { createdAt: { eq: "2024-03-01T12:30:00Z" } },
      'createdAt = "2024-03-01T12:30:00Z"',
    ],
    [
      { name: { caseInsensitive: { eq: "A" } } },
      { AND: [{ name: { caseInsensitive: { eq: "A" } } }] },
      'name = "A" ignoring case',
    ],
    [
      { securityContactsConnection_SOME: { node: { email: "" } } },
      { securityContactsConnection: { some: { NOT: { NOT: { node: { email: "" } } } } } },
      'securityContacts SOME (email = "")',
    ],
    [
      { securityContactsConnection: { node: { email: "" } } },
      { securityContactsConnection: { AND: [{ node: { email: "" } }] } },
      'securityContacts SOME (email = "")',
    ],
    [
      { securityContactsConnection: { none: { node: { phone: "" } }, node: { email: "" } } },
      {
        AND: [
          { securityContactsConnection_NONE: { node: { phone: "" } } },
          { securityContactsConnection: { node: { email: "" } } },
        ],
      },
      'securityContacts NONE (phone = "") AND securityContacts SOME (email = "")',
    ],
    [
      { findingsConnection_SOME: { Vuln: { node: { cve: "1" } } } },
      { findings_SOME: { Vuln: { cve: "1" } } },
      'findings SOME (cve = "1" AND type is Vuln)',
    ],
    [
      {
        findingsConnection_NONE: { Vuln: { node: { cve: "1" } }, Misconfig: { node: { id: "2" } } },
      },
      {
        findingsConnection: {
          none: { Misconfig: { node: { id: "2" } }, Vuln: { node: { cve: "1" } } },
        },
      },
      'findings NONE ((cve = "1" AND type is Vuln) OR (id = "2" AND type is Misconfig))',
    ],
    [
      { ownerConnection: { node: { name: "a" } } },
      { owner: { name: "a" } },
      'owner SOME (name = "a")',
    ],
  ])("%j and %j", (one, other, expected) => {
    const strip = (text: string) => text.replaceAll(/NOT \(NOT \((.*)\)\)/g, "$1");
    for (const where of [one, other]) {
      const { filter, mistakes } = read(where);
      expect(mistakes).toEqual([]);
      expect(
        strip(renderFilter(filter!).replace(/SOME \(NOT \(NOT \((.*)\)\)\)/, "SOME ($1)")),
      ).toBe(expected);
    }
  });
});

test.each([
  ["SOME", { securityContacts_SOME: {} }, { securityContacts: { some: {} } }],
  ["NONE", { securityContacts_NONE: {} }, { securityContacts: { none: {} } }],
  ["SINGLE", { securityContacts_SINGLE: {} }, { securityContacts: { single: {} } }],
])("%s directly given {} asks for that many, in every spelling", (quantifier, suffix, nested) => {
  const connections = [suffix, nested].map((where) =>
    JSON.parse(JSON.stringify(where).replace("securityContacts", "securityContactsConnection")),
  );
  for (const where of [suffix, nested, ...connections]) {
    const { filter, mistakes, ineffective, warnings } = read(where);
    expect({ filter, mistakes, ineffective, warnings }).toEqual({
      filter: { kind: "quantify", relation: "securityContacts", quantifier },
      mistakes: [],
      ineffective: [],
      warnings: [],
    });
  }
});

/** Where the innermost part of a connection's logic stands. */
function deepest(link: unknown): string {
  const [[key, value]] = Object.entries(link as object) as [[string, unknown]];
  const [first] = Array.isArray(value) ? value : [];
  const isLogic =
    first !== undefined && Object.keys(first as object).some((name) => name === "AND");
  return first === undefined ? key : isLogic ? `${key}.0.${deepest(first)}` : `${key}.0`;
}

describe("what filters nothing is gone, and said", () => {
  test.each<[unknown, string, string]>([
    [{}, "", "every row passes"],
    [null, "", "every row passes"],
    [{ OR: [] }, "OR", '"OR: []"'],
    [{ AND: null }, "AND", '"AND: null"'],
    [{ NOT: {} }, "NOT", '"NOT: {}"'],
    [{ OR: [{}] }, "OR.0", '"{}"'],
    [{ name: {} }, "name", "name_EXISTS: true"],
    [{ name_EXISTS: null }, "name_EXISTS", "filters nothing"],
    [{ name: { exists: null } }, "name.exists", "filters nothing"],
    [{ name: { caseInsensitive: null } }, "name.caseInsensitive", "filters nothing"],
    [{ securityContacts_EXISTS: null }, "securityContacts_EXISTS", "filters nothing"],
    [{ securityContacts: { exists: null } }, "securityContacts.exists", "filters nothing"],
    [{ securityContacts: {} }, "securityContacts", "securityContacts_EXISTS: true"],
    [{ securityContacts_NOT: {} }, "securityContacts_NOT", "securityContacts_SOME: null"],
    [{ securityContacts_ALL: {} }, "securityContacts_ALL", "securityContacts_EXISTS: true"],
    [{ securityContacts: { all: {} } }, "securityContacts.all", "securityContacts_EXISTS: true"],
    [{ securityContacts_SINGLE: null }, "securityContacts_SINGLE", "securityContacts_SINGLE: {}"],
    [{ securityContactsConnection_ALL: {} }, "securityContactsConnection_ALL", "_EXISTS: true"],
    [
      { securityContactsConnection_SOME: { node: {} } },
      "securityContactsConnection_SOME",
      "securityContacts_EXISTS: true",
    ],
    ...[
      { AND: [{ node: {} }] },
      { OR: [{ node: {} }] },
      { OR: [{ AND: [{}] }] },
      { NOT: { node: {} } },
      { AND: [] },
      { NOT: null },
    ].map((link): [unknown, string, string] => [
      { securityContactsConnection: { none: link } },
      `securityContactsConnection.none.${deepest(link)}`,
      "filters nothing",
    ]),
    [{ securityContacts_ALL: null }, "securityContacts_ALL", "securityContacts_EXISTS: true"],
    [{ owner: {} }, "owner", "owner_EXISTS: true"],
    [{ owner_NOT: {} }, "owner_NOT", "`owner: null`"],
    [
      { securityContactsConnection_SOME: null },
      "securityContactsConnection_SOME",
      "securityContacts_EXISTS",
    ],
    [{ securityContacts_SOME: { email: undefined } }, "securityContacts_SOME", "filters nothing"],
    [{ findings_NONE: { Vuln: null } }, "findings_NONE.Vuln", "`Vuln: {}`"],
    [{ findingsConnection_SOME: null }, "findingsConnection_SOME", "findings_EXISTS"],
  ])("%j", (where, path, words) => {
    const { filter, mistakes, ineffective } = read(where);
    expect(mistakes).toEqual([]);
    expect(filter).toBeUndefined();
    expect(ineffective.map((one) => one.path.join("."))).toEqual([path]);
    expect(ineffective[0]!.message).toContain(words);
  });

  test("a relation whose conditions all vanish asks for existence, and the conditions are named", () => {
    const { filter, ineffective } = read({ securityContacts_SOME: { AND: [] } });
    expect(filter).toEqual({ kind: "quantify", relation: "securityContacts", quantifier: "SOME" });
    expect(ineffective.map(({ path }) => path)).toEqual([["securityContacts_SOME", "AND"]]);
    expect(read({ securityContacts_NONE: { teams_SOME: {} } }).filter).toMatchObject({
      quantifier: "NONE",
    });
    expect(read({ securityContacts_ALL: { AND: [] } }).filter).toBeUndefined();
  });

  test("a type of a union without a condition is named where upstream leaves it out", () => {
    const places = (where: unknown) => read(where).ineffective.map(({ path }) => path.join("."));
    for (const [where, place] of [
      [{ findings_ALL: { Vuln: {} } }, "findings_ALL.Vuln"],
      [{ findings: { single: { Vuln: {}, Misconfig: { id: "1" } } } }, "findings.single.Vuln"],
      [{ findingsConnection_SOME: { Vuln: {} } }, "findingsConnection_SOME.Vuln"],
      [{ findingsConnection: { none: { Vuln: null } } }, "findingsConnection.none.Vuln"],
    ] as const)
      expect(places(where)).toContain(place);
    expect(places({ findings_SOME: { Vuln: {} }, findings_NONE: { Misconfig: {} } })).toEqual([]);
  });

  test("a mistake in a connection is not said to filter nothing", () => {
    const { mistakes, ineffective } = read({
      securityContactsConnection_SOME: { node: { nme: "a" } },
    });
    expect(mistakes).toHaveLength(1);
    expect(ineffective).toEqual([]);
  });

  test("values too deep to be written are shown as far as anybody reads", () => {
    const deep: unknown = JSON.parse("[".repeat(20_000) + "]".repeat(20_000));
    for (const where of [deep, { name: deep }, { status: deep }, { AND: deep }])
      expect(read(where).mistakes[0]!.message.length).toBeLessThan(400);
    expect(read({ typename_IN: deep }, "Resource").mistakes[0]!.message).toContain("is no type");
  });

  test("typename_IN without a name", () => {
    const { filter, ineffective } = read({ typename_IN: [] }, "Resource");
    expect(filter).toBeUndefined();
    expect(ineffective[0]!.message).toContain("Name the types");
  });

  test("a member beside what filters stays", () => {
    expect(read({ OR: [{}, { name: "a" }], NOT: {} }).filter).toMatchObject({ kind: "compare" });
  });

  test("an absent where says nothing at all", () => {
    expect(read(undefined)).toEqual({
      mistakes: [],
      warnings: [],
      ineffective: [],
      impossible: [],
      paths: new Map(),
    });
  });
});

describe("mistakes name the place, what was expected and the nearest name", () => {
  test.each<[unknown, string, string]>([
    [
      { securityContact_SOME: null },
      "securityContact_SOME",
      'Unknown field "securityContact_SOME" on "ConnectorWhere". Did you mean "securityContacts_SOME"',
    ],
    [{ AND: [{ nam: "a" }] }, "AND.0.nam", 'Did you mean "name"'],
    [{ name: 5 }, "name", '"name" takes a text, found 5.'],
    [{ name_IN: ["a", 5] }, "name_IN.1", '"name_IN" takes a text, found 5.'],
    [{ name: { eqq: "a" } }, "name.eqq", 'Did you mean "eq"?'],
    [{ severity: "5" }, "severity", "takes a whole number"],
    [{ status: "ACTIV" }, "status", 'Did you mean "ACTIVE"?'],
    [{ createdAt_LT: "soon" }, "createdAt_LT", "takes a moment"],
    [{ lastSeen: "2024-13-01" }, "lastSeen", "takes a calendar date"],
    [{ isEnabled: "yes" }, "isEnabled", "takes true or false"],
    [{ name_EXISTS: 1 }, "name_EXISTS", "takes true or false"],
    [{ owner_EXISTS: 1 }, "owner_EXISTS", "takes true or false"],
    [{ tags: [["a"]] }, "tags.0", "takes a text"],
    [{ tags_INCLUDES: ["a"] }, "tags_INCLUDES", "takes a text"],
    [{ name_MATCHES: "(" }, "name_MATCHES", "not closed"],
    [{ name_MATCHES: "(?!a)" }, "name_MATCHES", "check files only"],
    [{ name_MATCHES: 5 }, "name_MATCHES", "takes a text"],
    [{ name: { caseInsensitive: "a" } }, "name.caseInsensitive", "takes an object"],
    [{ name: { caseInsensitive: { is: "a" } } }, "name.caseInsensitive.is", "Unknown operator"],
    [{ securityContacts: "a" }, "securityContacts", "is an object"],
    [{ securityContacts_SOME: [{}] }, "securityContacts_SOME", "is an object"],
    [{ OR: ["a"] }, "OR.0", "is an object"],
    ["a", "", "is an object"],
    [
      { securityContactsAggregate: { count: 0 } },
      "securityContactsAggregate",
      "securityContacts_EXISTS: false",
    ],
    [
      { securityContactsConnection_SOME: { edge: {} } },
      "securityContactsConnection_SOME.edge",
      "Links have no fields",
    ],
    [
      { securityContactsConnection: { aggregate: {} } },
      "securityContactsConnection.aggregate",
      "not supported",
    ],
    [
      { securityContactsConnection: { sum: {} } },
      "securityContactsConnection.sum",
      'Did you mean "some"?',
    ],
    [
      { resources_SOME: { typename_IN: ["Buckt"] } },
      "resources_SOME.typename_IN",
      'Did you mean "Bucket"?',
    ],
    [
      { findingsConnection_SOME: { Vul: { node: {} } } },
      "findingsConnection_SOME.Vul",
      'Did you mean "Vuln"',
    ],
    [{ findings_SOME: { Vul: {} } }, "findings_SOME.Vul", 'Did you mean "Vuln"?'],
  ])("%j", (where, path, message) => {
    const { filter, mistakes } = read(where);
    expect(filter).toBeUndefined();
    expect(mistakes.map((one) => one.path.join("."))).toEqual([path]);
    expect(mistakes[0]!.message).toContain(message);
  });

  test("a number that is too large for JavaScript is shown as it is", () => {
    const [mistake] = read({ severity: 12345678901234567890n }).mistakes;
    expect(mistake!.message).toContain("found 12345678901234567890.");
  });

  test("all at once", () => {
    expect(read({ nope: 1, name: 5, OR: [{ severity: "x" }] }).mistakes).toHaveLength(3);
  });

  test("as many as are wanted: what is behind the last of them is not read", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ [`nope${i}`]: 1 }));
    const bounded = readWhere(model, "Connector", { OR: many }, { mostRemarks: 20 });
    expect(bounded.mistakes).toHaveLength(20);
    expect(bounded.filter).toBeUndefined();
    const empty = Array.from({ length: 100_000 }, () => ({}));
    expect(
      readWhere(model, "Connector", { OR: empty }, { mostRemarks: 20 }).ineffective,
    ).toHaveLength(20);
  });

  test("a lookahead is taken from authors who are trusted", () => {
    const reading = readWhere(
      model,
      "Connector",
      { name_MATCHES: "(?!a).*" },
      { allowBacktracking: true },
    );
    expect(reading.mistakes).toEqual([]);
    expect(reading.filter).toMatchObject({ operator: "MATCHES", value: "(?!a).*" });
  });
});

describe("warnings are of what is legal and seldom meant", () => {
  test.each<[unknown, string, string]>([
    [{ name_NOT: "a" }, "name_NOT", '"name" is null'],
    [{ NOT: { severity_GT: 4 } }, "NOT.severity_GT", "are left out"],
    [{ NOT: { severity: { gt: 4 } } }, "NOT.severity", "are left out"],
    [
      { securityContacts_ALL: { email_CONTAINS: "@" } },
      "securityContacts_ALL.email_CONTAINS",
      "passes over",
    ],
    [{ securityContacts: { all: { email: "a" } } }, "securityContacts.all.email", "passes over"],
    [{ name_IN: ["a", null] }, "name_IN", "never matches"],
    [{ OR: [{ name_NOT_IN: [] }, { name: null }] }, "OR.0.name_NOT_IN", "true for every row"],
    [
      { NOT: { securityContacts_SOME: null } },
      "NOT.securityContacts_SOME",
      "without securityContacts",
    ],
    [{ NOT: { owner: null } }, "NOT.owner", "owner_EXISTS: false"],
    [{ resources_SOME: { NOT: { name: "x" } } }, "resources_SOME.NOT.name", "do not count"],
    [
      { NOT: { findings_SOME: { Vuln: { cve_NOT: "x" } } } },
      "NOT.findings_SOME.Vuln.cve_NOT",
      "Related rows",
    ],
  ])("%j", (where, path, message) => {
    const { mistakes, warnings } = read(where);
    expect(mistakes).toEqual([]);
    expect(warnings.map((one) => one.path.join("."))).toEqual([path]);
    expect(warnings[0]!.message).toContain(message);
  });

  test.each<[string, unknown]>([
    ["a negation with a branch for null", { OR: [{ name_NOT: "a" }, { name: null }] }],
    ["a negation beside an existence test", { NOT: { severity: 4 }, severity_EXISTS: true }],
    ["a negation of what is never null", { id_NOT: "c1" }],
    ["a negation of what @coalesce fills", { region_NOT: "x" }],
    ["none of a relation, as stored checks ask for it", { securityContacts_SOME: null }],
    ["the same among alternatives", { OR: [{ owner: null }, { AND: { owner: null } }] }],
    ["a double negation", { NOT: { name_NOT: "a" } }],
    [
      "an ALL that looks at null",
      { securityContacts_ALL: { NOT: { OR: [{ email: null }, { email: "" }] } } },
    ],
    ["SOME inside ALL", { securityContacts_ALL: { teams_SOME: { name: "blue" } } }],
  ])("nothing is said of %s", (_title, where) => {
    expect(read(where).warnings).toEqual([]);
  });
});

test("a union's ALL looks at the types that are named", () => {
  const { filter } = read({ findings_ALL: { Vuln: { cve: "1" } } });
  expect(renderFilter(filter!)).toBe(
    'findings NONE (NOT (cve = "1" AND type is Vuln) AND type is Vuln) AND findings SOME (cve = "1" AND type is Vuln)',
  );
});

test("a filter is frozen through and through", () => {
  const { filter } = read({ OR: [{ name_IN: ["a"] }, { securityContacts_SOME: { email: "" } }] });
  const frozen = (value: unknown): boolean =>
    typeof value !== "object" ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen));
  expect(frozen(filter)).toBe(true);
});
