import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import { readModel } from "../../src/model/read.ts";

const model = loadModel("schema");
const types = [...model.types.values()];

test("every asset type says which permission reads it", () => {
  const silent = types.filter(({ kind, source }) => kind === "asset" && !source?.permission);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("every asset type implements Asset and so has an id, a name, a connector and tags", () => {
  const others = types.filter(
    ({ kind, interfaces }) => kind === "asset" && !interfaces.includes("Asset"),
  );
  expect(others.map(({ name }) => name)).toEqual([]);
});

test("every id is found in whatever case it is written", () => {
  const open = types.flatMap(({ name, fields }) =>
    [...fields.values()]
      .filter((field) => field.scalar === "ID" && !field.spelling && !field.uncollected)
      .map((field) => `${name}.${field.name}`),
  );
  expect(open).toEqual([]);
});

test("every type and interface is described", () => {
  const silent = [...types, ...model.abstractTypes.values()].filter(
    ({ description }) => !description,
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("every asset type has a file, and files are named as the house names them", () => {
  const files = readdirSync("schema", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".graphql"),
  );
  for (const file of files)
    expect(file).toMatch(/^(?:entra\/|azure\/(?:[a-z-]+\/)?)?[a-z0-9-]+\.graphql$/);
  const homes = new Set(types.map(({ place }) => place?.file));
  expect(homes.has("schema/azure/defender/security-contact.graphql")).toBe(true);
});

test("a security contact is read in all of its shapes", () => {
  const { fields, source } = model.types.get("SecurityContact")!;
  expect(source).toMatchObject({ loader: "SUBSCRIPTION_LIST", apiVersion: "2023-12-01-preview" });
  expect(fields.get("email")!.reading).toEqual({
    paths: ["properties.emails", "properties.email"],
    convert: "ADDRESS_TEXT",
  });
  expect(fields.get("isEnabled")!.reading!.paths).toEqual([
    "properties.isEnabled",
    "properties.alertNotifications.state",
    "properties.alertNotifications",
  ]);
});

test("the shared fragment's fields are on every asset", () => {
  const asset = model.abstractTypes.get("Asset")!;
  expect([...asset.fields.keys(), ...asset.relations.keys()].sort()).toEqual([
    "cloudProvider",
    "connector",
    "id",
    "name",
    "provider",
    "readAt",
    "region",
    "tags",
    "type",
  ]);
});

test("the asset type that the documentation adds is one file beside the others", () => {
  const example = /```graphql\n([\s\S]*?)```/.exec(readFileSync("docs/schema.md", "utf8"))![1]!;
  const files = readdirSync("schema", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".graphql"))
    .map((file) => ({ file, text: readFileSync(`schema/${file}`, "utf8") }));
  const { types } = readModel([...files, { file: "front-door.graphql", text: example }]);
  expect(types.get("FrontDoor")).toMatchObject({ kind: "asset", plural: "frontDoors" });
  expect(types.get("Connector")!.relations.get("frontDoors")!.kind).toBe("inverse");
});
