import { describe, expect, test } from "vitest";
import { chooseCloud, clouds, isLoopback } from "../../../src/collect/microsoft/clouds.ts";
import { createCredential, firstToken } from "../../../src/collect/microsoft/credentials.ts";
import { readIdentity } from "../../../src/collect/microsoft/identity.ts";
import { secretToken } from "../azure-server.ts";

describe("a cloud", () => {
  test("is the public one where nothing is said", () => {
    expect(chooseCloud({})).toEqual({
      name: "public",
      endpoint: "https://management.azure.com",
      scope: "https://management.azure.com/.default",
      authority: "https://login.microsoftonline.com",
      audience: "api://AzureADTokenExchange",
      graph: "https://graph.microsoft.com",
    });
  });

  test.each(clouds.map(({ name }) => [name]))(
    "%s has endpoint, scope and Microsoft Graph of its own",
    (name) => {
      const { endpoint, scope, authority, graph } = chooseCloud({ cloud: name });
      expect(scope).toBe(`${endpoint}/.default`);
      expect(authority).toMatch(/^https:\/\/login\./);
      expect(clouds.filter((other) => other.graph === graph)).toHaveLength(1);
    },
  );

  test("of one's own has tokens of its own endpoint only", () => {
    expect(
      chooseCloud({ endpoint: "https://arm.example.com/", authority: "https://login.example.com" }),
    ).toMatchObject({
      endpoint: "https://arm.example.com",
      scope: "https://arm.example.com/.default",
      authority: "https://login.example.com",
      custom: true,
    });
  });

  test.each([
    [
      { cloud: "moon" },
      /Unknown cloud "moon"\. Expected one of public, usgovernment, usdod, china\./,
    ],
    [{ cloud: "usgoverment" }, /Did you mean "usgovernment"/],
    [{ cloud: "public", endpoint: "https://x.example.com" }, /not both/],
    [{ authority: "https://x.example.com" }, /needs "--endpoint"/],
    [{ endpoint: "http://arm.example.com" }, /Plain http is allowed to this machine only/],
    [{ endpoint: "http://127.0.0.1.example.com" }, /Plain http/],
    [{ endpoint: "http://localhost.example.com" }, /Plain http/],
    [{ endpoint: "https://user:pass@arm.example.com" }, /takes a URL/],
    [{ endpoint: "https://arm.example.com/?x=1" }, /takes a URL/],
    [{ endpoint: "https://arm.example.com/path" }, /takes a URL/],
    [{ endpoint: "arm.example.com" }, /takes a URL/],
    [
      { endpoint: "https://arm.example.com", authority: "http://login.example.com" },
      /"--authority" takes/,
    ],
  ])("%j is a mistake", (choice, message) => {
    expect(() => chooseCloud(choice)).toThrow(message);
  });

  test.each([
    ["http://127.0.0.1:8080", true],
    ["http://127.9.9.9", true],
    ["http://localhost:1", true],
    ["http://[::1]:1", true],
    ["http://10.0.0.1", false],
    ["http://127.0.0.1.evil.com", false],
    ["nowhere", false],
  ])("%s is this machine: %s", (url, expected) => expect(isLoopback(url)).toBe(expected));
});

describe("a credential", () => {
  const cloud = chooseCloud({});

  test.each([
    [
      "secret",
      /"secret" needs the environment variables "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"\./,
    ],
    ["certificate", /"AZURE_CLIENT_CERTIFICATE_PATH"/],
    ["workload", /"AZURE_FEDERATED_TOKEN_FILE"/],
    ["token", /needs the environment variable "AZURE_ACCESS_TOKEN"\./],
  ] as const)("%s names the variables that it lacks", async (kind, message) => {
    await expect(createCredential({ kind, cloud, environment: {} })).rejects.toThrow(message);
  });

  test("takes the tenant of the option where the variable is not set", async () => {
    const environment = { AZURE_CLIENT_ID: "c" };
    const wish = { kind: "secret", cloud, environment, tenant: "t" } as const;
    await expect(createCredential(wish)).rejects.toThrow(
      /needs the environment variable "AZURE_CLIENT_SECRET"\.$/,
    );
  });

  test("that gives no token is a mistake in words, without secrets", async () => {
    const choice = { kind: "cli", cloud, environment: {}, tenant: "t1" } as const;
    const failing = (message: string) => ({ getToken: () => Promise.reject(new Error(message)) });
    await expect(firstToken(failing(`Refused ${secretToken}.\nstack`), choice)).rejects.toThrow(
      'The credential "cli" gave no token for tenant "t1". (Refused [token].)',
    );
    await expect(firstToken({ getToken: async () => null }, choice)).rejects.toThrow(
      /gave no token/,
    );
  });

  const metadata = "http://169.254.169.254";
  test.each([
    ["a virtual machine", {}, `"${metadata}" was asked`],
    [
      "a user-assigned identity",
      { AZURE_CLIENT_ID: "c1" },
      `"${metadata}", for the identity of AZURE_CLIENT_ID "c1", was asked`,
    ],
    [
      "App Service",
      { IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi", IDENTITY_HEADER: "h" },
      '"http://127.0.0.1:1/msi" was asked',
    ],
    ["Cloud Shell", { MSI_ENDPOINT: "http://localhost:2" }, '"http://localhost:2" was asked'],
  ])(
    "that is managed says what was asked as in %s, and what else there is",
    async (_title, environment, asked) => {
      const choice = { kind: "managed", cloud, environment } as const;
      const failing = { getToken: () => Promise.reject(new Error("Network unreachable.")) };
      await expect(firstToken(failing, choice)).rejects.toThrow(
        `No managed identity answered here with a token; ${asked}. Only machines in Azure, or joined to it by Azure Arc, have one. Other credentials for "--credential" are "cli", "workload", "secret", "certificate", "token", and "default" for the first of them that works. (Network unreachable.)`,
      );
    },
  );

  test("tells who it is, and nothing where the token cannot be read", () => {
    expect(readIdentity(secretToken)).toEqual({
      objectId: "94d2b778-3345-5a44-8b1a-2fd80fad0d28",
      applicationId: "1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11",
      name: "assay-reader",
      tenantId: "c0c0b8e7-aa4e-50df-b0ee-b2f60b8b956d",
    });
    for (const token of ["opaque", "", "a.b.c", "a.bnVsbA.c"])
      expect(readIdentity(token)).toEqual({});
  });
});
