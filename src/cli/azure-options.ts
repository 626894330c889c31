import { credentialKinds, type CredentialKind } from "../collect/microsoft/credentials.ts";
import { clouds } from "../collect/microsoft/clouds.ts";
import type { AzureConnection } from "../collect/azure/connect.ts";
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
  { flags: "--concurrency <n>", about: "Most calls under way at once.", fallback: "256" },
  {
    flags: "--time <duration>",
    about: 'Time for all of it, such as "90s", "30m" or "2h"; what is not read by then is skipped.',
    fallback: "2h",
  },
];

/** Signs in as a call's options say. The Azure packages are loaded here and not before. */
export async function connect({ options, io }: Call): Promise<AzureConnection> {
  const { connectAzure } = await import("../collect/azure/connect.ts");
  const named = (name: string, key: string) => {
    const value = textOption(options, name);
    return value === undefined ? {} : { [key]: value };
  };
  const time = textOption(options, "time");
  return connectAzure({
    cloud: {
      ...named("cloud", "cloud"),
      ...named("endpoint", "endpoint"),
      ...named("authority", "authority"),
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
  });
}
