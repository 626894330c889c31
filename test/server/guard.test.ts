import { describe, expect, test } from "vitest";
import { checkExposure, checkHost, checkNavigation, checkOrigin } from "../../src/server/guard.ts";

describe("an address to listen on", () => {
  test.each(["127.0.0.1", "127.3.2.1", "::1", "localhost"])(
    "%s needs no authentication",
    (host) => {
      expect(() => checkExposure(host, false, false)).not.toThrow();
    },
  );
  test.each(["0.0.0.0", "::", "10.0.0.4", "example.org", "127.0.0.1.example.org"])(
    "%s is refused without it",
    (host) => {
      expect(() => checkExposure(host, false, false)).toThrow("without authentication would show");
      expect(() => checkExposure(host, true, false)).not.toThrow();
      expect(() => checkExposure(host, false, true)).not.toThrow();
    },
  );
});

describe("the Host header", () => {
  test.each([
    ["127.0.0.1", "localhost:4000", []],
    ["127.0.0.1", "127.0.0.1", []],
    ["127.0.0.1", "[::1]:4000", []],
    ["127.0.0.1", "LocalHost", []],
    ["127.0.0.1", "assay.example.org", ["assay.example.org"]],
    ["0.0.0.0", "10.0.0.4:4000", []],
    ["0.0.0.0", "[2001:db8::1]:4000", []],
    ["0.0.0.0", "localhost", []],
    ["0.0.0.0", "any.example.org", ["*"]],
    ["0.0.0.0", "assay.example.org", ["Assay.example.org"]],
    ["0.0.0.0", "assay.example.org", ["assay.example.org"]],
  ])("on %s may be %s", (listeningOn, header, hosts) => {
    const exposure = { host: listeningOn, hosts, isAuthenticated: false };
    expect(checkHost(header, exposure)).toBeUndefined();
  });
  test.each([
    ["127.0.0.1", "rebound.example.org:4000", [], 403],
    ["127.0.0.1", "localhost.example.org", [], 403],
    ["127.0.0.1", "127.0.0.1.nip.example", [], 403],
    ["127.0.0.1", undefined, [], 400],
    ["127.0.0.1", "localhost:4000@evil.example", [], 400],
    ["127.0.0.1", "", [], 400],
    ["0.0.0.0", "10.0.0.4", ["assay.example.org"], 403],
    ["0.0.0.0", "evil.example", [], 403],
    ["10.0.0.4", "10.0.0.4.nip.example", [], 403],
    ["::", "evil.example:4000", [], 403],
  ])("on %s may not be %s", (listeningOn, header, hosts, status) => {
    const exposure = { host: listeningOn, hosts, isAuthenticated: false };
    expect(checkHost(header, exposure)?.status).toBe(status);
  });
  test("may be any where whoever asks says who they are", () => {
    const exposure = { host: "0.0.0.0", hosts: [], isAuthenticated: true };
    expect(checkHost("evil.example", exposure)).toBeUndefined();
  });
});

describe("a request to the endpoint", () => {
  const json = { "content-type": "application/json" };
  const host = "localhost:4000";
  test.each([
    ["a program's", "POST", json],
    ["a program's with a charset", "POST", { "content-type": "application/json; charset=utf-8" }],
    [
      "GraphiQL's",
      "POST",
      { ...json, "sec-fetch-site": "same-origin", origin: "http://localhost:4000" },
    ],
    ["a program's GET", "GET", {}],
  ])("is taken: %s", (_title, method, headers) => {
    expect(checkOrigin({ method, headers: { host, ...headers } })).toBeUndefined();
  });
  test.each([
    ["another site's, marked by the browser", "POST", { ...json, "sec-fetch-site": "cross-site" }],
    ["a neighbouring site's", "GET", { "sec-fetch-site": "same-site" }],
    ["another site's by its origin", "POST", { ...json, origin: "https://evil.example" }],
    ["a sandboxed page's", "POST", { ...json, origin: "null" }],
    ["another port's", "POST", { ...json, origin: "http://localhost:5000" }],
    ["a form's", "POST", { "content-type": "application/x-www-form-urlencoded" }],
    ["an upload's", "POST", { "content-type": "multipart/form-data; boundary=x" }],
    ["plain text", "POST", { "content-type": "text/plain;charset=UTF-8" }],
    ["a body of no type", "POST", {}],
  ])("is refused: %s", (_title, method, headers) => {
    expect(checkOrigin({ method, headers: { host, ...headers } })?.status).toBe(403);
  });
});

describe("a request for a page", () => {
  const cross = { "sec-fetch-site": "cross-site" };
  test.each([
    ["a program's", {}],
    ["a typed address", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }],
    ["a link of our own", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" }],
    [
      "a link of another site",
      { ...cross, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ],
  ])("is answered: %s", (_title, headers) => {
    expect(checkNavigation({ headers })).toBeUndefined();
  });
  test.each([
    ["an image", { ...cross, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }],
    ["a script", { ...cross, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" }],
    ["a frame", { ...cross, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }],
    ["a neighbour's fetch", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }],
    ["one that does not say for what", cross],
  ])("is refused where a foreign page makes it: %s", (_title, headers) => {
    expect(checkNavigation({ headers })?.status).toBe(403);
  });
});
