import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseCloud, clouds } from "../../../src/collect/microsoft/clouds.ts";
import { createCredential } from "../../../src/collect/microsoft/credentials.ts";
import { findFederatedToken } from "../../../src/collect/microsoft/federated-tokens.ts";

/** What was asked for, and what is answered next. */
const asked: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];
let answer: { readonly status: number; readonly body: string; readonly location?: string };
const server = createServer((incoming, outgoing) => {
  asked.push(incoming);
  const { status, body, location } = answer;
  outgoing.writeHead(status, location === undefined ? {} : { location }).end(body);
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const cloud = chooseCloud({});
const gitHub = () => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/oidc?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
});
const pipelines = () => ({
  SYSTEM_OIDCREQUESTURI: `${url}/_apis/oidctoken`,
  SYSTEM_ACCESSTOKEN: "access-token",
  AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection-1",
  AZURESUBSCRIPTION_CLIENT_ID: "client-1",
  AZURESUBSCRIPTION_TENANT_ID: "tenant-1",
});

/** Asks for the token that these variables lead to. */
async function take(environment: Record<string, string>, of = cloud): Promise<string> {
  const found = findFederatedToken({ cloud: of, environment });
  if (typeof found === "string") throw new Error(found);
  return typeof found.token === "function" ? found.token() : found.token.file;
}

describe("a federated token", () => {
  test("of GitHub is asked for with the audience of the cloud", async () => {
    answer = { status: 200, body: '{"value":"federated"}' };
    for (const { audience } of clouds) {
      const of = clouds.find((one) => one.audience === audience)!;
      expect(await take(gitHub(), of)).toBe("federated");
      const { method, url: path, headers } = asked.at(-1)!;
      expect([method, path, headers.authorization]).toEqual([
        "GET",
        `/oidc?api-version=2.0&audience=${encodeURIComponent(audience)}`,
        "Bearer request-token",
      ]);
    }
  });

  test("of Azure Pipelines is asked for the service connection, which says whom it is for", async () => {
    answer = { status: 200, body: '{"oidcToken":"federated"}' };
    expect(await take(pipelines())).toBe("federated");
    const { method, url: path, headers } = asked.at(-1)!;
    expect([method, path, headers.authorization]).toEqual([
      "POST",
      "/_apis/oidctoken?api-version=7.1&serviceConnectionId=connection-1",
      "Bearer access-token",
    ]);
    expect(findFederatedToken({ cloud, environment: pipelines() })).toMatchObject({
      tenantId: "tenant-1",
      clientId: "client-1",
    });
  });

  test("that a person names goes before those of the pipeline", async () => {
    const file = { AZURE_FEDERATED_TOKEN_FILE: "/token" };
    const variable = { AZURE_FEDERATED_TOKEN: "from-gitlab" };
    expect(await take({ ...gitHub(), ...variable, ...file })).toBe("/token");
    expect(await take({ ...gitHub(), ...variable })).toBe("from-gitlab");
  });

  test.each([
    [403, "no access-token here", "answered 403 without one: no [token] here"],
    [404, '{"message":"Not found"}', 'answered 404 without one: {"message":"Not found"}'],
    [200, '{"oidctoken":"federated"}', "answered 200 without one"],
    [200, "<html>", "answered 200 without one"],
    [302, "", "answered 302 without one"],
  ])("is not made up of an answer %i %s, and nothing of it is told", async (status, body, said) => {
    answer = { status, body, location: `${url}/elsewhere` };
    const { message } = (await take(pipelines()).catch((error: unknown) => error)) as Error;
    expect(message).toContain(`Azure Pipelines was asked for a token, and ${said}`);
    expect(message).not.toContain("federated");
    expect(asked.at(-1)!.url).toMatch(/^\/_apis/);
  });

  test("is not asked for over plain http of another machine", async () => {
    const away = { ...gitHub(), ACTIONS_ID_TOKEN_REQUEST_URL: "http://tokens.example/?x=1" };
    await expect(take(away)).rejects.toThrow('"http://tokens.example", is not over https.');
  });
});

describe("without one, the credential says", () => {
  const tenant = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c" };
  const make = async (environment: Record<string, string>) =>
    (
      (await createCredential({ kind: "workload", cloud, environment }).catch(
        (error) => error,
      )) as Error
    ).message;

  test("all that it looked for", async () => {
    const message = await make(tenant);
    expect(message).toMatch(
      /^The credential "workload" found no federated token. None of these is set: /,
    );
    for (const name of Object.keys({ ...gitHub(), SYSTEM_ACCESSTOKEN: "" }))
      expect(message).toContain(`"${name}"`);
    expect(message).toContain(
      '"permissions: id-token: write", and none for a pull request from a fork',
    );
  });

  test("what a pipeline that is there lacks", async () => {
    expect(await make({ ...tenant, SYSTEM_OIDCREQUESTURI: `${url}/x` })).toMatch(
      /^The credential "workload" found no federated token. Azure Pipelines is here, but "SYSTEM_ACCESSTOKEN", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID" are not set: the task AzureCLI@2/,
    );
  });

  test("beside it whom it would be for", async () => {
    expect(await make({})).toMatch(
      /needs the environment variables "AZURE_TENANT_ID", "AZURE_CLIENT_ID"\.$/,
    );
    expect(await make(gitHub())).toBe(
      'The credential "workload" needs the environment variables "AZURE_TENANT_ID", "AZURE_CLIENT_ID".',
    );
  });
});
