import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInterner } from "../../src/inventory/interner.ts";
import { createNumberInterner } from "../../src/inventory/number-interner.ts";

describe("interner", () => {
  test("texts are numbered as they first come, and come back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 5 })), (list) => {
        const interner = createInterner();
        const distinct = [...new Set(list)];
        expect(list.map((text) => interner.intern(text))).toEqual(
          list.map((text) => distinct.indexOf(text)),
        );
        expect(distinct.map((_, i) => interner.text(i))).toEqual(distinct);
      }),
    );
  });

  test("one text in two groups is two texts", () => {
    const interner = createInterner("grouped");
    expect(interner.internIn(1, "head/tail", 5)).toBe(0);
    expect(interner.internIn(2, "other/tail", 6)).toBe(1);
    expect(interner.internIn(1, "tail", 0)).toBe(0);
    expect([...interner.groups()]).toEqual([1, 2]);
  });

  test("many texts are found again, after room was made for them", () => {
    const interner = createInterner();
    for (let i = 0; i < 5000; i++) expect(interner.intern(`text ${i} é`)).toBe(i);
    for (let i = 0; i < 5000; i++) expect(interner.intern(`text ${i} é`)).toBe(i);
  });
});

describe("number interner", () => {
  test("numbers are told apart by their value", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (list) => {
        const interner = createNumberInterner();
        const distinct = [...new Set(list)];
        const places = list.map((value) => interner.intern(value));
        expect(places.map((place) => interner.view()[place])).toEqual(
          list.map((value) => value + 0),
        );
        expect([...interner.view()]).toEqual(distinct.map((value) => value + 0));
      }),
    );
  });

  test("-0 is 0", () => {
    const interner = createNumberInterner();
    expect(interner.intern(-0)).toBe(interner.intern(0));
  });

  test("many numbers are found again, after room was made for them", () => {
    const interner = createNumberInterner();
    for (let i = 0; i < 5000; i++) expect(interner.intern(i / 8)).toBe(i);
    for (let i = 0; i < 5000; i++) expect(interner.intern(i / 8)).toBe(i);
  });
});
