import { expect, test } from "vitest";
import { azure } from "../../../src/collect/azure/provider.ts";
import { allows, readGrant, renderRole } from "../../../src/collect/azure/permissions.ts";
import { needsOf } from "../../../src/collect/needs.ts";
import { loadModel } from "../../../src/model/load.ts";

const read = "Microsoft.Security/securityContacts/read";

test.each([
  [["*"], [], true],
  [["*/read"], [], true],
  [["Microsoft.Security/*/read"], [], true],
  [["microsoft.security/SECURITYCONTACTS/read"], [], true],
  [["Microsoft.Security/securityContacts/*"], [], true],
  [["*/securityContacts/*"], [], true],
  [["*"], ["Microsoft.Security/*"], false],
  [["*"], ["Microsoft.Security/*/write"], true],
  [["Microsoft.Security/*/write"], [], false],
  [["Microsoft.Security/pricings/read"], [], false],
  [["*/read*x"], [], false],
  [[""], [], false],
  [[], [], false],
])("actions %j without %j allow it: %s", (actions, notActions, expected) => {
  expect(allows([{ actions, notActions }], read)).toBe(expected);
});

test("one role may give what another takes back", () => {
  const grants = [
    { actions: ["*"], notActions: ["Microsoft.Security/*"] },
    { actions: [read], notActions: [] },
  ];
  expect(allows(grants, read)).toBe(true);
});

test("patterns of many stars cost no more than their length", () => {
  const pattern = `${"*a".repeat(2000)}b`;
  expect(allows([{ actions: [pattern], notActions: [] }], "a".repeat(5000))).toBe(false);
});

test.each([
  [["*"], []],
  [["*"], ["a/write"]],
  [[], ["a"]],
])("an entry grants %j without %j", (actions, notActions) => {
  expect(readGrant({ actions, notActions })).toEqual({ actions, notActions });
});

test.each([[undefined], [null], ["a"], [[1]]])(
  "notActions that are %j take nothing back",
  (notActions) => {
    expect(readGrant({ actions: ["*"], notActions })).toEqual({ actions: ["*"], notActions: [] });
  },
);

test.each([
  ["a*b", "ab", true],
  ["a*b", "aXbXb", true],
  ["a**b", "aXb", true],
  ["ab*", "ab", true],
  ["ab*", "a", false],
  ["ab", "abc", false],
  ["abc", "ab", false],
  ["b", "ab", false],
  ["*b*d", "abcdcd", true],
  ["*b*d", "abc", false],
  ["", "", true],
])("the pattern %j for %j: %s", (pattern, permission, expected) => {
  expect(allows([{ actions: [pattern], notActions: [] }], permission)).toBe(expected);
});

test.each([[null], [{}], [{ actions: "*" }], [{ actions: [1] }]])("%j grants nothing", (entry) => {
  expect(readGrant(entry)).toBeUndefined();
});

test("what some types need is named by permission, with the types", () => {
  const model = loadModel("schema");
  const needs = needsOf(model, azure, ["StorageAccount", "KeyVault", "SecurityContact"]);
  expect(
    needs
      .flatMap(({ types }) => types)
      .every((type) => /^(StorageAccount|KeyVault|SecurityContact)$/.test(type)),
  ).toBe(true);
  expect(needs).toContainEqual({ permission: read, types: ["SecurityContact"] });
  expect(needsOf(model, azure, [])).toEqual([]);
  expect(needs.map(({ permission }) => permission)).not.toContain(undefined);
});

test("a role of what is needed changes nothing and reads no data", () => {
  expect(renderRole([{ permission: read, types: ["SecurityContact"] }], "/s")).toEqual({
    Name: "Assay Reader",
    IsCustom: true,
    Description: expect.any(String),
    Actions: [read],
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: ["/s"],
  });
});

test("what is needed follows from the schema: sources, further calls, and nothing that is not read yet", () => {
  const model = loadModel("schema");
  const needs = needsOf(model, azure);
  const needed = needs.map(({ permission }) => permission);
  expect(needed).toEqual([...needed].sort());
  expect(needs.find(({ permission }) => permission === read)?.types).toEqual(["SecurityContact"]);
  for (const type of model.types.values())
    for (const { permission } of type.source?.details ?? [])
      if (permission) expect(needed).toContain(permission);
  expect(
    needed.every((permission) => /^Microsoft\.[\w.]+\/.*\/(read|action)$/i.test(permission)),
  ).toBe(true);
  expect(renderRole(needs, "/s")).toMatchObject({
    IsCustom: true,
    Actions: needed,
    AssignableScopes: ["/s"],
  });
});
