/** Words whose value is a secret wherever `=` follows: in connection strings, signed links, forms. */
const keyedByEquals =
  "(?:[\\w-]*(?:account|access|shared|primary|secondary|master|function|subscription|api|host|signing|storage)[\\w-]*key|[\\w-]*(?:secret|password|passwd|passphrase|assertion)|pwd|sig|signature|sharedaccesssignature|(?:access|refresh|id|auth|sas|bearer)[_-]?token|x-functions-key|code_verifier)";
/** Of these also those that `:` follows, as in JSON and in headers. */
const keyedByColon =
  "(?:[\\w-]*(?:account|access|shared|primary|secondary|master|functions?|subscription|api)[_-]?key|client[_-]?(?:secret|assertion)|[\\w-]*(?:password|passwd)|sig|(?:access|refresh|id|auth|sas)[_-]?token)";
const value = String.raw`(?:\\?"[^"]*?\\?"|'[^']*'|[^&\s"'\\;,<>]+)`;
/** Not in the midst of a word; behind an escaped sign of a URL is its beginning. */
const start = "(?:(?<=%[0-9a-f]{2})|(?<![\\w-]))";
const gap = String.raw`(?:\\?["'])?\s*`;

const byEquals = new RegExp(
  String.raw`${start}(${keyedByEquals})(${gap}(?:=|%3D)\s*)(?!\[)(${value})`,
  "gi",
);
const byColon = new RegExp(String.raw`${start}(${keyedByColon})(${gap}:\s*)(?!\[)(${value})`, "gi");
/** Letters of both cases and digits in one run that nothing parts: no id, name or digest is so long; tokens and keys in base64 are. */
const encoded =
  /(?=[A-Za-z0-9+]*[A-Z])(?=[A-Za-z0-9+]*[a-z])(?=[A-Za-z0-9+]*\d)[A-Za-z0-9+]{48,}={0,2}/g;

/** What is shown of a message, and what is looked at for it: patterns cost by the square of a text that is made for them. */
const SHOWN = 400;
const READ = 2_000;

/** `text` on one line, cut to 400 characters, with tokens, keys, passwords and signatures taken out. */
export function withoutSecrets(text: string): string {
  const masked = text
    .slice(0, READ)
    .replace(/\beyJ[\w-]{8,}(\.[\w-]+){0,4}/g, "[token]")
    .replace(
      /\b(bearer|basic|sharedaccesssignature|sharedkey(?:lite)?)\s+[^\s"',;]+/gi,
      "$1 [token]",
    )
    .replace(/([a-z][\w+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, "$1:[secret]@")
    .replace(byEquals, "$1$2[secret]")
    .replace(byColon, "$1$2[secret]")
    .replace(encoded, "[secret]")
    .replace(/\s+/g, " ")
    .trim();
  // The last word of what was read may be the beginning of a secret.
  const clean = text.length > READ ? `${masked.slice(0, masked.lastIndexOf(" ") + 1)}…` : masked;
  if (clean.length <= SHOWN) return clean;
  return `${clean.slice(0, SHOWN - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * A body without the signed tokens in it, which services have been seen to send back, and without the keys of connection strings
 * and signed links. JSON stays JSON.
 */
export function withoutTokens(body: string): string {
  return body
    .replace(/(?<![\w-])[\w-]+(?:\.[\w-]*)+/g, withoutSigned)
    .replace(
      /\b(AccountKey|SharedAccessKey|SharedAccessSignature|sig|password|pwd|client_secret)(=|%3D)[^&\s"'\\;,<>]+/gi,
      "$1$2[secret]",
    );
}

/** A run of words separated by dots without the signed tokens in it; looked through once, however many beginnings it holds. */
function withoutSigned(run: string): string {
  const parts = run.split(".");
  for (let i = 0; i + 2 < parts.length; i++) {
    const from = parts[i]!.indexOf("eyJ");
    if (from < 0 || !parts[i + 1]!.startsWith("eyJ")) continue;
    parts.splice(i, 3, `${parts[i]!.slice(0, from)}[token]`);
  }
  return parts.join(".");
}
