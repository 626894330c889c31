import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Addresses,
  common,
  countOf,
  covers,
  coversInternet,
  publicAddresses,
  readAddresses,
  union,
  versions,
  without,
} from "../../../../src/collect/azure/network/addresses.ts";

const setOf = (...texts: readonly string[]) => union(texts.map((text) => readAddresses(text)!));

describe("a text", () => {
  test.each([
    ["10.0.0.4", 1n, 0n],
    ["10.0.0.0/24", 256n, 0n],
    ["10.0.0.7/24", 256n, 0n],
    ["10.0.0.4-10.0.0.9", 6n, 0n],
    ["0.0.0.0", 2n ** 32n, 0n],
    ["10.0.0.0/0", 2n ** 32n, 0n],
    ["::", 0n, 2n ** 128n],
    ["2001:db8::/32", 0n, 2n ** 96n],
    ["::ffff:10.0.0.4", 0n, 1n],
    ["1:2:3:4:5:6:7:8", 0n, 1n],
  ])("%s holds so many addresses of each version", (text, four, six) => {
    const read = readAddresses(text)!;
    expect([countOf(read, 4), countOf(read, 6)]).toEqual([four, six]);
  });

  test.each([
    ...["", "Internet", "789", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8"],
    ...["1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "10.0.0.9-10.0.0.4", "10.0.0.4-::1"],
  ])("%j is none", (text) => {
    expect(readAddresses(text)).toBeUndefined();
  });
});

describe("a set", () => {
  test.each([
    [["0.0.0.0/1", "128.0.0.0/1"], 4, true],
    [["0.0.0.0/1"], 4, false],
    [["0.0.0.0-127.255.255.255", "128.0.0.0/2", "192.0.0.0/2"], 4, true],
    [["0.0.0.0/0"], 6, false],
    [["::/1", "8000::/1"], 6, true],
    [["2000::/3"], 6, true],
    [["2000::/4"], 6, false],
  ] as const)("of %j covers the internet of version %i: %s", (texts, version, does) => {
    expect(coversInternet(setOf(...texts), version)).toBe(does);
  });

  test("of public addresses holds no address of a network of one's own", () => {
    const own = setOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.1", "224.0.0.0/4");
    expect(countOf(common(publicAddresses, own), 4)).toBe(0n);
    expect(covers(publicAddresses, setOf("8.8.8.8", "20.1.2.3", "172.32.0.1"), 4)).toBe(true);
  });

  const prefixes = fc
    .array(fc.tuple(fc.nat(2 ** 31), fc.integer({ min: 0, max: 32 })), { maxLength: 8 })
    .map((some) =>
      setOf(
        ...some.map(
          ([n, length]) => `${[24, 16, 8, 0].map((by) => (n >>> by) & 255).join(".")}/${length}`,
        ),
      ),
    );
  const sizes = (set: Addresses) => versions.map((version) => countOf(set, version));

  test("and another have as much in common as both hold without what either holds", () => {
    fc.assert(
      fc.property(prefixes, prefixes, (a, b) => {
        const shared = common(a, b);
        expect(countOf(union([a, b]), 4) + countOf(shared, 4)).toBe(countOf(a, 4) + countOf(b, 4));
        expect(sizes(union([without(a, b), shared]))).toEqual(sizes(a));
        expect(covers(a, shared, 4) && covers(b, shared, 4)).toBe(true);
        expect(countOf(common(without(a, b), b), 4)).toBe(0n);
      }),
      { seed: 1 },
    );
  });
});
