import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type AzureServer,
  manySubscriptions,
  secretToken,
  startAzureServer,
} from "../azure-server.ts";
import { type GraphServer, startGraphServer } from "./graph-server.ts";
import { type Answers, plain } from "./tenant.ts";

/** The tenant that the token for Azure is of; the one for Microsoft Graph is of the same, and no more alike. */
const { tid: TENANT } = JSON.parse(
  Buffer.from(secretToken.split(".")[1]!, "base64url").toString("utf8"),
) as { readonly tid: string };
const tenant = `/tenants/${TENANT}`;
const graphToken = `e30.${Buffer.from(JSON.stringify({ tid: TENANT })).toString("base64url")}.graph`;

let folder: string;
let arm: AzureServer;
let graph: GraphServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-entra-"));
  arm = await startAzureServer({ subscriptions: manySubscriptions(2) });
});
afterEach(async () => {
  await Promise.all([arm.close(), graph.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The command in a process of its own. */
async function assay(words: readonly string[], environment: object = {}) {
  const child = spawn(process.execPath, [resolve("src/cli/start.ts"), ...words], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH!, HOME: folder, AZURE_ACCESS_TOKEN: secretToken },
      AZURE_GRAPH_ACCESS_TOKEN: graphToken,
      ...environment,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const exitCode = await new Promise<number | null>((done) => child.once("close", done));
  return { exitCode, output };
}

const collect = (...more: readonly string[]) => [
  ...["collect", "--endpoint", arm.url, "--graph", graph.url, "--credential", "token"],
  ...["--types", "SecurityContact,User,UserRegistration,ConditionalAccessPolicy,NamedLocation"],
  ...more,
];

async function coverage() {
  const { output } = await assay(["coverage", "--output", "json", "--all"]);
  const { collections } = JSON.parse(output) as {
    readonly collections: readonly { type: string; connector: string; status: string }[];
  };
  return (type: string, connector: string) =>
    collections.find((one) => one.type === type && one.connector === connector)?.status;
}

const play = async (answers: Answers = {}, ...fault: [Parameters<typeof startGraphServer>[2]?]) => {
  const organization = { value: [{ id: TENANT, displayName: "Contoso" }] };
  const all = { ...plain, "/v1.0/organization": organization, ...answers };
  graph = await startGraphServer(all, graphToken, ...fault);
};

test("a tenant is read beside its subscriptions, and what the default answer lacks is asked for", async () => {
  await play();
  const { exitCode, output } = await assay(collect());
  expect(output).toMatch(/2 subscriptions, 1 tenant, /);
  expect(exitCode).toBe(0);
  const status = await coverage();
  expect(status("User", tenant)).toBe("complete");
  const users = graph.asked.find(({ url }) => url.startsWith("/v1.0/users"));
  expect(users?.url).toMatch(/\$select=id,displayName,userPrincipalName,userType,accountEnabled/);
});

test("what one asks for a second at most is asked so, and waited for without being told how long", async () => {
  await play({}, (url, before) =>
    url.pathname.endsWith("/conditionalAccess/policies") && before === 0
      ? { status: 429, body: { error: { code: "TooManyRequests", message: "Slow down." } } }
      : undefined,
  );
  const { exitCode } = await assay(collect());
  expect(exitCode).toBe(0);
  const times = graph.asked
    .filter(({ url }) => url.includes("/conditionalAccess/"))
    .map(({ at }) => at);
  expect(times).toHaveLength(3);
  // Timers may be a little early by the server's clock.
  for (const [i, at] of times.slice(1).entries()) expect(at - times[i]!).toBeGreaterThan(900);
});

test("a token for Azure alone reads the subscriptions, and says what the tenant lacks", async () => {
  await play();
  const { output } = await assay(collect(), { AZURE_GRAPH_ACCESS_TOKEN: "" });
  expect(output).toMatch(/AZURE_GRAPH_ACCESS_TOKEN/);
  expect(graph.asked).toEqual([]);
  expect(output).not.toContain(graphToken);
});

test("--in reads a tenant alone, or subscriptions alone", async () => {
  await play();
  const own = await assay(collect("--in", `tenant:${TENANT}`));
  expect(own.output).toMatch(/: 1 tenant, /);
  expect(own.exitCode).toBe(0);
  const alone = await coverage();
  expect(alone("User", tenant)).toBe("complete");
  graph.asked.splice(0);
  const one = await assay(collect("--in", "subscription:00000000-0000-4000-8000-000000000000"));
  expect(one.output).toMatch(/: 1 subscription, /);
  expect(graph.asked).toEqual([]);
  const wrong = await assay(collect("--in", "group:production"));
  expect(wrong.exitCode).toBe(3);
  expect(wrong.output).toMatch(
    /"--in" takes subscription:… and tenant:… here, not "group:production"/,
  );
});

/** A token of the tenant with these claims. */
const tokenWith = (claims: object) =>
  `e30.${Buffer.from(JSON.stringify({ tid: TENANT, ...claims })).toString("base64url")}.graph`;

test.each([
  [
    "a person by way of the Azure CLI reads no policies, and is told that they cannot be added there",
    { scp: "AuditLog.Read.All Directory.AccessAsUser.All Group.ReadWrite.All User.ReadWrite.All" },
    /asked by a person.*: 5 of 7 .*\n {2}Policy\.Read\.All\n.*Policy\.Read\.DeviceConfiguration\n.*sign in as an application/s,
    2,
  ],
  [
    "an application that may read the directory lacks what reports and policies take",
    { idtyp: "app", roles: ["Directory.Read.All"] },
    /asked by an application: 4 of 7 .*\n {2}AuditLog\.Read\.All\n.*246dd0d5-5bd0-4def-940b-0421030a5b68=Role/s,
    2,
  ],
  [
    "an application that has all of them is told so",
    {
      roles:
        "AuditLog.Read.All Directory.Read.All Policy.Read.All Policy.Read.DeviceConfiguration".split(
          " ",
        ),
    },
    /7 of 7 permissions of Microsoft Graph held\n$/,
    0,
  ],
])("doctor: %s", async (_, claims, said, exitCode) => {
  await play();
  const words = ["doctor", "--endpoint", arm.url, "--graph", graph.url, "--credential", "token"];
  const told = await assay(words, { AZURE_GRAPH_ACCESS_TOKEN: tokenWith(claims) });
  expect(told.output).toMatch(said);
  expect(graph.asked).toEqual([]);
  expect([0, 2]).toContain(told.exitCode);
  if (exitCode === 2) expect(told.exitCode).toBe(2);
});
