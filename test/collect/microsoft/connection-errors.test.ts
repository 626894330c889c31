import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  explainConnection,
  explainProxy,
} from "../../../src/collect/microsoft/connection-errors.ts";
import { permanentErrors } from "../../../src/collect/calls/permanent-errors.ts";

const proxy = new URL("http://proxy.example:8080");
const withUser = new URL("http://user:hunter2@proxy.example:8080");
const answer = (status: number, body = "", headers = {}) => ({ status, body, headers });

describe("what a proxy answers in place of the service", () => {
  test.each([
    [
      answer(407),
      proxy,
      /^The proxy "proxy\.example:8080" asks who sends the call.* HTTPS_PROXY, as http:/,
    ],
    [answer(407), withUser, /did not accept the user and password of HTTPS_PROXY/],
    [answer(407), undefined, /^A proxy asks/],
    [answer(403), proxy, /^The proxy "proxy\.example:8080" answered 403 in place of the service/],
    [answer(503, "<html>"), proxy, /answered 503/],
  ])("%j is said to be the proxy's", (reply, by, cause) => {
    const explained = explainProxy(reply, by);
    expect(explained?.cause).toMatch(cause);
    expect(explained?.cause).not.toContain("hunter2");
  });

  test.each([
    [answer(403, '{"error":{}}'), proxy],
    [answer(403, "", { "x-ms-request-id": "1" }), proxy],
    [answer(403), undefined],
    [answer(200), proxy],
    [answer(404), proxy],
  ])("%j is the service's", (reply, by) => {
    expect(explainProxy(reply, by)).toBeUndefined();
  });
});

test.each([
  ["SELF_SIGNED_CERT_IN_CHAIN", /NODE_EXTRA_CA_CERTS.*NODE_OPTIONS=--use-system-ca/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /NODE_EXTRA_CA_CERTS/],
  ["CERT_HAS_EXPIRED", /clock/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /another name/],
  ["ECONNREFUSED", /^The call failed \(ECONNREFUSED\)\. The proxy is "proxy\.example:8080"\.$/],
])("%s is explained with what helps, and names the proxy", (code, cause) => {
  expect(explainConnection(code, "management.azure.com", proxy)?.cause).toMatch(cause);
});

test.each([
  [answer(403), proxy, "Proxy403"],
  [answer(502), proxy, "Proxy502"],
  [answer(503), proxy, "Proxy503"],
  [answer(504), proxy, "Proxy504"],
  [answer(500), proxy, undefined],
  [answer(407), proxy, "ProxyAuthentication"],
  [answer(407), undefined, "ProxyAuthentication"],
  [answer(502, " [1]"), proxy, undefined],
  [answer(502, "x {"), proxy, "Proxy502"],
  [answer(502, "", { "my-x-ms-id": "1" }), proxy, "Proxy502"],
])("%j has the code %3$s", (reply, by, code) => {
  expect(explainProxy(reply, by)?.code).toBe(code);
});

const untrusted = [
  ...[
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  ],
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "CERT_UNTRUSTED"],
];
const certificates = [
  ...untrusted.map((code) => [code, /signed by nobody/] as const),
  ["CERT_HAS_EXPIRED", /not valid today/] as const,
  ["CERT_NOT_YET_VALID", /not valid today/] as const,
  ["ERR_TLS_CERT_ALTNAME_INVALID", /of another name\.$/] as const,
];

test.each(certificates)("%s is a certificate's, with a proxy or without", (code, cause) => {
  const alone = explainConnection(code, "h.example", undefined)!;
  expect(alone).toEqual({ code, cause: expect.stringMatching(cause) });
  expect(alone.cause).toMatch(/^The certificate shown for "h\.example" .*[a-z]\.$/);
  expect(explainConnection(code, "h.example", proxy)).toEqual({
    code,
    cause: `${alone.cause} The proxy is "proxy.example:8080".`,
  });
  expect(permanentErrors.has(code)).toBe(true);
});

test.each(["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENOTFOUND", "ETIMEDOUT"])(
  "%s is explained where a proxy may be why",
  (code) => {
    expect(explainConnection(code, "h.example", proxy)).toEqual({
      code,
      cause: `The call failed (${code}). The proxy is "proxy.example:8080".`,
    });
    expect(explainConnection(code, "h.example", undefined)).toBeUndefined();
    expect(explainConnection(`X${code}`, "h.example", proxy)).toBeUndefined();
    expect(explainConnection(`${code}X`, "h.example", proxy)).toBeUndefined();
    expect(permanentErrors.has(code)).toBe(false);
  },
);

test.each(["Oversize", "ProxyAuthentication"])("%s is not tried again", (code) => {
  expect(permanentErrors.has(code)).toBe(true);
});

test("a proxy that asks for a sign-in is named, and asked once for each call", async () => {
  let asked = 0;
  const server = createServer().on("connect", (_request, socket) => {
    asked++;
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), "assay-proxy-"));
  const words = ["collect", "--credential", "token", "--endpoint", "https://arm.example.com"];
  const output = await new Promise<string>((resolve) => {
    const env = {
      PATH: process.env.PATH,
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      AZURE_ACCESS_TOKEN: "0123456789abcdef",
    };
    const assay = [join(process.cwd(), "bin/assay.js"), ...words, "--store", folder];
    execFile(process.execPath, assay, { env }, (_error, out, err) => resolve(out + err));
  });
  server.close();
  rmSync(folder, { recursive: true });
  expect(output).toContain(`The proxy "127.0.0.1:${port}" asks who sends the call (407).`);
  expect(asked).toBe(1);
});
