import { expect, test } from "vitest";
import { decodeText } from "../src/files/decode.ts";

const text = '{"name": "Überwachung 日本"}';
const little = Buffer.from(text, "utf16le");
const big = Buffer.from(little).swap16();

test.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with its mark", Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 as Windows writes it", Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 the other way round", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ["UTF-16 without a mark", little],
  ["UTF-16 the other way round without a mark", big],
])("%s is read", (_title, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  ["Latin 1", Buffer.from(text, "latin1")],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
  ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x7b])],
])("%s is no text", (_title, bytes) => {
  expect(decodeText(bytes)).toBeUndefined();
});

test("nothing at all is an empty text", () => {
  expect(decodeText(Buffer.alloc(0))).toBe("");
});
