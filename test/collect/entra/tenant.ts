import { collect, type Source } from "../../../src/collect/collect.ts";
import { azure } from "../../../src/collect/azure/provider.ts";
import { entra } from "../../../src/collect/entra/provider.ts";
import { derivationsOf } from "../../../src/collect/provider.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { loadModel } from "../../../src/model/load.ts";
import type { Inventory } from "../../../src/types.ts";
import { byPath, reply } from "../fake-transport.ts";

export const model = loadModel("schema");
export const TENANT = "aaaaaaaa-0000-4000-8000-000000000001";
export const tenant = `/tenants/${TENANT}`;
export const subscription = "/subscriptions/bbbbbbbb-0000-4000-8000-000000000001";

/** What Microsoft Graph answers by path, without the host: a body, or a body with a status. */
export type Answers = Readonly<Record<string, unknown>>;

const guidOf = (n: number) => `cccccccc-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** A member of a tenant with a number for a name. */
export const user = (n: number, more: object = {}) => ({
  id: guidOf(n),
  displayName: `User ${n}`,
  userPrincipalName: `user${n}@contoso.example`,
  userType: "Member",
  accountEnabled: true,
  ...more,
});

/** What the report has of a user. */
export const registration = (n: number, isMfaCapable: boolean) => ({
  ...{ id: guidOf(n), userDisplayName: `User ${n}`, userPrincipalName: `user${n}@contoso.example` },
  ...{ isMfaRegistered: isMfaCapable, isMfaCapable, methodsRegistered: [] },
});

/** A template of settings as the service sends it: names and their defaults. */
export const template = (id: string, defaults: Readonly<Record<string, string>>) => ({
  ...{ id, displayName: "Template" },
  values: Object.entries(defaults).map(([name, defaultValue]) => ({ name, defaultValue })),
});

/** Settings that were saved of a template. */
export const setting = (templateId: string, values: Readonly<Record<string, string>>) => ({
  ...{ id: guidOf(900), displayName: "Settings", templateId },
  values: Object.entries(values).map(([name, value]) => ({ name, value })),
});

export const passwordRules = "5cf42378-d67d-4f36-ba46-e8b86229381d";
export const groupUnified = "62375ab9-6b52-47ed-826b-58e47e0e304b";

/** A tenant of two people with everything answered and nothing saved. */
export const plain: Answers = {
  "/v1.0/organization": { value: [{ id: TENANT, displayName: "Contoso" }] },
  "/v1.0/policies/authorizationPolicy": {
    id: "authorizationPolicy",
    displayName: "Authorization Policy",
    allowInvitesFrom: "everyone",
    guestUserRoleId: "10dae51f-b6af-4016-8d66-8c2a99b929b3",
    defaultUserRolePermissions: {
      ...{ allowedToCreateApps: true, allowedToCreateSecurityGroups: true },
      permissionGrantPoliciesAssigned: [
        "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
      ],
    },
  },
  "/v1.0/policies/deviceRegistrationPolicy": {
    ...{ id: "deviceRegistrationPolicy", displayName: "Device Registration Policy" },
    multiFactorAuthConfiguration: "notRequired",
  },
  "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy": {
    ...{ id: "00000000-0000-0000-0000-000000000005", displayName: "Security Defaults" },
    isEnabled: false,
  },
  "/v1.0/identity/conditionalAccess/policies": { value: [] },
  "/v1.0/identity/conditionalAccess/namedLocations": { value: [] },
  "/v1.0/groupSettings": { value: [] },
  "/v1.0/groupSettingTemplates": {
    value: [
      template(groupUnified, { EnableGroupCreation: "true" }),
      template(passwordRules, {
        ...{ EnableBannedPasswordCheck: "True", LockoutDurationInSeconds: "60" },
        LockoutThreshold: "10",
      }),
    ],
  },
  "/v1.0/users": { value: [user(1), user(2)] },
  "/v1.0/groups": { value: [] },
  "/v1.0/servicePrincipals": { value: [] },
  "/v1.0/reports/authenticationMethods/userRegistrationDetails": {
    value: [registration(1, true), registration(2, false)],
  },
};

/** An answer other than 200. */
export const refused = (status: number, code: string, message = "No.") => ({
  status,
  body: { error: { code, message } },
});

/** A transport that gives these answers; of one in `pages` each in turn. */
function answering(answers: Answers) {
  return byPath((path, { page }) => {
    const own = answers[path];
    if (own === undefined) return undefined;
    const { status, body, pages } = own as Partial<Record<"status" | "body" | "pages", unknown>>;
    if (Array.isArray(pages)) return reply(pages[page - 1]);
    return typeof status === "number" ? reply(body, { status }) : reply(own);
  });
}

/** The estate of a tenant that gives these answers, `plain` for those that are not given; with a subscription beside it. */
export async function estateOf(answers: Answers = {}, alone = false): Promise<Inventory> {
  const builder = createBuilder(model, derivationsOf([azure, entra]));
  const sources: Source[] = [{ provider: entra, transport: answering({ ...plain, ...answers }) }];
  const subscriptions = { value: [{ id: subscription, displayName: "One" }] };
  if (!alone)
    sources.unshift({ provider: azure, transport: answering({ "/subscriptions": subscriptions }) });
  await collect(model, sources, {
    write(records) {
      for (const record of records) builder.add(record);
    },
    finish: (collection) => builder.addCollection(collection),
  });
  const info = { id: "made", takenAt: "2026-11-20T08:00:00.000Z", origin: "test" };
  const made = { assayVersion: "0", schemaFingerprint: model.fingerprint, formatVersion: 1 };
  return createInventory(model, builder.build({ ...info, ...made }));
}
