import fc from "fast-check";
import { expect, test } from "vitest";
import { uniformBlob } from "../../src/inventory/tables.ts";

test("a blob of one word is that word over and over, wherever it is read", () => {
  const word = fc.nat(0xffff_ffff);
  fc.assert(
    fc.property(word, fc.nat(40), fc.nat(40), (some, offset, length) => {
      const whole = Buffer.alloc(80);
      for (let at = 0; at < whole.length; at += 4) whole.writeUInt32LE(some, at);
      const target = new Uint8Array(new SharedArrayBuffer(length));
      uniformBlob(80, some).read(target, offset);
      expect([...target]).toEqual([...whole.subarray(offset, offset + length)]);
    }),
  );
});
