import { createHmac } from "node:crypto";

/** What stands in a redacted recording in place of originals; the same for the same original, whatever its case. */
export interface Replacements {
  /** 64 hexadecimal digits. */
  digest(text: string): string;
  guid(original: string): string;
  /** In place of a name. */
  alias(original: string): string;
  /** In place of an address of four numbers, if it is a public one. */
  address(original: string): string;
  /** Likewise of IP version 6. */
  longAddress(original: string): string;
  /** A text of the same form. */
  scrambled(original: string): string;
}

const keptAddress =
  /^(0\.|10\.|127\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|255\.|168\.63\.129\.16)/;

const keptLongAddress = /^(::1?$|fe[89ab]|f[cdf])/i;

/** Replacements depend on `salt`: whoever does not have it cannot try originals out. */
export function createReplacements(salt: string): Replacements {
  const digest = (text: string) =>
    createHmac("sha256", salt).update(text.toLowerCase()).digest("hex");
  const guid = (original: string) => {
    const hex = digest(original);
    return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
      .concat(hex.slice(20, 32))
      .join("-");
  };

  function address(original: string): string {
    if (keptAddress.test(original)) return original;
    const hex = digest(original);
    const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
    return `198.${18 + (byte(0) % 2)}.${byte(2)}.${byte(4)}`;
  }

  function longAddress(original: string): string {
    if (keptLongAddress.test(original)) return original;
    const hex = digest(original);
    return `2001:db8:${hex.slice(0, 4)}:${hex.slice(4, 8)}::${hex.slice(8, 12)}`;
  }

  function scrambled(original: string): string {
    const hex = digest(original);
    return [...original].map((character, at) => scramble(character, hex, at)).join("");
  }

  const alias = (original: string) => `n${digest(original).slice(0, 11)}`;
  return { digest, guid, alias, address, longAddress, scrambled };
}

/** Letters become letters and digits digits, of whatever script; signs, by which texts are parted, stay. */
function scramble(character: string, hex: string, at: number): string {
  const number = Number.parseInt(hex.charAt(at % hex.length), 16) + at;
  if (/\p{N}/u.test(character)) return String(number % 10);
  return /[\s\0-@[-`{-\x7f]/.test(character) ? character : String.fromCharCode(97 + (number % 26));
}
