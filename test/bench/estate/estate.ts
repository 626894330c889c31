import type { AssetRecord, Collection, FieldValue } from "../../../src/types.ts";
import { createRandom, type Random } from "./random.ts";

/** The moment everything in a generated estate was read. */
export const readAt = "2026-11-01T00:00:00.000Z";

/** Fields that say the same in every row of a type: peers do not store them. */
export const constantFields = ["type", "provider", "cloudProvider", "readAt"];

/** The asset types a generated estate holds completely; the rest of the schema was never collected. */
export const generatedTypes = [
  "Connector",
  "SecurityContact",
  "StorageAccount",
  "VM",
  "NetworkInterface",
  "SecurityGroup",
  "SecurityGroupRule",
  "KMSVault",
] as const;

/**
 * An estate of `connectors` subscriptions, one batch of records for each, everything they hold included.
 *
 * Determined by `seed` alone, connector by connector, so that the first thousand of a large estate are the small one. Every
 * link leads to a record of the same batch. Per connector: 0 to 3 contacts (5 % have none; of the addresses 3 % are null and
 * 2 % empty), 0 to 6 storage accounts, 0 to 4 security groups of 1 to 5 rules, 0 to 6 machines with a network interface
 * each, most of them guarded by one of the groups, 0 to 4 vaults. Every field has a share of nulls.
 * What checks look for is rare, as it is where people look.
 */
export function* generateEstate(
  connectors: number,
  seed: number,
): Generator<readonly AssetRecord[], void> {
  for (let number = 0; number < connectors; number++) yield generateConnector(number, seed);
}

/** What became of reading `types` in the connector of a batch: `denied` ones were refused, all others are complete. */
export function* collectionsOf(
  batch: readonly AssetRecord[],
  types: readonly string[],
  denied: readonly string[],
): Generator<Collection> {
  const { connector } = batch[0]!;
  for (const type of types) {
    const assets = batch.filter((record) => record.type === type).length;
    yield denied.includes(type)
      ? {
          type,
          connector,
          status: "denied",
          cause: "The permission is lacking.",
          readAt,
          assets: 0,
        }
      : { type, connector, status: "complete", readAt, assets };
  }
}

interface Growing {
  readonly random: Random;
  readonly connector: string;
  readonly batch: AssetRecord[];
}

/** Everything of the connector with this number, itself first. */
export function generateConnector(number: number, seed: number): readonly AssetRecord[] {
  const random = createRandom(seed, number);
  const guid = [random.hex(), random.hex(), random.hex(), random.hex()].join("");
  const connector = `/subscriptions/${guid.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
  const estate: Growing = { random, connector, batch: [] };
  estate.batch.push({
    type: "Connector",
    id: connector,
    connector,
    fields: {
      ...common(estate, "Microsoft.Resources/subscriptions", `${random.pick(words)}-${number}`),
      region: null,
      state: random.chance(98) ? "Enabled" : random.pick(states),
      tenantId: tenantOf(random.below(5000)),
    },
    links: {},
  });
  addContacts(estate, number);
  addStorageAccounts(estate, number);
  addMachines(estate, number, addSecurityGroups(estate, number));
  addVaults(estate, number);
  return estate.batch;
}

function add(
  { connector, batch }: Growing,
  type: string,
  path: string,
  fields: Record<string, FieldValue>,
  links: Record<string, readonly string[]> = {},
): string {
  const id = `${connector}/${path}`;
  batch.push({ type, id, connector, fields, links });
  return id;
}

function common({ random }: Growing, type: string, name: string): Record<string, FieldValue> {
  const region = maybe(random, 2, random.pick(regions));
  return { name, region, type, provider: "azure", cloudProvider: "azure", readAt };
}

function addContacts(estate: Growing, number: number): void {
  const { random } = estate;
  const count = random.chance(5) ? 0 : 1 + random.below(3);
  for (let i = 0; i < count; i++) {
    const share = random.below(100);
    const email =
      share < 3
        ? null
        : share < 5
          ? ""
          : `${random.pick(words)}.${random.below(60_000)}@${random.pick(domains)}`;
    add(estate, "SecurityContact", `contacts/${i}`, {
      ...common(estate, "Microsoft.Security/securityContacts", `default${i || ""}-${number}`),
      email,
      phone: maybe(random, 60, `+49 ${random.below(100_000)}`),
      isEnabled: maybe(random, 1, random.chance(98)),
      notificationByRoleState: maybe(random, 1, random.chance(98) ? "On" : "Off"),
    });
  }
}

function addStorageAccounts(estate: Growing, number: number): void {
  const { random } = estate;
  const count = random.below(7);
  for (let i = 0; i < count; i++) {
    add(estate, "StorageAccount", `storage/${i}`, {
      ...common(
        estate,
        "Microsoft.Storage/storageAccounts",
        `st${random.pick(words)}${number}x${i}`,
      ),
      minimumTlsVersion: maybe(random, 1, random.chance(98) ? "TLS1_2" : random.pick(tlsVersions)),
      supportsHttpsTrafficOnly: maybe(random, 1, random.chance(99)),
      allowBlobPublicAccess: maybe(random, 3, random.chance(2)),
      allowCrossTenantReplication: maybe(random, 5, random.chance(4)),
      publicNetworkAccess: maybe(random, 1, random.chance(99) ? "Disabled" : "Enabled"),
      networkRuleSetDefaultAction: maybe(random, 1, random.chance(99) ? "Deny" : "Allow"),
      networkRuleSetBypass: maybe(
        random,
        1,
        random.chance(99) ? "AzureServices" : random.pick(bypasses),
      ),
      keyExpirationPeriodInDays: maybe(random, 2, random.below(400)),
      hasBlobService: true,
      blobServiceDeletePolicyEnabled: maybe(random, 3, random.chance(98)),
      blobServiceDeletePolicyDays: maybe(random, 4, random.below(366)),
      requireInfrastructureEncryption: maybe(random, 2, random.chance(98)),
      sasPolicySasExpirationPeriod: maybe(
        random,
        60,
        `${random.below(30)}.${10 + random.below(14)}:00:00`,
      ),
    });
  }
}

function addSecurityGroups(estate: Growing, number: number): readonly string[] {
  const { random } = estate;
  const groups: string[] = [];
  const count = random.below(5);
  for (let i = 0; i < count; i++) {
    const rules: string[] = [];
    const ruleCount = 1 + random.below(5);
    for (let r = 0; r < ruleCount; r++) rules.push(addRule(estate, `groups/${i}#rules/${r}`, r));
    const fields = common(
      estate,
      "Microsoft.Network/networkSecurityGroups",
      `nsg-${random.pick(words)}-${number}-${i}`,
    );
    groups.push(add(estate, "SecurityGroup", `groups/${i}`, fields, { rules }));
  }
  return groups;
}

function addRule(estate: Growing, path: string, position: number): string {
  const { random } = estate;
  return add(estate, "SecurityGroupRule", path, {
    name: `rule-${random.below(8000)}`,
    direction: random.chance(65) ? "Inbound" : "Outbound",
    action: random.chance(75) ? "Deny" : "Allow",
    protocol: random.pick(protocols),
    priority: 100 + position * 10 + random.below(10),
    description: maybe(random, 70, `${random.pick(words)} ${random.below(5000)}`),
  });
}

function addMachines(estate: Growing, number: number, groups: readonly string[]): void {
  const { random } = estate;
  const count = random.below(7);
  for (let i = 0; i < count; i++) {
    const guard = groups.length > 0 && random.chance(99) ? [random.pick(groups)] : [];
    const networkInterface = add(
      estate,
      "NetworkInterface",
      `nics/${i}`,
      common(estate, "Microsoft.Network/networkInterfaces", `nic-${number}-${i}`),
      { securityGroups: guard },
    );
    add(
      estate,
      "VM",
      `vms/${i}`,
      {
        ...common(
          estate,
          "Microsoft.Compute/virtualMachines",
          `vm-${random.pick(words)}-${number}-${i}`,
        ),
        securityProfileUefiSettingsSecureBootEnabled: maybe(random, 2, random.chance(99)),
        securityProfileUefiSettingsVTpmEnabled: maybe(random, 2, random.chance(98)),
      },
      { networkInterfaces: [networkInterface] },
    );
  }
}

function addVaults(estate: Growing, number: number): void {
  const { random } = estate;
  const count = random.below(5);
  for (let i = 0; i < count; i++) {
    add(estate, "KMSVault", `vaults/${i}`, {
      ...common(estate, "Microsoft.KeyVault/vaults", `kv-${random.pick(words)}-${number}-${i}`),
      enablePurgeProtection: maybe(random, 3, random.chance(99)),
      enableRbacAuthorization: maybe(random, 2, random.chance(99)),
      enableSoftDelete: maybe(random, 1, random.chance(99)),
    });
  }
}

function maybe<T>(random: Random, nullPercent: number, value: T): T | null {
  return random.chance(nullPercent) ? null : value;
}

const states = ["Disabled", "Warned", "PastDue"];
const tlsVersions = ["TLS1_0", "TLS1_1", "TLS1_3"];
const bypasses = ["None", "Logging, Metrics", "Logging, Metrics, AzureServices"];
const protocols = ["Tcp", "Tcp", "Udp", "Icmp", "*"];
const domains = ["example.com", "contoso.example", "fabrikam.example", "mail.example.org"];
const regions = [
  "westeurope",
  "northeurope",
  "germanywestcentral",
  "francecentral",
  "uksouth",
  "swedencentral",
  "switzerlandnorth",
  "eastus",
  "eastus2",
  "westus2",
  "centralus",
  "southcentralus",
  "canadacentral",
  "brazilsouth",
  "japaneast",
  "koreacentral",
  "southeastasia",
  "australiaeast",
  "centralindia",
  "southafricanorth",
];
const words = [
  "orders",
  "billing",
  "payments",
  "catalog",
  "search",
  "identity",
  "telemetry",
  "archive",
  "reports",
  "sandbox",
  "shared",
  "backup",
  "legacy",
  "edge",
  "media",
  "ledger",
  "stock",
  "crm",
  "prod",
  "test",
  "dev",
  "hub",
  "spoke",
  "data",
];

/** The GUID of the tenant with a number. */
export function tenantOf(number: number): string {
  return `7e4a4700-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
