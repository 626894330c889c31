import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import { renderReadings } from "../../src/model/readings.ts";
import { readModel } from "../../src/model/read.ts";
import { unsaid } from "../library/unsaid.ts";

const product = loadModel("schema");

test("every field and relation says what its absence means", () => {
  expect(unsaid(product), "node test/library/unsaid.ts lists them").toEqual([]);
});

test("docs/readings.md is what the schema says", () => {
  const message = "npm run readings makes it anew";
  expect(readFileSync("docs/readings.md", "utf8") === renderReadings(product), message).toBe(true);
});

test("a reading is told with its path, its call, what absence means, its source and its question", () => {
  const text = renderReadings(
    readModel([
      {
        file: "a.graphql",
        text: `interface Named { name: String @absent(is: NONE, source: "a | b") }
          type A implements Named @source(loader: SUBSCRIPTION_LIST, path: "/subscriptions/{subscription}/as", apiVersion: "1")
            @detail(name: "more", path: "{id}/more", apiVersion: "2") {
            size: Int @from(path: ["$more.size"]) @coalesce(value: 0, source: "S", question: "Is it so?")
            silent: [String!]
            worked: Int @derived(by: GATEWAY_FIREWALL_MODE, from: ["A"])
          }`,
      },
    ]),
  );
  for (const line of [
    "4 fields and relations of 1 types. What absence means is doubtful for 1 and not said for 1.",
    "- `A.size` (absent: compares as `0`): Is it so?",
    "- `A.silent`",
    "`/subscriptions/{subscription}/as`, api-version 1. `$more`: `{id}/more`, api-version 2. Shares the fields of Named.",
    "| name | String | `properties.name`, `name` | none | a \\| b |",
    "| size | Int | `$more.size` | compares as `0` | S **Doubtful:** Is it so? |",
    "| worked | Int | (derived: GATEWAY_FIREWALL_MODE from A) | never | it is worked out from other assets |",
    "| silent | [String] | `properties.silent`, `silent` | **not said** |  |",
  ])
    expect(text).toContain(line);
});
