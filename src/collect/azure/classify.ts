import { type Failure, failureOf, looksLikeHtml } from "../calls/failure.ts";
import { withoutSecrets } from "../microsoft/secrets.ts";
import type { ServiceResponse, Reply } from "../calls/transport.ts";

type Status = Failure["status"];

/** What the service's error codes mean; keys are lower case without blanks. */
const meanings: ReadonlyMap<string, Status> = new Map(
  Object.entries({
    authorizationfailed: "denied",
    linkedauthorizationfailed: "denied",
    accessdenied: "denied",
    forbidden: "denied",
    authorizationpermissionmismatch: "denied",
    requestdisallowedbypolicy: "denied",
    invalidauthenticationtokentenant: "denied",
    invalidauthenticationtoken: "denied",
    expiredauthenticationtoken: "denied",
    authenticationfailed: "denied",
    subscriptionnotregistered: "notRegistered",
    missingsubscriptionregistration: "notRegistered",
    toomanyrequests: "throttled",
    ratelimiting: "throttled",
    subscriptionrequeststhrottled: "throttled",
    resourcerequeststhrottled: "throttled",
    subscriptionnotfound: "failed",
    invalidsubscriptionid: "failed",
    readonlydisabledsubscription: "failed",
  } satisfies Record<string, Status>),
);

/** Codes that a role assignment mends. */
const permissionCodes = new Set([
  "authorizationfailed",
  "linkedauthorizationfailed",
  "accessdenied",
  "forbidden",
  "authorizationpermissionmismatch",
]);

const notRegistered = /\bregister to Microsoft\.|not registered to use (the )?namespace/i;

interface ErrorBody {
  readonly codes: readonly string[];
  readonly message: string;
}

/**
 * What a failed answer means: by its error's code, then its details' codes, then its message, then its HTTP status.
 * The HTTP status alone does not tell "not registered" from "denied" from "gone".
 */
export function classify(answer: ServiceResponse, found = "an error"): Failure {
  if (answer.kind === "fault") {
    const { status, cause, code, readAt } = answer;
    return { status, cause, readAt, ...(code === undefined ? {} : { code }) };
  }
  const error = readError(answer.body);
  const code = error?.codes.find((each) => meanings.has(keyOf(each))) ?? error?.codes[0];
  const status = statusOf(answer, error, code);
  const lacksPermission =
    code === undefined
      ? answer.status === 403 && !looksLikeHtml(answer.body)
      : permissionCodes.has(keyOf(code)) || (answer.status === 403 && status === "denied");
  return {
    ...failureOf(answer, status, causeOf(answer, error, code, status, found)),
    ...(error ? { codes: error.codes } : {}),
    ...(code === undefined ? {} : { code: withoutSecrets(code) }),
    ...(lacksPermission ? { lacksPermission } : {}),
  };
}

/** The codes of the error in an answer's body, the error's own first, then its details'. */
export function errorCodesOf(body: string): readonly string[] {
  return readError(body)?.codes ?? [];
}

/** The failure's cause, with the resource provider that `permission` is of where that is not registered and the service does not say which. */
export function explain({ status, cause }: Failure, permission: string | undefined): string {
  const provider = permission?.split("/")[0] ?? "";
  const isNamed = cause.toLowerCase().includes(provider.toLowerCase());
  return status !== "notRegistered" || isNamed
    ? cause
    : `${cause} The resource provider is ${provider}.`;
}

function statusOf(reply: Reply, error: ErrorBody | undefined, code: string | undefined): Status {
  const meaning = code === undefined ? undefined : meanings.get(keyOf(code));
  if (meaning !== undefined) return meaning;
  if (error && notRegistered.test(error.message)) return "notRegistered";
  if (reply.status === 429) return "throttled";
  if (reply.status === 401 || reply.status === 403) return "denied";
  return "failed";
}

function causeOf(
  reply: Reply,
  error: ErrorBody | undefined,
  code: string | undefined,
  status: Status,
  found: string,
): string {
  const what = looksLikeHtml(reply.body) ? "a page of HTML" : (kindOf(reply) ?? found);
  const named = code === undefined ? what : withoutSecrets(code);
  const message = error?.message ? `: ${withoutSecrets(error.message)}` : "";
  const cause = `The service answered ${reply.status} with ${named}${message}`;
  const whole = cause.replace(/[^.!?…]$/, "$&.");
  // Some services answer 401 for what has nothing to do with who asks, and say so by their code.
  return reply.status === 401 && status === "denied"
    ? `${whole} It did not accept the sign-in: the token has expired, or is another tenant's or another cloud's.`
    : whole;
}

/** What came where it is no error. */
function kindOf({ status, body }: Reply): string | undefined {
  if (status >= 300 && status < 400) return "a link to somewhere else";
  if (status >= 300) return undefined;
  return body.trim() === "" ? "nothing, where a list was asked for" : "something else than a list";
}

/** Looks for `{error: {code, message, details}}`, for the same without the wrapper, and for capitalised spellings. */
function readError(body: string): ErrorBody | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const outer = asObject(parsed);
  if (!outer) return undefined;
  const inner = asObject(propertyOf(outer, "error")) ?? outer;
  const details = propertyOf(inner, "details");
  const codes = [inner, ...(Array.isArray(details) ? details : [])]
    .map((each) => textOf(asObject(each), "code"))
    .filter((code) => code !== "");
  const message = textOf(inner, "message");
  return codes.length === 0 && message === "" ? undefined : { codes, message };
}

const keyOf = (code: string) => code.toLowerCase().replace(/[\s_-]+/g, "");

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function propertyOf(object: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(object).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

function textOf(object: Record<string, unknown> | undefined, name: string): string {
  const value = object && propertyOf(object, name);
  return typeof value === "string" ? value : "";
}
