import { parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { isNegative } from "../../src/dialect/foreign-operators.ts";
import { createDialectRules } from "../../src/dialect/rules.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");

function messageOf(type: string, where: unknown): string {
  return readWhere(model, type, where)
    .mistakes.map(({ message }) => message)
    .join("\n");
}

describe("an operator of another language", () => {
  test.each([
    ["region_NE", '"region_NOT"'],
    ["region_NEQ", '"region_NOT"'],
    ["region_NOT_EQUALS", '"region_NOT"'],
    ["name_NIN", '"name_NOT_IN"'],
    ["name_notIn", '"name_NOT_IN"'],
    ["name_LIKE", '"name_CONTAINS" or "name_MATCHES"'],
    ["name_ILIKE", '"name_CONTAINS"'],
    ["name_REGEX", '"name_MATCHES"'],
    ["name_HAS", '"name_CONTAINS"'],
    ["name__icontains", '"name_CONTAINS"'],
    ["nameContains", '"name_CONTAINS"'],
    ["name_ISNULL", '"name_EXISTS: false"'],
    ["name_NOTNULL", '"name_EXISTS: true"'],
    ["readAt_GE", '"readAt_GTE"'],
    ["readAt_BEFORE", '"readAt_LT"'],
    ["readAt_BETWEEN", 'Write "readAt_GTE" and "readAt_LTE".'],
    ["networkInterfaces_ANY", '"networkInterfaces_SOME"'],
    ["networkInterfaces_EVERY", '"networkInterfaces_ALL"'],
    ["networkInterfaces_ISEMPTY", '"networkInterfaces_EXISTS: false"'],
  ])("%s is told in ours", (key, hint) => {
    expect(messageOf("VM", { [key]: "x" })).toContain(hint);
  });

  test("of a list is one of lists", () => {
    const message = messageOf("SecurityGroupRule", {
      sources_HAS: 1,
      sources_ANY: 1,
      sources_NIN: 1,
    });
    for (const key of ["sources_INCLUDES", "sources_INCLUDES_SOME", "sources_NOT_INCLUDES_SOME"])
      expect(message).toContain(`Did you mean "${key}"?`);
  });

  test.each([
    ["ne", '"name_NOT" in place of it'],
    ["$ne", '"name_NOT" in place of it'],
    ["nin", '"name_NOT_IN" in place of it'],
    ["notContains", '"name_NOT_CONTAINS" in place of it'],
    ["like", '"contains" or "matches"'],
    ["between", 'Write "gte" and "lte".'],
    ["isNull", '"exists: false"'],
    ["startswith", '"startsWith"'],
    ["unlike", "NOT: { name: … }"],
  ])("nested, %s is told in ours", (operator, hint) => {
    expect(messageOf("VM", { name: { [operator]: "x" } })).toContain(hint);
  });

  test.each([
    ...["NE", "NEQ", "NIN", "NOT_LIKE", "NCONTAINS", "NOTIN", "NOT_START", "NSTARTS_WITH", "ISNT"],
    ...["EQUAL", "CONTAIN", "STARTSWIT", "INN", "NONEOF", "NOT_INN", "DOESNT_CONTAIN"],
  ])("%s is never answered with the opposite", (operator) => {
    const hint = /Did you mean (.*)\?/.exec(messageOf("VM", { [`name_${operator}`]: "x" }))?.[1];
    for (const [, suffix] of hint?.matchAll(/"name_(\w+)/g) ?? [])
      expect(isNegative(suffix!), suffix).toBe(isNegative(operator));
  });

  test("that nothing of ours says leaves the list of what may stand there", () => {
    expect(messageOf("Tag", { key_SOUNDSLIKE: "x" })).toContain(
      'Behind "key" may stand _NOT, _EQ,',
    );
  });
});

describe("a name that a type does not have", () => {
  test.each([
    ["VM", "publicIp_NOT", "on NetworkInterface: `networkInterfaces_SOME: { publicIp_NOT: … }`"],
    ["VM", "subscriptionId", "on Connector: `connector: { subscriptionId: … }`"],
    ["VM", "nam_IN", 'Did you mean "name_IN"?'],
    ["VM", "environment", '`tags_SOME: { key: "environment", value: … }`'],
    ["VM", "and", 'Did you mean "AND"?'],
    ["Connector", "virtualMachines_SOME", 'whose root field is "vms"; there `connector` leads'],
    ["VirtualNetwork", "subnet_SOME", 'Did you mean "subnets_SOME"?'],
    [
      "SecurityGroupRule",
      "access",
      "SecurityGroupRule has name, description, priority, direction,",
    ],
    [
      "SecurityGroupRule",
      "port_IN",
      "SecurityGroupRule has name, description, priority, direction,",
    ],
  ])("%s: %s", (type, key, hint) => {
    expect(messageOf(type, { [key]: "x" })).toContain(hint);
  });

  test("is not looked for where it is longer than any name", () => {
    const key = "name_".repeat(20_000);
    expect(messageOf("VM", { [key]: 1 })).toBe(`Unknown field "${key}" on "VMWhere".`);
  });
});

test.each([
  ["{ virtualMachines { id } }", 'Did you mean "vms"?'],
  ["{ virtualMachinesAggregate { count } }", 'Did you mean "vmsAggregate"?'],
  ["{ azurerm_storage_account { id } }", 'Did you mean "storageAccounts"?'],
  ["{ azurerm_subnet { id } }", "Subnet is a part, and is asked for within VirtualNetwork."],
  ["{ vmz { id } }", 'Did you mean "vms"'],
  ["{ vms { publicIp { id } } }", "on NetworkInterface: `networkInterfaces { publicIp }`."],
  [
    "{ assets { ... on VirtualMachine { id } } }",
    'Unknown type "VirtualMachine". Did you mean "VM"?',
  ],
  ["{ vms(filter: {}) { id } }", '"vms" takes where, options, limit, offset, sort.'],
  ["{ vms @expects(eq: []) { id } }", 'Unknown directive "@expects". Did you mean "@expect"?'],
  [
    "query Q @expect(lte: 1) { vms { id } }",
    '"@expect" may not be used on QUERY. "@expect" stands behind a field and its arguments.',
  ],
  ["{ vms @check { id } }", '"@check" stands behind `query` and its name.'],
  ["{ vms @expect(count: 1) { id } }", '"@expect" takes eq, neq, lt, lte, gt, gte.'],
  ["{ vms @expect(ne: 1) { id } }", 'Did you mean "neq"?'],
  ["{ vms @expect(atMost: 1) { id } }", 'Did you mean "lte"?'],
])("%s", (document, hint) => {
  const errors = validate(createDialectSchema(model), parse(document), createDialectRules(model));
  expect(errors.map(({ message }) => message).join("\n")).toContain(hint);
});
