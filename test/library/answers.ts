/** Raw answers by their place in a recording (docs/collecting.md), for the one subscription that cases are about. */
export type Answers = Readonly<Record<string, unknown>>;

export const subscription = "7d1f0c52-3c58-4a7e-9f0b-1f2f6c1f0a11";

const versions = {
  securityContacts: "2023-12-01-preview",
  pricings: "2024-01-01",
  settings: "2022-05-01",
  autoProvisioningSettings: "2017-08-01-preview",
  serverVulnerabilityAssessmentsSettings: "2023-05-01",
};

/** The list that Defender for Cloud answers for one of its resource types. */
export function defender(type: keyof typeof versions, ...value: readonly object[]): Answers {
  return { [`${defenderPath(type)}.json`]: { value } };
}

/** The refusal of that list for want of a role. */
export function refused(type: keyof typeof versions): Answers {
  return { [`${defenderPath(type)}.403.json`]: authorizationFailed };
}

function defenderPath(type: keyof typeof versions): string {
  return `subscriptions/${subscription}/providers/Microsoft.Security/${type}@${versions[type]}`;
}

/** A security contact of 2023-12-01-preview; a property that is undefined is left out. */
export function contact(properties: object, name = "default"): object {
  const path = "providers/Microsoft.Security/securityContacts";
  return { id: `/subscriptions/${subscription}/${path}/${name}`, name, properties };
}

/** A Defender plan that is on, in a sub plan and with extensions where they are given; with `false` one that is off. */
export function plan(name: string, how: string | false = "", ...extensions: string[]): object {
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/pricings/${name}`,
    name,
    properties: {
      pricingTier: how === false ? "Free" : "Standard",
      ...(how ? { subPlan: how } : {}),
      extensions: extensions.map((extension) => ({ name: extension, isEnabled: "True" })),
    },
  };
}

/** An integration of the subscription, on or off. */
export function setting(name: string, enabled: boolean): object {
  const id = `/subscriptions/${subscription}/providers/Microsoft.Security/settings/${name}`;
  return { id, name, kind: "DataExportSettings", properties: { enabled } };
}

/** All of Resource Graph's rows of a type. */
export function rows(type: string, ...data: readonly object[]): Answers {
  const body = { totalRecords: data.length, count: data.length, resultTruncated: "false", data };
  return { [`providers/Microsoft.ResourceGraph/resources/${type}.json`]: body };
}

/** Resource Graph's refusal of a type. */
export function refusedRows(type: string): Answers {
  return {
    [`providers/Microsoft.ResourceGraph/resources/${type}.403.json`]: authorizationFailed,
  };
}

/** The id of a resource in the one resource group. */
export function idOf(type: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/rg/providers/${type}/${name}`;
}

/** A row of Resource Graph. */
export function row(type: string, name: string, properties: object): object {
  const subscriptionId = subscription;
  return { id: idOf(type, name), name, type: type.toLowerCase(), subscriptionId, properties };
}

/** The list that a resource answers for something below it; `status` 403 refuses it. */
export function below(path: string, value: readonly object[] | 403): Answers {
  const file = path.replace(/^\//, "");
  return value === 403
    ? { [`${file}.403.json`]: authorizationFailed }
    : { [`${file}.json`]: { value } };
}

const authorizationFailed = {
  error: {
    code: "AuthorizationFailed",
    message: "The client does not have authorization to perform the action over the scope.",
  },
};
