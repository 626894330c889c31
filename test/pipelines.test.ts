import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type AzureServer,
  manySubscriptions,
  type Play,
  type Seen,
  secretToken,
  startAzureServer,
} from "./collect/azure-server.ts";

/** What the recipes and the action are made of, as far as this reads it. */
interface Step {
  readonly run?: string;
  readonly script?: string;
  readonly uses?: string;
  readonly task?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly job?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface GitLabJob {
  readonly id_tokens: Readonly<Record<string, { readonly aud: string }>>;
  readonly cache: readonly { readonly paths: readonly string[] }[];
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
}

const read = <T>(file: string) => parse(readFileSync(file, "utf8")) as T;
const fixtures = resolve("test/fixtures/azure/loopback");
const tls = {
  cert: readFileSync(`${fixtures}/certificate.pem`, "utf8"),
  key: readFileSync(`${fixtures}/key.pem`, "utf8"),
};
const who = {
  AZURE_TENANT_ID: "c0c0b8e7-aa4e-50df-b0ee-b2f60b8b956d",
  AZURE_CLIENT_ID: "1b1b8c1f-7a53-5d6e-9d52-0f6c5a9b7f11",
};
const requestToken = "request-token-of-the-job";
const federated = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.ZmVkZXJhdGVkLXNpZ25hdHVyZQ";

let folder: string;
let server: AzureServer;
let output = "";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-pipeline-"));
  output = "";
  server = await startAzureServer({ subscriptions: manySubscriptions(3), tls, fault: giveToken });
  const start = `"${process.execPath}" "${resolve("src/cli/start.ts")}"`;
  shim("npm", 'echo "npm $*"');
  // Nothing but where Azure is differs from the real one.
  shim(
    "assay",
    `case "$1" in collect|scan) exec ${start} "$@" --endpoint ${server.url};; *) exec ${start} "$@";; esac`,
  );
  shim("npx", 'exec "$@"');
  shim("gh", gitHubClient);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The services of GitHub and of Azure Pipelines that give tokens. */
function giveToken({ method, url, path, authorization }: Seen): Play | undefined {
  if (authorization !== `Bearer ${requestToken}`)
    return path === "/github" || path === "/pipelines" ? { status: 401 } : undefined;
  const audience = encodeURIComponent("api://AzureADTokenExchange");
  if (method === "GET" && url === `/github?api-version=2.0&audience=${audience}`)
    return { body: { value: federated, count: 1 } };
  if (method === "POST" && url === "/pipelines?api-version=7.1&serviceConnectionId=connection-1")
    return { body: { oidcToken: federated } };
  return undefined;
}

/** GitHub's client, over a folder of comments: what it is asked to write is kept, and found again. */
const gitHubClient = `
mkdir -p "$HOME/comments"
echo "$*" >> "$HOME/gh.log"
case "$*" in
  *--paginate*) [ ! -f "$HOME/comments/1" ] || echo 1 ;;
  *"--method POST"*|*"--method PATCH"*)
    for word in "$@"; do case "$word" in body=@*) cp "\${word#body=@}" "$HOME/comments/1";; esac; done ;;
esac`;

function shim(name: string, body: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Runs a step's commands as the services do, and gives their exit code. */
function run(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<number | null> {
  const cwd = join(folder, "work");
  mkdirSync(cwd, { recursive: true });
  const env = {
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    HOME: folder,
    CI: "true",
    NODE_EXTRA_CA_CERTS: `${fixtures}/certificate.pem`,
    ...environment,
  };
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env,
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  return new Promise((done) => child.once("close", done));
}

const work = (...path: readonly string[]) => join(folder, "work", ...path);
const snapshots = () => readdirSync(work(".assay/snapshots")).length;

/** Entra was given the federated token, and nothing that was printed or kept holds any token. */
function expectSignedInWithoutSecret(): void {
  const asked = server.requests.find(({ path }) => path.endsWith("/oauth2/v2.0/token"));
  const sent = new URLSearchParams(asked?.body);
  expect(sent.get("client_assertion")).toBe(federated);
  expect(sent.get("client_id")).toBe(who.AZURE_CLIENT_ID);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  const leaks = [...files, output].filter((text) =>
    [secretToken, federated, requestToken].some((token) => text.includes(token)),
  );
  expect(leaks).toEqual([]);
}

/** Variables as GitHub sets them in every step of a job with these permissions. */
function gitHubVariables(permissions: Job["permissions"] = {}): Record<string, string> {
  const temp = join(folder, "temp");
  mkdirSync(temp, { recursive: true });
  const files = ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_PATH"];
  for (const name of files) writeFileSync(join(temp, name), "", { flag: "a" });
  const isTrusted = permissions["id-token"] === "write";
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "contoso/estate",
    RUNNER_TEMP: temp,
    ...Object.fromEntries(files.map((name) => [name, join(temp, name)])),
    ...(isTrusted
      ? {
          ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/github?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
        }
      : {}),
  };
}

test("GitHub's recipe reads, judges, keeps the estate and summarises", async () => {
  const { jobs } = read<{ jobs: Record<string, Job> }>("examples/pipelines/github.yml");
  const { steps, permissions } = jobs.judge!;
  const variables = gitHubVariables(permissions);
  const codes: (number | null)[] = [];
  for (const { run: script } of steps)
    if (script !== undefined) codes.push(await run(script, { ...variables, ...who }));
  expect([codes, output]).toEqual([[0, 1], expect.stringContaining("npm ci")]);
  expectSignedInWithoutSecret();
  const using = (action: string) => steps.find(({ uses = "" }) => uses.startsWith(action))!.with!;
  expect(existsSync(work(using("github/codeql-action/upload-sarif").sarif_file!))).toBe(true);
  expect(existsSync(work(using("actions/upload-artifact").path!))).toBe(true);
  expect(using("actions/cache/save")).toEqual({
    path: using("actions/cache/restore").path,
    key: using("actions/cache/restore").key,
  });
  expect([using("actions/cache/save").path, snapshots()]).toEqual([".assay", 1]);
  expect(readFileSync(variables.GITHUB_STEP_SUMMARY!, "utf8")).toMatch(/^# Assay\n/m);
});

test("GitLab's recipe reads, judges and leaves the reports that it names", async () => {
  const { assay } = read<{ assay: GitLabJob }>("examples/pipelines/gitlab-ci.yml");
  expect(Object.values(assay.id_tokens)).toEqual([{ aud: "api://AzureADTokenExchange" }]);
  const tokens = Object.fromEntries(Object.keys(assay.id_tokens).map((name) => [name, federated]));
  const script = assay.script.join("\n");
  expect([await run(script, { GITLAB_CI: "true", ...who, ...tokens }), output]).toEqual([
    1,
    expect.stringContaining("Snapshot "),
  ]);
  expectSignedInWithoutSecret();
  for (const file of Object.values(assay.artifacts.reports))
    expect(existsSync(work(file))).toBe(true);
  expect(assay.cache.flatMap(({ paths }) => paths)).toContain(".assay/");
  expect(snapshots()).toBe(1);
});

test("Azure Pipelines' recipe reads in one job and judges in the next, without signing in", async () => {
  const { jobs } = read<{ jobs: readonly Job[] }>("examples/pipelines/azure-pipelines.yml");
  const stepsOf = (name: string) => jobs.find(({ job }) => job === name)!.steps;
  // As the task of Azure's command line sets them, and the agent.
  const agent = { TF_BUILD: "True", SYSTEM_OIDCREQUESTURI: `${server.url}/pipelines` };
  const task = stepsOf("collect").find(({ task: named }) => named === "AzureCLI@2")!;
  expect(task.env).toEqual({ SYSTEM_ACCESSTOKEN: "$(System.AccessToken)" });
  const code = await run(task.inputs!.inlineScript!, {
    ...agent,
    SYSTEM_ACCESSTOKEN: requestToken,
    AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection-1",
    AZURESUBSCRIPTION_CLIENT_ID: who.AZURE_CLIENT_ID,
    AZURESUBSCRIPTION_TENANT_ID: who.AZURE_TENANT_ID,
  });
  expect([code, output]).toEqual([0, expect.stringContaining("3 subscriptions")]);
  expectSignedInWithoutSecret();
  const macros = (text: string) =>
    text
      .replace("$(Pipeline.Workspace)/estate", work(".assay"))
      .replace("$(System.DefaultWorkingDirectory)", work());
  const codes: (number | null)[] = [];
  for (const { script } of stepsOf("judge"))
    if (script !== undefined) codes.push(await run(macros(script), agent));
  expect(codes).toEqual([0, 1, 0]);
  const summary = /##vso\[task\.uploadsummary\](.*)/.exec(output)![1]!;
  expect(readFileSync(summary, "utf8")).toMatch(/^# Assay\n/m);
  expect(existsSync(work("assay.xml"))).toBe(true);
});

describe("a pull request from a fork is validated without signing in", () => {
  test.each([
    ["GitHub", "github.yml", "run"],
    ["Azure Pipelines", "azure-pipelines.yml", "script"],
  ] as const)("by the recipe for %s", async (_name, file, key) => {
    const { jobs } = read<{ jobs: Record<string, Job> | readonly Job[] }>(
      `examples/pipelines/${file}`,
    );
    const validate = Array.isArray(jobs)
      ? (jobs as readonly Job[]).find(({ job }) => job === "validate")!
      : (jobs as Record<string, Job>).validate!;
    for (const step of validate.steps)
      if (step[key] !== undefined) expect(await run(step[key], {})).toBe(0);
    expect(output).toMatch(/\d+ checks are valid\./);
    expect(server.requests).toEqual([]);
  });

  test("by the recipe for GitLab", async () => {
    const { validate } = read<{ validate: GitLabJob }>("examples/pipelines/gitlab-ci.yml");
    expect(await run(validate.script.join("\n"), {})).toBe(0);
    expect(server.requests).toEqual([]);
  });
});

describe("the action", () => {
  const action = read<{
    inputs: Record<string, { default: string }>;
    runs: { steps: readonly (Step & { id?: string; name?: string })[] };
  }>("action.yml");
  const step = (name: string) => action.runs.steps.find((one) => one.name === name)!;

  /** A step with its inputs as they are where nothing is given, but for these. */
  const runStep = (
    name: string,
    given: Record<string, string>,
    more: Record<string, string> = {},
  ) => {
    const values = Object.entries(step(name).env ?? {}).map(([variable, expression]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1];
      return [variable, input === undefined ? "" : (given[input] ?? action.inputs[input]!.default)];
    });
    const trusted = gitHubVariables({ "id-token": "write" });
    return run(step(name).run!, { ...trusted, ...who, ...Object.fromEntries(values), ...more });
  };
  const temp = (name: string) => readFileSync(join(folder, "temp", name), "utf8");

  test("puts nothing that somebody else writes into a command", () => {
    for (const { run: script = "" } of action.runs.steps) expect(script).not.toContain("${{");
  });

  test("installs the version that is asked for", async () => {
    expect(await runStep("Install Assay", { version: "1.2.3" })).toBe(0);
    expect(output).toContain("@assay-policy/assay@1.2.3 graphql");
    expect(temp("GITHUB_PATH")).toContain("assay/node_modules/.bin");
  });

  test("takes a snapshot, judges it, and ends as Assay did", async () => {
    expect(await runStep("Judge", { "fail-on": "high" })).toBe(0);
    expectSignedInWithoutSecret();
    expect(temp("GITHUB_OUTPUT")).toBe("exit-code=1\nreport=written\n");
    expect(JSON.parse(temp("assay.sarif")).runs).toHaveLength(1);
    expect(temp("GITHUB_STEP_SUMMARY")).toBe(temp("assay.md"));
    expect(await runStep("Say how it ended", {}, { CODE: "1" })).toBe(1);
  });

  test("judges a folder of answers that is there, and passes options on", async () => {
    const given = {
      snapshot: resolve("test/estates/healthy"),
      checks: "azure/defender/security-contacts-have-additional-email",
      arguments: "--strict --limit 1",
    };
    expect(await runStep("Judge", given)).toBe(0);
    expect(temp("GITHUB_OUTPUT")).toBe("exit-code=0\nreport=written\n");
    expect(server.requests).toEqual([]);
  });

  test("only validates what comes from a fork", async () => {
    expect(await runStep("Judge", {}, { HEAD: "stranger/estate" })).toBe(0);
    expect(temp("GITHUB_OUTPUT")).toBe("exit-code=0\n");
    expect(output).toContain("::notice::");
    expect(server.requests).toEqual([]);
  });

  test("writes one comment, and then that comment anew, within its size", async () => {
    const comment = () =>
      runStep("Comment on the pull request", {}, { PULL_REQUEST: "7", GH_TOKEN: "x" });
    gitHubVariables();
    writeFileSync(join(folder, "temp/assay.md"), `# First\n${"é".repeat(70_000)}`);
    expect(await comment()).toBe(0);
    const first = readFileSync(join(folder, "comments/1"), "utf8");
    expect([first.length <= 65_536, first.slice(0, 33)]).toEqual([
      true,
      "<!-- written by assay -->\n# First",
    ]);
    writeFileSync(join(folder, "temp/assay.md"), "# Second\n");
    expect(await comment()).toBe(0);
    expect(readFileSync(join(folder, "comments/1"), "utf8")).toBe(
      "<!-- written by assay -->\n# Second\n",
    );
    const calls = readFileSync(join(folder, "gh.log"), "utf8")
      .split("\n")
      .filter((line) => line.includes("--method"));
    expect(calls).toEqual([
      expect.stringContaining("POST repos/contoso/estate/issues/7/comments"),
      expect.stringContaining("PATCH repos/contoso/estate/issues/comments/1"),
    ]);
  });
});
