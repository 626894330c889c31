import { expect, test } from "vitest";
import { shorten, suggestionFor } from "../src/errors.ts";

/** Words that tell how often their letters were looked at. */
function watched(words: readonly string[]) {
  let compared = 0;
  const names = words.map((word) =>
    Object.assign(Object(word) as string, {
      toLowerCase() {
        compared++;
        return word;
      },
    }),
  );
  return { names, compared: () => compared };
}

test("the nearest names are suggested, at most three", () => {
  const names = ["email", "emails", "mail", "region", "emailed"];
  expect(suggestionFor("emial", names)).toBe(' Did you mean "email", "emails" or "mail"?');
  expect(suggestionFor("zone", names)).toBe("");
});

test("only names of a length within reach are compared", () => {
  const { names, compared } = watched(["mail", "email", "e".repeat(9), "e".repeat(50)]);
  suggestionFor("emai", names);
  expect(compared()).toBe(2);
});

test("nothing is compared with what is longer than any name", () => {
  const { names, compared } = watched(["e".repeat(99), "e".repeat(101)]);
  expect(suggestionFor("e".repeat(101), names)).toBe("");
  expect(compared()).toBe(0);
});

test("what is written is shown as it is, or cut", () => {
  expect(shorten("e".repeat(100))).toBe("e".repeat(100));
  expect(shorten("e".repeat(900_000))).toBe(`${"e".repeat(100)}…`);
});
