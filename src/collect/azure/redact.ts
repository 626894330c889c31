import { isIPv6 } from "node:net";
import { isObject, readJson } from "../json/json.ts";
import { DEEPEST, isDeep } from "../json/nesting.ts";
import type { Redactor } from "../recording/redactor.ts";
import { redactHost } from "./redact-hosts.ts";
import { createKnownNames } from "./known-names.ts";
import type { PublicWords } from "./public-words.ts";
import {
  accountRegions,
  hosts,
  isLabels,
  isNamePart,
  named,
  namedHosts,
  namedMembers,
  personal,
  prose,
  vocabulary,
} from "./redacted-properties.ts";
import { createReplacements } from "./replacements.ts";

/** Names in ids that the service gives itself, and that calls and checks know. */
const wellKnownName =
  /^(default\d*|current|web|master|logs|ftp|scm|activedirectory|authsettingsv?2?|root)$/i;
const wellKnownTypes = new Set(
  "providers configurations pricings settings autoprovisioningsettings servervulnerabilityassessmentssettings blobservices fileservices queueservices tableservices transparentdataencryption encryptionprotector administrators auditingsettings config basicpublishingcredentialspolicies locations".split(
    " ",
  ),
);
/** Parts of links that are the service's own words. */
const linkWord =
  /^(keys|secrets|certificates|vhds|site|wwwroot|api|v\d+(\.\d+)?|common|oauth2|\$web)$/i;

const isGuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** A resource id, a link, an e-mail address, a GUID, an IP address or a telephone number; of what begins at one place the first of these. */
const tellingPattern = new RegExp(
  [
    /((?<![\w/.-])\/?(?:subscriptions\/[^\s'"?<>]+|providers\/Microsoft\.\w+\/[^\s'"?<>]+))/,
    /(\b[a-z]+:\/\/[^\s'"<>,;]+)/,
    /([^\s;,<>"'()@/]+@[^\s;,<>"'()@/]+\.[^\s;,<>"'()@/]+)/,
    /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/,
    /\b(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\b/,
    /(?<![\w:.])([0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f:.]*)(?![\w:])/,
    /(?<![\w+:.])(\+\d[\d ()/-]{6,}\d)(?![\w:])/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gi",
);
/** In place of what is nested too deep to be read by anybody. */
const TOO_DEEP = `An answer that was nested more than ${DEEPEST} deep was left out.\n`;

/** A run of characters that could be a name: anything but blanks and the signs of ASCII; `.` and `-` join what stands around them. */
const wordPattern = /[^\s\0-/:-@[-^`{-\x7f]+(?:[.-]+[^\s\0-/:-@[-^`{-\x7f]+)*/g;

/**
 * Replacements depend on `salt`: whoever does not have it cannot try originals out. Of texts only what is among `words` stays, or is
 * a number, a date, an address or the like.
 */
export function createRedactor(salt: string, words: PublicWords): Redactor {
  const {
    digest,
    guid,
    alias,
    address: fakeAddress,
    longAddress,
    scrambled,
  } = createReplacements(salt);
  const known = createKnownNames();
  /** What is not public as it stands is replaced wherever it is; only public words that are somebody's name have to be looked for. */
  const learned = (original: string, replacement: string) => {
    if (plain(original) === original) known.learn(original, replacement);
    return replacement;
  };
  const name = (original: string) => {
    if (isGuid.test(original)) return guid(original);
    // A placeholder, as people leave them in what they post, is none of an id that something has.
    const [, open = "", bare = "", close = ""] = /^(\{*)(.*?)(\}*)$/s.exec(original) ?? [];
    return open + learned(bare, alias(bare)) + close;
  };

  /** One pass, so that no replacement is replaced again; `rest` takes what stands between ids, links and addresses. */
  function telling(original: string, rest: (between: string) => string): string {
    let result = "";
    let from = 0;
    for (const match of original.matchAll(tellingPattern)) {
      result += rest(original.slice(from, match.index)) + toldBy(match);
      from = match.index + match[0].length;
    }
    return result + rest(original.slice(from));
  }

  function toldBy([found, id, link, mail, _guid, address, long, phone]: RegExpExecArray): string {
    if (id) return path(found);
    if (link) return url(found);
    if (mail) return `person-${digest(found).slice(0, 8)}@example.com`;
    if (address) return fakeAddress(found);
    if (long) return isIPv6(found) ? longAddress(found) : plain(found);
    if (phone) return scrambled(found);
    return guid(found);
  }

  /** Whatever is not public is a name, and has the replacement that it has in ids. */
  const text = (original: string) =>
    words.isAskedFor(original) ? original : telling(original, plain);

  function plain(original: string): string {
    return original.replace(wordPattern, (word) => (words.has(word) ? word : alias(word)));
  }

  /** Letters become letters and digits digits, so that a malformed address stays malformed and an empty one empty. */
  function scramble(original: string): string {
    const pieces = original.split(/([;,\s]+)/);
    return pieces.map((piece, index) => (index % 2 === 1 ? piece : scrambleWord(piece))).join("");
  }

  function scrambleWord(word: string): string {
    return telling(word, scrambled);
  }

  const host = (original: string) =>
    original.includes("://") ? url(original) : addressed(redactHost(original, name));

  function url(original: string): string {
    const [, scheme, authority, rest] = /^([a-z]+:\/\/)([^/?#]*)([^?#]*)/i.exec(original) ?? [];
    if (scheme === undefined) return plain(original);
    const [, place, port] = /^(?:.*@)?(\[.*\]|[^:]*)(:\d+)?$/.exec(authority!) ?? [];
    const isApi = /^\/(subscriptions|providers)(\/|$)/i.test(rest!);
    const below = isApi ? path(rest!) : rest!.split("/").map(linkPart).join("/");
    return plain(scheme) + addressed(redactHost(place ?? "", name)) + (port ?? "") + below;
  }

  const addressed = (host: string) => telling(host, (between) => between);

  function linkPart(part: string): string {
    const isKept = part === "" || linkWord.test(part) || wellKnownName.test(part);
    return isKept ? part : name(part);
  }

  /** Segments go in pairs of type and name; the provider's own name is none. */
  function path(original: string): string {
    const segments = original.split("/");
    const names = namesIn(segments);
    return segments
      .map((segment, index) => {
        const type = (segments[index - 1] ?? "").toLowerCase();
        if (!names.has(index)) {
          known.keep(segment);
          return telling(segment, (between) => (words.hasType(between) ? between : plain(between)));
        }
        if (wellKnownName.test(segment)) return segment;
        if (wellKnownTypes.has(type) && decode(segment) === segment) return telling(segment, plain);
        return name(decode(segment));
      })
      .join("/");
  }

  function value(original: unknown, key: string): unknown {
    if (typeof original === "string")
      return key === "tags" ? scramble(original) : unnamed(redactText(original, key), key);
    if (Array.isArray(original)) return original.map((each) => value(each, key));
    if (!isObject(original)) return original;
    return Object.fromEntries(
      Object.entries(original).map(([property, each]) => {
        if (key === "tags" && !isNamePart(property))
          return [scramble(property), propertyOf(original, property, each, key)];
        known.keep(property);
        const redacted = propertyOf(original, property, each, key);
        return [
          unnamed(text(property), ""),
          typeof redacted === "string" ? unnamed(redacted, property, key) : redacted,
        ];
      }),
    );
  }

  /** Without the names that were replaced elsewhere, where what stands here may hold one. */
  function unnamed(original: string, key: string, within = ""): string {
    const isWord = vocabulary.has(key.toLowerCase()) || /^sku$/i.test(within);
    return isWord && !/\s/.test(original) ? original : known.replace(original);
  }

  /** A body's values again, of which each was redacted before. */
  function again(original: unknown, key: string, within: string): unknown {
    if (typeof original === "string") return unnamed(original, key, within);
    if (Array.isArray(original)) return original.map((each) => again(each, key, within));
    if (!isObject(original)) return original;
    const entries = Object.entries(original);
    return Object.fromEntries(
      entries.map(([property, each]) => [known.replace(property), again(each, property, key)]),
    );
  }

  function propertyOf(owner: object, key: string, original: unknown, outer: string): unknown {
    if (typeof original !== "string")
      return value(original, outer === "tags" || isLabels(key, original) ? "tags" : key);
    if (key === "nextLink" || key === "$skipToken") return link(original);
    if (outer === "tags") return scramble(original);
    const within = outer.toLowerCase();
    if (key === "name") {
      if (namedMembers.has(within)) return original === "" ? "" : name(original);
      if (namedHosts.has(within)) return host(original);
      if ("id" in owner && typeof owner.id === "string") return nameLike(owner.id, original);
      // What is part of a resource has a name and properties as a resource has them.
      if ("properties" in owner && !wellKnownName.test(original)) return name(original);
    }
    if (key === "id" && accountRegions.has(within) && !original.startsWith("/"))
      return name(original);
    if (key === "path" && within === "publickeys")
      return original.replace(
        /^\/home\/([^/]+)/,
        (_home, user: string) => `/home/${scramble(user)}`,
      );
    if (key === "roleName")
      return "type" in owner && owner.type === "BuiltInRole" ? text(original) : scramble(original);
    return redactText(original, key);
  }

  function redactText(original: string, key: string): string {
    const property = key.toLowerCase();
    if (personal.has(property))
      return prose.has(property) ? scramble(original) : learned(original, scramble(original));
    if (hosts.has(property)) return host(original);
    if (named.has(property)) return original === "" ? "" : name(original);
    // JSON within a text, as workbooks and settings have it.
    const inner = /^\s*[[{]/.test(original) ? readJson(original) : undefined;
    if (inner !== undefined && !isDeep(inner)) return JSON.stringify(value(inner, key));
    return image(original, property);
  }

  /** `DOCKER|registry/image:tag`, and images of containers; a runtime such as `NODE|20-lts` stays. */
  function image(original: string, property: string): string {
    const [, kind = "", place = ""] = /^((?:DOCKER|COMPOSE|KUBE)\|)?(.*)$/is.exec(original) ?? [];
    if (place === "" || (kind === "" && !/^(image|imagename|containerimage)$/.test(property)))
      return text(original);
    const [registry, ...below] = place.split("/");
    const rest = below.length === 0 ? "" : `/${name(below.join("/"))}`;
    const isHost = below.length > 0 && registry!.includes(".");
    return `${kind}${isHost ? redactHost(registry!, name) : name(registry!)}${rest}`;
  }

  /** A name that ends its owner's id changes as it does there. */
  function nameLike(id: string, original: string): string {
    if (!id.toLowerCase().endsWith(`/${original.toLowerCase()}`)) return scramble(original);
    return path(id).split("/").slice(-original.split("/").length).join("/");
  }

  /** What a link carries besides its path is the service's own, and may hold anything. */
  function link(original: string): string {
    const page = digest(original).slice(0, 12);
    const parsed = URL.parse(original);
    return parsed ? `${url(original)}?$skiptoken=${page}` : page;
  }

  return {
    path,
    text,
    tenant: (tenant) => (tenant.includes(".") ? redactHost(tenant, name) : text(tenant)),
    body(body) {
      const parsed = readJson(body);
      if (parsed === undefined) return known.replace(text(body));
      if (isDeep(parsed)) return TOO_DEEP;
      // Once to learn all of its names, and once to find them.
      value(parsed, "");
      return JSON.stringify(value(parsed, ""), undefined, 2);
    },
    bodyAgain(body) {
      const parsed = readJson(body);
      if (parsed === undefined) return known.replace(body);
      return JSON.stringify(again(parsed, "", ""), undefined, 2);
    },
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Positions of names among the segments of a resource id. */
function namesIn(segments: readonly string[]): ReadonlySet<number> {
  const names = new Set<number>();
  for (let at = segments[0] === "" ? 1 : 0; at < segments.length; at += 2) {
    if (segments[at]!.toLowerCase() === "providers") at += 2;
    if (at + 1 < segments.length) names.add(at + 1);
  }
  return names;
}
