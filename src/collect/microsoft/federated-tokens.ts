import type { HttpClient } from "@azure/core-rest-pipeline";
import { type Environment, readVariable } from "../../environment.ts";
import { isObject, readJson } from "../json/json.ts";
import { type Cloud, isLoopback } from "./clouds.ts";
import { withoutSecrets } from "./secrets.ts";

/** Where a federated token, which stands for a secret, is had from, and who it is for as far as the place says. */
export interface FederatedToken {
  /** As in a sentence: `GitHub Actions`. */
  readonly place: string;
  /** A file that holds it and may be written anew, or how to ask for a new one. */
  readonly token: { readonly file: string } | (() => Promise<string>);
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
}

/** What a place is asked with. */
export interface Asking {
  readonly cloud: Cloud;
  readonly environment: Environment;
  /** In place of the SDK's own, for tests. */
  readonly httpClient?: HttpClient;
}

interface Place {
  readonly name: string;
  /** All of them are set where it gives a token; the first says that it is there. */
  readonly variables: readonly [string, ...string[]];
  /** How it is made to set them. */
  readonly advice: string;
  readonly take: (read: (name: string) => string, asking: Asking) => FederatedToken["token"];
  /** Variables in which it says whom the token is for, where Azure's own are not set. */
  readonly identity?: { readonly tenant: string; readonly client: string };
}

/** The places that give one, in the order in which they are looked at: what a person sets by name goes first. */
const places: readonly Place[] = [
  {
    name: "a file",
    variables: ["AZURE_FEDERATED_TOKEN_FILE"],
    advice: "Kubernetes with workload identity sets it",
    take: (read) => ({ file: read("AZURE_FEDERATED_TOKEN_FILE") }),
  },
  {
    name: "a variable",
    variables: ["AZURE_FEDERATED_TOKEN"],
    advice: 'in GitLab a job names it below "id_tokens"',
    take: (read) => async () => read("AZURE_FEDERATED_TOKEN"),
  },
  {
    // https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
    name: "GitHub Actions",
    variables: ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    advice:
      'a job of GitHub Actions has them by "permissions: id-token: write", and none for a pull request from a fork',
    take: (read, asking) => () => {
      const url = new URL(read("ACTIONS_ID_TOKEN_REQUEST_URL"));
      url.searchParams.set("audience", asking.cloud.audience);
      const bearer = read("ACTIONS_ID_TOKEN_REQUEST_TOKEN");
      return ask({ name: "GitHub Actions", url, method: "GET", bearer, member: "value" }, asking);
    },
  },
  {
    // https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
    name: "Azure Pipelines",
    variables: [
      "SYSTEM_OIDCREQUESTURI",
      "SYSTEM_ACCESSTOKEN",
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    ],
    advice:
      'the task AzureCLI@2 of Azure Pipelines sets the first and the last, and its "env" gives the other: SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
    identity: { tenant: "AZURESUBSCRIPTION_TENANT_ID", client: "AZURESUBSCRIPTION_CLIENT_ID" },
    take: (read, asking) => () => {
      const url = new URL(read("SYSTEM_OIDCREQUESTURI"));
      url.searchParams.set("api-version", "7.1");
      url.searchParams.set("serviceConnectionId", read("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"));
      const bearer = read("SYSTEM_ACCESSTOKEN");
      const name = "Azure Pipelines";
      return ask({ name, url, method: "POST", bearer, member: "oidcToken" }, asking);
    },
  },
];

/** The variables by which these places are known. */
export const federationVariables: readonly string[] = places.flatMap(({ variables, identity }) => [
  ...variables,
  ...(identity ? Object.values(identity) : []),
]);

/** The token of the first place that gives one here; otherwise what was looked for, and what each of them lacks, as a sentence. */
export function findFederatedToken(asking: Asking): FederatedToken | string {
  const read = (name: string) => readVariable(asking.environment, name);
  const lacks = ({ variables }: Place) => variables.filter((name) => read(name) === undefined);
  const place = places.find((one) => lacks(one).length === 0);
  if (place)
    return {
      place: place.name,
      token: place.take((name) => read(name)!, asking),
      tenantId: place.identity && read(place.identity.tenant),
      clientId: place.identity && read(place.identity.client),
    };
  const begun = places.find(({ variables }) => read(variables[0]) !== undefined);
  if (begun)
    return `${begun.name} is here, but ${quoted(lacks(begun))} ${lacks(begun).length > 1 ? "are" : "is"} not set: ${begun.advice}.`;
  const looked = places.map(({ variables, advice }) => `${quoted(variables)} (${advice})`);
  return `None of these is set: ${looked.join("; ")}.`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

interface Question {
  readonly name: string;
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly bearer: string;
  /** Where in the answer the token stands. */
  readonly member: string;
}

/**
 * Asks a pipeline's own service for a token. Proxies are the SDK's matter; a redirect would carry what it is asked with to a host that
 * nobody has checked. An error's message holds neither.
 */
async function ask(question: Question, { httpClient }: Asking): Promise<string> {
  const { name, url, method, bearer, member } = question;
  const isLocal = isLoopback(url.href);
  if (url.protocol !== "https:" && !isLocal)
    throw new Error(
      `The address at which ${name} gives tokens, "${url.origin}", is not over https.`,
    );
  const rest = await import("@azure/core-rest-pipeline");
  const pipeline = rest.createPipelineFromOptions({ retryOptions: { maxRetries: 1 } });
  pipeline.removePolicy({ name: rest.redirectPolicyName });
  if (isLocal) pipeline.removePolicy({ name: rest.proxyPolicyName });
  const { status, bodyAsText } = await pipeline.sendRequest(
    httpClient ?? rest.createDefaultHttpClient(),
    rest.createPipelineRequest({
      url: url.href,
      method,
      allowInsecureConnection: isLocal,
      headers: rest.createHttpHeaders({
        accept: "application/json",
        authorization: `Bearer ${bearer}`,
        "content-type": "application/json",
        // Without it Azure Pipelines answers a sign-in page where it does not accept the token.
        "x-tfs-fedauthredirect": "Suppress",
      }),
    }),
  );
  const answer = readJson(bodyAsText ?? "");
  const token = isObject(answer) ? answer[member] : undefined;
  if (status === 200 && typeof token === "string" && token !== "") return token;
  const said =
    status === 200 ? "" : `: ${withoutSecrets((bodyAsText ?? "").replaceAll(bearer, "[token]"))}`;
  throw new Error(`${name} was asked for a token, and answered ${status} without one${said}`);
}
