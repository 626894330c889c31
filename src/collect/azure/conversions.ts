import { trimSlashes } from "../../model/spellings.ts";
import { isObject } from "../json/json.ts";
import {
  crossTenantReplication,
  databaseEncryption,
  linuxRefusesPasswords,
  softDeleteDays,
} from "./properties.ts";
import { sendsLogs, sentLogs } from "./sent-logs.ts";
import { misfit } from "../reading/misfit.ts";
import { diskAttachments, identities, securityRules } from "./unfold.ts";

/** What stands around an answer, as paths name it behind a `$`. */
type Surroundings = Readonly<Record<string, unknown>>;

/** How a value of the cloud's answer becomes a field's, or a relation's parts. */
export interface Conversion {
  /** Sees neither undefined nor null. Gives `misfit` for what it does not understand, be it all or a part. */
  readonly convert: (value: unknown, around: Surroundings) => unknown;
}

/** The one table of conversions; the SDL's enum `Conversion` names and describes its entries. */
export const conversions: Readonly<Record<string, Conversion>> = {
  ON_OFF: { convert: onOff },
  ADDRESSES: { convert: addresses },
  ADDRESS_TEXT: {
    convert: (value) => {
      const list = addresses(value);
      return Array.isArray(list) ? list.join(";") : list;
    },
  },
  ALERT_NOTIFICATIONS: { convert: alertNotifications },
  OWNERS_NOTIFIED: { convert: ownersNotified },
  ENTRIES: {
    convert: (value) =>
      isObject(value)
        ? Object.keys(value)
            .sort((a, b) => (a < b ? -1 : 1))
            .map((key) => ({ key, value: value[key] }))
        : misfit,
  },
  LIST: { convert: (value) => (Array.isArray(value) ? value : [value]) },
  FIRST: {
    convert: (value) =>
      Array.isArray(value) ? (value.find((each) => each !== null) ?? null) : value,
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
        : misfit,
  },
  RESOURCE_IDS: {
    convert: (value) =>
      Array.isArray(value)
        ? value.filter((each) => typeof each === "string" && /^\/subscriptions\//i.test(each))
        : misfit,
  },
  DATABASE_ENCRYPTION: { convert: databaseEncryption },
  SOFT_DELETE_DAYS: { convert: softDeleteDays },
  LINUX_PASSWORDS: { convert: linuxRefusesPasswords },
  CROSS_TENANT_REPLICATION: { convert: crossTenantReplication },
  SENT_LOGS: {
    convert: (value, { parentType }) =>
      sentLogs(value, typeof parentType === "string" ? parentType : "") ?? misfit,
  },
  SENDS_LOGS: { convert: (value) => sendsLogs(value) ?? misfit },
  EPOCH: { convert: epoch },
  TLS_VERSION: { convert: tlsVersion },
  SECURITY_RULES: { convert: (value) => securityRules(value) ?? misfit },
  OWNER_ID: { convert: (value) => mapTexts(value, ownerOf) },
  NAME_OF_ID: { convert: (value) => mapTexts(value, nameOf) },
  TYPE_OF_ID: { convert: (value) => mapTexts(value, typeOf) },
  KEYS: { convert: (value) => (isObject(value) ? Object.keys(value) : misfit) },
  IDENTITIES: { convert: (value) => identities(value) ?? misfit },
  DISK_ATTACHMENTS: { convert: (value) => diskAttachments(value) ?? misfit },
};

const switchedOn = new Set(["on", "true", "enabled", "yes"]);
const switchedOff = new Set(["off", "false", "disabled", "no"]);

function onOff(value: unknown): unknown {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return switchedOn.has(word) ? true : switchedOff.has(word) ? false : misfit;
}

/** Today's API parts addresses with `;`, its portal tells people to write `,`, and an early draft sent a list. */
function addresses(value: unknown): readonly string[] | typeof misfit {
  const texts = Array.isArray(value) ? value.filter((each) => each !== null) : [value];
  if (!texts.every((text) => typeof text === "string")) return misfit;
  return (texts as string[])
    .flatMap((text) => text.split(/[;,]/))
    .map((address) => address.trim())
    .filter((address) => address !== "");
}

/**
 * Older shapes: `alertNotifications`, a word or an object with `state`. The newest: enabled, and `Alert` among its sources.
 * Not understood where they do not say.
 */
function alertNotifications(properties: unknown): unknown {
  if (!isObject(properties)) return misfit;
  const { isEnabled, notificationsSources: sources, alertNotifications: older } = properties;
  if (typeof older === "string") return onOff(older);
  if (isObject(older)) return onOff(older.state);
  const enabled = onOff(isEnabled);
  if (enabled === false) return false;
  const mailed = Array.isArray(sources) ? hasAlert(sources) : misfit;
  return mailed === true ? enabled : mailed;
}

/**
 * Older shapes: `alertsToAdmins`, owners among them. Newer ones: the state of `notificationsByRole`, and Owner among its roles. Which
 * roles the recorded word `Admin` stands for nobody says: it may be how newer versions show `alertsToAdmins`.
 */
function ownersNotified(properties: unknown): unknown {
  if (!isObject(properties)) return misfit;
  const { alertsToAdmins, notificationsByRole: byRole } = properties;
  if (!isObject(byRole)) return onOff(alertsToAdmins);
  const { state, roles } = byRole;
  const isOn = onOff(state);
  if (isOn !== true) return isOn;
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string")) return misfit;
  const words = roles.map((role: string) => role.toLowerCase());
  return words.includes("owner") ? true : words.includes("admin") ? misfit : false;
}

/** Drafts of the newest shape have `type` in place of `sourceType`. */
function hasAlert(sources: readonly unknown[]): boolean | typeof misfit {
  const kinds = sources.map((source) =>
    isObject(source) ? (source.sourceType ?? source.type) : undefined,
  );
  if (kinds.some((kind) => typeof kind === "string" && kind.toLowerCase() === "alert")) return true;
  return kinds.every((kind) => typeof kind === "string") ? false : misfit;
}

/** The lowest of the versions in a text; null for the words that say that none is enforced. */
function tlsVersion(value: unknown): unknown {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > 1000) return misfit;
  if (/^(none|TLSEnforcementDisabled)$/i.test(value)) return null;
  const versions = value
    .split(",")
    // MySQL's first version of TLS has no minor number: TLSv1.
    .map((one) => one.replace(/^(\s*TLS[\sv_]*\d)\s*$/i, "$1.0"))
    .map((one) => /^\s*(?:TLS)?[\sv_]*(\d)[._](\d)\s*$/i.exec(one));
  return versions.includes(null)
    ? misfit
    : versions
        .map((match) => Number(`${match![1]}.${match![2]}`))
        .reduce((lowest, version) => Math.min(lowest, version));
}

function epoch(value: unknown): unknown {
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
  const moment = isNumber ? new Date(Number(value) * 1000) : undefined;
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : misfit;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (!Array.isArray(value)) return misfit;
  const isText = value.every((each) => each === null || typeof each === "string");
  return isText ? value.map((each) => (each === null ? null : change(each as string))) : misfit;
}

/** An extension's id names its provider once more before the last two segments; that goes, too. */
function ownerOf(id: string): string {
  const owner = trimSlashes(id).replace(/\/[^/]+\/[^/]+$/, "");
  return owner.replace(/\/providers\/[^/]+$/i, "");
}

function nameOf(text: string): string {
  return text.startsWith("/") ? trimSlashes(text).replace(/^.*\//, "") : text;
}

/** Behind its last provider an id has the provider's name, then kinds and names in turn. */
function typeOf(text: string): string {
  const [provider, ...steps] = text
    .split(/\/providers\//i)
    .at(-1)!
    .split("/");
  return text.startsWith("/") ? [provider, ...steps.filter((_, i) => i % 2 === 0)].join("/") : text;
}
