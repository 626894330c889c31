import { permanentErrors } from "../calls/permanent-errors.ts";
import type { Reply } from "../calls/transport.ts";

/** What stood between this machine and the service, in words that help whoever sits behind it. */
export interface Hindrance {
  readonly code: string;
  readonly cause: string;
}

/**
 * Whether a proxy answered in place of the service: one that wants to know who asks, or that does not let the call through. The
 * service's own answers have headers by whose names they are told.
 */
export function explainProxy(
  { status, headers, body }: Pick<Reply, "status" | "headers" | "body">,
  proxy: URL | undefined,
): Hindrance | undefined {
  if (status === 407) return { code: "ProxyAuthentication", cause: askedToSignIn(proxy) };
  const isService =
    Object.keys(headers).some((name) => name.startsWith("x-ms-")) || /^\s*[{[]/.test(body);
  if (proxy === undefined || isService || ![403, 502, 503, 504].includes(status)) return undefined;
  return {
    code: `Proxy${status}`,
    cause: `The proxy "${proxy.host}" answered ${status} in place of the service. It may not let calls to Azure through; NO_PROXY names hosts that are reached without it.`,
  };
}

/** What is wrong with the connection, where another program's advice would lead astray. */
export function explainConnection(
  code: string,
  host: string,
  proxy: URL | undefined,
): Hindrance | undefined {
  const through = proxy === undefined ? "" : ` The proxy is "${proxy.host}".`;
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
    return {
      code,
      cause: `The certificate shown for "${host}" is not valid today; this machine's clock may be wrong.${through}`,
    };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return { code, cause: `The certificate shown for "${host}" is of another name.${through}` };
  if (permanentErrors.has(code))
    return {
      code,
      cause: `The certificate shown for "${host}" is signed by nobody that Node trusts, as where a company's proxy opens TLS. Give its root certificate, a file of PEM, by NODE_EXTRA_CA_CERTS, or where this system trusts it set NODE_OPTIONS=--use-system-ca.${through}`,
    };
  if (proxy === undefined || !/^E(CONNREFUSED|CONNRESET|HOSTUNREACH|NOTFOUND|TIMEDOUT)$/.test(code))
    return undefined;
  return { code, cause: `The call failed (${code}).${through}` };
}

function askedToSignIn(proxy: URL | undefined): string {
  const place = proxy === undefined ? "A proxy" : `The proxy "${proxy.host}"`;
  const how =
    proxy === undefined || proxy.username === ""
      ? "Give it a user and a password in HTTPS_PROXY, as http://user:password@host:port, with signs such as @ percent-encoded"
      : "It did not accept the user and password of HTTPS_PROXY";
  return `${place} asks who sends the call (407). ${how}; NO_PROXY names hosts that are reached without it.`;
}
