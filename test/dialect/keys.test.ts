import { expect, test } from "vitest";
import { keysOf, readKey } from "../../src/dialect/keys.ts";
import { readModel } from "../../src/model/read.ts";
import { readDataset } from "../conformance/dataset.ts";

const { model } = readDataset();

test.each([...model.types.values(), ...model.abstractTypes.values()])(
  "a where of $name is made of keys that are there once",
  (type) => {
    const names = keysOf(type).map(({ name }) => name);
    expect(names).not.toHaveLength(0);
    expect(names).toHaveLength(new Set(names).size);
  },
);

test("the longest declared name wins over a shorter one with a suffix", () => {
  const text = `
    type Server {
      id: ID!
      db: [Database!]! @references(path: ["db"])
      dbConnection: String
    }
    type Database { id: ID! }`;
  const type = readModel([{ file: "server.graphql", text }]).types.get("Server")!;
  expect(readKey(type, "dbConnection")).toMatchObject({ kind: "field" });
  expect(readKey(type, "dbConnection_CONTAINS")).toMatchObject({ kind: "compare" });
  expect(readKey(type, "dbConnection_SOME")).toMatchObject({ kind: "connection" });
  const names = keysOf(type).map(({ name }) => name);
  expect(names).toHaveLength(new Set(names).size);
});

test.each([
  "isEnabled_IN",
  "severity_CONTAINS",
  "id_LT",
  "tags_IN",
  "name_INCLUDES",
  "owner_SOME",
  "status_LT",
  "nope",
  "name_",
  "securityContacts_EQ",
])("%s is no key", (name) => {
  expect(readKey(model.types.get("Connector")!, name)).toBeUndefined();
});
