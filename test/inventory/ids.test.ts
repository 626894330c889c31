import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createIds } from "../../src/inventory/ids.ts";
import type { Texts } from "../../src/inventory/tables.ts";

/** Ids that share heads, end within them, or have characters that sort before the slash. */
const id = fc
  .array(fc.constantFrom("/", "/", "a", "b", "-", ".", "é", "\u{1f600}", "\ufffd", '"'), {
    maxLength: 9,
  })
  .map((parts) => parts.join(""));

describe("ids", () => {
  test("one id has one number, however it was come by", () => {
    fc.assert(
      fc.property(fc.array(id), (list) => {
        const ids = createIds();
        const numbers = list.map((text) => ids.intern(text));
        expect(ids.count).toBe(new Set(list).size);
        expect(list.map((text) => ids.intern(text))).toEqual(numbers);
        expect(new Set(numbers).size).toBe(new Set(list).size);
      }),
    );
  });

  test("they are sorted as their bytes are, and come back as they were", () => {
    fc.assert(
      fc.property(fc.array(id), (list) => {
        const ids = createIds();
        for (const text of list) ids.intern(text);
        const sorted = ids.sort();
        const expected = [...new Set(list)].sort((a, b) =>
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        );
        expect(textsOf(ids.gather(sorted))).toEqual(expected);
        expect(textsOf(ids.gather(sorted.toReversed()))).toEqual(expected.toReversed());
      }),
    );
  });

  test.each([
    ["plain ids", ["/s/a/x", "/s/a/y", "/s/b/x"], true, true],
    ["a tail beyond ASCII", ["/s/a/x", "/s/a/é"], false, true],
    ["a head that JSON must escape", ['/s/"/x'], true, false],
  ])("what their bytes hold is told: %s", (_title, list, ascii, plainJson) => {
    const ids = createIds();
    for (const text of list) ids.intern(text);
    expect(ids.gather(ids.sort())).toMatchObject({ ascii, plainJson });
  });
});

function textsOf(texts: Texts): readonly string[] {
  const bytes = Buffer.alloc(texts.bytes.byteLength);
  texts.bytes.read(bytes);
  const offsets = new Uint32Array(texts.offsets.byteLength / 4);
  texts.offsets.read(new Uint8Array(offsets.buffer));
  return Array.from({ length: texts.count }, (_, i) =>
    bytes.toString("utf8", offsets[i], offsets[i + 1]),
  );
}
