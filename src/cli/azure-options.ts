import { credentialKinds, type CredentialKind } from "../collect/microsoft/credentials.ts";
import { clouds } from "../collect/microsoft/clouds.ts";
import type { LiveSource } from "../collect/take-snapshot.ts";
import type { AzureConnection, AzureOptions } from "../collect/azure/connect.ts";
import { readCount, readDuration } from "./amounts.ts";
import { listOption, textOption, type Call, type Option } from "./command.ts";
import { readPackage } from "../library/package.ts";

/** Which Azure is meant, and who asks. */
export const azureOptions: readonly Option[] = [
  {
    flags: "--credential <kind>",
    about: "How to sign in. Secrets are read from the variables that Azure's own tools use.",
    choices: credentialKinds,
    fallback: "default",
  },
  {
    flags: "--tenant <list>",
    about: "Entra tenants, by GUID or domain (default: one's own).",
    many: "list",
  },
  {
    flags: "--cloud <name>",
    about: 'Azure cloud (default: "public").',
    choices: clouds.map(({ name }) => name),
  },
  {
    flags: "--endpoint <url>",
    about: "Resource Manager of a cloud of one's own, in place of --cloud.",
  },
  {
    flags: "--authority <url>",
    about: "Where tokens for --endpoint come from (default: the same).",
  },
  {
    flags: "--graph <url>",
    about: "Microsoft Graph of that cloud; without it tenants are not read there.",
  },
  { flags: "--concurrency <n>", about: "Most calls under way at once.", fallback: "256" },
  {
    flags: "--time <duration>",
    about: 'Time for all of it, such as "90s", "30m" or "2h"; what is not read by then is skipped.',
    fallback: "2h",
  },
];

/** Signs in as a call's options say. The Azure packages are loaded here and not before. */
export async function connect(call: Call): Promise<AzureConnection> {
  const { connectAzure } = await import("../collect/azure/connect.ts");
  return connectAzure(readAzureOptions(call));
}

/** Signs in for all that is read: subscriptions, and tenants where the cloud has a Microsoft Graph. */
export async function connectAll(
  call: Call,
): Promise<AzureConnection & { readonly sources: readonly LiveSource[] }> {
  const { azure } = await import("../collect/azure/provider.ts");
  const { entra } = await import("../collect/entra/provider.ts");
  const { connectEntra } = await import("../collect/entra/connect.ts");
  const connection = await connect(call);
  const graph = await connectEntra(readAzureOptions(call), connection);
  const sources = [
    { provider: azure, transport: connection.transport },
    ...(graph ? [{ provider: entra, transport: graph }] : []),
  ];
  return { ...connection, sources };
}

/** Which Azure is meant, and who asks, as a call's options say. */
function readAzureOptions({ options, io }: Call): AzureOptions {
  const named = (name: string, key: string) => {
    const value = textOption(options, name);
    return value === undefined ? {} : { [key]: value };
  };
  const time = textOption(options, "time");
  return {
    cloud: {
      ...named("cloud", "cloud"),
      ...named("endpoint", "endpoint"),
      ...named("authority", "authority"),
      ...named("graph", "graph"),
    },
    credential: textOption(options, "credential") as CredentialKind,
    tenants: listOption(options, "tenant") ?? [],
    environment: io.environment,
    version: readPackage(io.home).version,
    now: io.now,
    clock: io.clock,
    signal: io.interruption(),
    concurrency: readCount("--concurrency", textOption(options, "concurrency")!),
    ...(time === undefined ? {} : { budgetMs: readDuration("--time", time) }),
  };
}
