import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classify, isExpired } from "../../../src/collect/entra/classify.ts";
import { reply } from "../fake-transport.ts";

/** Written for this project; codes and messages as public reports have them. */
const errors = JSON.parse(readFileSync("test/collect/entra/errors.json", "utf8")) as readonly {
  readonly situation: string;
  readonly status: number;
  readonly body: { readonly error: { readonly code: string } };
}[];

/** By situation: the status, and whether it is a permission or a licence that would mend it. */
const meanings: readonly (readonly [RegExp, string, ("permission" | "licence")?])[] = [
  [/P1|P2|not licensed|later wording/, "denied", "licence"],
  [/without the scope|no permission/, "denied", "permission"],
  [/^throttled/, "throttled"],
  [/page size|deleted between|page token/, "failed"],
  [/another cloud/, "denied"],
];

describe("what Microsoft Graph's errors mean", () => {
  test.each(errors.map((error) => [error.situation, error] as const))("%s", (situation, error) => {
    const [, status, mends] = meanings.find(([pattern]) => pattern.test(situation))!;
    const failure = classify(reply(error.body, { status: error.status }));
    expect(failure.status).toBe(status);
    expect(failure.lacksPermission ?? false).toBe(mends === "permission");
    expect(/has no licence/.test(failure.cause)).toBe(mends === "licence");
    expect(failure.cause).toMatch(new RegExp(`answered ${error.status} `));
  });

  test("a code within the message is the code", () => {
    const { body, status } = errors.find(({ situation }) => /JSON text/.test(situation))!;
    expect(classify(reply(body, { status })).code).toBe("PermissionScopeNotGranted");
  });

  test("a token that is over is asked for anew, one for another audience is not", () => {
    const expired = (message: string) =>
      isExpired(reply({ error: { code: "InvalidAuthenticationToken", message } }, { status: 401 }));
    expect(expired("Lifetime validation failed, the token is expired.")).toBe(true);
    expect(expired("Access token validation failure. Invalid audience.")).toBe(false);
  });

  test("a page of HTML is no error of the service's", () => {
    const failure = classify(reply("<html>Sign in</html>", { status: 403 }));
    expect(failure).toMatchObject({
      status: "denied",
      cause: expect.stringMatching(/page of HTML/),
    });
    expect(failure.lacksPermission).toBeUndefined();
  });
});
