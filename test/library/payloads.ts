/** What a request body may hold: a property's shape, `[shape]` for a list of it, or the texts and types that are allowed. */
export type Shape =
  | { readonly [property: string]: Shape }
  | readonly [Shape]
  | { readonly oneOf: readonly (string | boolean)[] }
  | "text"
  | "boolean";

/** The API version and body of each resource type that guidance may write to. Source: Microsoft's REST API specification. */
export const payloads: Readonly<Record<string, { apiVersion: string; body?: Shape }>> = {
  securityContacts: {
    apiVersion: "2023-12-01-preview",
    body: {
      properties: {
        emails: "text",
        phone: "text",
        isEnabled: "boolean",
        notificationsByRole: {
          state: { oneOf: ["On", "Off"] },
          roles: [{ oneOf: ["AccountAdmin", "ServiceAdmin", "Owner", "Contributor"] }],
        },
        notificationsSources: [
          {
            sourceType: { oneOf: ["Alert", "AttackPath"] },
            minimalSeverity: { oneOf: ["High", "Medium", "Low"] },
            minimalRiskLevel: { oneOf: ["Critical", "High", "Medium", "Low"] },
          },
        ],
      },
    },
  },
  pricings: {
    apiVersion: "2024-01-01",
    body: {
      properties: { pricingTier: { oneOf: ["Standard", "Free"] }, subPlan: "text" },
    },
  },
  settings: {
    apiVersion: "2022-05-01",
    body: {
      kind: { oneOf: ["DataExportSettings", "AlertSyncSettings"] },
      properties: { enabled: "boolean" },
    },
  },
  serverVulnerabilityAssessmentsSettings: {
    apiVersion: "2023-05-01",
    body: {
      kind: { oneOf: ["AzureServersSetting"] },
      properties: { selectedProvider: { oneOf: ["MdeTvm"] } },
    },
  },
};

/** Where a value departs from a shape, as dotted paths with what is wrong; empty where it fits. */
export function misfits(value: unknown, shape: Shape, path = "$"): readonly string[] {
  if (shape === "text") return typeof value === "string" ? [] : [`${path}: no text`];
  if (shape === "boolean") return typeof value === "boolean" ? [] : [`${path}: no boolean`];
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((member, i) => misfits(member, shape[0] as Shape, `${path}[${i}]`));
  }
  if ("oneOf" in shape) {
    const allowed = shape.oneOf as readonly unknown[];
    return allowed.includes(value) ? [] : [`${path}: ${JSON.stringify(value)}`];
  }
  if (typeof value !== "object" || value === null) return [`${path}: no object`];
  return Object.entries(value).flatMap(([property, inner]) => {
    const known = (shape as Record<string, Shape>)[property];
    return known
      ? misfits(inner, known, `${path}.${property}`)
      : [`${path}.${property}: unknown property`];
  });
}
