import type { TokenCredential } from "@azure/identity";

/** Knows the tokens that were handed out, and takes them out of what comes back. */
export interface TokenMask {
  /** The same credential; every token that it gives is known from then on. */
  watch(credential: TokenCredential): TokenCredential;
  /** `text` with `[token]` in place of every known token, however it is escaped, and of a signed one's signature alone. */
  mask(text: string): string;
}

/** Shorter texts stand in ordinary answers by chance. */
const SHORTEST_SECRET = 8;

/** Services and proxies have been seen to send tokens back in errors, in headers and in the middle of good answers. */
export function createTokenMask(): TokenMask {
  const secrets = new Set<string>();
  return {
    watch: (credential) => ({
      async getToken(...wish) {
        const given = await credential.getToken(...wish);
        for (const secret of given ? secretsIn(given.token) : []) secrets.add(secret);
        return given;
      },
    }),
    mask(text) {
      let masked = text;
      for (const secret of secrets)
        if (masked.includes(secret)) masked = masked.replaceAll(secret, "[token]");
      return masked;
    },
  };
}

/** The token as it is, as JSON and URLs write it, then its signature; the longest come first. */
function secretsIn(token: string): readonly string[] {
  const signature = /^[\w-]+\.[\w-]+\.([\w-]{16,})$/.exec(token)?.[1];
  const spellings = [
    token,
    encodeURIComponent(token),
    JSON.stringify(token).slice(1, -1),
    token.replaceAll("/", "\\/"),
    ...(signature === undefined ? [] : [signature]),
  ];
  return spellings.filter((secret) => secret.length >= SHORTEST_SECRET);
}
