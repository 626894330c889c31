import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import { checkVariables, type Environment, readVariable } from "../../environment.ts";
import { InputError, type Mistake, refuse } from "../../errors.ts";
import { explainConnection, explainProxy } from "./connection-errors.ts";
import { withoutSecrets } from "./secrets.ts";
import { isObject, readJson } from "../json/json.ts";
import { type Cloud, graphScope } from "./clouds.ts";
import {
  federationVariables,
  type FederatedToken,
  findFederatedToken,
} from "./federated-tokens.ts";

/** Ways to prove who is reading. */
export const credentialKinds = [
  "default",
  "cli",
  "workload",
  "managed",
  "secret",
  "certificate",
  "token",
] as const;

export type CredentialKind = (typeof credentialKinds)[number];

export interface CredentialChoice {
  readonly kind: CredentialKind;
  readonly cloud: Cloud;
  /** Tenant to get tokens of; the credential's own where absent. */
  readonly tenant?: string | undefined;
  readonly environment: Environment;
  readonly httpClient?: HttpClient;
}

const managedVariables = [
  "AZURE_CLIENT_ID",
  "AZURE_POD_IDENTITY_AUTHORITY_HOST",
  "IDENTITY_ENDPOINT",
  "IDENTITY_HEADER",
  "IMDS_ENDPOINT",
  "MSI_ENDPOINT",
] as const;

/** The variables that are read for a kind, here and by the SDK. */
export const readFor: Readonly<Record<CredentialKind, readonly string[]>> = {
  default: [
    ...managedVariables,
    "AZURE_ADDITIONALLY_ALLOWED_TENANTS",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_PASSWORD",
    "AZURE_TENANT_ID",
    "AZURE_TOKEN_CREDENTIALS",
    "AZURE_USERNAME",
  ],
  cli: ["AZURE_TENANT_ID"],
  workload: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", ...federationVariables],
  managed: [...managedVariables, "AZURE_FEDERATED_TOKEN_FILE"],
  secret: ["AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"],
  certificate: ["AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_ID", "AZURE_TENANT_ID"],
  token: ["AZURE_ACCESS_TOKEN", "AZURE_GRAPH_ACCESS_TOKEN"],
};

/** A credential has this long to say that there is none, or to give a token. */
const TOKEN_TIMEOUT_MS = 20_000;

/**
 * The credential of a kind. Secrets come from the variables that Azure's own tools read, never from the command line.
 * Throws an `InputError` that names the variables a kind needs and lacks.
 */
export async function createCredential(choice: CredentialChoice): Promise<TokenCredential> {
  const { cloud, environment, kind } = choice;
  checkVariables(environment, readFor[kind]);
  const variable = (name: string) => readVariable(environment, name);
  const tenantId = choice.tenant ?? variable("AZURE_TENANT_ID");
  const clientId = variable("AZURE_CLIENT_ID");
  const plain = {
    ...(choice.httpClient ? { httpClient: choice.httpClient } : {}),
    retryOptions: { maxRetries: 1 },
  };
  const options = {
    ...plain,
    authorityHost: cloud.authority,
    ...(cloud.custom ? { disableInstanceDiscovery: true } : {}),
    additionallyAllowedTenants: ["*"],
  };
  const need = (...names: readonly string[]) => requireVariables(kind, names, choice);
  if (kind === "token") {
    need("AZURE_ACCESS_TOKEN");
    const graph = variable("AZURE_GRAPH_ACCESS_TOKEN");
    return fixedToken(variable("AZURE_ACCESS_TOKEN")!, { cloud, graph });
  }
  const identity = await import("@azure/identity");
  switch (kind) {
    case "default":
      return new identity.DefaultAzureCredential({ ...options, ...(tenantId ? { tenantId } : {}) });
    case "cli":
      return new identity.AzureCliCredential({
        ...(tenantId ? { tenantId } : {}),
        additionallyAllowedTenants: ["*"],
        processTimeoutInMs: TOKEN_TIMEOUT_MS,
      });
    case "workload": {
      const found = requireFederatedToken(choice);
      const who = {
        tenantId: tenantId ?? found.tenantId!,
        clientId: clientId ?? found.clientId!,
      };
      return "file" in found.token
        ? new identity.WorkloadIdentityCredential({
            ...options,
            ...who,
            tokenFilePath: found.token.file,
          })
        : new identity.ClientAssertionCredential(who.tenantId, who.clientId, found.token, options);
    }
    case "managed":
      return new identity.ManagedIdentityCredential({
        ...plain,
        ...(clientId ? { clientId } : {}),
      });
    case "secret":
      need("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET");
      return new identity.ClientSecretCredential(
        tenantId!,
        clientId!,
        variable("AZURE_CLIENT_SECRET")!,
        options,
      );
    case "certificate":
      need("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_CERTIFICATE_PATH");
      return new identity.ClientCertificateCredential(
        tenantId!,
        clientId!,
        variable("AZURE_CLIENT_CERTIFICATE_PATH")!,
        options,
      );
  }
}

/** A token for `cloud`, or an `InputError` that says what to do; never takes longer than the time-out. */
export async function firstToken(
  credential: TokenCredential,
  choice: CredentialChoice,
): Promise<string> {
  const { cloud, tenant } = choice;
  const timeout = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
  const tooLate = new Promise<never>((_, reject) => {
    timeout.addEventListener("abort", () => reject(new Error("it took too long")));
  });
  try {
    const wish = { abortSignal: timeout, ...(tenant === undefined ? {} : { tenantId: tenant }) };
    const token = await Promise.race([credential.getToken(cloud.scope, wish), tooLate]);
    if (token) return token.token;
  } catch (error) {
    throw new InputError("unusable-credential", complaint(choice) + reasonOf(error));
  }
  throw new InputError("unusable-credential", complaint(choice));
}

function requireVariables(
  kind: CredentialKind,
  names: readonly string[],
  choice: CredentialChoice,
): void {
  const lacking = lackingVariables(names, choice);
  if (lacking.length > 0) refuse([missingVariables(kind, lacking)]);
}

function lackingVariables(
  names: readonly string[],
  { environment, tenant }: CredentialChoice,
): readonly string[] {
  return names.filter(
    (name) =>
      readVariable(environment, name) === undefined &&
      !(name === "AZURE_TENANT_ID" && tenant !== undefined),
  );
}

function missingVariables(kind: CredentialKind, names: readonly string[]): Mistake {
  const list = names.map((name) => `"${name}"`).join(", ");
  const noun = names.length > 1 ? "variables" : "variable";
  return {
    code: "missing-variable",
    message: `The credential "${kind}" needs the environment ${noun} ${list}.`,
  };
}

/** Where the federated token comes from. What it is for may be said by the place as well as by Azure's variables. */
function requireFederatedToken(choice: CredentialChoice): FederatedToken {
  const found = findFederatedToken(choice);
  const mistakes: Mistake[] = [];
  if (typeof found === "string")
    mistakes.push({
      code: "missing-variable",
      message: `The credential "workload" found no federated token. ${found}`,
    });
  const told: Partial<FederatedToken> = typeof found === "string" ? {} : found;
  const lacking = lackingVariables(["AZURE_TENANT_ID", "AZURE_CLIENT_ID"], choice).filter(
    (name) => (name === "AZURE_TENANT_ID" ? told.tenantId : told.clientId) === undefined,
  );
  if (lacking.length > 0) mistakes.push(missingVariables("workload", lacking));
  refuse(mistakes);
  return found as FederatedToken;
}

function fixedToken(
  own: string,
  others: { readonly cloud: Cloud; readonly graph: string | undefined },
): TokenCredential {
  return {
    async getToken(scopes) {
      const isForGraph = [scopes].flat().some((scope) => scope === graphScope(others.cloud));
      const token = isForGraph ? others.graph : own;
      if (token !== undefined) return { token, expiresOnTimestamp: readClaims(token).exp };
      const lack =
        '"AZURE_GRAPH_ACCESS_TOKEN" is not set, and "AZURE_ACCESS_TOKEN" is for Azure alone';
      throw Object.assign(new Error(lack), { name: "CredentialUnavailableError" });
    },
  };
}

/** When a token that was handed over ends, in milliseconds since 1970; in an hour where it does not say. */
function readClaims(token: string): { readonly exp: number } {
  const claims = readJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const isTold = isObject(claims) && typeof claims.exp === "number";
  return { exp: isTold ? Number(claims.exp) * 1000 : Date.now() + 3_600_000 };
}

function complaint({ kind, tenant, environment }: CredentialChoice): string {
  const where = tenant === undefined ? "" : ` for tenant "${tenant}"`;
  if (kind === "default")
    return `There is nothing to sign in to Azure with${where}. Run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or choose with "--credential".`;
  if (kind === "managed" && readVariable(environment, "AZURE_FEDERATED_TOKEN_FILE") === undefined) {
    const others = credentialKinds.filter((each) => each !== kind && each !== "default");
    return `No managed identity answered here with a token${where}; ${triedFor(environment)} was asked. Only machines in Azure, or joined to it by Azure Arc, have one. Other credentials for "--credential" are ${others.map((each) => `"${each}"`).join(", ")}, and "default" for the first of them that works.`;
  }
  return `The credential "${kind}" gave no token${where}.`;
}

/** Where a managed identity is asked for, and which. Source: `@azure/msal-node`, ManagedIdentityClient. */
function triedFor(environment: Environment): string {
  const variable = (name: string) => readVariable(environment, name);
  const endpoint =
    ((variable("IDENTITY_HEADER") ?? variable("IMDS_ENDPOINT")) && variable("IDENTITY_ENDPOINT")) ??
    variable("MSI_ENDPOINT") ??
    variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ??
    "http://169.254.169.254";
  const clientId = variable("AZURE_CLIENT_ID");
  const which =
    clientId === undefined ? "" : `, for the identity of AZURE_CLIENT_ID "${clientId}",`;
  return `"${endpoint}"${which}`;
}

/**
 * The first line of what the credential says. A chain of credentials says of each why it is none; only what went wrong with one
 * that there is helps anybody.
 */
function reasonOf(error: unknown): string {
  const chain = (error as { errors?: readonly Error[] }).errors;
  const told = (chain ?? [error as Error]).filter(
    ({ name, message }) =>
      !chain ||
      (name !== "CredentialUnavailableError" && !/^ManagedIdentityCredential/.test(message)),
  );
  const text = told.map(({ message }) => message.split("\n")[0]!.trim()).join(" ");
  return text === "" ? "" : ` (${withoutSecrets(text).replace(/[.\s]+$/, "")}.)${helpFor(text)}`;
}

/** A sign-in meets the same proxies as the calls behind it. */
function helpFor(text: string): string {
  const hindrance = /\b407\b|proxy authentication required/i.test(text)
    ? explainProxy({ status: 407, headers: {}, body: "" }, undefined)
    : /self[- _]signed|unable[ _]to[ _](verify|get)[ _]/i.test(text)
      ? explainConnection("SELF_SIGNED_CERT_IN_CHAIN", "the sign-in", undefined)
      : undefined;
  return hindrance ? ` ${hindrance.cause}` : "";
}
