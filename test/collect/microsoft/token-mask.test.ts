import { expect, test } from "vitest";
import { createTokenMask } from "../../../src/collect/microsoft/token-mask.ts";

async function maskOf(token: string) {
  const { watch, mask } = createTokenMask();
  await watch({ getToken: async () => ({ token, expiresOnTimestamp: 0 }) }).getToken("x");
  return mask;
}

test("an opaque token is taken out in every spelling", async () => {
  const token = 'opaque/secret+token="0123456789';
  const mask = await maskOf(token);
  const texts = [
    token,
    `Bearer ${token}`,
    JSON.stringify({ a: [token] }),
    `?t=${encodeURIComponent(token)}`,
    `"${token.replaceAll("/", "\\/")}"`,
  ];
  for (const text of texts) {
    expect(mask(text)).toContain("[token]");
    expect(mask(text)).not.toMatch(/opaque|0123456789/);
  }
});

test("of a signed token the signature alone is taken out, too; other text stays", async () => {
  const mask = await maskOf("eyJhbGciOiJub25lIn0.eyJwIjoxMjM0NTY3ODl9.c2lnbmF0dXJlLXNlY3JldA");
  expect(mask("signed c2lnbmF0dXJlLXNlY3JldA")).toBe("signed [token]");
  expect(mask("eyJhbGciOiJub25lIn0 is a header")).toBe("eyJhbGciOiJub25lIn0 is a header");
});

test("a text too short to be a secret is left alone", async () => {
  expect((await maskOf("abc"))("abcdef")).toBe("abcdef");
});

test.each(["", "B", "Be", "Bearer "])(
  "a token is taken out of base64 behind %j",
  async (before) => {
    const token = `${"opaque+secret/".repeat(9)}?>end`;
    const mask = await maskOf(token);
    for (const kind of ["base64", "base64url"] as const) {
      const encoded = Buffer.from(`${before}${token} and more`).toString(kind);
      for (const text of [encoded, encoded.replaceAll("/", "\\/"), encodeURIComponent(encoded)]) {
        expect(mask(`headers: ${text}`)).toContain("[token]");
        expect(mask(`headers: ${text}`)).not.toContain(text.slice(12, 40));
      }
    }
  },
);

test("a token is taken out where it is in hexadecimal digits, percent signs, or cut short", async () => {
  const token = "0123456789-an-opaque-token-of-some-length-0123456789";
  const mask = await maskOf(token);
  const hex = Buffer.from(token).toString("hex");
  const base64 = Buffer.from(token).toString("base64");
  const texts = [hex, hex.toUpperCase(), hex.replace(/../g, "%$&"), token.slice(0, 40)];
  const broken = `${base64.slice(0, 30)}\r\n${base64.slice(30)}`;
  for (const text of [...texts, base64.slice(0, 44), broken])
    expect(mask(`x ${text} y`)).not.toContain(text.slice(4, 24));
});
