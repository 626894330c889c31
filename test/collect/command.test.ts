import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type AzureServer,
  type AzureServerOptions,
  contact,
  error,
  type GraphRow,
  guid,
  manySubscriptions,
  type Play,
  secretToken,
  type Seen,
  startAzureServer,
} from "./azure-server.ts";
import { byAddress, gatewayOf } from "./azure/network/gateways.ts";
import { network, rule } from "./azure/network/networks.ts";
import { subscription } from "../library/answers.ts";

/** A signed token as pipelines give them; nothing of it may turn up but where it is exchanged. */
const federated = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.ZmVkZXJhdGVkLXNpZ25hdHVyZQ";

/** The command as it is installed, in a process of its own; nothing of the test's environment reaches it but these variables. */
interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly output: string }>;
}

let folder: string;
let server: AzureServer | undefined;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-command-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: AzureServerOptions) => (server = await startAzureServer(options));

function assay(
  words: readonly string[],
  environment: Record<string, string> = {},
  shell?: string,
): Running {
  const command = [process.execPath, resolve("src/cli/start.ts"), ...words];
  const program =
    shell === undefined ? command : ["bash", "-c", `${shell}; exec "$@"`, "bash", ...command];
  const child = spawn(program[0]!, program.slice(1), {
    cwd: folder,
    env: { PATH: process.env.PATH!, HOME: folder, AZURE_ACCESS_TOKEN: secretToken, ...environment },
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const ended = new Promise<{ exitCode: number | null; output: string }>((done) =>
    child.once("close", (exitCode) => done({ exitCode, output })),
  );
  return { process: child, ended };
}

const collect = (url: string, ...more: readonly string[]) => [
  "collect",
  "--endpoint",
  url,
  "--credential",
  "token",
  "--types",
  "SecurityContact",
  ...more,
];
const snapshots = () => globSync(join(folder, ".assay/snapshots/*")).length;
const stagings = () => {
  try {
    return readdirSync(join(folder, ".assay/staging"));
  } catch {
    return [];
  }
};

/** Verdicts of the specification's check, by what the JSON report says. */
async function judge() {
  const check = "azure/defender/security-contacts-have-additional-email";
  const { output } = await assay(["run", check, "--output", "json", "--limit", "0"]).ended;
  const { status, offenderCount, undecidedCount, examined } = JSON.parse(output).checks[0];
  return { status, offenderCount, undecidedCount, examined: examined.Connector };
}

const expectNoToken = (...texts: readonly string[]) => expectNotIn(secretToken, ...texts);

/** No file in the store or beside it holds the token. */
function expectNotIn(token: string, ...texts: readonly string[]): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const contents = files.map((file) =>
    readFileSync(join(file.parentPath, file.name)).toString("latin1"),
  );
  expect(files.length + texts.length).toBeGreaterThan(0);
  expect([...contents, ...texts].filter((content) => content.includes(token))).toEqual([]);
}

describe("signing in", () => {
  const fixtures = "test/fixtures/azure/loopback";
  const tls = {
    cert: readFileSync(`${fixtures}/certificate.pem`, "utf8"),
    key: readFileSync(`${fixtures}/key.pem`, "utf8"),
  };
  const trusted = { NODE_EXTRA_CA_CERTS: resolve(`${fixtures}/certificate.pem`) };
  const who = {
    AZURE_TENANT_ID: "c0c0b8e7-aa4e-50df-b0ee-b2f60b8b956d",
    AZURE_CLIENT_ID: "1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11",
  };
  const collectBy = (kind: string, url: string) =>
    collect(url).map((word) => (word === "token" ? kind : word));

  test("works with a client secret over TLS, as in a sovereign cloud", async () => {
    const { url, requests } = await start({ subscriptions: manySubscriptions(3), tls });
    const secret = { AZURE_CLIENT_SECRET: "hunter2-hunter2-hunter2" };
    const environment = { ...who, ...trusted, ...secret };
    const { exitCode, output } = await assay(collectBy("secret", url), environment).ended;
    expect([exitCode, output]).toEqual([0, expect.stringContaining("3 subscriptions, 6 assets")]);
    const asked = requests.find(({ path }) => path.endsWith("/oauth2/v2.0/token"));
    expect(asked?.body).toContain(encodeURIComponent(`${url}/.default`));
    expectNoToken(output);
    expect(output).not.toContain("hunter2");
  });

  test.each<readonly [string, (url: string) => Record<string, string>]>([
    ["GitLab's variable", () => ({ ...who, AZURE_FEDERATED_TOKEN: federated })],
    [
      "GitHub's service",
      (url) => ({
        ...who,
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
      }),
    ],
    [
      "Azure Pipelines' service",
      (url) => ({
        SYSTEM_OIDCREQUESTURI: `${url}/pipelines`,
        SYSTEM_ACCESSTOKEN: "request-token",
        AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "11111111-2222-3333-4444-555555555555",
        AZURESUBSCRIPTION_TENANT_ID: who.AZURE_TENANT_ID,
        AZURESUBSCRIPTION_CLIENT_ID: who.AZURE_CLIENT_ID,
      }),
    ],
  ])("works without a secret, by a federated token of %s", async (_title, variables) => {
    const fault = ({ path, authorization }: Seen): Play | undefined => {
      if (path !== "/github" && path !== "/pipelines") return undefined;
      if (authorization !== "Bearer request-token") return { status: 401 };
      return { body: path === "/github" ? { value: federated } : { oidcToken: federated } };
    };
    const { url, requests } = await start({ subscriptions: manySubscriptions(2), tls, fault });
    const environment = { ...trusted, ...variables(url) };
    const { exitCode, output } = await assay(collectBy("workload", url), environment).ended;
    expect([exitCode, output]).toEqual([0, expect.stringContaining("2 subscriptions")]);
    const asked = requests.find(({ path }) => path.endsWith("/oauth2/v2.0/token"));
    const sent = new URLSearchParams(asked?.body);
    expect([sent.get("client_assertion"), sent.get("client_id")]).toEqual([
      federated,
      who.AZURE_CLIENT_ID,
    ]);
    for (const secret of [secretToken, federated, "request-token"]) expectNotIn(secret, output);
  });

  test("tells why a pipeline gave no token, without what it was asked with", async () => {
    const fault = ({ path, authorization }: Seen): Play | undefined =>
      path === "/github" ? { status: 403, body: { said: authorization } } : undefined;
    const { url } = await start({ subscriptions: manySubscriptions(1), tls, fault });
    const { exitCode, output } = await assay(collectBy("workload", url), {
      ...trusted,
      ...who,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    }).ended;
    expect([exitCode, output]).toEqual([
      3,
      expect.stringContaining(
        'The credential "workload" gave no token. (GitHub Actions was asked for a token, and answered 403 without one',
      ),
    ]);
    expectNotIn("request-token", output);
  });

  test.each([
    [
      "App Service",
      (url: string) => ({ IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: "x" }),
    ],
    ["a virtual machine", (url: string) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: url })],
  ])("works with the managed identity of %s", async (_title, variables) => {
    const { url } = await start({ subscriptions: manySubscriptions(2) });
    const words = collect(url).map((word) => (word === "token" ? "managed" : word));
    const { exitCode, output } = await assay(words, variables(url)).ended;
    expect([exitCode, output]).toEqual([0, expect.stringContaining("2 subscriptions")]);
  });

  test("says what was asked, and what else there is, where no managed identity answers", async () => {
    const { exitCode, output } = await assay(["collect", "--credential", "managed"], {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1",
    }).ended;
    expect([exitCode, output]).toEqual([
      3,
      expect.stringMatching(
        /^No managed identity answered here with a token; "http:\/\/127\.0\.0\.1:1" was asked\. .*"cli"/,
      ),
    ]);
  });

  test("says what to do where there is nothing to sign in with", async () => {
    const { exitCode, output } = await assay(["collect"], {
      AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential",
    }).ended;
    expect([exitCode, output]).toEqual([
      3,
      expect.stringMatching(/^There is nothing to sign in to Azure with\. Run "az login", or set/),
    ]);
    expect(snapshots() + stagings().length).toBe(0);
  });
});

test("a refused list of subscriptions leaves a snapshot that accuses nobody and passes nothing", async () => {
  const fault = () => ({
    status: 403,
    body: { error: { code: "AuthorizationFailed", message: "No." } },
  });
  const { url } = await start({ subscriptions: [], fault });
  const { exitCode, output } = await assay(collect(url)).ended;
  expect([exitCode, output]).toEqual([
    2,
    expect.stringContaining(
      'Connector: denied in 1 subscription. Grant "Microsoft.Resources/subscriptions/read"',
    ),
  ]);
  expect(await judge()).toMatchObject({ status: "undecided", offenderCount: 0, examined: 0 });
});

describe("scan", () => {
  const check = "azure/defender/security-contacts-have-additional-email";
  const scan = (url: string, ...more: readonly string[]) => [
    ...["scan", ...collect(url).slice(1), ...more],
  ];
  const denied = ({ path }: Seen): Play | undefined =>
    path.endsWith("securitycontacts") || path.endsWith("securityContacts")
      ? error(403, "AuthorizationFailed", "No.")
      : undefined;

  test.each<readonly [string, AzureServerOptions, readonly string[], number]>([
    ["1 where a check fails", { subscriptions: manySubscriptions(3) }, [], 1],
    [
      "0 where it is below --fail-on",
      { subscriptions: manySubscriptions(3) },
      ["--fail-on", "high"],
      0,
    ],
    ["2 where it is undecided", { subscriptions: manySubscriptions(2), fault: denied }, [], 2],
    [
      "0 where it is undecided and may be",
      { subscriptions: manySubscriptions(2), fault: denied },
      ["--undecided", "pass"],
      0,
    ],
    [
      "2 where no subscription was seen, whatever may be undecided",
      { subscriptions: [] },
      ["--undecided", "pass"],
      2,
    ],
  ])("collects, judges and ends with %s", async (_title, options, more, expected) => {
    const { url } = await start(options);
    const { exitCode } = await assay(scan(url, check, ...more)).ended;
    expect([exitCode, snapshots()]).toEqual([expected, 1]);
  });

  test("prints the report alone, of what it collected", async () => {
    const { url } = await start({ subscriptions: manySubscriptions(3) });
    const words = scan(url, check, "--output", "json", "--keep", "1");
    const json = await assay(words, {}, "exec 2>/dev/null").ended;
    expect(JSON.parse(json.output).checks[0]).toMatchObject({ status: "fail", offenderCount: 1 });
  });

  test("reads nothing where a check or an option is wrong", async () => {
    const { url, requests } = await start({ subscriptions: manySubscriptions(1) });
    for (const wrong of [
      ["azure/no-such"],
      ["--limit", "x"],
      ["--export", "report"],
      ["--summary"],
    ]) {
      const { exitCode } = await assay(scan(url, ...wrong)).ended;
      expect(exitCode).toBe(3);
    }
    expect(requests).toEqual([]);
  });
});

test("a proxy of the environment is not told what goes to this machine", async () => {
  const proxy = await startAzureServer({ subscriptions: [] });
  try {
    const { url } = await start({ subscriptions: manySubscriptions(2) });
    const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, ALL_PROXY: proxy.url };
    const { exitCode, output } = await assay(collect(url), environment).ended;
    expect([exitCode, output]).toEqual([0, expect.stringContaining("2 subscriptions, 4 assets")]);
    expect(proxy.peak()).toBe(0);
  } finally {
    await proxy.close();
  }
});

test("an opaque token that the service sends back is nowhere: not on the terminal, in the snapshot, in the recording", async () => {
  const token = "OPAQUEsecretTOKEN0123456789abcdef";
  const plays: readonly ((id: string) => Play)[] = [
    () =>
      error(401, token, `Not ${token}.`, {
        "x-ms-request-id": token,
        "x-ms-correlation-request-id": `Bearer ${token}`,
      }),
    (id) => ({ body: { value: [contact(id, token)] } }),
    () => ({ body: `<html>${token}</html>` }),
  ];
  const subscriptions = manySubscriptions(3);
  const { url, requests } = await start({
    subscriptions,
    fault({ path }) {
      const at = subscriptions.findIndex(({ id }) => path.includes(`${id}/`));
      return path.endsWith("/securityContacts") ? plays[at]!(subscriptions[at]!.id) : undefined;
    },
  });
  const words = collect(url, "--record", "raw");
  const { output } = await assay(words, { AZURE_ACCESS_TOKEN: token }).ended;
  expect(output).toContain("3 subscriptions");
  expect(new Set(requests.map(({ authorization }) => authorization))).toEqual(
    new Set([`Bearer ${token}`]),
  );
  const coverage = await assay(["coverage"]).ended;
  expectNotIn(token, output, coverage.output);
});

describe("a subscription that is not seen", () => {
  const subscriptions = manySubscriptions(3).filter((_one, n) => n > 0);
  const [kept, lost] = subscriptions.map(({ id }) => id) as [string, string];
  /** The list loses its second subscription once `losing` says so. */
  const startLosing = (losing: () => boolean) =>
    start({
      subscriptions,
      fault: ({ path }) =>
        path === "/subscriptions" && losing()
          ? { body: { value: [{ id: `/subscriptions/${kept}`, subscriptionId: kept }] } }
          : undefined,
    });

  test("though it was asked for leaves every check undecided, and the report names it", async () => {
    const { url } = await startLosing(() => true);
    const { exitCode, output } = await assay(collect(url, "--subscription", `${kept},${lost}`))
      .ended;
    expect([exitCode, output]).toEqual([2, expect.stringContaining(`"${lost}" was asked for`)]);
    expect(await judge()).toMatchObject({ status: "undecided", examined: 1 });
    expect((await assay(["run"]).ended).output).toContain(lost);
  });

  test("by any of several tenants is not passed over for what the others see", async () => {
    const { url, requests } = await start({
      subscriptions,
      fault: ({ path, before }) =>
        path === "/subscriptions" && before > 0 ? { body: { value: [] } } : undefined,
    });
    const wanted = guid(9);
    const tenants = ["--tenant", "contoso.com,fabrikam.com"];
    const { exitCode, output } = await assay(
      collect(url, ...tenants, "--subscription", `${kept},${wanted}`),
    ).ended;
    expect(requests.filter(({ path }) => path === "/subscriptions")).toHaveLength(2);
    expect([exitCode, output]).toEqual([2, expect.stringContaining(`"${wanted}" was asked for`)]);
    expect(await judge()).toMatchObject({ status: "undecided", examined: 1 });
    const run = await assay(["run", "azure/defender/security-contacts-have-additional-email"])
      .ended;
    expect([run.exitCode, run.output]).toEqual([2, expect.stringContaining(wanted)]);
  });

  test("though it was there before is a gap until it is said to be no more", async () => {
    let isLost = false;
    const { url } = await startLosing(() => isLost);
    expect((await assay(collect(url)).ended).exitCode).toBe(0);
    expect(await judge()).toMatchObject({ status: "pass", examined: 2 });
    isLost = true;
    const { exitCode, output } = await assay(collect(url)).ended;
    expect([exitCode, output]).toEqual([2, expect.stringContaining(`--gone ${lost}"`)]);
    expect(await judge()).toMatchObject({ status: "undecided", examined: 1 });
    // A gap of the day before is one today.
    expect((await assay(collect(url, "--gone", lost)).ended).exitCode).toBe(0);
    expect((await assay(collect(url)).ended).exitCode).toBe(0);
  });
});

describe("interrupted", () => {
  const slow = { subscriptions: manySubscriptions(120), latencyMs: 40 };

  test("from the keyboard, it says how to go on, and goes on there", async () => {
    const { url, requests } = await start(slow);
    const running = assay(collect(url, "--concurrency", "4"));
    await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(40);
    running.process.kill("SIGINT");
    const { exitCode, output } = await running.ended;
    expect([exitCode, output]).toEqual([
      130,
      expect.stringContaining('"npx assay collect --resume" goes on from here'),
    ]);
    expect([snapshots(), stagings().length]).toEqual([0, 1]);
    const before = requests.length;
    const words = ["collect", "--endpoint", url, "--credential", "token", "--resume"];
    const resumed = await assay(words).ended;
    expect([resumed.exitCode, resumed.output]).toEqual([
      0,
      expect.stringContaining("120 subscriptions, 240 assets"),
    ]);
    expect(requests.length - before).toBeLessThan(110);
    expect([snapshots(), stagings().length]).toEqual([1, 0]);
    expect(await judge()).toEqual({
      status: "fail",
      offenderCount: 40,
      undecidedCount: 0,
      examined: 120,
    });
    expectNoToken(output, resumed.output);
  });

  test("and resumed, it derives the same as a collection in one piece", async () => {
    const answers = network({
      ...{ address: "Standard", own: [rule("ssh")] },
      gateways: { agw: gatewayOf(byAddress) },
    });
    const rows = Object.values(answers).flatMap((body) => (body as { data: GraphRow[] }).data);
    let isStalling = true;
    const { url, requests } = await start({
      subscriptions: [{ id: subscription }],
      rows,
      fault: ({ body }) =>
        isStalling && /networkSecurityGroups/i.test(body) ? "stall" : undefined,
    });
    const types =
      "VM,NetworkInterface,SecurityGroup,StaticIP,LoadBalancer,ApplicationGateway,VirtualNetwork";
    const words = ["collect", "--endpoint", url, "--credential", "token"];
    const query = join(folder, "openings.graphql");
    writeFileSync(query, "{ vms { reachableFromInternetOn { name rules through } } }");
    const read = async () => JSON.parse((await assay(["query", query]).ended).output);

    const running = assay([...words, "--types", types, "--concurrency", "2"]);
    const isAsked = (type: RegExp) => requests.some(({ body }) => type.test(body));
    await expect
      .poll(() => isAsked(/virtualNetworks/i) && isAsked(/virtualMachines/i), { timeout: 20_000 })
      .toBe(true);
    running.process.kill("SIGINT");
    expect((await running.ended).exitCode).toBe(130);
    isStalling = false;
    expect((await assay([...words, "--resume"]).ended).exitCode).toBe(0);
    const resumed = await read();
    expect((await assay([...words, "--types", types]).ended).exitCode).toBe(0);
    expect(resumed).toEqual(await read());
    const names = resumed.data.vms[0].reachableFromInternetOn.map((one: { name: string }) =>
      one.name.split(" ").slice(0, 2).join(" "),
    );
    expect(names).toEqual(["rule ssh", "listener web"]);
  });

  test("and resumed while the subscriptions cannot be listed, it keeps what was read and says so", async () => {
    let refuses = false;
    const { url, requests } = await start({
      ...slow,
      fault: ({ path }) =>
        refuses && path === "/subscriptions" ? error(403, "AuthorizationFailed", "No.") : undefined,
    });
    const running = assay(collect(url, "--concurrency", "4"));
    await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(40);
    running.process.kill("SIGKILL");
    await running.ended;
    const words = ["collect", "--endpoint", url, "--credential", "token", "--resume"];
    refuses = true;
    const refused = await assay(words).ended;
    expect([refused.exitCode, refused.output]).toEqual([
      2,
      expect.stringMatching(
        /^No snapshot was made\. The list of subscriptions could not be read.*\nWhat was read before is kept/,
      ),
    ]);
    expect([snapshots(), stagings().length]).toEqual([0, 1]);
    refuses = false;
    const resumed = await assay(words).ended;
    expect([resumed.exitCode, snapshots(), stagings()]).toEqual([0, 1, []]);
    expect(await judge()).toMatchObject({ examined: 120, undecidedCount: 0 });
  });

  test("by kill -9 at any moment, the snapshot before stays and nothing trips over what is left", async () => {
    const { url } = await start({ subscriptions: manySubscriptions(60), latencyMs: 5 });
    await assay(collect(url)).ended;
    expect(snapshots()).toBe(1);
    // Moments spread over a whole run, from the start of the process to the last rename.
    for (const delayMs of [150, 350, 450, 550, 620, 690, 760, 850, 950]) {
      const running = assay(collect(url, "--concurrency", "8"));
      await new Promise((done) => setTimeout(done, delayMs));
      running.process.kill("SIGKILL");
      await running.ended;
      expect(await judge()).toEqual({
        status: "fail",
        offenderCount: 20,
        undecidedCount: 0,
        examined: 60,
      });
    }
    const { exitCode } = await assay(collect(url, "--keep", "1")).ended;
    expect([exitCode, snapshots(), stagings()]).toEqual([0, 1, []]);
  }, 120_000);
});

test("10,000 subscriptions are read and judged to the last, within the concurrency allowed", async () => {
  const { url, peak } = await start({ subscriptions: manySubscriptions(10_000), forgetful: true });
  const { exitCode, output } = await assay(collect(url, "--concurrency", "100")).ended;
  expect([exitCode, output]).toEqual([
    0,
    expect.stringContaining("10,000 subscriptions, 20,000 assets · 10,020 requests"),
  ]);
  expect(peak()).toBeLessThanOrEqual(104);
  expect(await judge()).toEqual({
    ...{ status: "fail", offenderCount: 3334, undecidedCount: 0, examined: 10_000 },
  });
}, 180_000);

test("a full disk ends it with a clear word and leaves the snapshot before", async () => {
  const { url } = await start({ subscriptions: manySubscriptions(400) });
  await assay(collect(url, "--subscription", "00000001-0000-4000-8000-000000000000")).ended;
  expect(snapshots()).toBe(1);
  // No file may grow beyond 64 kB; a limit stands in for a disk without room.
  const { exitCode, output } = await assay(collect(url), {}, "trap '' XFSZ; ulimit -f 64").ended;
  expect([exitCode, output]).toEqual([
    70,
    expect.stringMatching(
      /There is no room left to write in "\.assay"\. What was there before is unchanged\./,
    ),
  ]);
  expect(await judge()).toMatchObject({ examined: 1, undecidedCount: 0 });
});

// Below /proc no folder can be made, and the system says that the one above is not there.
describe.runIf(existsSync("/proc/self"))("where no folder can be made", () => {
  test.each([
    ["the store", ["--store", "/proc/x/y"], '"/proc/x" cannot be made: "/proc" takes no folders.'],
    ["what is in the store", ["--store", "/proc"], '"/proc/snapshots" cannot be made'],
    ["a recording", ["--record", "/proc/x/y"], '"/proc/x" cannot be made'],
  ])("%s, it ends and says so", async (_title, words, message) => {
    const { url } = await start({ subscriptions: manySubscriptions(1) });
    const { exitCode, output } = await assay(collect(url, ...words)).ended;
    expect([exitCode, output]).toEqual([3, expect.stringContaining(message)]);
  });
});

test("its time up, it leaves a snapshot that says what was skipped", async () => {
  const { url } = await start({ subscriptions: manySubscriptions(60), latencyMs: 100 });
  const { exitCode, output } = await assay(collect(url, "--time", "1.2s", "--concurrency", "2"))
    .ended;
  expect([exitCode, output]).toEqual([
    0,
    expect.stringMatching(
      /SecurityContact: skipped in \d+ subscriptions\. The collection's time of 1.2 s ran out/,
    ),
  ]);
  const { examined, undecidedCount, offenderCount } = await judge();
  expect([examined, undecidedCount > 0]).toEqual([60, true]);
  expect(offenderCount).toBeLessThan(20);
}, 60_000);

test("what it recorded, redacted, comes to the same verdicts and names nobody", async () => {
  const { url } = await start({ subscriptions: manySubscriptions(9) });
  const { exitCode, output } = await assay(collect(url, "--record", "raw", "--redact")).ended;
  expect([exitCode, output]).toEqual([0, expect.stringContaining("9 subscriptions")]);
  const before = await judge();
  const imported = await assay(["import", "raw"]).ended;
  expect(imported.output).toContain("Read 9 connectors");
  expect({ ...(await judge()), undecidedCount: 0 }).toMatchObject({
    offenderCount: before.offenderCount,
    examined: 9,
  });
  const files = globSync(`${folder}/raw/**/*`, { withFileTypes: true });
  const texts = files.map((file) =>
    file.isFile() ? readFileSync(join(file.parentPath, file.name), "utf8") : file.name,
  );
  expect(
    texts.filter((text) => /soc-\d|subscription \d|0000-4000-8000|c0c0b8e7/.test(text)),
  ).toEqual([]);
});

test("what it recorded of named tenants is found again, Resource Graph's answers too", async () => {
  const subscriptions = manySubscriptions(4);
  const rows = subscriptions.map(({ id }) => ({
    id: `/subscriptions/${id}/resourceGroups/g/providers/Microsoft.Compute/disks/d`,
    name: "d",
    type: "microsoft.compute/disks",
    subscriptionId: id,
    properties: { diskState: "Unattached" },
  }));
  const { url } = await start({ subscriptions, rows });
  const words = collect(url, "--record", "raw", "--tenant", "contoso.com", "--types", "Disk");
  const collected = await assay(words).ended;
  const disks = async () =>
    (await assay(["snapshots", "newest"]).ended).output.match(/^Disk .*/m)?.[0];
  const before = await disks();
  expect([collected.exitCode, before]).toEqual([0, expect.stringContaining("complete in 4")]);
  const imported = await assay(["import", "raw", "--types", "Disk,SecurityContact"]).ended;
  expect(imported.output).not.toContain("Nothing asked for");
  expect(await disks()).toBe(before);
});

describe("assay doctor", () => {
  const reader = [{ actions: ["*/read"], notActions: [] }];
  const security = [
    {
      actions: ["Microsoft.Security/*/read", "Microsoft.Resources/subscriptions/read"],
      notActions: ["Microsoft.Security/pricings/*"],
    },
  ];
  const doctor = (url: string, ...more: readonly string[]) =>
    assay(["doctor", "--endpoint", url, "--credential", "token", ...more]).ended;

  test("says who would collect and what they see, and is content with a reader", async () => {
    const subscriptions = manySubscriptions(2).map((one) => ({ ...one, permissions: reader }));
    const { url } = await start({ subscriptions });
    const { exitCode, output } = await doctor(url);
    expect(output).toContain(
      "Signed in as assay-reader (object 94d2b778-3345-5a44-8b1a-2fd80fad0d28",
    );
    expect(output).toContain(
      "2 subscriptions\n  tenant c0c0b8e7-aa4e-50df-b0ee-b2f60b8b956d (Contoso): 2\n",
    );
    expect(output).toMatch(/Permissions: (\d+) of \1 held everywhere/);
    expect([exitCode, output.includes(secretToken)]).toEqual([0, false]);
  });

  test("names the permission that lacks, where, and for which types", async () => {
    const [first, second] = manySubscriptions(2);
    const { url } = await start({
      subscriptions: [
        { ...first!, permissions: reader },
        { ...second!, permissions: security },
      ],
    });
    const { exitCode, output } = await doctor(url, "--types", "SecurityContact,Pricing");
    expect(exitCode).toBe(2);
    expect(output).toContain(
      `  Microsoft.Security/pricings/read\n    for Pricing\n    lacks in ${second!.id}\n`,
    );
    expect(output).not.toContain("securityContacts");
  });

  test("prints a custom role of just what the schema needs", async () => {
    const { exitCode, output } = await assay([
      "doctor",
      "--role",
      "--types",
      "SecurityContact",
      "--scope",
      "/subscriptions/s",
    ]).ended;
    expect([exitCode, JSON.parse(output)]).toMatchObject([
      0,
      {
        Actions: [
          "Microsoft.Resources/subscriptions/read",
          "Microsoft.Security/securityContacts/read",
        ],
        AssignableScopes: ["/subscriptions/s"],
      },
    ]);
  });
});
