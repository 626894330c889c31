import { expect, test } from "vitest";
import { findNeverHolding } from "../../../src/check/document/never-holds.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { loadModel } from "../../../src/model/load.ts";

const model = loadModel("schema");
const place = { file: "a.graphql", line: 1, column: 1 };
const messages = (type: string, where: unknown) =>
  findNeverHolding(model, type, readWhere(model, type, where).filter!, place).map(
    ({ message }) => message,
  );

test("what the schema alone rules out is a mistake that says what there is", () => {
  expect(messages("StorageAccount", { type: "storageAccount", name: "a" })).toEqual([
    expect.stringContaining('"type" is always "Microsoft.Storage/storageAccounts".'),
  ]);
  expect(messages("Asset", { provider: "aws" })).toEqual([
    expect.stringContaining('"provider" is always "azure" or "entra".'),
  ]);
  expect(messages("VM", { OR: [{ type: "x" }, { cloudProvider: "aws" }] })).toHaveLength(1);
});

test("what some asset may be is none", () => {
  expect(messages("VM", { OR: [{ type: "x" }, { name: "a" }] })).toEqual([]);
  expect(messages("VM", { type: "microsoft.compute/virtualmachines" })).toEqual([]);
  expect(messages("Asset", { type: "Microsoft.Storage/storageAccounts" })).toEqual([]);
  expect(messages("VM", { NOT: { type: "x" } })).toEqual([]);
});
