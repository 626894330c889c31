import { statSync } from "node:fs";
import { readTextFile } from "../../files/decode.ts";
import { isBlank, readVariable } from "../../environment.ts";
import { InputError, suggestionFor } from "../../errors.ts";
import type { Authenticator } from "../../server/authenticate.ts";
import type { EstateSource } from "../../server/estate.ts";
import type { Limits } from "../../server/limits.ts";
import type { Inventory, Model } from "../../types.ts";
import { isLoopback } from "../../server/guard.ts";
import { asOf } from "../as-of.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import {
  checksOptions,
  choiceOptions,
  estateOptions,
  publishedOptions,
  readPublished,
  schemaOption,
} from "../options.ts";

/** Serves a snapshot to browsers and programs. */
export const serveCommand: Command = {
  name: "serve",
  about:
    "Serve a snapshot to browsers and programs, and print the address: verdicts, controls, assets, and GraphQL with GraphiQL.",
  more: [
    "Follows the newest snapshot of the store, and checks as they are edited. Listens on this machine alone unless told otherwise; docs/server.md says",
    "how to open it to others safely, and what every limit is. A shared token can also stand in ASSAY_TOKEN.",
  ],
  options: [
    ...estateOptions,
    ...checksOptions,
    schemaOption,
    ...choiceOptions,
    { flags: "--host <address>", about: "Address to listen on.", fallback: "127.0.0.1" },
    { flags: "--port <n>", about: "Port to listen on; 0 for any that is free.", fallback: "4000" },
    {
      flags: "--allowed-host <name>",
      about:
        "Name that browsers reach it by, where another than the address; * for any. Can be repeated.",
      many: "repeated",
    },
    {
      flags: "--base-path <path>",
      about: "What stands before every path where a proxy shows it, such as /assay.",
      fallback: "/",
    },
    { flags: "--token-file <file>", about: "Let in who knows the token in this file." },
    { flags: "--entra-tenant <id>", about: "Let in bearers of this Entra tenant's tokens." },
    { flags: "--entra-audience <id>", about: "Application that the tokens must be meant for." },
    { flags: "--entra-role <name>", about: "App role that the tokens must carry." },
    {
      flags: "--entra-authority <url>",
      about: "Where the tenant signs in, for national clouds.",
      fallback: "https://login.microsoftonline.com",
    },
    {
      flags: "--insecure-no-authentication",
      about: "Let everybody in who can reach an address that is not this machine's own.",
    },
    {
      flags: "--limit <name=value>",
      about: "Change a limit, such as rows=500000. Can be repeated.",
      many: "repeated",
    },
    ...publishedOptions,
    { flags: "--no-graphiql", about: "Pages and the endpoint alone." },
  ],
  async run(call) {
    const { io, options } = call;
    const { readBasePath } = await import("../../server/base-path.ts");
    const { startServer } = await import("../../server/server.ts");
    const { DEFAULT_LIMITS } = await import("../../server/limits.ts");
    const { loadEstate } = await import("../estate.ts");
    const { followSuiteOf } = await import("../follow-suite.ts");
    const { readTypesOf } = await import("../../library/read-types.ts");
    const limits = readLimits(listOption(options, "limit") ?? [], DEFAULT_LIMITS);
    const port = readPort(textOption(options, "port")!);
    const basePath = readBasePath(textOption(options, "basePath")!);
    const authenticator = await readAuthenticator(call);
    const estate = await loadEstate(call);
    const named = options.sample === true || options.snapshot !== undefined;
    const log = (line: string) => void io.stderr.write(`${line}\n`);
    const suites = await followSuiteOf(call, estate, log);
    const server = await startServer({
      source: named ? namedSource(await estate.open()) : await storeSource(call, estate.model),
      ...suites.current,
      suites,
      firstExample: "azure/defender/security-contacts-have-additional-email",
      isRead: readTypesOf(estate.model),
      limits,
      clock: io.clock,
      now: options.asOf === undefined ? io.now : () => asOf(call),
      host: textOption(options, "host")!,
      port,
      hosts: listOption(options, "allowedHost") ?? [],
      basePath,
      authenticator,
      published: readPublished(options),
      insecure: options.insecureNoAuthentication === true,
      graphiql: options.graphiql !== false,
      log,
    });
    io.stdout.write(`Assay is at ${server.url} (Ctrl-C stops it)\n`);
    const interruption = io.interruption();
    if (!interruption.aborted)
      await new Promise((resolve) => interruption.addEventListener("abort", resolve));
    io.stderr.write("Stopping: what is under way may finish.\n");
    await server.stop();
    return exitCodes.passed;
  },
};

/** One snapshot, for as long as the server runs. */
function namedSource(inventory: Inventory): EstateSource {
  return {
    list: () => [{ name: inventory.snapshot.id }],
    // It is opened once and judged again whenever its checks are edited: whoever retires its verdicts must not close it.
    open: async () => ({ ...inventory, close: () => undefined }),
    snapshots: () => [inventory.snapshot],
  };
}

/** The newest snapshot of the store, whichever that is at the time. */
async function storeSource(call: Call, model: Model): Promise<EstateSource> {
  const { openSnapshot } = await import("../../snapshot/file.ts");
  const { inventoryOver } = await import("../../library/inventory-over.ts");
  const { storeOf } = await import("../store.ts");
  const store = storeOf(call);
  return {
    list: () =>
      store.list().map(({ id, path, problem, future }) => {
        const why = problem ?? future;
        return { name: id, mark: markOf(path), ...(why === undefined ? {} : { problem: why }) };
      }),
    open: async (id) => inventoryOver(model, openSnapshot(store.find(id).path, model)),
    snapshots: () => store.list().flatMap(({ info }) => (info ? [info] : [])),
  };
}

/** Changes with the file's bytes and with the rights to it. */
function markOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.size} ${stats.ctimeMs}` : "";
}

async function readAuthenticator({ options, io }: Call): Promise<Authenticator | undefined> {
  const { authenticateByIssuer, authenticateByToken } =
    await import("../../server/authenticate.ts");
  const tenant = textOption(options, "entraTenant");
  const audience = textOption(options, "entraAudience");
  const role = textOption(options, "entraRole");
  const token =
    readToken(textOption(options, "tokenFile")) ?? readVariable(io.environment, "ASSAY_TOKEN");
  if (tenant === undefined && audience === undefined) {
    if (role !== undefined)
      throw new InputError("needs-other", '"--entra-role" goes with "--entra-tenant".');
    return token === undefined ? undefined : authenticateByToken(token);
  }
  if (tenant === undefined || audience === undefined)
    throw new InputError(
      "needs-other",
      '"--entra-tenant" and "--entra-audience" go together. Give both.',
    );
  if (token !== undefined)
    throw new InputError(
      "exclude-each-other",
      "A shared token and Entra tokens are two ways in. Keep one of them.",
    );
  const authority = readAuthority(textOption(options, "entraAuthority")!);
  const { entraIssuer } = await import("../../collect/microsoft/entra-issuer.ts");
  return authenticateByIssuer({
    ...entraIssuer(tenant, authority),
    audience,
    ...(role === undefined ? {} : { role }),
  });
}

function readToken(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const token = readTokenFile(file);
  if (!isBlank(token)) return token;
  throw new InputError("empty-value", `The file of "--token-file", "${file}", holds no token.`);
}

function readTokenFile(file: string): string {
  try {
    return readTextFile(file).trim();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      "unreadable-file",
      `The token file "${file}" cannot be read: ${(error as Error).message}.`,
    );
  }
}

/** Whoever could change what the sign-in endpoint answers could make tokens. */
function readAuthority(text: string): string {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url && isSafe && url.username === "" && url.password === "" && !/[?#]/.test(text))
    return url.href.replace(/\/+$/, "");
  throw new InputError(
    "wrong-value",
    `"--entra-authority" takes a URL such as "https://login.microsoftonline.us", found "${text}". Plain http is taken from this machine alone.`,
  );
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InputError("wrong-value", `"--port" takes a number from 0 to 65535, found "${text}".`);
}

function readLimits(written: readonly string[], defaults: Limits): Limits {
  const names = Object.keys(defaults);
  const changed = written.map((text) => {
    const [, name, value] = /^(\w+)=(\d+)$/.exec(text) ?? [];
    if (name !== undefined && names.includes(name)) return [name, Number(value)] as const;
    const near = suggestionFor(text.split("=")[0]!, names);
    throw new InputError(
      "wrong-value",
      `"--limit" takes a name, "=" and a whole number, found "${text}".${near} The names are ${names.join(", ")}.`,
    );
  });
  return { ...defaults, ...Object.fromEntries(changed) };
}
