import { describe, expect, test } from "vitest";
import { isSign, isSignName, readSigns } from "../../../src/collect/calls/completeness-signs.ts";

const read = (
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
) => readSigns({ value: [], ...body }, headers, "nextLink");

const names = (text: string) => text.trim().split(/\s+/);

describe("names that say how many there are", () => {
  test.each(
    names(`
      count total totalCount total_count totalRecords @odata.count odata.count numberOfItems numOfItems number_of_results
      totalSize totalRows totalEntries totalElements totalResources totalValues recordCount recordsCount resultCount
      itemsCount rowCount entryCount elementCount resourceCount valueCount
    `),
  )("%s", (name) => {
    expect(read({ [name]: 3 })).toEqual({ announced: 3 });
    expect(read({ [name]: "soon" })).toEqual({ uncounted: name });
    expect(read({ [name]: null })).toEqual({});
    expect(isSignName(name)).toBe(true);
  });
});

describe("names that lead to more", () => {
  test.each(
    names(`
      next nextPage nextUrl nextUri nextHref nextToken nextMarker nextCursor nextPageLink nextPageToken nextSkipToken
      nextResult nextResults nextSetUrl @odata.nextLink $skipToken skip_token skipUrl continuationToken nextContinuationToken
      continueToken continueUri continuation more hasMore morePages hasMoreResults moreItems moreData moreRows moreRecords
      hasNext hasNextPage cursor endCursor
    `),
  )("%s", (name) => {
    expect(read({ [name]: "abc" })).toEqual({ more: name });
    expect(read({ [name]: true })).toEqual({ more: name });
    expect(read({ [name]: ["x"] })).toEqual({ more: name });
    for (const unsaid of ["", " ", "false", "No", "none", "NULL", "0", 0, false, null, [], {}])
      expect(read({ [name]: unsaid })).toEqual({});
    expect(isSignName(name)).toBe(true);
  });

  test("with an object, unless paging stands within it", () => {
    expect(read({ next: { x: 1 } })).toEqual({ more: "next" });
    expect(read({ cursor: { x: 1 } })).toEqual({});
  });

  test("but the one that is followed", () => {
    expect(read({ nextLink: "abc" })).toEqual({});
    expect(readSigns({ nextLink: "abc" }, {}, "@odata.nextLink")).toEqual({ more: "nextLink" });
    expect(readSigns({ nextLink: "abc" }, {})).toEqual({ more: "nextLink" });
  });
});

describe("names that say how many pages there are", () => {
  test.each(names("page pages pageCount pagesCount totalPages total_pages numberOfPages numPages"))(
    "%s",
    (name) => {
      for (const many of [2, "2"]) expect(read({ [name]: many })).toEqual({ more: name });
      for (const few of [0, 1, "1", "x", null, 1.5]) expect(read({ [name]: few })).toEqual({});
      expect(read({ [name]: 2, nextLink: "abc" })).toEqual({});
      expect(read({ totalPages: { value: 3 } })).toEqual({ more: "totalPages" });
      // Without a link to follow nobody turns pages.
      expect(readSigns({ [name]: 2 }, {})).toEqual({});
      expect(isSignName(name)).toBe(true);
    },
  );
});

describe("names that say that it was cut off", () => {
  test.each(
    names(`
      truncated isTruncated wasTruncated resultTruncated resultsTruncated responseTruncated dataTruncated truncation incomplete
      partial isPartial incompleteResults partialResult partialData partialResponse
    `),
  )("%s", (name) => {
    for (const said of [true, "true", 1, {}, [], { of: 3 }])
      expect(read({ [name]: said })).toEqual({ cut: name });
    for (const unsaid of [false, "false", 0, null, ""])
      expect(read({ [name]: unsaid })).toEqual({});
    expect(isSignName(name)).toBe(true);
  });
});

describe("names that hold an error", () => {
  test.each(
    names(`
      error errors failure failures exception exceptions fault faults partialError partialErrors innerError errorList errorInfo
      errorDetail errorDetails errorMessage errorMessages errorCode errorCodes
    `),
  )("%s", (name) => {
    expect(read({ [name]: { code: "x" } })).toEqual({ error: name });
    expect(read({ [name]: [1] })).toEqual({ error: name });
    for (const unsaid of [{}, [], "", null, false, 0]) expect(read({ [name]: unsaid })).toEqual({});
    expect(isSignName(name)).toBe(true);
  });

  test("a code with a message, which is an error without a wrapper", () => {
    expect(read({ code: "x", message: "y" })).toEqual({ error: "code" });
    expect(read({ code: "x" })).toEqual({});
    expect(read({ message: "y" })).toEqual({});
    expect(read({ code: 1, message: "y" })).toEqual({});
    expect(read({ code: "x", message: 1 })).toEqual({});
    expect(read({ code: "x", message: "y", fault: "z" })).toEqual({ error: "fault" });
  });
});

describe("what services put paging into", () => {
  test.each(
    names(
      "links paging pagination paginationInfo pageInfo page meta metadata cursor cursors @odata.metadata",
    ),
  )("%s", (name) => {
    const is = name !== "paginationInfo";
    expect(read({ [name]: { next: "abc" } })).toEqual(is ? { more: "next" } : {});
    expect(read({ [name]: { total: 7 } })).toEqual(is ? { announced: 7 } : {});
    expect(isSignName(name)).toBe(is);
  });

  test("an object alone is looked into, and what it says is not said again by its name", () => {
    expect(read({ meta: "next" })).toEqual({});
    expect(read({ meta: { code: "x", message: "y" } })).toEqual({});
    expect(read({ properties: { next: "abc" } })).toEqual({});
  });
});

describe("names that say nothing", () => {
  test.each(
    names(`
      value data id name kind account discount counter countries totals nexts nextOfKin pagesRead preview moreover hasMoreFun
      cursory truncatedName untruncated terror errorProne mistake links2 ${"count".padStart(70, "_")}
    `),
  )("%s", (name) => {
    expect(read({ [name]: "abc" })).toEqual({});
    expect(read({ [name]: 2 })).toEqual({});
  });

  test("names with signs that no service gives them are not looked at twice", () => {
    expect(isSignName("next link")).toBe(false);
    expect(isSignName("/next")).toBe(false);
    expect(isSignName("next2")).toBe(false);
    expect(isSignName("")).toBe(false);
  });
});

test.each<[unknown, number | undefined]>([
  [0, 0],
  [12, 12],
  ["12", 12],
  ["000000000000012", 12],
  ["0000000000000012", undefined],
  [-1, undefined],
  [1.5, undefined],
  [2 ** 53, undefined],
  ["", undefined],
  ["x12", undefined],
  ["12x", undefined],
  ["1.5", undefined],
  [true, undefined],
  [[1], undefined],
  [{ value: 2, type: "Total" }, 2],
  [{ total: "3" }, 3],
  [{ count: 4 }, 4],
  [{ value: 2, total: 3, count: 4 }, 2],
  [{ total: 3, count: 4 }, 3],
  [{}, undefined],
])("an amount of %j is %s", (amount, expected) => {
  expect(read({ total: amount })).toEqual(
    expected === undefined ? { uncounted: "total" } : { announced: expected },
  );
});

test("the largest amount counts, and the first name of each kind is told", () => {
  expect(
    read({
      ...{ count: 2, total: 9, totalCount: 4, itemsCount: "a", rowCount: "b" },
      ...{ next: "a", cursor: "b", truncated: true, partial: true, error: "a", fault: "b" },
    }),
  ).toEqual({
    announced: 9,
    uncounted: "itemsCount",
    more: "next",
    cut: "truncated",
    error: "error",
  });
});

describe("headers", () => {
  test.each(
    names(`
      x-ms-continuation x-ms-continuation-token x-ms-continuationtoken x-ms-skip-token x-ms-skiptoken x-ms-next-link x-ms-nextlink
      x-ms-next-marker x-ms-next-page x-ms-arm-next-page
    `),
  )("%s leads on", (header) => {
    expect(read({}, { [header]: "abc" })).toEqual({ more: header });
    expect(read({}, { [header]: " " })).toEqual({});
    expect(isSign(header.toUpperCase())).toBe(true);
  });

  test.each([
    ['<https://a/b?p=2>; rel="next"', true],
    ["<https://a/b?p=2>; rel=next", true],
    ["<https://a/b?p=2>; REL = Next", true],
    ['<https://a/b>; rel="prev", <https://a/c>; rel="next"', true],
    ['<https://a/b>; rel="alternate next"', true],
    ['<https://a/b>; rel="help"', false],
    ['<https://a/next>; rel="help"', false],
    ['<https://a/b>; rel="nextday"', false],
    ['<https://a/b>; rel="annext"', false],
    ['<https://a/b>; barrel="next"', false],
    ['<https://a/b>; rel="help"; title="next"', false],
    ["", false],
  ])("link: %s", (value, leads) => {
    expect(read({}, { link: value })).toEqual(leads ? { more: "link" } : {});
    expect(isSign("Link")).toBe(true);
  });

  test.each(
    names(
      "x-total x-total-count x-totalcount x-ms-total-count x-ms-total-items x-total-records x-ms-totalresults",
    ),
  )("%s announces", (header) => {
    expect(read({}, { [header]: " 5 " })).toEqual({ announced: 5 });
    expect(read({}, { [header]: "many" })).toEqual({ announced: 0 });
    expect(read({ count: 7 }, { [header]: "5" })).toEqual({ announced: 7 });
    expect(isSign(header.toUpperCase())).toBe(true);
  });

  test.each(
    names(`
      content-type x-ms-request-id x-ms-ratelimit-remaining-total x-total-counter my-x-total hyperlink linked x-continuation
      ax-ms-next-link x-ms-next-linked x-1-next-link date
    `),
  )("%s says nothing", (header) => {
    expect(read({}, { [header]: "5" })).toEqual({});
    expect(isSign(header)).toBe(false);
  });
});
