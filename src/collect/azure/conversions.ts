import type { Conversion } from "../reading/conversions.ts";
import { mismatch } from "../reading/mismatch.ts";
import {
  crossTenantReplication,
  databaseEncryption,
  linuxRefusesPasswords,
  softDeleteDays,
} from "./property-conversions.ts";
import { nameOf, ownerOf, typeOf } from "./ids.ts";
import { alertNotifications, ownersNotified } from "./security-contacts.ts";
import { sendsLogs, sentLogs } from "./sent-logs.ts";
import { diskAttachments, identities, securityRules } from "./expand-parts.ts";

/** Azure's own conversions; the SDL's enum `Conversion` names and describes its entries. */
export const conversions: Readonly<Record<string, Conversion>> = {
  ALERT_NOTIFICATIONS: { convert: alertNotifications },
  OWNERS_NOTIFIED: { convert: ownersNotified },
  DATABASE_ENCRYPTION: { convert: databaseEncryption },
  SOFT_DELETE_DAYS: { convert: softDeleteDays },
  LINUX_PASSWORDS: { convert: linuxRefusesPasswords },
  CROSS_TENANT_REPLICATION: { convert: crossTenantReplication },
  SENT_LOGS: {
    convert: (value, { parentType }) =>
      sentLogs(value, typeof parentType === "string" ? parentType : "") ?? mismatch,
  },
  SENDS_LOGS: { convert: (value) => sendsLogs(value) ?? mismatch },
  SECURITY_RULES: { convert: (value) => securityRules(value) ?? mismatch },
  OWNER_ID: { convert: (value) => mapTexts(value, ownerOf) },
  NAME_OF_ID: { convert: (value) => mapTexts(value, nameOf) },
  TYPE_OF_ID: { convert: (value) => mapTexts(value, typeOf) },
  IDENTITIES: { convert: (value) => identities(value) ?? mismatch },
  DISK_ATTACHMENTS: { convert: (value) => diskAttachments(value) ?? mismatch },
};

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (!Array.isArray(value)) return mismatch;
  const isText = value.every((each) => each === null || typeof each === "string");
  return isText ? value.map((each) => (each === null ? null : change(each as string))) : mismatch;
}
