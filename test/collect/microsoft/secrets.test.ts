import { describe, expect, test } from "vitest";
import { withoutSecrets, withoutTokens } from "../../../src/collect/microsoft/secrets.ts";

const signed = "eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln";

describe("bodies", () => {
  test.each([
    [`{"t":"${signed}"}`, '{"t":"[token]"}'],
    [`see x-${signed}, and ${signed}.`, "see x-[token], and [token]."],
    [`a.b.${signed}`, "a.b.[token]"],
    ['{"a":"eyJ.b.c","b":"file.name.ext"}', '{"a":"eyJ.b.c","b":"file.name.ext"}'],
    ["https://x/?sig=abc&se=1", "https://x/?sig=[secret]&se=1"],
  ])("%s lose their tokens alone", (body, kept) => {
    expect(withoutTokens(body)).toBe(kept);
  });
});

// Each of them took minutes where patterns were tried from every letter.
describe.each(["a", "account", "eyJ", "-eyJ", "a.", "Aa", 'password="', "bearer ", "x://"])(
  "hundreds of thousands of times %j",
  (part) => {
    const text = part.repeat(Math.ceil(300_000 / part.length));

    test("are looked through", () => {
      expect(withoutSecrets(text).length).toBeLessThanOrEqual(400);
      expect(withoutTokens(text)).toBeTypeOf("string");
    });
  },
);

test("of a long message no beginning of a secret is shown that was cut", () => {
  const blanks = " ".repeat(1_990);
  expect(withoutSecrets(`Refused.${blanks}QWxhZGRpbjpvcGVuIHNlc2FtZQ and more`)).toBe("Refused. …");
});
