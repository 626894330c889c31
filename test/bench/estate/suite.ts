import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tenantOf } from "./estate.ts";

/** The suite: 100 checks, a root field and its `where` for each, as people write them; both spellings, all kinds of operator. */
export const suite: Readonly<Record<string, readonly string[]>> = {
  connectors: [
    `OR: [{ securityContacts_SOME: null } { securityContacts_SOME: { email: null } } { securityContacts_SOME: { email: "" } }]`,
    `securityContacts_SOME: null`,
    `securityContacts_NONE: { email_CONTAINS: "@" }`,
    `securityContacts_ALL: { email_ENDS_WITH: "@example.com" }, state_NOT: "Enabled"`,
    `securityContacts_SINGLE: { isEnabled: true, email_STARTS_WITH: "test.1" }`,
    `securityContacts: { none: { notificationByRoleState: { eq: "On" } } }`,
    `securityContacts_SOME: { isEnabled: false, email_NOT: null }`,
    `securityContacts_ALL: { phone_STARTS_WITH: "+49 9" }`,
    `securityContacts_SOME: { email_STARTS_WITH: "legacy." }`,
    `NOT: { securityContacts_SOME: { isEnabled: true, email_CONTAINS: "@" } }`,
    `state_IN: ["Disabled", "Warned"]`,
    `state_NOT: "Enabled"`,
    `state: "PastDue", securityContacts_SOME: { email: "" }`,
    `name_STARTS_WITH: "legacy-"`,
    `name_ENDS_WITH: "00"`,
    `name_CONTAINS: "-999"`,
    `tenantId_IN: ${JSON.stringify([7, 77, 777].map(tenantOf))}`,
    `tenantId: "${tenantOf(4711)}", state: "Enabled"`,
    `storageAccounts_SOME: { supportsHttpsTrafficOnly: false }`,
    `storageAccounts_NONE: { publicNetworkAccess: "Disabled" }, storageAccounts_SOME: { name_STARTS_WITH: "st" }`,
    `storageAccounts_ALL: { minimumTlsVersion_NOT_IN: ["TLS1_2", "TLS1_3"] }`,
    `storageAccounts_SINGLE: { allowBlobPublicAccess: true }`,
    `storageAccounts: { some: { keyExpirationPeriodInDays: { gt: 395 } } }`,
    `storageAccounts_SOME: { allowBlobPublicAccess: true, networkRuleSetDefaultAction: "Allow" }`,
    `storageAccounts_SOME: null, securityContacts_SOME: null`,
    `vms_SOME: { securityProfileUefiSettingsSecureBootEnabled: false, region: "eastus" }`,
    `vms_ALL: { securityProfileUefiSettingsVTpmEnabled: false }`,
    `vms_NONE: { networkInterfaces_SOME: { securityGroups_NONE: null } }, state: "PastDue"`,
    `vms_SOME: { networkInterfaces_SOME: { securityGroups_SOME: { rules_SOME: { direction: "Inbound", action: "Allow", protocol: "*", priority_LT: 102 } } } }`,
    `vms_SOME: { networkInterfaces_SOME: { securityGroups_SOME: null }, region: "westus2" }`,
    `vms_SINGLE: { region: "westeurope", name_ENDS_WITH: "-5" }`,
    `securityGroups_SOME: { rules_SOME: { action: "Allow", direction: "Inbound", protocol_IN: ["Tcp", "*"], description_STARTS_WITH: "sandbox" } }`,
    `securityGroups_ALL: { rules_NONE: { action: "Deny" } }`,
    `securityGroups_NONE: { rules_SOME: { direction: "Inbound" } }, securityGroups_SOME: { region_IN: ["uksouth", "eastus"] }`,
    `securityGroups_SOME: { rules_SINGLE: { priority_LT: 101, action: "Allow" } }`,
    `kmsVaults_SOME: { enablePurgeProtection: null }`,
    `kmsVaults_ALL: { enableRbacAuthorization: false, enablePurgeProtection: true }`,
    `NOT: { kmsVaults_NONE: { enableSoftDelete: false } }`,
    `kmsVaults: { single: { region: { in: ["westeurope", "northeurope"] }, enablePurgeProtection: { eq: false } } }`,
    `state: "Disabled", OR: [{ vms_SOME: { region: "eastus" } } { storageAccounts_SOME: { region: "eastus" } } { kmsVaults_SOME: { region: "eastus" } }]`,
    `AND: [{ storageAccounts_SOME: { supportsHttpsTrafficOnly: null } } { NOT: { kmsVaults_SOME: { enablePurgeProtection: true } } }]`,
    `state: "Disabled", OR: [{ vms_NONE: null } { storageAccounts_NONE: null }]`,
    `NOT: { OR: [{ securityContacts_SOME: { isEnabled: true } } { state: "Disabled" }] }`,
    `securityContacts_SOME: { email_CONTAINS: "sandbox" }, storageAccounts_SOME: { name_CONTAINS: "sandbox" }`,
  ],
  storageAccounts: [
    `supportsHttpsTrafficOnly: false`,
    `minimumTlsVersion_IN: ["TLS1_0", "TLS1_1"]`,
    `OR: [{ minimumTlsVersion: null } { minimumTlsVersion_NOT_IN: ["TLS1_2", "TLS1_3"] }], region: "eastus"`,
    `allowBlobPublicAccess: { eq: true }, publicNetworkAccess: { eq: "Enabled" }`,
    `NOT: { publicNetworkAccess: "Disabled" }`,
    `networkRuleSetDefaultAction_CONTAINS: "Allow", networkRuleSetBypass_CONTAINS: "Azure", region_STARTS_WITH: "west"`,
    `NOT: { networkRuleSetBypass_CONTAINS: "AzureServices" }`,
    `keyExpirationPeriodInDays: null`,
    `keyExpirationPeriodInDays_GTE: 390, keyExpirationPeriodInDays_LTE: 395, allowBlobPublicAccess_NOT: false`,
    `blobServiceDeletePolicyEnabled: true, blobServiceDeletePolicyDays_LT: 7`,
    `requireInfrastructureEncryption_NOT: true`,
    `sasPolicySasExpirationPeriod_STARTS_WITH: "29."`,
    `allowCrossTenantReplication: true, connector: { state: "Disabled" }`,
    `connector: { securityContacts_SOME: null }, allowBlobPublicAccess: true`,
    `connector: { NOT: { securityContacts_SOME: { isEnabled: true } } }, supportsHttpsTrafficOnly: false`,
    `name_STARTS_WITH: "stlegacy1"`,
    `name_ENDS_WITH: "x5", region_IN: ["westus2", "eastus2"]`,
    `region: null`,
    `OR: [{ blobServiceDeletePolicyDays: 0 } { blobServiceDeletePolicyDays: 365 }], region: "uksouth"`,
    `networkRuleSetDefaultAction: "Allow", connector: { vms_SOME: { region: "uksouth" } }`,
  ],
  vms: [
    `securityProfileUefiSettingsSecureBootEnabled: false`,
    `securityProfileUefiSettingsVTpmEnabled: null`,
    `securityProfileUefiSettingsSecureBootEnabled_NOT: true, securityProfileUefiSettingsVTpmEnabled_NOT: true`,
    `networkInterfaces_SOME: { securityGroups_SOME: null }, name_CONTAINS: "-prod-"`,
    `networkInterfaces_NONE: { securityGroups_SOME: { rules_SOME: { action: "Deny" } } }, region_IN: ["uksouth", "westeurope"]`,
    `networkInterfaces_SOME: { securityGroups_SOME: { rules_SOME: { direction: "Inbound", action: "Allow", AND: [{ protocol: "Tcp" } { priority_LT: 102 }] } } }`,
    `networkInterfaces_ALL: { securityGroups_ALL: { rules_ALL: { action: "Allow", direction: "Inbound" } } }`,
    `networkInterfaces: { some: { securityGroups: { single: { rules: { none: { direction: { eq: "Outbound" } } }, region: { eq: "koreacentral" } } } } }`,
    `name_CONTAINS: "legacy-1"`,
    `name_STARTS_WITH: "vm-test-", region: "westeurope"`,
    `region_IN: ["eastus", "eastus2", "westus2"], securityProfileUefiSettingsVTpmEnabled: false`,
    `region_NOT_IN: ["westeurope", "northeurope", "germanywestcentral"], name_ENDS_WITH: "77-4"`,
    `connector: { state_IN: ["Disabled", "PastDue"] }`,
    `connector: { kmsVaults_SOME: null, securityContacts_SOME: null }`,
    `connector: { kmsVaults_SOME: { enablePurgeProtection: null } }, region: "koreacentral"`,
    `connector: { securityContacts_ALL: { email_ENDS_WITH: ".example" } }, securityProfileUefiSettingsVTpmEnabled: false`,
    `OR: [{ region: null } { NOT: { networkInterfaces_SOME: { securityGroups_NONE: null } } }], name_STARTS_WITH: "vm-edge"`,
  ],
  securityGroups: [
    `rules_SOME: { direction: "Inbound", action: "Allow", protocol: "*", priority_LTE: 103 }`,
    `rules_NONE: { action: "Deny" }, region: "westeurope"`,
    `rules_ALL: { action: "Allow", protocol: "Tcp" }`,
    `rules_SINGLE: { protocol: "Icmp", action: "Allow", description: null }, region_STARTS_WITH: "uk"`,
    `rules: { some: { description: { contains: "legacy" } } }`,
    `rules_SOME: { priority_GTE: 140, priority_LTE: 145 }, region: "uksouth"`,
    `rules_SOME: { action: "Allow", OR: [{ protocol: "Udp", priority: 141 } { name_ENDS_WITH: "99" }] }`,
    `connector: { vms_SOME: null }, region_IN: ["eastus", "eastus2"]`,
    `connector: { vms_SOME: { securityProfileUefiSettingsSecureBootEnabled: false } }, rules_SOME: { action: "Allow", direction: "Outbound" }`,
    `name_CONTAINS: "-prod-", NOT: { rules_SOME: { action: "Deny" } }`,
  ],
  kmsVaults: [
    `enablePurgeProtection: null`,
    `enablePurgeProtection: { eq: false }`,
    `NOT: { enableSoftDelete: true }`,
    `enableRbacAuthorization_NOT: true, region_NOT: "westeurope"`,
    `OR: [{ enablePurgeProtection: null } { enableRbacAuthorization: null } { enableSoftDelete: null }]`,
    `name_STARTS_WITH: "kv-backup-1"`,
    `connector: { securityContacts_SOME: null }`,
    `connector: { NOT: { storageAccounts_ALL: { publicNetworkAccess: "Disabled" } }, storageAccounts_NONE: null }`,
    `connector: { name_CONTAINS: "sandbox" }, enableSoftDelete: false`,
  ],
};

/** Writes the suite as check files below `folder`, one for each check, named after its root field and position. */
export function writeSuite(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [root, filters] of Object.entries(suite)) {
    mkdirSync(`${folder}/${root}`, { recursive: true });
    for (const [position, where] of filters.entries()) {
      const name = `${root}-${String(position + 1).padStart(2, "0")}`;
      writeFileSync(`${folder}/${root}/${name}.graphql`, checkDocument(root, name, where));
    }
  }
}

function checkDocument(root: string, title: string, where: string): string {
  return `"""
${title}
"""
query @check(severity: MEDIUM) {
  ${root}(where: { ${where} }) {
    ...AssetFragment
  }
}
`;
}
