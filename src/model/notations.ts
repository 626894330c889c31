import { isIPv4, isIPv6 } from "node:net";
import type { Form } from "../types.ts";

/** The forms whose values are written in a notation: what is not written in it can be no value. */
export type NotationName = Exclude<Form, "ID" | "REGION" | "CASE">;

/** How values of a form are written, and which texts write the same one. */
export interface Notation {
  /** The one text that stands for all that write the same value; undefined where a text writes none. */
  readonly read: (text: string) => string | undefined;
  /** What a value looks like, as it follows "takes". */
  readonly expected: string;
  /** A sentence that says what somebody meant who wrote this text, which is no value. */
  readonly hint?: (text: string) => string | undefined;
  /** Matches what may be a part of a value. */
  readonly part?: RegExp;
  /** The case of letters in values; values of either are the same whatever their case. */
  readonly letters: "lower" | "upper" | "either";
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** All but ids of resources, whose table is that of spellings. */
export const notations: Readonly<Record<Exclude<NotationName, "RESOURCE_ID">, Notation>> = {
  GUID: {
    // Of an id that ends with one the end is meant.
    read: (text) => matching(guid, lastPart(text.trim().toLowerCase()).replace(/^\{(.*)\}$/, "$1")),
    expected: 'a GUID such as "01234567-89ab-cdef-0123-456789abcdef"',
    part: /^[0-9a-f-]*$/i,
    letters: "lower",
  },
  IP: {
    read: readAddress,
    expected: 'an address such as "10.0.0.4" or "2001:db8::4"',
    hint: (text) => (readRange(text) ? "A range of addresses is no address." : undefined),
    part: /^[0-9a-f.:]*$/i,
    letters: "lower",
  },
  IP_RANGE: {
    read: readRange,
    expected: 'a range of addresses such as "10.0.0.0/8"',
    part: /^[0-9a-f.:/]*$/i,
    letters: "lower",
  },
  RULE_END: {
    read: readRuleEnd,
    expected:
      'addresses such as "cidr:10.0.0.0/8", a name of many such as "tag:Internet", or "group:" and an id',
    hint(text) {
      if (/^\s*(\*|any|all)\s*$/i.test(text)) return "Anybody is the empty list, `[]`.";
      const word = text.trim();
      return /^[a-z][\w.]*$/i.test(word) ? `Did you mean "tag:${word}"?` : undefined;
    },
    letters: "either",
  },
  PORTS: {
    read(text) {
      const plain = text.replace(/\s+/g, "").toLowerCase();
      if (plain === "*" || plain === "any" || plain === "0-65535") return "*";
      return matching(/^\d{1,5}(-\d{1,5})?$/, plain);
    },
    expected: '"*", a port such as "443" or a range such as "1024-65535"',
    letters: "lower",
  },
  TIME_SPAN: {
    read(text) {
      const match = /^(?:0*(\d+)\.)?(\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text.trim());
      const days = Number(match?.[1] ?? 0);
      return match ? `${days > 0 ? `${days}.` : ""}${match[2]}` : undefined;
    },
    expected: 'days, hours, minutes and seconds such as "7.00:00:00"',
    part: /^[\d.:]*$/,
    letters: "lower",
  },
  DURATION: {
    read: (text) =>
      matching(
        /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
        text.trim().toUpperCase(),
      ),
    expected: 'a duration such as "P30D" or "PT12H"',
    part: /^[PTYMWDHS\d.]*$/i,
    letters: "upper",
  },
  VERSION: {
    read: (text) => matching(/^\d+(\.\d+)*([-+].+)?$/, text.trim().toLowerCase().replace(/^v/, "")),
    expected: 'a version such as "1.33.5"',
    letters: "lower",
  },
};

function matching(pattern: RegExp, text: string): string | undefined {
  return pattern.test(text) ? text : undefined;
}

function lastPart(text: string): string {
  return text.replace(/\/+$/, "").split("/").at(-1)!;
}

/** Of version 6 there are many ways to write one address; the shortest is that of RFC 5952. */
function readAddress(text: string): string | undefined {
  const plain = text.trim();
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain) || plain.includes("%")) return undefined;
  return new URL(`http://[${plain}]`).hostname.slice(1, -1);
}

/** An address and how many of its bits count; an address alone is itself. */
function readRange(text: string): string | undefined {
  const [written = "", length, ...more] = text.trim().split("/");
  const address = readAddress(written);
  if (address === undefined || more.length > 0) return undefined;
  if (length === undefined) return address;
  const bits = isIPv4(address) ? 32 : 128;
  return /^\d{1,3}$/.test(length) && Number(length) <= bits
    ? `${address}/${Number(length)}`
    : undefined;
}

function readRuleEnd(text: string): string | undefined {
  const plain = text.trim();
  const [, kind = "", rest = ""] = /^(cidr|tag|group):(.+)$/is.exec(plain) ?? [];
  const range = readRange(kind.toLowerCase() === "cidr" ? rest : plain);
  if (range !== undefined) return `cidr:${range}`;
  if (kind.toLowerCase() === "tag" && /^[^\s/*]+$/.test(rest)) return `tag:${rest}`;
  const id = kind.toLowerCase() === "group" ? rest : plain;
  return id.startsWith("/") ? `group:${id.toLowerCase()}` : undefined;
}
