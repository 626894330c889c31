import { describe, expect, test } from "vitest";
import { classify, errorCodesOf, explain } from "../../../src/collect/azure/classify.ts";
import { collectionOf } from "../../../src/collect/calls/failure.ts";
import { withoutSecrets } from "../../../src/collect/microsoft/secrets.ts";
import { readAt, reply } from "../fake-transport.ts";

const error = (code: string, message = "") => ({ error: { code, message } });
const register = "Please register to Microsoft.Security in order to view your security status";

describe("a failed answer", () => {
  test.each([
    [403, error("AuthorizationFailed"), "denied"],
    [401, error("InvalidAuthenticationTokenTenant"), "denied"],
    [401, error("Subscription Not Registered", register), "notRegistered"],
    [404, error("Subscription Not Registered", register), "notRegistered"],
    [400, error("Subscription Not Registered", register), "notRegistered"],
    [400, error("BadRequest", register), "notRegistered"],
    [409, error("MissingSubscriptionRegistration"), "notRegistered"],
    [
      409,
      error("Conflict", "The subscription is not registered to use namespace 'Microsoft.X'."),
      "notRegistered",
    ],
    [404, error("SubscriptionNotFound"), "failed"],
    [404, error("ResourceNotFound"), "failed"],
    [409, error("ReadOnlyDisabledSubscription"), "failed"],
    [409, error("Conflict"), "failed"],
    [429, error("TooManyRequests"), "throttled"],
    [429, "", "throttled"],
    [503, error("SubscriptionRequestsThrottled"), "throttled"],
    [500, "", "failed"],
    [503, "<html>", "failed"],
    [401, "", "denied"],
    [403, { code: "AuthorizationFailed", message: "No." }, "denied"],
    [403, { Error: { Code: "AuthorizationFailed" } }, "denied"],
    [400, { error: { code: "BadRequest", details: [{ code: "AuthorizationFailed" }] } }, "denied"],
    [403, error("constructor"), "denied"],
    [500, error("__proto__"), "failed"],
    [302, "", "failed"],
    [204, "", "failed"],
  ])("%i %j is %s", (status, body, expected) => {
    expect(classify(reply(body, { status })).status).toBe(expected);
  });

  // What each code means does not hang on the status: a code says more.
  test.each([
    ["AuthorizationFailed", "denied", true],
    ["LinkedAuthorizationFailed", "denied", true],
    ["AccessDenied", "denied", true],
    ["Forbidden", "denied", true],
    ["AuthorizationPermissionMismatch", "denied", true],
    ["RequestDisallowedByPolicy", "denied", false],
    ["InvalidAuthenticationTokenTenant", "denied", false],
    ["InvalidAuthenticationToken", "denied", false],
    ["ExpiredAuthenticationToken", "denied", false],
    ["AuthenticationFailed", "denied", false],
    ["SubscriptionNotRegistered", "notRegistered", false],
    ["MissingSubscriptionRegistration", "notRegistered", false],
    ["TooManyRequests", "throttled", false],
    ["RateLimiting", "throttled", false],
    ["SubscriptionRequestsThrottled", "throttled", false],
    ["ResourceRequestsThrottled", "throttled", false],
    ["SubscriptionNotFound", "failed", false],
    ["InvalidSubscriptionId", "failed", false],
    ["ReadOnlyDisabledSubscription", "failed", false],
    ["SomethingElse", "failed", false],
  ])("the code %s is %s, and a permission mends it: %s", (code, status, mends) => {
    const spellings = [code, code.toUpperCase(), code.replace(/(?<=[a-z])(?=[A-Z])/g, " - _")];
    for (const spelt of spellings) {
      expect(classify(reply(error(spelt), { status: 400 }))).toMatchObject({ status, code: spelt });
      const { lacksPermission } = classify(reply(error(spelt), { status: 400 }));
      expect(lacksPermission).toBe(mends || undefined);
    }
    // Those of the sign-in come with 401; with 403 whoever asks is known, and may not.
    const forbidden = classify(reply(error(code), { status: 403 }));
    const isDenied = status === "denied" || code === "SomethingElse";
    expect(forbidden.status).toBe(isDenied ? "denied" : status);
    expect(forbidden.lacksPermission).toBe(isDenied || undefined);
  });

  test.each([
    [{ error: { code: 1, message: "m" } }, [], ": m."],
    [{ error: { code: "", message: "m" } }, [], ": m."],
    [{ error: { message: "m!" } }, [], ": m!"],
    [
      { error: { code: "A", details: [{ code: "B" }, null, "x", [], { code: "" }] } },
      ["A", "B"],
      " A.",
    ],
    [{ error: { code: "A", details: { code: "B" } } }, ["A"], " A."],
    [{ error: ["x"], code: "A" }, ["A"], " A."],
    [{ error: null, code: "A" }, ["A"], " A."],
    [{ error: "x" }, undefined, " an error."],
    [{ error: {} }, undefined, " an error."],
    [{}, undefined, " an error."],
    ["[]", undefined, " an error."],
    ["null", undefined, " an error."],
    ["7", undefined, " an error."],
    ['\uFEFF{"error":{"code":"A"}}', ["A"], " A."],
    ['{"error":{"code":"A"}}\uFEFF', undefined, " an error."],
  ])("of %j its codes are %j", (body, codes, cause) => {
    const failure = classify(reply(body, { status: 500 }));
    expect(failure.codes).toEqual(codes);
    expect(failure.cause).toBe(
      `The service answered 500 with${codes?.length === 0 ? " an error" : ""}${cause}`,
    );
    expect(errorCodesOf(reply(body).body)).toEqual(codes ?? []);
  });

  test.each([
    [299, "x", "something else than a list"],
    [299, " ", "nothing, where a list was asked for"],
    [300, "", "a link to somewhere else"],
    [399, "", "a link to somewhere else"],
    [400, "", "what was found"],
  ])("%i with %j is told as %s", (status, body, what) => {
    expect(classify(reply(body, { status }), "what was found").cause).toBe(
      `The service answered ${status} with ${what}.`,
    );
  });

  test.each([[undefined], ["ECONNRESET"]])("a fault with the code %s is told as it is", (code) => {
    const fault = {
      status: "failed",
      cause: "The call failed.",
      readAt,
      ...(code ? { code } : {}),
    } as const;
    expect(classify({ kind: "fault", ...fault })).toEqual(fault);
  });

  test("names the permission only where it would mend it", () => {
    const pair = { type: "SecurityContact", connector: "/subscriptions/s1" };
    const read = "Microsoft.Security/securityContacts/read";
    const permissionOf = (status: number, body: unknown) =>
      collectionOf(classify(reply(body, { status })), pair, 0, read).permission;
    expect(permissionOf(403, error("AuthorizationFailed"))).toBe(read);
    expect(permissionOf(403, "")).toBe(read);
    expect(permissionOf(403, "<!doctype html>")).toBeUndefined();
    expect(permissionOf(401, error("InvalidAuthenticationTokenTenant"))).toBeUndefined();
    expect(permissionOf(404, error("SubscriptionNotFound"))).toBeUndefined();
  });

  test.each([
    [204, "", "The service answered 204 with nothing, where a list was asked for."],
    [202, "{}", "The service answered 202 with something else than a list."],
    [302, "", "The service answered 302 with a link to somewhere else."],
    [500, "", "The service answered 500 with an error."],
    [503, "<html>", "The service answered 503 with a page of HTML."],
    [
      401,
      error("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier."),
      "The service answered 401 with ExpiredAuthenticationToken: The access token expiry UTC time is earlier. It did not accept the sign-in: the token has expired, or is another tenant's or another cloud's.",
    ],
    [
      401,
      error("SubscriptionNotRegistered", "Please register to Microsoft.Security."),
      "The service answered 401 with SubscriptionNotRegistered: Please register to Microsoft.Security.",
    ],
  ])("%i %j has a fitting cause", (status, body, cause) => {
    expect(classify(reply(body, { status })).cause).toBe(cause);
  });

  test.each([
    [error("Subscription Not Registered"), / The resource provider is Microsoft\.Security\.$/],
    [error("Subscription Not Registered", register), /security status\.$/],
  ])("names the resource provider that is not registered once: %j", (body, cause) => {
    const failure = classify(reply(body, { status: 400 }));
    const read = "Microsoft.Security/securityContacts/read";
    expect(explain(failure, read)).toMatch(cause);
    expect(explain(failure, undefined)).toBe(failure.cause);
  });

  test("says what the service said, and how to find the request", () => {
    const headers = { "x-ms-correlation-request-id": "request-1" };
    const body = error("SubscriptionNotFound", "The subscription 's1'\ncould not be found.");
    expect(classify(reply(body, { status: 404, headers }))).toEqual({
      status: "failed",
      code: "SubscriptionNotFound",
      codes: ["SubscriptionNotFound"],
      cause:
        "The service answered 404 with SubscriptionNotFound: The subscription 's1' could not be found.",
      apiVersion: "2023-12-01-preview",
      requestId: "request-1",
      readAt,
    });
  });
});

test.each([
  ["Bearer eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln was refused", "eyJ"],
  ["token eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln", "eyJ"],
  ["https://x.blob.core.windows.net/?sv=1&sig=abc%2Fdef&se=2", "abc"],
  ['{"client_secret":"hunter2-hunter2"}', "hunter2"],
  ["client_assertion=hunter2", "hunter2"],
  ["AccountName=x;AccountKey=hunter2+/==;EndpointSuffix=core.windows.net", "hunter2"],
  ["Endpoint=sb://x/;SharedAccessKeyName=all;SharedAccessKey=hunter2=", "hunter2"],
  ["SharedAccessSignature sr=x&sig=hunter2&se=1", "hunter2"],
  ["BlobEndpoint=https://x/;SharedAccessSignature=sv=1&sig=hunter2", "hunter2"],
  ["Server=tcp:x;User ID=y;Password=hunter2;Encrypt=true", "hunter2"],
  ['Server=x;Pwd="hunter2 and more";', "hunter2"],
  ['{\\"primaryKey\\":\\"hunter2\\"}', "hunter2"],
  ["x-functions-key: hunter2", "hunter2"],
  ["Ocp-Apim-Subscription-Key: hunter2", "hunter2"],
  ["Authorization: Basic hunter2", "hunter2"],
  ["mongodb://user:hunter2@host:10255", "hunter2"],
  ["https://x/?sv=1%26sig%3Dhunter2%26se=2", "hunter2"],
  [
    `headers: ${Buffer.from("Bearer and 1 token of which nobody has told us").toString("base64")}`,
    "QmVhcmVy",
  ],
])("secrets are taken out of %j", (text, secret) => {
  expect(withoutSecrets(text)).not.toContain(secret);
});

test.each([
  "The client '1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11' does not have authorization over scope '/subscriptions/1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11/resourceGroups/A1/providers/Microsoft.Storage/storageAccounts/x'.",
  "The key was not found: no token, no password, no signature was given.",
  "Request 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef failed.",
  "KeyName=all; keyvault=x",
])("what is no secret stays: %s", (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

test.each([
  [{ "x-ms-correlation-request-id": "request-1", "x-ms-request-id": "request-2" }, "request-1"],
  [{ "x-ms-request-id": "request-2", "correlation-request-id": "request-1" }, "request-1"],
  [{ "x-ms-request-id": "?", "request-id": "request-3" }, "request-3"],
  [{ "x-ms-correlation-request-id": "?", "x-ms-request-id": "request-2" }, "request-2"],
  [{ "x-ms-client-request-id": "request-4" }, undefined],
  [{ "my-request-id": "request-5" }, undefined],
  [{ "x-ms-request-id-2": "request-6" }, undefined],
  [{ "my-correlation-request-id": "request-7" }, undefined],
  [{ "x-ms-correlation-request-id-2": "request-8" }, undefined],
  [{}, undefined],
])("of the headers %j the request id is %s", (headers, kept) => {
  expect(classify(reply("", { status: 500, headers })).requestId).toBe(kept);
});

test.each([
  ["<!DOCTYPE html>", true],
  ["<!doctype html>", true],
  ["\uFEFF\n <html lang=en>", true],
  ["<?xml version='1.0'?>", true],
  ["<head>", true],
  ["<body>", true],
  ["<!-- x -->", true],
  ["x<html>", false],
  ["<p>", false],
  ['{"a":"<html>"}', false],
  ["", false],
])("%j is a page: %s", (body, isPage) => {
  expect(classify(reply(body, { status: 503 })).cause.includes("a page of HTML")).toBe(isPage);
});

test("what a failure says stands in its collection, but for the codes that only the reader needs", () => {
  const pair = { type: "KeyVault", connector: "/subscriptions/s1" };
  const denied = classify(reply(error("Forbidden"), { status: 403 }));
  const { status, cause, code, apiVersion } = denied;
  const facts = { ...pair, status, cause, code, apiVersion, readAt, assets: 3 };
  expect(collectionOf(denied, pair, 3)).toEqual(facts);
  expect(collectionOf(denied, pair, 3, "a/read")).toEqual({ ...facts, permission: "a/read" });
});

test.each([
  ["1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11", "1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11"],
  ["Bearer 0123456789abcdef", undefined],
  ["[token]", undefined],
  ["eyJhbGciOiJub25lIn0.eyJwIjoxMjM0NTY3ODl9.c2lnbmF0dXJl", undefined],
  ["x".repeat(65), undefined],
])("a request id of %j is %j", (sent, kept) => {
  const headers = { "x-ms-request-id": sent };
  expect(classify(reply("", { status: 500, headers })).requestId).toBe(kept);
});
