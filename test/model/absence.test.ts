import { expect, test } from "vitest";
import { membersRead } from "../../src/model/absence.ts";
import { readModel } from "../../src/model/read.ts";

const model = readModel([
  {
    file: "a.graphql",
    text: `interface Owned { owner: String @absent(is: NONE, source: "S"), plan: String @absent(is: NONE, source: "S") }
    type A implements Owned @source(loader: RESOURCE_GRAPH, type: "x") {
      id: ID
      silent: String
      size: Int @coalesce(value: 0)
      days: Int @coalesce(value: 0, source: "S", question: "Q?")
      phone: String @absent(is: NONE)
      level: String @absent(is: MISSING)
      plan: String @from(path: ["x"])
      must: String!
      names: [String!]!
      provider: String @from(path: ["$provider"])
      kind: String @from(path: ["$type", "type"])
      later: String @uncollected(reason: "No.")
      bs: [B!]! @inverse(of: "a")
      parts: [Part!]! @embeds(path: ["parts"])
      worked: [Worked!]! @derived(by: GROUP_OPENINGS, from: ["B"])
    }
    type B @source(loader: RESOURCE_LIST, of: ["A"], path: "{id}/b", apiVersion: "1") {
      id: ID
      a: A @references(path: ["$parent.id"])
      kind: String @from(path: ["$type"])
      version: String @from(path: ["$apiVersion"])
      of: String @from(path: ["$parentType"])
      inherited: String @from(path: ["$parent.properties.x"])
    }
    type Part { kind: String @from(path: ["$type"]) }
    type Worked { name: String }`,
  },
]);

test("every member says what its absence means, or is one that always has a value", () => {
  const meanings = membersRead(model).map(
    ({ type, member, meaning }) => [`${type.name}.${member.name}`, meaning.is] as const,
  );
  expect(Object.fromEntries(meanings)).toEqual({
    "A.id": "never",
    "A.owner": "none",
    "A.plan": "unsaid",
    "A.silent": "unsaid",
    "A.size": "unsaid",
    "A.days": "value",
    "A.phone": "unsaid",
    "A.level": "missing",
    "A.must": "never",
    "A.names": "unsaid",
    "A.provider": "never",
    "A.kind": "never",
    "A.later": "never",
    "A.bs": "never",
    "A.parts": "unsaid",
    "A.worked": "never",
    "B.id": "never",
    "B.a": "never",
    "B.kind": "unsaid",
    "B.version": "never",
    "B.of": "never",
    "B.inherited": "unsaid",
    "Part.kind": "unsaid",
    "Worked.name": "never",
  });
});

test("what is said comes with its source and its question", () => {
  const days = membersRead(model).find(({ member }) => member.name === "days")!;
  expect(days.meaning).toEqual({ is: "value", value: 0, source: "S", question: "Q?" });
});
