import { entraIssuer } from "../../src/collect/microsoft/entra-issuer.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { base64url, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Authenticator,
  authenticateByIssuer,
  authenticateByToken,
} from "../../src/server/authenticate.ts";

const tenant = "7d8b4f0e-0000-4000-8000-000000000001";
const audience = "api://assay";
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("a shared token", () => {
  const token = "a-long-token-of-our-own";
  const gate = authenticateByToken(token);
  test.each([
    ["as a bearer", `Bearer ${token}`],
    ["as a bearer, in lower case", `bearer ${token}`],
    ["as a password", basic(`anybody:${token}`)],
    ["as a password without a name", basic(`:${token}`)],
  ])("lets in %s", async (_title, header) => {
    expect(await gate.admit(header)).toBe("granted");
  });
  test.each([
    ["nothing", undefined],
    ["an empty header", ""],
    ["another token", "Bearer a-long-token-of-others"],
    ["its beginning", `Bearer ${token.slice(0, -1)}`],
    ["more than it", `Bearer ${token}x`],
    ["it as the name", basic(`${token}:x`)],
    ["it without a scheme", token],
    ["broken Base64", "Basic ???"],
  ])("keeps out %s", async (_title, header) => {
    expect(await gate.admit(header)).toBe("denied");
  });
  test("must be long enough not to be guessed", () => {
    expect(() => authenticateByToken("short")).toThrow("expected at least 16");
  });
});

describe("Entra tokens", () => {
  let keyServer: Server;
  let authority: string;
  let gate: Authenticator;
  let withRole: Authenticator;
  const keys: Record<string, CryptoKey> = {};
  let fetches = 0;

  beforeAll(async () => {
    const published: object[] = [];
    for (const kid of ["one", "elliptic", "unpublished"]) {
      const pair = await generateKeyPair(kid === "elliptic" ? "ES256" : "RS256");
      keys[kid] = pair.privateKey;
      if (kid !== "unpublished")
        published.push({ ...(await exportJWK(pair.publicKey)), kid, use: "sig" });
    }
    keyServer = createServer((_request, response) => {
      fetches++;
      response.end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => keyServer.listen(0, "127.0.0.1", resolve));
    authority = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
    gate = authenticateByIssuer({ ...entraIssuer(tenant, authority), audience });
    withRole = authenticateByIssuer({
      ...entraIssuer(tenant, authority),
      audience,
      role: "Assay.Read",
    });
  });
  afterAll(() => keyServer.close());

  interface Claims {
    readonly issuer?: string;
    readonly audience?: string | string[];
    readonly expires?: number | undefined;
    readonly notBefore?: number;
    readonly kid?: string;
    readonly signer?: string;
    readonly alg?: string;
    readonly roles?: unknown;
    readonly permanentErrors?: boolean;
  }

  function sign({
    kid = "one",
    signer = kid,
    alg = "RS256",
    roles,
    ...claims
  }: Claims): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const token = new SignJWT(roles === undefined ? {} : { roles })
      .setProtectedHeader({ alg, kid })
      .setIssuer(claims.issuer ?? `${authority}/${tenant}/v2.0`)
      .setAudience(claims.audience ?? audience);
    if (!claims.permanentErrors) token.setExpirationTime(now + (claims.expires ?? 600));
    if (claims.notBefore) token.setNotBefore(now + claims.notBefore);
    return token.sign(keys[signer]!);
  }

  test.each<[string, Claims]>([
    ["of the tenant for the audience", {}],
    ["of the endpoint's first version", { issuer: `https://sts.windows.net/${tenant}/` }],
    ["for several audiences", { audience: ["other", audience] }],
    ["that has just expired by a clock that is a little ahead", { expires: -20 }],
  ])("are accepted %s", async (_title, claims) => {
    expect(await gate.admit(`Bearer ${await sign(claims)}`)).toBe("granted");
  });

  test.each<[string, Claims]>([
    ["for another audience", { audience: "api://other" }],
    [
      "of another tenant",
      { issuer: "https://sts.windows.net/7d8b4f0e-0000-4000-8000-000000000002/" },
    ],
    ["of an issuer that begins like ours", { issuer: `https://sts.windows.net/${tenant}/x` }],
    ["that have expired", { expires: -3600 }],
    ["that are not valid yet", { notBefore: 3600 }],
    ["that never expire", { permanentErrors: true }],
    ["signed with a key that the tenant does not have", { signer: "unpublished" }],
    ["of a key id that the tenant does not have", { kid: "unpublished" }],
    ["signed by another algorithm, with a key that it has", { kid: "elliptic", alg: "ES256" }],
  ])("are refused %s", async (_title, claims) => {
    expect(await gate.admit(`Bearer ${await sign(claims)}`)).toBe("denied");
  });

  test("are refused unsigned, altered, cut, signed with a secret, or when they are none", async () => {
    const good = await sign({});
    const [header, payload, signature] = good.split(".");
    const encode = (value: object) => base64url.encode(JSON.stringify(value));
    const claims = JSON.parse(Buffer.from(payload!, "base64url").toString()) as object;
    const forged = encode({ ...claims, roles: ["Assay.Read"] });
    const bad = [
      `${encode({ alg: "none" })}.${payload}.`,
      `${header}.${forged}.${signature}`,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      await new SignJWT({})
        .setProtectedHeader({ alg: "HS256", kid: "one" })
        .sign(new Uint8Array(32)),
      "garbage",
      "a.b.c",
      "..",
      "x".repeat(8000),
    ];
    for (const token of bad) expect(await gate.admit(`Bearer ${token}`)).toBe("denied");
    expect(await gate.admit(undefined)).toBe("denied");
    expect(await gate.admit(basic(`x:${good}`))).toBe("denied");
  });

  test("must carry the role where one is asked for", async () => {
    const admit = async (roles: unknown) => withRole.admit(`Bearer ${await sign({ roles })}`);
    expect(await admit(["Other", "Assay.Read"])).toBe("granted");
    for (const roles of [undefined, [], ["assay.read"], "Assay.Read"])
      expect(await admit(roles)).toBe("denied");
  });

  test("with unknown key ids do not make the keys be fetched again and again", async () => {
    const before = fetches;
    for (let i = 0; i < 20; i++)
      await gate.admit(`Bearer ${await sign({ kid: `unknown${i}`, signer: "one" })}`);
    expect(fetches - before).toBeLessThanOrEqual(1);
  });

  test("cannot be judged while the keys cannot be had", async () => {
    const nowhere = authenticateByIssuer({
      ...entraIssuer(tenant, "http://127.0.0.1:1"),
      audience,
    });
    const token = await sign({ issuer: `http://127.0.0.1:1/${tenant}/v2.0` });
    expect(await nowhere.admit(`Bearer ${token}`)).toBe("unavailable");
    expect(await nowhere.admit("Bearer garbage")).toBe("denied");
  });
});
