import type { Field, Model, Reading } from "../../types.ts";
import { isSignName } from "../calls/completeness-signs.ts";

/** What tells nothing of whose an estate is: words of the clouds, of the schema and of checks, numbers, dates. */
export interface PublicWords {
  /** A text that checks or the schema ask for as a whole: it is kept wherever it is not somebody's name. */
  isAskedFor(text: string): boolean;
  /** A word without blanks and signs but `.`, `-` and `_`: it is a number or the like, or made of public words only. */
  has(word: string): boolean;
  /** A segment of an id where the type of something stands; ids come in lower case, too. */
  hasType(segment: string): boolean;
}

/** What services answer in errors, pages and the signs of a list, and no asset type's field has. */
const services = `value data error errors code message details target inner innererror additional info next link skip token nextlink
  result results truncated count total records columns rows column row facets odata context meta paging page pages cursor more
  continuation etag self id ids name names type types kind properties systemdata created modified last by at time utc
  html head body title doctype meta script style div span p h1 h2 br charset content lang en
  string integer int object array boolean long number datetime double null true false none
  authorization authentication permission failed failure invalid missing registration register registered subscription subscriptions
  not found denied forbidden unauthorized many too requests request throttled rate limit limiting resource resources graph organization odatatype
  disabled expired mismatch linked disallowed policy readonly namespace use microsoft windows azure
  succeeded running updating creating deleting accepted canceled provisioning provisioned online offline ready available unavailable
  standard premium basic free shared isolated hot cool cold archive consumption dynamic elastic developer hyperscale general purpose
  business critical serverless burstable optimized lrs zrs grs gzrs ragrs ragzrs v2 gp bc hs gen
  allow deny audit inbound outbound tcp udp icmp any tls ssl ssh rdp http https
  the a an and or of to in on for with without over from is are was were be been it its this that these those has have had does do did
  can could cannot must may might will would should if when then than as at but because while after before under into about again
  client user application service server your you please try sure access perform action scope granted recently refresh credentials
  order retry does exist exists could enough already there no one only all each other such which who whose what where
  zone zones option create delete attach detach condition delegated exclusion bytes iops mbps size capacity cap per cors lease
  family image publisher offer sku canonical ubuntu suse centos debian redhat rhel lts datacenter server edition latest regular spot
  recoverable recovery purgeable locked unlocked permanent temporary regional transaction effect condition parameter parameters
  computer instance view signal generation architecture controller accelerated acceleration accelerator attached backup restore
  retention schedule weekly daily monthly hourly handler extension agent patch mode capability capabilities feature features flag
  field equals like contains not greater less value values input output query format text json xml csv yaml
  idle timeout minutes hours seconds days threshold probe probes probing outbound snat load distribution affinity cookie header
  certificate certificates issuer thumbprint expires expiry expiration path host hostname names listener listeners backend frontend
  worker workers replica replicas node nodes pool pools partition partitions shard collation storage quota usage used remaining
  phone mail given job title office surname nickname preferred language member members membership visibility
  correlation operation trace cache control pragma rel self etag length transfer encoding date vary ratelimit reads
  oauth2 sha1 sha256 sha512 md5 x86 x64 arm64 ipv4 ipv6 base64 utf8 node python java dotnet php ruby powershell docker
  agentless discovery scanning malware sensitive incident red healthy unhealthy degraded unknown manual automatic auto`;

/** Codes of sizes and generations, as in `Standard_D2s_v3`, `P1v3` and `GP_S_Gen5_2`. */
const sizeCode = /^[a-z]{1,3}\d{1,3}[a-z]{0,4}(v\d)?$/i;
/** Those that stand alone: `vm01` and `SRV12` are machines. */
const loneSizeCode = /^([A-Z]|EP|WS|Gen)\d{1,3}[a-z]{0,3}(v\d)?$/;
const figure = /^v?\d+([._-]\d+)*(T\d*)?(Z|%|[kmgtp]i?b?(ps)?|ms|[smhd])?$/i;
const duration = /^P(?=[\dT])(\d+[YMWD])*(T([\d.]+[HMS])*)?$/;
const region =
  /^(north|south|east|west|central|southeast|northcentral|southcentral|westcentral)?(us|usgov|gov|usdod|europe|asia|eastasia|southeastasia|india|uk|japan|korea|australia|canada|brazil|france|germany|norway|sweden|switzerland|uae|africa|southafrica|poland|italy|israel|qatar|spain|mexico|china|austria|chile|malaysia|indonesia|newzealand)(north|south|east|west|central|southeast|northeast|westcentral|virginia|arizona|texas|iowa)?\d?(euap|stage)?$/i;

/**
 * The public words that `model` names or describes anything with, and `asked`, the texts that checks compare with. Whoever asks for
 * other texts, as in a check of his own, does not find them in a redacted recording.
 */
export function publicWords(model: Model, asked: Iterable<string> = []): PublicWords {
  const askedFor = new Set<string>();
  const whole = new Set<string>();
  const parts = new Set<string>();
  const ask = (text: string) => askedFor.add(text.toLowerCase());
  const learn = (text: string) => {
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      whole.add(word.toLowerCase());
      for (const part of partsOf(word)) parts.add(part);
    }
  };
  learn(services);
  for (const text of asked) ask(text);
  for (const text of asked) learn(text);
  for (const text of textsOf(model)) learn(text);
  for (const text of wordsOf(model)) ask(text);

  // `web01` is a machine; words that end in a number stand as a whole.
  const isPart = (part: string) => !/\d/.test(part) && parts.has(part);
  const isPiece = (piece: string, at = 0) => {
    if (piece === "" || whole.has(piece.toLowerCase())) return true;
    if (figure.test(piece) || region.test(piece)) return true;
    if ((at > 0 ? sizeCode : loneSizeCode).test(piece)) return true;
    const own = partsOf(piece);
    return own.length > 0 && own.join("").length === piece.length && own.every(isPart);
  };
  const isPublic = (word: string) => {
    if (askedFor.has(word.toLowerCase()) || duration.test(word) || figure.test(word)) return true;
    const dashed = word.split("-");
    // `20.04-lts` is a version; `web-portal` is what people call things.
    if (dashed.length > 1 && !figure.test(dashed[0]!)) return isSignName(word);
    return (
      isSignName(word) ||
      dashed
        .join("_")
        .split(/[._]/)
        .every((piece, at) => isPiece(piece, at))
    );
  };
  return {
    isAskedFor: (text) => askedFor.has(text.toLowerCase()),
    has: isPublic,
    // What is kept in one spelling has to be in the other.
    hasType: (segment) =>
      isPublic(segment) ||
      segment.split(".").every((piece) => isPiece(piece) || isJoined(piece.toLowerCase(), parts)),
  };
}

/** `allowBlobHTTPAccess2` as `allow`, `blob`, `http`, `access`, `2`. A letter alone tells nothing, but many make a word. */
function partsOf(word: string): readonly string[] {
  const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}/gu) ?? [];
  const letters = parts.filter((part) => /^\p{L}$/u.test(part));
  return letters.length > 1 && parts.length > 1
    ? [word.toLowerCase()]
    : parts.map((part) => part.toLowerCase());
}

/** Whether a word of lower case, such as `storageaccounts`, is made of parts, of which few are short. */
function isJoined(word: string, parts: ReadonlySet<string>): boolean {
  if (word.length > 60 || !/^[a-z]+$/.test(word)) return false;
  const ends = new Set([0]);
  for (const start of ends)
    for (let end = start + 2; end <= word.length; end++) {
      const part = word.slice(start, end);
      if (part.length > 2 ? parts.has(part) : shortParts.has(part)) ends.add(end);
    }
  return ends.has(word.length);
}

const shortParts = new Set(["ip", "vm", "id", "db", "os", "in", "of", "to"]);

/** Whatever the schema's files say: names, paths, descriptions, calls. */
function* textsOf(model: Model): Generator<string> {
  for (const type of [...model.types.values(), ...model.abstractTypes.values()]) {
    yield type.name;
    yield type.plural;
    yield type.description ?? "";
    for (const member of [...type.fields.values(), ...type.relations.values()]) {
      yield member.name;
      yield member.description ?? "";
      if (member.reading) yield* member.reading.paths;
      if ("holders" in member) for (const { paths } of member.holders ?? []) yield* paths;
    }
    const source = "source" in type ? type.source : undefined;
    for (const text of [source?.path, source?.table, source?.resourceType, source?.permission])
      yield text ?? "";
    for (const { path, permission } of source?.details ?? []) yield `${path} ${permission ?? ""}`;
  }
  for (const { values } of model.enums.values())
    for (const { name, description } of values) yield `${name} ${description ?? ""}`;
}

/** Texts that the schema takes a value for, in all spellings. */
function* wordsOf(model: Model): Generator<string> {
  for (const type of model.types.values()) {
    for (const field of type.fields.values()) {
      yield* field.values ?? [];
      yield* readingWords(field.reading);
      yield* spellingWords(field);
    }
    for (const { reading } of type.relations.values()) yield* readingWords(reading);
    const { resourceType, kind } = type.source ?? {};
    if (resourceType !== undefined) yield resourceType;
    if (kind !== undefined) yield kind.replace(/^!/, "");
  }
}

function* readingWords(reading: Reading | undefined): Generator<string> {
  yield* reading?.equals ?? [];
  for (const path of reading?.paths ?? [])
    for (const [, word] of path.matchAll(/\[[^\]=]*=([^\]]*)\]/g)) yield word!;
}

function* spellingWords({ spelling, coalesce }: Field): Generator<string> {
  if (spelling && "words" in spelling) for (const words of spelling.words) yield* words;
  for (const word of [coalesce].flat()) if (typeof word === "string" && word !== "") yield word;
}
