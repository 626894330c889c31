import { describe, expect, test } from "vitest";
import { readPage, walkList } from "../../../src/collect/azure/lists.ts";
import type { ServiceResponse, Request } from "../../../src/collect/calls/transport.ts";
import { inTurn, reply } from "../fake-transport.ts";

const path = "/subscriptions/s1/providers/Microsoft.Security/securityContacts";
const request: Request = { method: "GET", path, apiVersion: "2023-12-01-preview", page: 1 };
const link = (query: string) => `https://management.azure.com${path}?api-version=x&${query}`;

async function walk(...answers: readonly ServiceResponse[]) {
  const transport = inTurn(...answers);
  const listing = walkList(transport, request);
  const items: unknown[] = [];
  for await (const page of listing.pages) items.push(...page.items);
  return { items, failure: listing.failure(), asked: transport.asked };
}

describe("an answer", () => {
  test.each([
    ["a list in value", { value: [{ id: "a" }] }, 1],
    ["an empty list in value", { value: [] }, 0],
    ["a bare list, as 2020-01-01-preview sends it", [{ id: "a" }, { id: "b" }], 2],
    ["an empty bare list", [], 0],
    ["a list behind a byte order mark", '\uFEFF{"value":[]}', 0],
    [
      "a list whose texts look like keys",
      '{"value":[{"id":"a\\\\","b\\":":" \\":","c" : [":"]}]}',
      1,
    ],
    ["a list whose nextLink is null", { value: [{}], nextLink: null }, 1],
    ["a list whose nextLink is empty", { value: [{}], nextLink: "" }, 1],
  ])("%s is understood", (_title, body, count) => {
    const page = readPage(reply(body));
    expect("items" in page && page.items.length).toBe(count);
  });

  test.each([
    ["an empty object", {}, /an empty object/],
    ["value null", { value: null }, /null in "value"/],
    ["value an object", { value: {} }, /an object in "value"/],
    ["another object", { message: "hello" }, /an object of "message"/],
    ["a single resource where a list is due", { id: "/a", properties: {} }, /an object of "id"/],
    ["a text", '"hello"', /a string in place of a list/],
    ["null", "null", /null in place of a list/],
    ["nothing", "", /was empty/],
    ["blanks", " \n", /was empty/],
    ["a page of HTML", "<!DOCTYPE html><html></html>", /a page of HTML/],
    ["JSON that was cut off", '{"value":[{"id":"a"', /not JSON/],
    ["a list of texts", { value: ["a"] }, /a string as item 1/],
    ["a list with null", { value: [{ id: "a" }, null] }, /null as item 2/],
    ["two lists", '{"value":[{"id":"/a"}],"v\\u0061lue":[]}', /a key twice in one object/],
    ["an item with a key twice", '{"value":[{"id":"/a","p":{"e":"","e":"x"}}]}', /a key twice/],
    [
      "two lists that differ in case",
      { value: [], Value: [{ id: "/a" }] },
      /both "value" and "Value"/,
    ],
    ["a nextLink that is an object", { value: [], nextLink: {} }, /an object as "nextLink"/],
  ])("%s is a failure, never an empty list", (_title, body, cause) => {
    expect(readPage(reply(body))).toMatchObject({
      status: "failed",
      cause: expect.stringMatching(cause),
    });
  });

  test.each([
    ["announced in other words", { numberOfItems: 2 }, {}],
    ["announced among what is said of it", { meta: { total: 2 } }, {}],
    ["announced in a header", {}, { "x-total-count": "2" }],
  ])("that holds less than was %s is not whole", async (_title, more, headers) => {
    const { failure } = await walk(reply({ value: [{ id: "a" }], ...more }, { headers }));
    expect(failure?.cause).toMatch(/announced 2 items and sent 1/);
  });

  test.each([
    [{ page: 1, pages: 3 }, "pages"],
    [{ pagination: { totalPages: "2" } }, "totalPages"],
    [{ pageInfo: { endCursor: "x" } }, "endCursor"],
    [{ meta: { truncated: true } }, "truncated"],
    [{ failures: [{ id: "a" }] }, "failures"],
    [{ innerError: "x" }, "innerError"],
  ])("with %o is not whole", (more, name) => {
    expect(readPage(reply({ value: [{ id: "a" }], ...more }))).toMatchObject({
      status: "failed",
      cause: expect.stringContaining(`"${name}"`),
    });
  });

  test.each([
    { page: 1, pages: 1 },
    { pages: 2, nextLink: link("p=2") },
    { meta: { version: 3 } },
    { count: 1, failures: [] },
  ])("with %o is a list like any other", (more) => {
    expect(readPage(reply({ value: [{ id: "a" }], ...more }))).toHaveProperty("items");
  });

  test("what it held is named, long names cut short, and no more than four", () => {
    const body = Object.fromEntries(["a".repeat(50), "b", "c", "d", "e"].map((name) => [name, 1]));
    expect(readPage(reply(body))).toMatchObject({
      cause: expect.stringContaining(`an object of "${"a".repeat(40)}", "b", "c", "d", where`),
    });
  });

  test("an id that is no text makes no single resource", () => {
    expect(readPage(reply({ id: 1 }), true)).toMatchObject({ status: "failed" });
    expect(readPage(reply({ id: "/a" }), true)).toMatchObject({ items: [{ id: "/a" }] });
  });

  test("an error with status 200 is told by its code", () => {
    const body = { error: { code: "AuthorizationFailed", message: "No." } };
    expect(readPage(reply(body))).toMatchObject({ status: "denied", code: "AuthorizationFailed" });
  });

  test("one object counts as a list of one where that is an answer", () => {
    expect(readPage(reply({ id: "/a", properties: {} }), true)).toMatchObject({
      items: [{ id: "/a" }],
    });
  });
});

describe("pages", () => {
  test("are followed to the end, absolute or relative", async () => {
    const { items, failure, asked } = await walk(
      reply({ value: [{ id: "a" }], nextLink: link("$skiptoken=2") }),
      reply({ value: [{ id: "b" }], nextLink: `${path}?api-version=x&$skiptoken=3` }),
      reply({ value: [{ id: "c" }] }),
    );
    expect(items).toEqual([{ id: "a" }, { id: "b" }, { id: "c" }]);
    expect(failure).toBeUndefined();
    expect(asked.map(({ page, link: sent }) => [page, sent])).toEqual([
      [1, undefined],
      [2, `${path}?api-version=x&$skiptoken=2`],
      [3, `${path}?api-version=x&$skiptoken=3`],
    ]);
  });

  test("read before a failure are kept beside it", async () => {
    const { items, failure } = await walk(
      reply({ value: [{ id: "a" }], nextLink: link("p=2") }),
      reply("", { status: 500 }),
    );
    expect(items).toEqual([{ id: "a" }]);
    expect(failure).toMatchObject({
      status: "failed",
      cause: "The service answered 500 with an error.",
    });
  });

  test.each([
    ["to a foreign host", "https://evil.example.com/x", /another host, "evil.example.com"/],
    ["to another port", `https://management.azure.com:8443${path}?p=2`, /another host/],
    ["without TLS", `http://management.azure.com${path}?p=2`, /another host/],
    ["with a user in it", `https://a:b@management.azure.com${path}?p=2`, /another host/],
    ["to a foreign host by two slashes", `//evil.example.com${path}?p=2`, /another host/],
    ["to another subscription", path.replace("s1", "s2"), /another list/],
    ["to another list", path.replace("securityContacts", "pricings"), /another list/],
    ["to itself", path, /goes in circles/],
    ["to nowhere", "https://", /no URL/],
  ])("with a link %s end there, unsent", async (_title, nextLink, cause) => {
    const { failure, asked } = await walk(reply({ value: [{ id: "a" }], nextLink }));
    expect(failure).toMatchObject({ status: "failed", cause: expect.stringMatching(cause) });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["in another case", path.toUpperCase()],
    ["with a slash at the end", `${path}/`],
    ["by another way to the same last segment", "/subscriptions/s1/x/securityContacts"],
    ["by another way in another case", "/SUBSCRIPTIONS/s1/x/y/SECURITYCONTACTS"],
  ])("with a link to the list %s go on", async (_title, to) => {
    const { items, failure } = await walk(
      reply({ value: [{ id: "a" }], nextLink: `${to}?p=2` }),
      reply({ value: [{ id: "b" }] }),
    );
    expect([items, failure]).toEqual([[{ id: "a" }, { id: "b" }], undefined]);
  });

  test.each([
    ["to the scope alone", "/subscriptions/s1"],
    ["to a short path", "/securityContacts"],
    ["to another kind of scope", "/groups/s1/x/securityContacts"],
    ["with a user's name alone", `https://a@management.azure.com${path}?p=2`],
    ["with a password alone", `https://:b@management.azure.com${path}?p=2`],
  ])("with a link %s end there", async (_title, to) => {
    const nextLink = to.includes("?") ? to : `${to}?p=2`;
    const { failure, asked } = await walk(reply({ value: [{ id: "a" }], nextLink }));
    expect(failure).toMatchObject({
      status: "failed",
      cause: expect.stringMatching(/to another (list|host)/),
    });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["the same asset twice", [{ id: "/A" }, { id: "/a/" }], 1],
    ["the same name twice, where there are no ids", [{ name: "a" }, { name: "A" }], 1],
    [
      "an empty id, and a name",
      [
        { id: "", name: "a" },
        { id: "", name: "b" },
      ],
      2,
    ],
    [
      "an id that is no text, and a name",
      [
        { id: 1, name: "a" },
        { id: 2, name: "b" },
      ],
      2,
    ],
    ["items without id or name", [{}, {}, { id: "a" }], 3],
    ["names that are no texts", [{ name: 1 }, { name: 1 }], 2],
  ])("are counted by what they name: %s", async (_title, value, count) => {
    const whole = await walk(reply({ value, count }));
    expect(whole.failure).toBeUndefined();
    const short = await walk(reply({ value, count: count + 1 }));
    expect(short.failure).toMatchObject({
      status: "failed",
      cause: expect.stringContaining(`announced ${count + 1} items and sent ${count},`),
    });
  });

  test("are counted together, and the largest number announced on any holds", async () => {
    const first = reply({ value: [{ id: "a" }], count: 3, nextLink: link("p=2") });
    const two = await walk(first, reply({ value: [{ id: "b" }], count: 1 }));
    expect(two.failure?.cause).toMatch(/announced 3 items and sent 2/);
    const three = await walk(first, reply({ value: [{ id: "b" }, { id: "c" }] }));
    expect(three.failure).toBeUndefined();
  });

  test("without end are left after many", async () => {
    const answers = Array.from({ length: 20_000 }, (_, n) =>
      reply({ value: [{ id: `a${n}` }], nextLink: link(`p=${n}`) }),
    );
    const { failure, asked } = await walk(...answers);
    expect(failure?.cause).toBe(
      `The list did not end within ${asked.length} pages, so it is not whole.`,
    );
  });

  test("whose links repeat end", async () => {
    const again = reply({ value: [{ id: "a" }], nextLink: link("p=2") });
    const { failure, asked } = await walk(again, again, again);
    expect(failure?.cause).toMatch(/goes in circles/);
    expect(asked).toHaveLength(2);
  });

  test("that stay empty end", async () => {
    const answers = Array.from({ length: 100 }, (_, n) =>
      reply({ value: [], nextLink: link(`p=${n}`) }),
    );
    const { failure, asked } = await walk(...answers);
    expect(failure?.cause).toMatch(/empty pages in a row/);
    expect(asked.length).toBeLessThan(100);
  });
});
