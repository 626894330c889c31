import fc from "fast-check";
import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { checkDocument, checkVariables, type DocumentCost } from "../../src/server/cost.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/server/limits.ts";

/** Fragments that spread the next one twice each: 2^levels fields, were they expanded. */
function bomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
  );
  return `{ ...F0 } ${fragments.join(" ")} fragment F${levels} on Query { a }`;
}

function nest(levels: number): string {
  return `{ ${"a { ".repeat(levels - 1)} a ${"} ".repeat(levels - 1)} }`;
}

function nestValue(levels: number): string {
  return `{ a(where: ${"{ NOT: ".repeat(levels - 1)} {} ${"} ".repeat(levels - 1)}) }`;
}

describe("a document", () => {
  test.each([
    ["a fragment bomb", bomb(30), "1000 fields, counted with fragments expanded"],
    [
      "the same field many times",
      `{ ${"...F ".repeat(501)} } fragment F on Query { a }`,
      "1000 fields",
    ],
    ["the same key many times", `{ ${"a ".repeat(101)} }`, "100 fields of the same name"],
    [
      "many aliases",
      `{ ${Array.from({ length: 101 }, (_, i) => `x${i}: a`).join(" ")} }`,
      "100 aliases",
    ],
    [
      "aliases in a fragment that is used often",
      `{ ${"...F ".repeat(26)} } fragment F on Query { a: x b: x c: x d: x }`,
      "100 aliases",
    ],
    ["deep nesting", nest(21), "20 levels of fields"],
    ["directives", `{ a ${"@skip(if: false) ".repeat(101)} }`, "100 directives"],
    ["a deep argument", nestValue(41), "40 levels in one argument"],
    [
      "a deep argument of a directive",
      `{ a @check(tags: ${"[".repeat(41)}${"]".repeat(41)}) }`,
      "40 levels in one argument",
    ],
    [
      "a long list",
      `{ a(ids: [${"1 ".repeat(100_001)}]) }`,
      "100000 members of lists in its arguments",
    ],
    [
      "a default of many conditions",
      `query ($w: W = { OR: [${"{ x: 1 } ".repeat(501)}] }) { a }`,
      "500 keys in its arguments",
    ],
    [
      "a default that is used often",
      `query ($w: W = { OR: [${"{ x: 1 } ".repeat(50)}] }) { ${"a(where: $w) ".repeat(10)} }`,
      "500 keys in its arguments",
    ],
    [
      "a deep default",
      `query ($w: W = ${"[".repeat(41)}${"]".repeat(41)}) { a }`,
      "40 levels in one",
    ],
    ["directives on a variable", `query ($w: W ${"@x ".repeat(101)}) { a }`, "100 directives"],
    [
      "many conditions",
      `{ a(where: { OR: [${"{ x: 1 } ".repeat(1000)}] }) }`,
      "500 keys in its arguments",
    ],
  ])("is refused with %s", (_title, document, message) => {
    expect(() => checkDocument(parse(document), DEFAULT_LIMITS)).toThrow(message);
  });

  test.each([
    ["20 levels", nest(20)],
    ["1,000 fields", `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}`).join(" ")} }`],
    ["a value of 40 levels", nestValue(40)],
    [
      "a fragment within itself, which validation reports",
      "{ ...F } fragment F on Query { a ...F }",
    ],
    ["fragments that nobody defined", "{ ...F ...G }"],
  ])("may have %s", (_title, document) => {
    expect(() => checkDocument(parse(document), DEFAULT_LIMITS)).not.toThrow();
  });

  test("is walked no further than its limits, whatever its fragments are", () => {
    const names = ["A", "B", "C", "D", "E"];
    const spreads = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 });
    const limits: Limits = { ...DEFAULT_LIMITS, fields: 200 };
    fc.assert(
      fc.property(fc.tuple(...names.map(() => spreads)), (bodies) => {
        const fragments = bodies.map(
          (body, i) =>
            `fragment ${names[i]} on Query { x ${body.map((name) => `...${name}`).join(" ")} }`,
        );
        const document = parse(`{ ...A ...B } ${fragments.join(" ")}`);
        let visited = 0;
        const counting = new Proxy(limits, {
          get(target, key: keyof Limits) {
            if (key === "fields") visited++;
            return target[key];
          },
        });
        try {
          checkDocument(document, counting);
        } catch {
          // Refused or not: the cost is what matters here.
        }
        expect(visited).toBeLessThanOrEqual(202);
      }),
    );
  });
});

function costOf(document: string): DocumentCost {
  return checkDocument(parse(document), DEFAULT_LIMITS);
}

describe("variables", () => {
  test.each([
    ["deep", JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`), "40 levels"],
    ["many", { where: Array.from({ length: 1001 }, () => ({ a: 1 })) }, "500 keys"],
  ])("are refused when they are too %s", (_title, variables, message) => {
    expect(() => checkVariables(variables, costOf("{ a }"), DEFAULT_LIMITS)).toThrow(message);
  });

  test("may hold a long list of plain values", () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `id${i}`);
    const check = (document: string) => () =>
      checkVariables({ where: { id_IN: ids } }, costOf(document), DEFAULT_LIMITS);
    expect(check("query ($where: W) { a(where: $where) }")).not.toThrow();
    expect(check(`query ($where: W) { ${"a(where: $where) ".repeat(5)} }`)).not.toThrow();
    expect(check(`query ($where: W) { ${"a(where: $where) ".repeat(6)} }`)).toThrow(
      "100000 members of lists",
    );
  });

  test.each([
    ["by fields", `query ($v: V) { ${"a(where: $v) ".repeat(6)} }`],
    ["within values", `query ($v: V) { a(where: { OR: [${"$v ".repeat(6)}] }) }`],
    ["by fragments", `query ($v: V) { ${"...F ".repeat(6)} } fragment F on Query { a(where: $v) }`],
    ["by directives", `query ($v: V) { ${"a @skip(if: $v) ".repeat(6)} }`],
  ])("count as often as they are used %s", (_title, document) => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1]));
    const check = (count: number) => () =>
      checkVariables({ v: keys(count) }, costOf(document), DEFAULT_LIMITS);
    expect(check(70)).not.toThrow();
    expect(check(90)).toThrow("500 keys");
  });

  test("count with what the document itself has", () => {
    const document = `query ($v: V) { a(where: { OR: [${"{ x: 1 } ".repeat(400)}] }) }`;
    const where = { OR: Array.from({ length: 100 }, () => ({ x: 1 })) };
    expect(() => checkVariables({ v: where }, costOf(document), DEFAULT_LIMITS)).toThrow(
      "500 keys",
    );
  });
});
