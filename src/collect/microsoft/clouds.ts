import { InputError, suggestionFor } from "../../errors.ts";

/** Everything that has to change together when one cloud is meant in place of another. */
export interface Cloud {
  readonly name: string;
  /** Azure Resource Manager, without a slash at the end. */
  readonly endpoint: string;
  /** What tokens are asked for. */
  readonly scope: string;
  /** Microsoft Graph, likewise; undefined where its address is not known. learn.microsoft.com/graph/deployments */
  readonly graph?: string;
  /** Where tokens come from. */
  readonly authority: string;
  /**
   * Whom federated tokens are to be for. https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
   */
  readonly audience: string;
  /** Not one of Microsoft's own: its authority is not looked up there. */
  readonly custom?: true;
}

/** The one table of clouds. */
export const clouds: readonly Cloud[] = [
  {
    ...cloud("public", "https://management.azure.com", "https://login.microsoftonline.com"),
    graph: "https://graph.microsoft.com",
  },
  {
    ...cloud(
      "usgovernment",
      "https://management.usgovcloudapi.net",
      "https://login.microsoftonline.us",
    ),
    audience: "api://AzureADTokenExchangeUSGov",
    graph: "https://graph.microsoft.us",
  },
  // The Department of Defense signs in and asks where the rest of the government does, but for Microsoft Graph.
  {
    ...cloud("usdod", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us"),
    audience: "api://AzureADTokenExchangeUSGov",
    graph: "https://dod-graph.microsoft.us",
  },
  {
    ...cloud("china", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
    audience: "api://AzureADTokenExchangeChina",
    graph: "https://microsoftgraph.chinacloudapi.cn",
  },
];

/** What a person says about the cloud on the command line. */
export interface CloudChoice {
  /** Name of an entry of the table. */
  readonly cloud?: string;
  /** A cloud of one's own: URL of its Resource Manager. */
  readonly endpoint?: string;
  /** With `endpoint`: where its tokens come from. */
  readonly authority?: string;
  /** With `endpoint`: URL of its Microsoft Graph. */
  readonly graph?: string;
}

/**
 * The cloud that is meant; the public one where nothing is said. The scope of a cloud of one's own is always its endpoint's,
 * so that no other cloud's token is ever asked for on its behalf. Throws an `InputError`.
 */
export function chooseCloud({ cloud: name, endpoint, authority, graph }: CloudChoice): Cloud {
  if (endpoint !== undefined) {
    if (name !== undefined)
      throw new InputError(
        "exclude-each-other",
        'Give either "--cloud" or "--endpoint", not both.',
      );
    const base = readUrl("--endpoint", endpoint);
    return {
      ...cloud("custom", base, readUrl("--authority", authority ?? base)),
      ...(graph === undefined ? {} : { graph: readUrl("--graph", graph) }),
      custom: true,
    };
  }
  if (graph !== undefined)
    throw new InputError("needs-other", '"--graph" needs "--endpoint", the cloud that it is of.');
  if (authority !== undefined)
    throw new InputError(
      "needs-other",
      '"--authority" needs "--endpoint", the cloud that it gives tokens for.',
    );
  const known = clouds.find((each) => each.name === (name ?? "public").toLowerCase());
  if (known) return known;
  const names = clouds.map((each) => each.name);
  throw new InputError(
    "unknown-value",
    `Unknown cloud "${name}". Expected one of ${names.join(", ")}.${suggestionFor(name ?? "", names)}`,
  );
}

/** What tokens for a cloud's Microsoft Graph are asked for; undefined where its address is not known. */
export function graphScope({ graph }: Cloud): string | undefined {
  return graph === undefined ? undefined : `${graph}/.default`;
}

/** Whether a URL leads to this machine only. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** An origin over TLS; without TLS only on this machine, where tokens cannot be overheard. */
function readUrl(option: string, text: string): string {
  const url = URL.parse(text);
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(text));
  if (!url || !safe || url.username !== "" || url.search !== "" || url.pathname !== "/")
    throw new InputError(
      "wrong-value",
      `"${option}" takes a URL such as "https://management.example.com", not "${text}". Plain http is allowed to this machine only.`,
    );
  return url.origin;
}

function cloud(name: string, endpoint: string, authority: string): Cloud {
  const audience = "api://AzureADTokenExchange";
  return { name, endpoint, scope: `${endpoint}/.default`, authority, audience };
}
