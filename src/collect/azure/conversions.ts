import type { Conversion } from "../reading/conversions.ts";
import { misfit } from "../reading/misfit.ts";
import { isResourceId, nameOf, ownerOf, typeOf } from "./ids.ts";
import {
  crossTenantReplication,
  databaseEncryption,
  linuxRefusesPasswords,
  softDeleteDays,
} from "./properties.ts";
import { alertNotifications, ownersNotified } from "./security-contacts.ts";
import { sendsLogs, sentLogs } from "./sent-logs.ts";
import { diskAttachments, identities, securityRules } from "./unfold.ts";

/** Azure's own conversions; the SDL's enum `Conversion` names and describes its entries. */
export const conversions: Readonly<Record<string, Conversion>> = {
  ALERT_NOTIFICATIONS: { convert: alertNotifications },
  OWNERS_NOTIFIED: { convert: ownersNotified },
  RESOURCE_IDS: {
    convert: (value) =>
      Array.isArray(value)
        ? value.filter((each) => typeof each === "string" && isResourceId(each))
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
  SECURITY_RULES: { convert: (value) => securityRules(value) ?? misfit },
  OWNER_ID: { convert: (value) => mapTexts(value, ownerOf) },
  NAME_OF_ID: { convert: (value) => mapTexts(value, nameOf) },
  TYPE_OF_ID: { convert: (value) => mapTexts(value, typeOf) },
  IDENTITIES: { convert: (value) => identities(value) ?? misfit },
  DISK_ATTACHMENTS: { convert: (value) => diskAttachments(value) ?? misfit },
};

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (!Array.isArray(value)) return misfit;
  const isText = value.every((each) => each === null || typeof each === "string");
  return isText ? value.map((each) => (each === null ? null : change(each as string))) : misfit;
}
