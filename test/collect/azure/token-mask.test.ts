import { expect, test } from "vitest";
import { createTokenMask } from "../../../src/collect/azure/token-mask.ts";

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
