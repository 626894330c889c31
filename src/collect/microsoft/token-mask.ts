import type { TokenCredential } from "@azure/identity";

/** Knows the tokens that were handed out, and takes them out of what comes back. */
export interface TokenMask {
  /** The same credential; every token that it gives is known from then on. */
  watch(credential: TokenCredential): TokenCredential;
  /** `text` with `[token]` in place of every known token, however it is encoded, and of a signed one's signature alone. */
  mask(text: string): string;
}

/** Shorter texts stand in ordinary answers by chance. */
const SHORTEST_SECRET = 8;
/** Of a piece of a token so much is recognised, in texts of an error's length. */
const PIECE = 20;
const PIECES_UNTIL = 64 * 1024;

/** Services and proxies have been seen to send tokens back in errors, in headers and in the middle of good answers. */
export function createTokenMask(): TokenMask {
  const secrets = new Set<string>();
  return {
    watch: (credential) => ({
      async getToken(...wish) {
        const given = await credential.getToken(...wish);
        for (const secret of given ? spellingsOf(given.token) : []) secrets.add(secret);
        return given;
      },
    }),
    mask(text) {
      let masked = text;
      for (const secret of secrets)
        if (masked.includes(secret)) masked = masked.replaceAll(secret, "[token]");
      if (masked.length <= PIECES_UNTIL)
        for (const secret of secrets) masked = maskPieces(masked, secret);
      return masked;
    },
  };
}

/** The token, then its signature, each as it is and as it may be encoded and escaped; the longest come first. */
function spellingsOf(token: string): readonly string[] {
  const signature = /^[\w-]+\.[\w-]+\.([\w-]{16,})$/.exec(token)?.[1];
  const spellings = [token, ...(signature === undefined ? [] : [signature])]
    .flatMap(encodingsOf)
    .flatMap(escapesOf)
    .filter((secret) => secret.length >= SHORTEST_SECRET);
  return [...new Set(spellings)].sort((a, b) => b.length - a.length);
}

/** As it is; in base64 and base64url, whichever byte of a group of three it begins at; in hexadecimal digits. */
function encodingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const based = [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    // Characters that bits of what stands before or behind go into are left out.
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((shifted.length * 8) / 6);
    return (["base64", "base64url"] as const).map((kind) => shifted.toString(kind).slice(from, to));
  });
  const percent = hex.replace(/../g, "%$&");
  return [secret, ...based, hex, hex.toUpperCase(), percent, percent.toUpperCase()];
}

/** As JSON, URLs and HTML write it. */
function escapesOf(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return [
    text,
    encodeURIComponent(text),
    json,
    text.replaceAll("/", "\\/"),
    json.replaceAll("+", "\\u002B").replaceAll("/", "\\u002F"),
    json.replaceAll("+", "\\u002b"),
    text.replaceAll("+", "&#43;").replaceAll("/", "&#47;"),
  ];
}

/** Takes out what of a secret was cut short or broken into lines. */
function maskPieces(text: string, secret: string): string {
  let masked = text;
  for (let at = 0; at + PIECE <= secret.length; at += PIECE) {
    const piece = secret.slice(at, at + PIECE);
    for (let found = masked.indexOf(piece); found >= 0; found = masked.indexOf(piece)) {
      let [start, end] = [found, found + PIECE];
      for (let left = at; start > 0 && left > 0 && masked[start - 1] === secret[left - 1]; left--)
        start--;
      for (
        let right = at + PIECE;
        end < masked.length && right < secret.length && masked[end] === secret[right];
        right++
      )
        end++;
      masked = `${masked.slice(0, start)}[token]${masked.slice(end)}`;
    }
  }
  return masked;
}
