import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareText, compareValues, readValue } from "../../src/dialect/values.ts";
import type { ScalarName } from "../../src/types.ts";

describe("readValue", () => {
  test.each<[ScalarName, unknown, unknown]>([
    ["ID", 7, "7"],
    ["Int", -2147483648, -2147483648],
    ["Int", 2147483647, 2147483647],
    ["Float", 2, 2],
    ["BigInt", 5, "5"],
    ["BigInt", "-0012345678901234567890", "-12345678901234567890"],
    ["BigInt", "9".repeat(1000), "9".repeat(1000)],
    ["Boolean", false, false],
    ["String", "", ""],
    ["Date", "2024-02-29", "2024-02-29"],
    ["DateTime", "2024-03-01T13:30:00+01:00", "2024-03-01T12:30:00Z"],
    ["DateTime", "2023-12-31T23:30:00-01:00", "2024-01-01T00:30:00Z"],
    ["DateTime", "2024-01-10T00:00:00.1234567000Z", "2024-01-10T00:00:00.1234567Z"],
    ["DateTime", "2024-01-10T00:00:00.000Z", "2024-01-10T00:00:00Z"],
    ["DateTime", "2024-01-10", "2024-01-10T00:00:00Z"],
    ["DateTime", "2024-01-10t00:00:00", "2024-01-10T00:00:00Z"],
    ["DateTime", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
  ])("reads a %s from %j", (scalar, value, expected) => {
    expect(readValue({ scalar }, value)).toEqual({ value: expected });
  });

  test.each<[ScalarName, unknown]>([
    ["ID", 1.5],
    ["Int", 2147483648],
    ["Int", 1.5],
    ["Int", "5"],
    ["Float", Number.NaN],
    ["BigInt", "1.5"],
    ["BigInt", true],
    // What is longer than a thousand digits would take its length squared to read.
    ["BigInt", "9".repeat(1001)],
    ["Boolean", "true"],
    ["String", 5],
    ["String", ["a"]],
    ["Date", "2024-02-30"],
    ["Date", "2024-02-01T00:00:00Z"],
    ["DateTime", "yesterday"],
    ["DateTime", "2024-01-10T24:00:00Z"],
    ["DateTime", "0000-01-01T00:00:00+01:00"],
  ])("refuses as a %s %j, and says what it takes", (scalar, value) => {
    expect(readValue({ scalar }, value)).toEqual({ expected: expect.any(String) });
  });

  test("an enum takes its own values only", () => {
    const type = { scalar: "String", enumName: "State", values: ["ON", "OFF"] } as const;
    expect(readValue(type, "ON")).toEqual({ value: "ON" });
    expect(readValue(type, "on")).toEqual({ expected: "one of ON, OFF" });
  });
});

describe("compareValues", () => {
  test.each<[ScalarName, string | number | boolean, string | number | boolean]>([
    ["Int", 2, 10],
    ["BigInt", "9", "10"],
    ["BigInt", "-10", "-9"],
    ["Float", 2, 10],
    ["Float", -0.5, 0.25],
    ["Boolean", false, true],
    // One that is no number is ordered as a text, since another type's condition may be tried on it.
    ["BigInt", "10", "9a"],
    ["BigInt", "10a", "9"],
    ["String", "", "a"],
    ["String", "Z", "a"],
    ["String", "a", "aa"],
    // UTF-16 would put the emoji, which begins with a surrogate, before the private use character.
    ["String", "\uE000", "😀"],
    ["String", "\uD7FF", "\u{10000}"],
    ["String", "\uFFFF", "\u{10FFFF}"],
    ["String", "\u{10000}", "\u{10FFFF}"],
    ["DateTime", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z"],
    ["DateTime", "2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.51Z"],
    ["DateTime", "2024-01-01T00:00:00.51Z", "2024-01-01T00:00:01Z"],
    ["Date", "2024-01-31", "2024-02-01"],
  ])("%s %j is before %j", (scalar, a, b) => {
    expect(compareValues(scalar, a, b)).toBeLessThan(0);
    expect(compareValues(scalar, b, a)).toBeGreaterThan(0);
    expect(compareValues(scalar, a, a)).toBe(0);
  });

  test("texts are ordered as their code points are", () => {
    const points = (text: string) => [...text].map((one) => one.codePointAt(0)!);
    const byPoints = (a: string, b: string) => {
      const [x, y] = [points(a), points(b)];
      const at = x.findIndex((point, i) => point !== y[i]);
      return at < 0 ? x.length - y.length : y[at] === undefined ? 1 : x[at]! - y[at];
    };
    const text = fc.string({ unit: "binary", maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byPoints(a, b)));
      }),
    );
  });
});
