import { type Failure, failureOf, looksLikeHtml } from "../calls/failure.ts";
import type { Reply, ServiceResponse } from "../calls/transport.ts";
import { isObject, readJson } from "../json/json.ts";
import { withoutSecrets } from "../microsoft/secrets.ts";

/** What an error says, as far as it says anything. */
interface Said {
  readonly code: string;
  readonly message: string;
}

/** Codes that say that the tenant has no licence for what was asked. */
const unlicensed =
  /^(authentication_requestfromnonpremiumtenantorb2ctenant|aadpremiumlicenserequired)$/i;
const unlicensedMessage = /\btenant is not licensed\b|premium license/i;

/** What the tenant would need, in the words of whoever grants it. */
const LICENCE =
  "The tenant has no licence for this (Microsoft Entra ID P1 or P2), or the application may not look it up: that takes Directory.Read.All as well.";

/**
 * What a failed answer of Microsoft Graph means. Error codes: learn.microsoft.com/graph/errors; which service sends which was seen in
 * public reports of clients.
 */
export function classify(answer: ServiceResponse): Failure {
  if (answer.kind === "fault") {
    const { status, cause, code, readAt } = answer;
    return { status, cause, readAt, ...(code === undefined ? {} : { code }) };
  }
  const said = readError(answer);
  const { code, message } = said;
  const failure = (status: Failure["status"], more = "") => ({
    ...failureOf(answer, status, `${causeOf(answer, said)}${more}`),
    ...(code === "" ? {} : { code: withoutSecrets(code), codes: [code] }),
  });
  if (unlicensed.test(code) || unlicensedMessage.test(message))
    return failure("denied", ` ${LICENCE}`);
  if (answer.status === 429 || /^toomanyrequests$/i.test(code)) return failure("throttled");
  if (answer.status === 401)
    return failure("denied", " The token has expired, or is for another service or cloud.");
  if (answer.status === 403)
    return looksLikeHtml(answer.body)
      ? failure("denied")
      : { ...failure("denied"), lacksPermission: true };
  return failure("failed");
}

/** Whether an answer says that the token's time is over, so that the same call with a new one may do. */
export function isExpired(answer: ServiceResponse): boolean {
  if (answer.kind === "fault" || answer.status !== 401) return false;
  const { code, message } = readError(answer);
  return /^invalidauthenticationtoken$/i.test(code) && /\bexpired\b/i.test(message);
}

function causeOf({ status, body }: Reply, { code, message }: Said): string {
  const what = looksLikeHtml(body) ? "a page of HTML" : code === "" ? "an error" : code;
  const more = message === "" ? "" : `: ${withoutSecrets(message)}`;
  const cause = `The service answered ${status} with ${withoutSecrets(what)}${more}`;
  return cause.replace(/[^.!?…]$/, "$&.");
}

/** `{error: {code, message}}`; one service puts a JSON text into the message, and its own code there. */
function readError({ body }: Reply): Said {
  const parsed = readJson(body);
  const error = isObject(parsed) && isObject(parsed.error) ? parsed.error : undefined;
  const message = textOf(error?.message);
  const inner = message.startsWith("{") ? readJson(message) : undefined;
  if (isObject(inner) && typeof inner.errorCode === "string")
    return { code: inner.errorCode, message: textOf(inner.message) };
  return { code: textOf(error?.code), message };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
