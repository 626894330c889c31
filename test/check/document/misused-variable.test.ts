import { expect, test } from "vitest";
import { findMisusedVariables } from "../../../src/check/document/misused-variable.ts";
import { createVariable } from "../../../src/dialect/variables.ts";
import { connectorType } from "../../../src/model/constants.ts";
import { loadModel } from "../../../src/model/load.ts";
import type { Filter } from "../../../src/types.ts";

const model = loadModel("schema");
const place = { file: "check.graphql", line: 2, column: 7 };
const open = createVariable("subscriptionResourceId");

const told = (type: string, filter: Filter) => findMisusedVariables(model, type, filter, place);
const is = (
  field: string,
  value: Extract<Filter, { kind: "compare" }>["value"] = open,
): Filter => ({
  ...{ kind: "compare", field, operator: "EQ", value },
});
const some = (relation: string, where?: Filter): Filter => ({
  ...{ kind: "quantify", relation, quantifier: "SOME" },
  ...(where ? { where } : {}),
});
const culprits = (type: string, filter: Filter) =>
  told(type, filter).map(({ message }) =>
    /and "(\w+)" of (\w+) /.exec(message)?.slice(1).join(" of "),
  );

// Fields that hold ids of assets may hold a connector's; of a connector itself, its id alone.
test.each<[type: string, field: string, isMisused: boolean]>([
  ["StorageAccount", "id", false],
  ["Asset", "id", false],
  ["Connector", "id", false],
  ["IAMRoleAssignment", "scope", false],
  ["SecurityGroup", "subnetIds", false],
  ["GroupSetting", "templateId", false],
  ["ManagedIdentity", "principalId", true],
  ["StorageAccount", "name", true],
  ["StorageAccount", "region", true],
  ["StorageAccount", "allowSharedKeyAccess", true],
  ["Asset", "name", true],
  ["Asset", "type", true],
  ["Connector", "name", true],
  ["Connector", "subscriptionId", true],
  ["StorageAccount", "noSuchField", true],
  ["NoSuchType", "name", true],
])("%s.%s compared with the connector's id", (type, field, isMisused) => {
  expect(culprits(type, is(field))).toEqual(isMisused ? [`${field} of ${type}`] : []);
});

test.each<[shape: string, filter: Filter, culprits: readonly string[]]>([
  ["a value that is known", is("name", "a"), []],
  ["a list in which it stands", is("name", ["a", open]), ["name of StorageAccount"]],
  ["a list of known values", is("name", ["a", "b"]), []],
  [
    "all of a conjunction",
    { kind: "and", of: [is("name"), is("id"), is("region")] },
    ["name of StorageAccount", "region of StorageAccount"],
  ],
  ["each alternative", { kind: "or", of: [is("id"), is("name")] }, ["name of StorageAccount"]],
  ["what is negated", { kind: "not", of: is("name") }, ["name of StorageAccount"]],
  ["related rows, by their own type", some("connector", is("name")), ["name of Connector"]],
  ["the id of related rows", some("connector", is("id")), []],
  ["any related row", some("connector"), []],
  ["a relation that there is not", some("noSuchRelation", is("name")), []],
  ["nulls", { kind: "null", field: "name" }, []],
  ["types", { kind: "type", names: ["StorageAccount"] }, []],
])("%s is looked through", (_shape, filter, expected) => {
  expect(culprits("StorageAccount", filter)).toEqual(expected);
});

test("relations of an interface are followed", () => {
  expect(culprits("Asset", some("connector", { kind: "not", of: is("name") }))).toEqual([
    "name of Connector",
  ]);
  expect(connectorType(model)?.name).toBe("Connector");
});

test("what is told stands at the place of the filter", () => {
  expect(told("Disk", is("name"))).toEqual([
    {
      code: "variable-is-no-id",
      message:
        'The check\'s variable is the id of a connector, and "name" of Disk holds no such ids. Compare "id" with it.',
      place,
    },
  ]);
});
