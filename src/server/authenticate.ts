import { createHash, timingSafeEqual } from "node:crypto";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { isBlank } from "../environment.ts";
import { InputError } from "../errors.ts";

/** Whether a request may go on. `unavailable`: it cannot be told now, because the keys could not be fetched. */
export type Admission = "granted" | "denied" | "unavailable";

/** Decides by the value of the `Authorization` header. */
export interface Authenticator {
  admit(authorization: string | undefined): Promise<Admission>;
  /** Values of `WWW-Authenticate` that go with a refusal, one for each way in. */
  readonly challenges: readonly string[];
}

/** Shorter tokens can be guessed. */
const SHORTEST_TOKEN = 16;

/**
 * Admits who knows one shared token: as `Bearer`, or as the password of `Basic` with any name, so that a browser can ask for it.
 * Compared in constant time.
 *
 * @throws InputError for a token of fewer than 16 characters
 */
export function authenticateByToken(token: string): Authenticator {
  // Blanks at the ends are nobody's secret.
  const length = isBlank(token) ? 0 : token.trim().length;
  if (length < SHORTEST_TOKEN)
    throw new InputError(
      "weak-token",
      `The shared token has ${length} characters; expected at least ${SHORTEST_TOKEN}. Make one with: openssl rand -hex 32`,
    );
  const expected = digest(token);
  return {
    // Basic first: browsers ask people for a password by it.
    challenges: ['Basic realm="Assay", charset="UTF-8"', 'Bearer realm="Assay"'],
    admit: async (authorization) => {
      const given = readBearer(authorization) ?? readBasicPassword(authorization);
      return given !== undefined && timingSafeEqual(digest(given), expected) ? "granted" : "denied";
    },
  };
}

/** Whose tokens are accepted, and for whom they must be meant. */
export interface IssuerOptions {
  /** Where the keys are published that tokens are signed with. */
  readonly keys: URL;
  /** Who tokens say that they are from, in any of these words. */
  readonly issuers: readonly string[];
  /** Where people sign in. */
  readonly authorizationUri: string;
  /** Application id URI or client id that tokens are issued for. */
  readonly audience: string;
  /** An app role that the token must carry in `roles`; without it every token of the issuer for the audience is let in. */
  readonly role?: string;
}

/**
 * Admits bearers of access tokens of one issuer: signed with one of its keys by RS256, issued by it, for this audience, not expired. Nothing else about a token is believed.
 */
export function authenticateByIssuer(options: IssuerOptions): Authenticator {
  const { audience, role } = options;
  const keys = createRemoteJWKSet(options.keys, {
    timeoutDuration: 5_000,
    cooldownDuration: 30_000,
  });
  const issuer = [...options.issuers];
  return {
    challenges: [`Bearer realm="Assay", authorization_uri="${options.authorizationUri}"`],
    async admit(authorization) {
      const token = readBearer(authorization);
      if (token === undefined) return "denied";
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ["RS256"],
          requiredClaims: ["exp"],
          clockTolerance: 60,
        });
        const roles = payload.roles;
        return role === undefined || (Array.isArray(roles) && roles.includes(role))
          ? "granted"
          : "denied";
      } catch (error) {
        return isRefusal(error) ? "denied" : "unavailable";
      }
    },
  };
}

/** Codes of `jose` that say nothing about the token: the keys could not be had, or are none. */
const KEY_TROUBLE = ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"];

function isRefusal(error: unknown): boolean {
  return error instanceof errors.JOSEError && !KEY_TROUBLE.includes(error.code);
}

function readBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? "")?.[1];
}

function readBasicPassword(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? "")?.[1];
  return encoded && /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, "base64").toString())?.[1];
}

/** Texts of every length become equally long, so that comparing them tells nothing. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
