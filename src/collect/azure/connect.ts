import { setTimeout as sleep } from "node:timers/promises";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import type { Environment } from "../../environment.ts";
import { InputError } from "../../errors.ts";
import { withoutSecrets } from "../microsoft/secrets.ts";
import type { Request } from "../calls/transport.ts";
import { createRetryingTransport, type RetryingTransport } from "../calls/retrying-transport.ts";
import { chooseCloud, type Cloud, type CloudChoice } from "../microsoft/clouds.ts";
import { createContext } from "../microsoft/context.ts";
import { isExpired, retryPolicy } from "./retry-policy.ts";
import {
  createCredential,
  type CredentialChoice,
  type CredentialKind,
  firstToken,
} from "../microsoft/credentials.ts";
import { type Identity, readIdentity } from "../microsoft/identity.ts";

export interface AzureOptions {
  readonly cloud: CloudChoice;
  readonly credential: CredentialKind;
  /** Entra tenants, by GUID or domain; the credential's own where there are none. */
  readonly tenants: readonly string[];
  /** The process's variables. */
  readonly environment: Environment;
  /** This product's version, for the user agent. */
  readonly version: string;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly clock: () => number;
  readonly signal?: AbortSignal;
  /** For the whole collection. */
  readonly budgetMs?: number;
  readonly concurrency?: number;
  /** How long one answer may take. */
  readonly answerTimeoutMs?: number;
  /** How large one answer may be; 64 MiB unless told otherwise. */
  readonly answerLimitBytes?: number;
  /** In place of the SDK's own, for tests. */
  readonly httpClient?: HttpClient;
}

export interface AzureConnection {
  readonly transport: RetryingTransport;
  readonly cloud: Cloud;
  /** What signs in to a tenant, as it was named. */
  readonly credentialFor: (tenant: string | undefined) => TokenCredential;
  /** Who reads, tenant by tenant as they were named. */
  readonly identities: readonly Identity[];
}

/**
 * Signs in, once for each tenant, and gives the transport that reads. The Azure packages are loaded here and not before. Throws
 * an `InputError` where there is nothing to sign in with.
 */
export async function connectAzure(options: AzureOptions): Promise<AzureConnection> {
  const cloud = chooseCloud(options.cloud);
  const tenants = options.tenants.length > 0 ? options.tenants : [undefined];
  const credentials = new Map<string | undefined, TokenCredential>();
  const identities: Identity[] = [];
  for (const tenant of tenants) {
    const choice = {
      kind: options.credential,
      cloud,
      tenant,
      environment: options.environment,
      ...(options.httpClient ? { httpClient: options.httpClient } : {}),
    };
    const credential = await createSafely(choice);
    identities.push(readIdentity(await firstToken(credential, choice)));
    credentials.set(tenant, credential);
  }
  const credentialFor = (tenant: string | undefined) => credentials.get(tenant)!;
  const { endpoint, scope } = cloud;
  const sendOnce = await createContext({
    service: { endpoint, scope, linkOf, isExpired },
    credentialFor,
    version: options.version,
    now: options.now,
    ...(options.answerTimeoutMs === undefined ? {} : { answerTimeoutMs: options.answerTimeoutMs }),
    ...(options.answerLimitBytes === undefined
      ? {}
      : { answerLimitBytes: options.answerLimitBytes }),
    ...(options.httpClient ? { httpClient: options.httpClient } : {}),
  });
  const transport = createRetryingTransport({
    policy: retryPolicy,
    endpoint: cloud.endpoint,
    tenants,
    sendOnce,
    clock: options.clock,
    sleep: (durationMs, signal) => sleep(durationMs, undefined, { signal }),
    random: Math.random,
    now: () => options.now().toISOString(),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  });
  return { transport, cloud, identities, credentialFor };
}

/** Every segment stands for itself: a `%` in a name is a `%`, as in the answer that the name is from. */
function linkOf({ path, apiVersion }: Request): string {
  const escaped = path.split("/").map((segment) => encodeURIComponent(segment.toWellFormed()));
  return `${escaped.join("/")}?api-version=${encodeURIComponent(apiVersion)}`;
}

/** What the SDK complains of while it makes a credential (a malformed tenant, an authority without TLS) is a mistake of the user's. */
async function createSafely(choice: CredentialChoice): Promise<TokenCredential> {
  try {
    return await createCredential(choice);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      "unusable-credential",
      `The credential "${choice.kind}" cannot be used. (${withoutSecrets((error as Error).message)})`,
    );
  }
}

/** How a snapshot names who read it: object ids, where tokens tell them. */
export function nameIdentity(identities: readonly Identity[]): string {
  const names = identities.map(
    ({ objectId, applicationId }) => objectId ?? applicationId ?? "unknown",
  );
  return [...new Set(names)].join(", ");
}
