import { isObject } from "../json/json.ts";
import { mismatch } from "./mismatch.ts";

/** What stands around an answer, as paths name it behind a `$`. */
type Surroundings = Readonly<Record<string, unknown>>;

/** How a value of the cloud's answer becomes a field's, or a relation's parts. */
export interface Conversion {
  /** Sees neither undefined nor null. Gives `mismatch` for what it does not understand, be it all or a part. */
  readonly convert: (value: unknown, around: Surroundings) => unknown;
}

/** The conversions that any provider has; the SDL's enum `Conversion` names and describes its entries. */
export const conversions: Readonly<Record<string, Conversion>> = {
  ON_OFF: { convert: onOff },
  ADDRESSES: { convert: addresses },
  ADDRESS_TEXT: {
    convert: (value) => {
      const list = addresses(value);
      return Array.isArray(list) ? list.join(";") : list;
    },
  },
  ENTRIES: {
    convert: (value) =>
      isObject(value)
        ? Object.keys(value)
            .sort((a, b) => (a < b ? -1 : 1))
            .map((key) => ({ key, value: value[key] }))
        : mismatch,
  },
  LIST: { convert: (value) => (Array.isArray(value) ? value : [value]) },
  FIRST: {
    convert: (value) =>
      Array.isArray(value) ? (value.find((each) => each !== null) ?? null) : value,
  },
  IDS: {
    convert: (value) =>
      Array.isArray(value)
        ? value.filter((each) => typeof each === "string" && each.startsWith("/"))
        : mismatch,
  },
  THERE: { convert: () => true },
  TEXT: { convert: (value) => (value === "" ? null : value) },
  FLAGS: {
    convert: (value) =>
      typeof value === "string"
        ? value
            .split(",")
            .map((flag) => flag.trim())
            .filter((flag) => flag !== "")
        : mismatch,
  },
  EPOCH: { convert: epoch },
  TLS_VERSION: { convert: tlsVersion },
  KEYS: { convert: (value) => (isObject(value) ? Object.keys(value) : mismatch) },
};

const switchedOn = new Set(["on", "true", "enabled", "yes"]);
const switchedOff = new Set(["off", "false", "disabled", "no"]);

/** Words for on and off as a Boolean; not understood where it is neither. */
export function onOff(value: unknown): unknown {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return switchedOn.has(word) ? true : switchedOff.has(word) ? false : mismatch;
}

/** Today's API parts addresses with `;`, its portal tells people to write `,`, and an early draft sent a list. */
function addresses(value: unknown): readonly string[] | typeof mismatch {
  const texts = Array.isArray(value) ? value.filter((each) => each !== null) : [value];
  if (!texts.every((text) => typeof text === "string")) return mismatch;
  return (texts as string[])
    .flatMap((text) => text.split(/[;,]/))
    .map((address) => address.trim())
    .filter((address) => address !== "");
}

/** The lowest of the versions in a text; null for the words that say that none is enforced. */
function tlsVersion(value: unknown): unknown {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > 1000) return mismatch;
  if (/^(none|TLSEnforcementDisabled)$/i.test(value)) return null;
  const versions = value
    .split(",")
    // MySQL's first version of TLS has no minor number: TLSv1.
    .map((one) => one.replace(/^(\s*TLS[\sv_]*\d)\s*$/i, "$1.0"))
    .map((one) => /^\s*(?:TLS)?[\sv_]*(\d)[._](\d)\s*$/i.exec(one));
  return versions.includes(null)
    ? mismatch
    : versions
        .map((match) => Number(`${match![1]}.${match![2]}`))
        .reduce((lowest, version) => Math.min(lowest, version));
}

function epoch(value: unknown): unknown {
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
  const moment = isNumber ? new Date(Number(value) * 1000) : undefined;
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : mismatch;
}
