import {
  below,
  contact,
  defender,
  idOf,
  plan,
  refused,
  refusedRows,
  row,
  rows,
  setting,
  type Answers,
} from "./answers.ts";

/** The least raw answers on which a control comes to each verdict, by the sentence that says what is peculiar about them. */
export interface Cases {
  readonly pass: Readonly<Record<string, Answers>>;
  readonly fail: Readonly<Record<string, Answers>>;
  readonly undecided: Readonly<Record<string, Answers>>;
}

const contacts = (...value: object[]) => defender("securityContacts", ...value);
const plans = (...value: object[]) => defender("pricings", ...value);
const settings = (...value: object[]) => defender("settings", ...value);
const contactsRefused = { "contacts refused": refused("securityContacts") };
const plansRefused = { "plans refused": refused("pricings") };
const settingsRefused = { "settings refused": refused("settings") };

const account = "Microsoft.Storage/storageAccounts";
const group = "Microsoft.Network/networkSecurityGroups";
const nic = "Microsoft.Network/networkInterfaces";
const address = "Microsoft.Network/publicIPAddresses";
const machine = "Microsoft.Compute/virtualMachines";
const disk = "Microsoft.Compute/disks";
const vault = "Microsoft.KeyVault/vaults";

const owners = { state: "On", roles: ["Owner"] };
const alert = { sourceType: "Alert", minimalSeverity: "Low" };
const attackPath = { sourceType: "AttackPath", minimalRiskLevel: "Critical" };

/** A control that asks for one plan: whatever else is on, only its own row counts. */
function planCases(name: string, ...accepted: readonly object[]): Cases {
  return {
    pass: {
      "the plan is on": plans(plan("Other", false), plan(name)),
      ...Object.fromEntries(
        accepted.map((other) => [
          `${JSON.stringify(other)} instead`,
          plans(plan(name, false), other),
        ]),
      ),
    },
    fail: {
      "the plan is off": plans(plan(name, false), plan("Other")),
      "the plan has no row": plans(plan("Other")),
      "there is no row at all": plans(),
    },
    undecided: plansRefused,
  };
}

/** A control that asks for an extension of one of some plans. */
function extensionCases(extension: string, ...names: readonly string[]): Cases {
  return {
    pass: Object.fromEntries(
      names.map((name) => [`${name} brings it`, plans(plan(name, "P2", extension))]),
    ),
    fail: {
      "the extension is not listed": plans(plan(names[0]!, "P2", "Another")),
      "another plan has it": plans(plan("Other", "P2", extension), plan(names[0]!, "P2")),
      "the plan is off": plans(plan(names[0]!, false, extension)),
    },
    undecided: plansRefused,
  };
}

function settingCases(name: string): Cases {
  return {
    pass: { "it is on": settings(setting("Other", false), setting(name, true)) },
    fail: {
      "it is off": settings(setting(name, false), setting("Other", true)),
      "it has no row": settings(setting("Other", true)),
    },
    undecided: settingsRefused,
  };
}

function accountCases(property: string, good: unknown, bad: readonly unknown[]): Cases {
  const of = (value: unknown) => rows(account, row(account, "data", { [property]: value }));
  return {
    pass: { [`${property} is ${String(good)}`]: of(good) },
    fail: Object.fromEntries(bad.map((value) => [`${property} is ${String(value)}`, of(value)])),
    undecided: { "accounts refused": refusedRows(account) },
  };
}

function vaultCases(property: string): Cases {
  const of = (value: unknown) => rows(vault, row(vault, "keys", { [property]: value }));
  return {
    pass: { [`${property} is true`]: of(true) },
    fail: { [`${property} is false`]: of(false), [`${property} is absent`]: of(undefined) },
    undecided: { "vaults refused": refusedRows(vault) },
  };
}

/** A rule of a security group that lets in what is not said otherwise. */
function rule(properties: object, name = "rule"): object {
  const open = {
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    priority: 100,
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
  };
  return {
    name,
    id: `${idOf(group, "group")}/securityRules/${name}`,
    properties: { ...open, ...properties },
  };
}

function groups(...securityRules: readonly object[]): Answers {
  return rows(group, row(group, "group", { securityRules }));
}

function portCases(port: number): Cases {
  const range = `${port - 2}-${port + 2}`;
  return {
    pass: {
      "only a network of one's own is let in": groups(
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "10.0.0.0/8" }),
      ),
      "the rule denies": groups(rule({ destinationPortRange: String(port), access: "Deny" })),
      "the rule is about what goes out": groups(
        rule({ destinationPortRange: String(port), direction: "Outbound" }),
      ),
      "another port is open": groups(rule({ destinationPortRange: "443" })),
      "the port is open for another protocol": groups(
        rule({ destinationPortRange: String(port), protocol: "Icmp" }),
      ),
      "one rule has the source, another the port": groups(
        rule({ destinationPortRange: "443" }, "first"),
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "10.0.0.0/8" }, "second"),
      ),
    },
    fail: {
      "any source": groups(rule({ destinationPortRange: String(port) })),
      "the tag Internet": groups(
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "Internet" }),
      ),
      "all addresses of version 4 among others": groups(
        rule({
          destinationPortRange: String(port),
          sourceAddressPrefix: undefined,
          sourceAddressPrefixes: ["198.51.100.0/24", "0.0.0.0/0"],
        }),
      ),
      "all addresses of version 6": groups(
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "::/0" }),
      ),
      "a range with the port inside": groups(rule({ destinationPortRange: range })),
      "one of several ranges": groups(rule({ destinationPortRanges: ["443", range] })),
      "all ports and protocols": groups(rule({ destinationPortRange: "*", protocol: "*" })),
    },
    undecided: { "security groups refused": refusedRows(group) },
  };
}

/** A machine with one interface, behind a security group, with or without a public address. */
function exposed(securityRule: object, isPublic: boolean): Answers {
  const properties = isPublic ? { publicIPAddress: { id: idOf(address, "address") } } : {};
  return {
    ...rows(
      machine,
      row(machine, "machine", {
        networkProfile: { networkInterfaces: [{ id: idOf(nic, "nic").toUpperCase() }] },
      }),
    ),
    ...rows(
      nic,
      row(nic, "nic", {
        ipConfigurations: [{ name: "first", properties }],
        networkSecurityGroup: { id: idOf(group, "group") },
      }),
    ),
    ...rows(address, row(address, "address", { ipAddress: "203.0.113.9" })),
    ...groups(securityRule),
  };
}

const blobService = `${idOf(account, "data")}/blobServices/default`;

/**
 * A storage account with the diagnostic settings of its blob service; the other services have none. Diagnostic settings
 * are one collection for all resources that can have them, so that those of other types must be known not to exist.
 */
function logged(...logs: readonly (readonly object[])[]): Answers {
  const none = (service: string) => below(`${idOf(account, "data")}${service}${diagnostics}`, []);
  return {
    ...rows(vault),
    ...rows("Microsoft.Web/sites"),
    ...rows(account, row(account, "data", {})),
    ...none(""),
    ...none("/queueServices/default"),
    ...none("/tableServices/default"),
    ...none("/fileServices/default"),
    ...below(
      `${blobService}${diagnostics}`,
      logs.map((of, i) => ({
        id: `${blobService}/providers/Microsoft.Insights/diagnosticSettings/${i}`,
        name: String(i),
        properties: { logs: of },
      })),
    ),
  };
}

const diagnostics = "/providers/Microsoft.Insights/diagnosticSettings@2021-05-01-preview";
const category = (name: string, enabled = true) => ({
  category: name,
  categoryGroup: null,
  enabled,
});
const categoryGroup = (name: string, enabled = true) => ({
  category: null,
  categoryGroup: name,
  enabled,
});

function container(publicAccess: string): Answers {
  const name = "files";
  return {
    ...rows(account, row(account, "data", { allowBlobPublicAccess: false })),
    ...below(`${blobService}/containers@2023-05-01`, [
      { id: `${blobService}/containers/${name}`, name, properties: { publicAccess } },
    ]),
  };
}

const disks = (encryption: object) => rows(disk, row(disk, "disk", { encryption }));
const assessments = (...value: object[]) =>
  defender("serverVulnerabilityAssessmentsSettings", ...value);
const provisioning = (autoProvision: string) =>
  defender("autoProvisioningSettings", { ...contact({}), properties: { autoProvision } });

/** By the control's id. */
export const cases: Readonly<Record<string, Cases>> = {
  "azure/defender/security-contacts-have-additional-email": {
    pass: {
      "one address": contacts(contact({ emails: "a@example.com" })),
      "two parted by ;": contacts(contact({ emails: "a@example.com;b@example.com" })),
      "two parted by ,": contacts(contact({ emails: "a@example.com,b@example.com" })),
      "only default1": contacts(contact({ emails: "a@example.com" }, "default1")),
      "the shape of 2017": contacts(contact({ email: "a@example.com" }, "default1")),
      "disabled, which is another control": contacts(
        contact({ emails: "a@example.com", isEnabled: false }),
      ),
    },
    fail: {
      "no contact": contacts(),
      "emails absent": contacts(contact({ isEnabled: true })),
      "emails null": contacts(contact({ emails: null })),
      "an empty text": contacts(contact({ emails: "" })),
      blanks: contacts(contact({ emails: "   " })),
      "only separators": contacts(contact({ emails: " ; , " })),
      "a second contact without": contacts(
        contact({ emails: "a@example.com" }),
        contact({ emails: "" }, "default1"),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-owners": {
    pass: {
      "owners among the roles": contacts(
        contact({
          isEnabled: true,
          notificationsByRole: { state: "On", roles: ["Admin", "Owner"] },
        }),
      ),
      "a shape that cannot say whether it is enabled": contacts(
        contact({ notificationsByRole: owners }),
      ),
      "one contact of two": contacts(
        contact({ isEnabled: true, notificationsByRole: owners }),
        contact({ isEnabled: false }, "default1"),
      ),
    },
    fail: {
      "no contact": contacts(),
      "the state is Off": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "Off", roles: ["Owner"] } }),
      ),
      "no state": contacts(contact({ isEnabled: true, notificationsByRole: { roles: ["Owner"] } })),
      "other roles": contacts(
        contact({ isEnabled: true, notificationsByRole: { state: "On", roles: ["Contributor"] } }),
      ),
      "no roles": contacts(contact({ isEnabled: true, notificationsByRole: { state: "On" } })),
      disabled: contacts(contact({ isEnabled: false, notificationsByRole: owners })),
      "Off with severity Low": contacts(
        contact({
          notificationsByRole: { state: "Off", roles: [] },
          alertNotifications: { state: "On", minimalSeverity: "Low" },
        }),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-high-severity-alerts": {
    pass: {
      "any least severity": contacts(contact({ isEnabled: true, notificationsSources: [alert] })),
      "the shape of 2020": contacts(
        contact({ alertNotifications: { state: "On", minimalSeverity: "High" } }),
      ),
      "the shape of 2017": contacts(contact({ alertNotifications: "On" }, "default1")),
    },
    fail: {
      "no contact": contacts(),
      "attack paths alone": contacts(
        contact({ isEnabled: true, notificationsSources: [attackPath] }),
      ),
      disabled: contacts(contact({ isEnabled: false, notificationsSources: [alert] })),
      "the shape of 2017, Off": contacts(contact({ alertNotifications: "Off" }, "default1")),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-notify-attack-paths": {
    pass: {
      "any least risk": contacts(
        contact({ isEnabled: true, notificationsSources: [alert, attackPath] }),
      ),
    },
    fail: {
      "no contact": contacts(),
      "alerts alone": contacts(contact({ isEnabled: true, notificationsSources: [alert] })),
      disabled: contacts(contact({ isEnabled: false, notificationsSources: [attackPath] })),
      "a misspelt source": contacts(
        contact({
          isEnabled: true,
          notificationsSources: [{ ...attackPath, sourceType: "AttachPath" }],
        }),
      ),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-are-enabled": {
    pass: {
      enabled: contacts(contact({ isEnabled: true })),
      "a shape that cannot say": contacts(contact({ emails: "a@example.com" })),
      "no contact, which is another control": contacts(),
    },
    fail: {
      disabled: contacts(contact({ isEnabled: false })),
      "one of two": contacts(
        contact({ isEnabled: true }),
        contact({ isEnabled: false }, "default1"),
      ),
      "the shape of 2017, Off": contacts(contact({ alertNotifications: "Off" }, "default1")),
    },
    undecided: contactsRefused,
  },
  "azure/defender/security-contacts-addresses-are-well-formed": {
    pass: {
      several: contacts(contact({ emails: "a@example.com; b.c+d@sub.example.co.uk" })),
      "none, which is another control": contacts(contact({ emails: "" })),
      absent: contacts(contact({})),
    },
    fail: {
      "no @": contacts(contact({ emails: "a(at)example.com" })),
      "no domain": contacts(contact({ emails: "a@localhost" })),
      "two @": contacts(contact({ emails: "a@b@example.com" })),
      "blanks inside": contacts(contact({ emails: "a b@example.com" })),
      "the second of two": contacts(contact({ emails: "a@example.com;ext. 4711" })),
    },
    undecided: contactsRefused,
  },
  "azure/defender/servers-plan-is-standard": planCases("VirtualMachines"),
  "azure/defender/sql-databases-plan-is-standard": planCases("SqlServers"),
  "azure/defender/sql-servers-on-machines-plan-is-standard": planCases("SqlServerVirtualMachines"),
  "azure/defender/app-services-plan-is-standard": planCases("AppServices"),
  "azure/defender/storage-plan-is-standard": planCases("StorageAccounts"),
  "azure/defender/containers-plan-is-standard": planCases("Containers"),
  "azure/defender/kubernetes-plan-is-standard": planCases("KubernetesService", plan("Containers")),
  "azure/defender/container-registries-plan-is-standard": planCases(
    "ContainerRegistry",
    plan("Containers"),
  ),
  "azure/defender/key-vaults-plan-is-standard": planCases("KeyVaults"),
  "azure/defender/dns-plan-is-standard": {
    ...planCases("Dns", plan("VirtualMachines", "P2")),
    fail: {
      ...planCases("Dns").fail,
      "Servers in P1 is not enough": plans(plan("Dns", false), plan("VirtualMachines", "P1")),
    },
  },
  "azure/defender/resource-manager-plan-is-standard": planCases("Arm"),
  "azure/defender/open-source-databases-plan-is-standard": planCases(
    "OpenSourceRelationalDatabases",
  ),
  "azure/defender/cosmos-db-plan-is-standard": planCases("CosmosDbs"),
  "azure/defender/posture-plan-is-standard": planCases("CloudPosture"),
  "azure/defender/apis-plan-is-standard": planCases("Api"),
  "azure/defender/ai-services-plan-is-standard": planCases("AI"),
  "azure/defender/servers-plan-is-p2": {
    pass: { P2: plans(plan("VirtualMachines", "P2")) },
    fail: {
      P1: plans(plan("VirtualMachines", "P1")),
      "no sub plan": plans(plan("VirtualMachines")),
      off: plans(plan("VirtualMachines", false)),
    },
    undecided: plansRefused,
  },
  "azure/defender/storage-plan-is-current": {
    pass: {
      "the present one": plans(plan("StorageAccounts", "DefenderForStorageV2")),
      "off, which is another control": plans(plan("StorageAccounts", false)),
      "no row, which is another control": plans(),
    },
    fail: {
      "an older one": plans(plan("StorageAccounts", "PerTransaction")),
      "no sub plan": plans(plan("StorageAccounts")),
    },
    undecided: plansRefused,
  },
  "azure/defender/uploads-are-scanned-for-malware": {
    pass: {
      on: plans(plan("StorageAccounts", "DefenderForStorageV2", "OnUploadMalwareScanning")),
      "the plan is off, which is another control": plans(plan("StorageAccounts", false)),
    },
    fail: {
      "not listed": plans(
        plan("StorageAccounts", "DefenderForStorageV2", "SensitiveDataDiscovery"),
      ),
      "no extension": plans(plan("StorageAccounts", "PerTransaction")),
    },
    undecided: plansRefused,
  },
  "azure/defender/machines-are-scanned-without-agent": extensionCases(
    "AgentlessVmScanning",
    "VirtualMachines",
    "CloudPosture",
  ),
  "azure/defender/file-integrity-is-monitored": extensionCases(
    "FileIntegrityMonitoring",
    "VirtualMachines",
  ),
  "azure/defender/kubernetes-is-discovered-without-agent": extensionCases(
    "AgentlessDiscoveryForKubernetes",
    "Containers",
    "CloudPosture",
  ),
  "azure/defender/container-images-are-assessed": extensionCases(
    "ContainerRegistriesVulnerabilityAssessments",
    "Containers",
    "CloudPosture",
  ),
  "azure/defender/defender-for-cloud-apps-integration-is-on": settingCases("MCAS"),
  "azure/defender/defender-for-endpoint-integration-is-on": settingCases("WDATP"),
  "azure/defender/sentinel-alert-sync-is-on": settingCases("Sentinel"),
  "azure/defender/servers-have-vulnerability-assessment": {
    pass: {
      "one is chosen": assessments({
        ...contact({}, "AzureServersSetting"),
        kind: "AzureServersSetting",
        properties: { selectedProvider: "MdeTvm" },
      }),
    },
    fail: {
      "none is listed": assessments(),
      "one is listed and says nothing": assessments(contact({}, "AzureServersSetting")),
    },
    undecided: { "settings refused": refused("serverVulnerabilityAssessmentsSettings") },
  },
  "azure/defender/retired-agent-is-not-provisioned": {
    pass: {
      off: provisioning("Off"),
      "no row": defender("autoProvisioningSettings"),
    },
    fail: { on: provisioning("On") },
    undecided: { "settings refused": refused("autoProvisioningSettings") },
  },
  "azure/storage/accounts-require-secure-transfer": accountCases("supportsHttpsTrafficOnly", true, [
    false,
  ]),
  "azure/storage/accounts-require-tls-1-2": accountCases("minimumTlsVersion", "TLS1_2", [
    "TLS1_0",
    "TLS1_1",
    undefined,
  ]),
  "azure/storage/accounts-forbid-anonymous-access": accountCases("allowBlobPublicAccess", false, [
    true,
    undefined,
  ]),
  "azure/storage/containers-are-private": {
    pass: { private: container("None") },
    fail: {
      "blobs are open": container("Blob"),
      "blobs and the list are open, though the account forbids it": container("Container"),
    },
    undecided: {
      "containers refused": {
        ...rows(account, row(account, "data", {})),
        ...below(`${blobService}/containers@2023-05-01`, 403),
      },
      "accounts refused": refusedRows(account),
    },
  },
  "azure/storage/blob-requests-are-logged": {
    pass: {
      "the three categories": logged([
        category("StorageRead"),
        category("StorageWrite"),
        category("StorageDelete"),
      ]),
      "spread over two settings": logged(
        [category("StorageRead")],
        [category("StorageWrite"), category("StorageDelete")],
      ),
      "all logs": logged([categoryGroup("allLogs"), categoryGroup("audit", false)]),
      "the group audit": logged([categoryGroup("audit")]),
    },
    fail: {
      "no setting": logged(),
      "reading is not logged": logged([
        category("StorageRead", false),
        category("StorageWrite"),
        category("StorageDelete"),
      ]),
      "deleting is not listed": logged([category("StorageRead"), category("StorageWrite")]),
      "the group is switched off": logged([categoryGroup("allLogs", false)]),
    },
    undecided: {
      "the blob service's settings refused": {
        ...rows(account, row(account, "data", {})),
        ...below(`${blobService}${diagnostics}`, 403),
      },
      "accounts refused": refusedRows(account),
    },
  },
  "azure/network/security-groups-close-ssh": portCases(22),
  "azure/network/security-groups-close-rdp": portCases(3389),
  "azure/compute/public-machines-close-management-ports": {
    pass: {
      "no public address": exposed(rule({ destinationPortRange: "22" }), false),
      "another port is open": exposed(rule({ destinationPortRange: "443" }), true),
      "a network of one's own is let in": exposed(
        rule({ destinationPortRange: "22", sourceAddressPrefix: "10.0.0.0/8" }),
        true,
      ),
    },
    fail: {
      SSH: exposed(rule({ destinationPortRange: "22" }), true),
      "Remote Desktop, in a range": exposed(rule({ destinationPortRange: "3000-4000" }), true),
      WinRM: exposed(rule({ destinationPortRange: "5986" }), true),
      "all ports": exposed(rule({ destinationPortRange: "*" }), true),
    },
    undecided: {
      "security groups refused": {
        ...exposed(rule({ destinationPortRange: "22" }), true),
        ...without(group),
      },
      "interfaces refused": {
        ...exposed(rule({ destinationPortRange: "22" }), true),
        ...without(nic),
      },
      "machines refused": refusedRows(machine),
    },
  },
  "azure/compute/disks-use-customer-managed-keys": {
    pass: {
      "a key of one's own": disks({
        type: "EncryptionAtRestWithCustomerKey",
        diskEncryptionSetId: idOf("Microsoft.Compute/diskEncryptionSets", "keys"),
      }),
    },
    fail: { "the platform's key": disks({ type: "EncryptionAtRestWithPlatformKey" }) },
    undecided: { "disks refused": refusedRows(disk) },
  },
  "azure/keyvault/vaults-have-purge-protection": vaultCases("enablePurgeProtection"),
  "azure/keyvault/vaults-use-role-based-access": vaultCases("enableRbacAuthorization"),
};

/** Takes the good answer about a type away and puts a refusal in its place. */
function without(type: string): Answers {
  return {
    ...Object.fromEntries(Object.keys(rows(type)).map((file) => [file, undefined])),
    ...refusedRows(type),
  };
}
