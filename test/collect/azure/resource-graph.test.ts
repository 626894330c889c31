import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type GraphQuestion,
  readGraphQuery,
  renderGraphQuery,
  walkGraph,
} from "../../../src/collect/azure/resource-graph.ts";
import type { ServiceResponse } from "../../../src/collect/calls/transport.ts";
import { inTurn, reply } from "../fake-transport.ts";

const question = {
  table: "resources",
  types: ["microsoft.compute/disks", "microsoft.compute/virtualmachines"],
  subscriptions: ["s1"],
};
const row = (n: number) => ({ id: `/subscriptions/s1/x/${n}`, type: "microsoft.compute/disks" });
const page = (rows: number[], more: object = {}) =>
  reply({ data: rows.map(row), count: rows.length, resultTruncated: "false", ...more });
const tooLarge = reply(
  { error: { code: "BadRequest", details: [{ code: "ResponsePayloadTooLarge" }] } },
  { status: 400 },
);

const walk = (...answers: readonly ServiceResponse[]) => walkFor(question, ...answers);

async function walkFor(asked: GraphQuestion, ...answers: readonly ServiceResponse[]) {
  const transport = inTurn(...answers);
  const listing = walkGraph(transport, asked);
  const ids: string[] = [];
  for await (const { rows } of listing.pages) ids.push(...rows.map(({ id }) => String(id)));
  const options = transport.asked.map(({ body }) => (body as { options: unknown }).options);
  return { ids, failure: listing.failure(), options };
}

const example = (name: string): Record<string, object> =>
  JSON.parse(
    readFileSync(`test/fixtures/azure/resourceGraph/resources.2024-04-01.${name}.json`, "utf8"),
  ).responses["200"].body;

test("a query reads back as what it asks for, and other people's as nothing", () => {
  expect(readGraphQuery(renderGraphQuery(question))).toEqual({
    table: question.table,
    types: question.types,
  });
  expect(renderGraphQuery(question)).toMatch(/order by id asc$/);
  expect(readGraphQuery("Resources | where name contains 'test'")).toBeUndefined();
});

describe("answers", () => {
  test("of the specification's examples are followed page by page", async () => {
    const last = { ...example("next-page"), $skipToken: undefined, totalRecords: 6 };
    const { ids, failure, options } = await walkFor(
      {
        table: "resources",
        types: [
          "microsoft.compute/disks",
          "microsoft.automation/automationaccounts",
          "microsoft.automation/automationaccounts/runbooks",
        ],
        subscriptions: ["cfbbd179-59d2-4052-aa06-9270a38aa9d6"],
      },
      reply(example("first-page")),
      reply(last),
    );
    expect(ids).toHaveLength(6);
    expect(failure).toBeUndefined();
    expect(options).toEqual([
      { $top: 1000, resultFormat: "objectArray" },
      { $top: 1000, resultFormat: "objectArray", $skipToken: example("first-page").$skipToken },
    ]);
  });

  test("too large to send are asked for in halves, from where the pages stand", async () => {
    const { ids, failure, options } = await walk(
      page([1], { $skipToken: "t1" }),
      tooLarge,
      tooLarge,
      page([2], { $skipToken: "t2" }),
      page([3]),
    );
    expect(ids).toHaveLength(3);
    expect(failure).toBeUndefined();
    expect(options).toMatchObject([
      { $top: 1000 },
      { $top: 1000, $skipToken: "t1" },
      { $top: 500, $skipToken: "t1" },
      { $top: 250, $skipToken: "t1" },
      { $top: 250, $skipToken: "t2" },
    ]);
  });

  test("too large even for one row are a failure", async () => {
    const { failure, options } = await walk(...Array.from({ length: 20 }, () => tooLarge));
    expect(failure?.status).toBe("failed");
    expect(options).toHaveLength(10);
  });

  test.each([
    ["truncated, as a text", page([1], { resultTruncated: "true" }), /cut its answer off/],
    ["truncated, as a boolean", page([1], { resultTruncated: true }), /cut its answer off/],
    [
      "with fewer rows than announced",
      page([1], { totalRecords: 3 }),
      /announced 3 rows and sent 1/,
    ],
    ["with fewer rows than counted", page([1], { count: 5 }), /announced 5 rows and sent 1/],
    [
      "with the same row for another",
      page([1, 1], { totalRecords: 2 }),
      /announced 2 rows and sent 1/,
    ],
    ["with a total of an unknown kind", page([1], { totalRecords: "3" }), /its "totalRecords"/],
    ["with a count of an unknown kind", page([1], { count: "3" }), /its "count"/],
    ["with a token of an unknown kind", page([1], { $skipToken: 5 }), /its "\$skipToken"/],
    ["with a token in another case", page([1], { $skiptoken: "x" }), /its "\$skiptoken"/],
    ["with a link of another kind", page([1], { "@odata.nextLink": "x" }), /@odata\.nextLink/],
    ["with an error beside the rows", page([], { error: "partial" }), /an error beside its rows/],
    [
      "with a full page and no word about more",
      page(Array.from({ length: 1000 }, (_, n) => n)),
      /a full page of 1000 rows/,
    ],
    [
      "with a row of another type",
      reply({ data: [{ ...row(1), type: "microsoft.x/y" }] }),
      /a row of the type "microsoft\.x\/y", which was not asked for/,
    ],
    [
      "with a row of another subscription",
      reply({ data: [{ ...row(1), id: "/subscriptions/s2/x/1" }] }),
      /a row of the subscription "s2", which was not asked for/,
    ],
    [
      "with a row that says two subscriptions",
      reply({ data: [{ ...row(1), subscriptionId: "s2" }] }),
      /of the subscription "s2" with an id in another/,
    ],
    ["with rows as a table", reply({ data: { columns: [], rows: [] } }), /not understood/],
    ["without data", reply({}), /not understood/],
    ["with a row without id", reply({ data: [{ type: "x" }] }), /not understood/],
    ["of HTML", reply("<html>"), /not understood/],
    [
      "denied",
      reply({ error: { code: "AuthorizationFailed" } }, { status: 403 }),
      /AuthorizationFailed/,
    ],
    [
      "that left subscriptions out",
      page([1], {}) && { ...page([1]), headers: { "x-ms-tenant-subscription-limit-hit": "true" } },
      /left subscriptions out/,
    ],
  ])("%s are a failure", async (_title, answer, cause) => {
    const { failure } = await walk(answer);
    expect(failure?.cause).toMatch(cause);
  });

  test.each([
    ["three of three", { totalRecords: 3 }, {}, undefined],
    ["three of four", { totalRecords: 4 }, {}, /announced 4 rows and sent 3/],
    [
      "three of four, as the last page says",
      {},
      { totalRecords: 4 },
      /announced 4 rows and sent 3/,
    ],
    ["one that went away meanwhile", { totalRecords: 4 }, { totalRecords: 3 }, undefined],
  ])("are held to what was announced over all pages: %s", async (_title, first, last, cause) => {
    const { ids, failure } = await walk(
      page([1, 2], { ...first, $skipToken: "t" }),
      page([3], last),
    );
    expect(ids).toHaveLength(3);
    expect(failure?.cause).toEqual(cause && expect.stringMatching(cause));
  });

  test("of a full page are whole where the total says so, and whatever the case of names", async () => {
    const many = Array.from({ length: 1000 }, (_, n) => n);
    expect((await walk(page(many, { totalRecords: 1000 }))).failure).toBeUndefined();
    const loud = {
      id: "/SUBSCRIPTIONS/S1/x/1",
      type: "Microsoft.Compute/Disks",
      subscriptionId: "S1",
    };
    expect((await walk(reply({ data: [loud] }))).failure).toBeUndefined();
  });

  test("that were cut off give the rows they hold", async () => {
    const { ids, failure } = await walk(page([1, 2], { resultTruncated: "true" }));
    expect([ids.length, failure?.status]).toEqual([2, "failed"]);
  });

  test("whose tokens repeat end", async () => {
    const again = page([1], { $skipToken: "same" });
    const { failure, options } = await walk(again, again, again);
    expect(failure?.cause).toMatch(/circles/);
    expect(options).toHaveLength(2);
  });
});
