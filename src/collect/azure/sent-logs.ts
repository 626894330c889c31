import { isObject } from "../json/json.ts";

/** The categories of logs that a resource type has, and which of them its group `audit` stands for (where that is published). */
interface LogCategories {
  readonly all: readonly string[];
  readonly audit?: readonly string[];
}

const ofStorageService: LogCategories = {
  all: ["StorageRead", "StorageWrite", "StorageDelete"],
  audit: ["StorageRead", "StorageWrite", "StorageDelete"],
};

/**
 * What the groups of a diagnostic setting stand for, by the lower-case type of what the setting is on. Source: Azure Monitor,
 * "Supported resource log categories" and "Activity log event schema" (categories), "Diagnostic settings in Azure Monitor"
 * (`allLogs` is every category, `audit` those about access to data or changes of settings).
 */
const logCategories: Readonly<Record<string, LogCategories>> = {
  "microsoft.resources/subscriptions": {
    all: [
      ...["Administrative", "Security", "ServiceHealth", "Alert", "Recommendation", "Policy"],
      ...["Autoscale", "ResourceHealth"],
    ],
  },
  "microsoft.keyvault/vaults": {
    all: ["AuditEvent", "AzurePolicyEvaluationDetails"],
    audit: ["AuditEvent", "AzurePolicyEvaluationDetails"],
  },
  "microsoft.storage/storageaccounts/blobservices": ofStorageService,
  "microsoft.storage/storageaccounts/queueservices": ofStorageService,
  "microsoft.storage/storageaccounts/tableservices": ofStorageService,
  "microsoft.storage/storageaccounts/fileservices": ofStorageService,
};

/** The entries of `logs` that are switched on; undefined where one is not understood. */
function entriesSent(logs: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!Array.isArray(logs)) return undefined;
  const understood = logs.every((log) => isObject(log) && typeof log.enabled === "boolean");
  return understood ? logs.filter((log) => log.enabled) : undefined;
}

/**
 * The categories that a diagnostic setting's `logs` send, its groups unfolded, each once and sorted. Undefined where an entry is
 * not understood, or names a group of which nobody has published what it stands for on this type of resource.
 */
export function sentLogs(logs: unknown, resourceType: string): readonly string[] | undefined {
  const known = logCategories[resourceType.toLowerCase()];
  const sent = entriesSent(logs)?.map(({ category, categoryGroup: group }) => {
    if (typeof category === "string" && category !== "") return [category];
    if (typeof group !== "string") return undefined;
    return group.toLowerCase() === "alllogs"
      ? known?.all
      : group.toLowerCase() === "audit"
        ? known?.audit
        : undefined;
  });
  if (!sent || sent.includes(undefined)) return undefined;
  return [...new Set(sent.flatMap((categories) => categories!))].sort();
}

/** Whether any of a resource's diagnostic settings sends a log. Undefined where that cannot be told. */
export function sendsLogs(settings: unknown): boolean | undefined {
  if (!Array.isArray(settings)) return undefined;
  const each = settings.map((setting) => {
    const properties = isObject(setting) ? setting.properties : undefined;
    // Metrics alone: such a setting has no list of logs.
    if (isObject(properties) && (properties.logs ?? null) === null) return 0;
    return entriesSent(isObject(properties) ? properties.logs : undefined)?.length;
  });
  if (each.some((count) => count !== undefined && count > 0)) return true;
  return each.includes(undefined) ? undefined : false;
}
