import { isObject } from "../json/json.ts";
import { mismatch } from "../reading/mismatch.ts";

/** From here on an account that nobody touched says itself that it may not replicate to other tenants. Source: azure-docs, object-replication-prevent-cross-tenant-policies. */
const REPLICATION_IS_SAID = "2023-12-15";

/**
 * Whether a storage account may replicate to another tenant, from its `properties`. An account without the property may, if it is
 * older than the default that forbids it; of a newer one an answer without it is of an API version that does not know it.
 */
export function crossTenantReplication(properties: unknown): unknown {
  if (!isObject(properties)) return mismatch;
  const { allowCrossTenantReplication: said, creationTime: made } = properties;
  if (said !== undefined && said !== null) return said;
  return typeof made === "string" && made >= REPLICATION_IS_SAID ? mismatch : null;
}

/**
 * Whether a Linux machine refuses passwords, from its `properties`. Null for a Windows machine, of which that is no question; a Linux
 * machine made from a finished disk does not say it.
 */
export function linuxRefusesPasswords(properties: unknown): unknown {
  if (!isObject(properties)) return mismatch;
  const [profile, system] = [properties.osProfile, at(properties.storageProfile, "osDisk")];
  const said = at(at(profile, "linuxConfiguration"), "disablePasswordAuthentication");
  if (said !== undefined && said !== null) return said;
  return /^windows$/i.test(String(at(system, "osType"))) ? null : mismatch;
}

function at(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** For how many days a key vault keeps what was deleted, from its `properties`: none where it keeps nothing. */
export function softDeleteDays(properties: unknown): unknown {
  if (!isObject(properties)) return mismatch;
  const { softDeleteRetentionInDays: days, enableSoftDelete: isKept } = properties;
  return days ?? (isKept === true ? null : 0);
}

/**
 * Whether an SQL database is encrypted, from the answer about its encryption: `state`, or `status` as API version 2014-04-01 has it.
 * Null for `master`, which cannot be.
 */
export function databaseEncryption(answer: unknown): unknown {
  if (!isObject(answer) || !isObject(answer.properties)) return mismatch;
  const { id, properties } = answer;
  if (typeof id === "string" && /\/databases\/master\//i.test(id)) return null;
  const word = properties.state ?? properties.status;
  if (typeof word !== "string") return mismatch;
  return /^enabled$/i.test(word) ? true : /^disabled$/i.test(word) ? false : mismatch;
}
