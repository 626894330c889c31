import { describe, expect, test } from "vitest";
import { conversions as own } from "../../../src/collect/azure/conversions.ts";
import { conversions as common } from "../../../src/collect/reading/conversions.ts";
import { mismatch } from "../../../src/collect/reading/mismatch.ts";

const cases: Readonly<Record<string, readonly (readonly [unknown, unknown])[]>> = {
  ON_OFF: [
    ...["On", "on", "True", "Enabled", "yes", true].map((word) => [word, true] as const),
    ...["Off", "False", "disabled", "No", false].map((word) => [word, false] as const),
    ...["Perhaps", "", {}, 1, []].map((word) => [word, mismatch] as const),
  ],
  ADDRESSES: [
    ["a@x.io", ["a@x.io"]],
    ["a@x.io; b@x.io,", ["a@x.io", "b@x.io"]],
    ["a@x.io,b@x.io", ["a@x.io", "b@x.io"]],
    [
      ["a@x.io", " ", "b@x.io;c@x.io"],
      ["a@x.io", "b@x.io", "c@x.io"],
    ],
    ["", []],
    [";", []],
    [" , ", []],
    [[], []],
    [17, mismatch],
    [{}, mismatch],
    [["a", 1], mismatch],
  ],
  ADDRESS_TEXT: [
    [" a@x.io ,b@x.io;", "a@x.io;b@x.io"],
    ["", ""],
    [";", ""],
    ["   ", ""],
    [{}, mismatch],
  ],
  ALERT_NOTIFICATIONS: [
    [{ alertNotifications: "On" }, true],
    [{ alertNotifications: "Off" }, false],
    [{ alertNotifications: { state: "On", minimalSeverity: "Low" } }, true],
    [{ alertNotifications: { minimalSeverity: "Low" } }, mismatch],
    [{ isEnabled: false, notificationsSources: [{ sourceType: "Alert" }] }, false],
    [{ isEnabled: true, notificationsSources: [{ sourceType: "Alert" }] }, true],
    [{ isEnabled: true, notificationsSources: [{ type: "Alert" }] }, true],
    [{ isEnabled: true, notificationsSources: [{ sourceType: "AttachPath" }] }, false],
    [{ isEnabled: true, notificationsSources: [] }, false],
    [{ isEnabled: false }, false],
    [{ notificationsSources: [{ sourceType: "Alert" }] }, mismatch],
    [{ notificationsSources: [{ sourceType: "AttackPath" }] }, false],
    [{ isEnabled: true }, mismatch],
    [{}, mismatch],
    [{ isEnabled: true, notificationsSources: [{ severity: "High" }] }, mismatch],
    [{ isEnabled: true, notificationsSources: "Alert" }, mismatch],
    [{ isEnabled: "maybe", notificationsSources: [{ sourceType: "Alert" }] }, mismatch],
    ["On", mismatch],
  ],
  ENTRIES: [
    [
      { b: "2", a: null },
      [
        { key: "a", value: null },
        { key: "b", value: "2" },
      ],
    ],
    [{}, []],
    ["a=b", mismatch],
  ],
  LIST: [
    ["x", ["x"]],
    [["x"], ["x"]],
  ],
  THERE: [
    [{}, true],
    ["", true],
  ],
  FIRST: [
    [[null, "x", "y"], "x"],
    [[], null],
    [[null], null],
    ["x", "x"],
  ],
  OWNERS_NOTIFIED: [
    [{ alertsToAdmins: "On" }, true],
    [{ alertsToAdmins: "off" }, false],
    [{ notificationsByRole: { state: "On", roles: ["owner"] } }, true],
    [{ notificationsByRole: { state: "On", roles: ["Admin", "Owner"] } }, true],
    [{ notificationsByRole: { state: "On", roles: ["Admin"] } }, mismatch],
    [{ notificationsByRole: { state: "On", roles: ["Contributor"] } }, false],
    [{ notificationsByRole: { state: "On", roles: [] } }, false],
    [{ notificationsByRole: { state: "Off", roles: ["Owner"] } }, false],
    [{ notificationsByRole: { state: "On" } }, mismatch],
    [{ notificationsByRole: { roles: ["Owner"] } }, mismatch],
    [{}, mismatch],
    ["On", mismatch],
  ],
  DATABASE_ENCRYPTION: [
    [
      { id: "/s/databases/d/transparentDataEncryption/Current", properties: { state: "Enabled" } },
      true,
    ],
    [
      {
        id: "/s/databases/d/transparentDataEncryption/current",
        properties: { status: "Disabled" },
      },
      false,
    ],
    [
      {
        id: "/s/databases/Master/transparentDataEncryption/current",
        properties: { state: "Disabled" },
      },
      null,
    ],
    [{ id: "/s/databases/d/x", properties: {} }, mismatch],
    [{ id: "/s/databases/d/x" }, mismatch],
    [{ id: { toString: 1 }, properties: { state: { toString: 1 } } }, mismatch],
    [[], mismatch],
  ],
  SOFT_DELETE_DAYS: [
    [{ enableSoftDelete: true, softDeleteRetentionInDays: 7 }, 7],
    [{ enableSoftDelete: true }, null],
    [{ enableSoftDelete: false }, 0],
    [{}, 0],
    ["on", mismatch],
  ],
  LINUX_PASSWORDS: [
    [{ osProfile: { linuxConfiguration: { disablePasswordAuthentication: false } } }, false],
    [
      { osProfile: { linuxConfiguration: {} }, storageProfile: { osDisk: { osType: "Linux" } } },
      mismatch,
    ],
    [{ storageProfile: { osDisk: { osType: "Linux" } } }, mismatch],
    [{ osProfile: {}, storageProfile: { osDisk: { osType: "Windows" } } }, null],
    ["on", mismatch],
  ],
  CROSS_TENANT_REPLICATION: [
    [{ allowCrossTenantReplication: false, creationTime: "2019-10-08T00:29:01Z" }, false],
    [{ allowCrossTenantReplication: true, creationTime: "2024-10-08T00:29:01Z" }, true],
    [{ creationTime: "2023-12-14T23:59:59Z" }, null],
    [{ creationTime: "2023-12-15T00:00:00Z" }, mismatch],
    [{ allowCrossTenantReplication: null, creationTime: "2024-10-08T00:29:01Z" }, mismatch],
    [{}, null],
    ["on", mismatch],
  ],
  TEXT: [
    ["x", "x"],
    ["", null],
    [" ", " "],
    [7, 7],
  ],
  FLAGS: [
    ["deviceCodeFlow,authenticationTransfer", ["deviceCodeFlow", "authenticationTransfer"]],
    ["deviceCodeFlow, ", ["deviceCodeFlow"]],
    ["", []],
    [["deviceCodeFlow"], mismatch],
  ],
  IDS: [
    [
      ["isExplicit=True", "/subscriptions/s/resourceGroups/g"],
      ["/subscriptions/s/resourceGroups/g"],
    ],
    [[], []],
    ["/subscriptions/s", mismatch],
  ],
  SENT_LOGS: [
    [[{ category: "AuditEvent", enabled: true }], ["AuditEvent"]],
    [[{ category: "AuditEvent", enabled: false }], []],
    [
      [{ category: null, categoryGroup: "allLogs", enabled: true }],
      ["AuditEvent", "AzurePolicyEvaluationDetails"],
    ],
    [[{ categoryGroup: "AUDIT", enabled: true }], ["AuditEvent", "AzurePolicyEvaluationDetails"]],
    [
      [
        { category: "B", enabled: true },
        { category: "A", enabled: true },
        { category: "B", enabled: true },
      ],
      ["A", "B"],
    ],
    [[], []],
    [[{ categoryGroup: "secrets", enabled: true }], mismatch],
    [[{ categoryGroup: "secrets", enabled: false }], []],
    [[{ category: "AuditEvent" }], mismatch],
    [{}, mismatch],
  ],
  SENDS_LOGS: [
    [[], false],
    [[{ properties: { logs: [] } }], false],
    [[{ properties: { metrics: [{ enabled: true }] } }], false],
    [[{ properties: { logs: [{ category: "AuditEvent", enabled: false }] } }], false],
    [[{ properties: { logs: [{ categoryGroup: "any", enabled: true }] } }], true],
    [[{ properties: { logs: [{}] } }, { properties: { logs: [{ enabled: true }] } }], true],
    [[{ properties: { logs: [{}] } }], mismatch],
    [["setting"], mismatch],
    [{}, mismatch],
  ],
  EPOCH: [
    [1700000000, "2023-11-14T22:13:20.000Z"],
    ["1700000000", "2023-11-14T22:13:20.000Z"],
    ["soon", mismatch],
    [1e300, mismatch],
  ],
  TLS_VERSION: [
    ["TLS1_2", 1.2],
    ["TLS 1.2", 1.2],
    ["TLSv1.2", 1.2],
    ["TLSv1", 1],
    ["TLSv1.2, TLSv1", 1],
    ["1", mismatch],
    ["1.2", 1.2],
    [1.2, 1.2],
    ["TLSv1.3,TLSv1.2", 1.2],
    ["TLSEnforcementDisabled", null],
    ["None", null],
    ["SSL3", mismatch],
    ["", mismatch],
  ],
  SECURITY_RULES: [
    [[], []],
    ["rule", mismatch],
    [[1], [mismatch]],
  ],
  NAME_OF_ID: [
    ["/s/servers/a/databases/b/", "b"],
    ["b", "b"],
    [1, mismatch],
  ],
  TYPE_OF_ID: [
    [
      "/subscriptions/s/providers/Microsoft.KeyVault/vaults/v/keys/k",
      "Microsoft.KeyVault/vaults/keys",
    ],
    ["/s/providers/A/b/c/providers/Microsoft.Insights/settings/d", "Microsoft.Insights/settings"],
    ["Microsoft.KeyVault/vaults", "Microsoft.KeyVault/vaults"],
    [{}, mismatch],
  ],
  OWNER_ID: [
    ["/s/servers/a/databases/b", "/s/servers/a"],
    [
      "/s/storageAccounts/a/providers/microsoft.insights/diagnosticSettings/b",
      "/s/storageAccounts/a",
    ],
    [["/s/a/b/c/d"], ["/s/a/b"]],
    [{}, mismatch],
  ],
  KEYS: [
    [{ b: {}, a: {} }, ["b", "a"]],
    [[], mismatch],
  ],
  IDENTITIES: [
    [{ type: "None" }, []],
    [
      {
        type: "SystemAssigned, UserAssigned",
        principalId: "p",
        tenantId: "t",
        userAssignedIdentities: { "/I/1": { principalId: "q", clientId: "c" } },
      },
      [
        { type: "SystemAssigned", principalId: "p", tenantId: "t" },
        { type: "UserAssigned", id: "/I/1", principalId: "q", clientId: "c" },
      ],
    ],
    ["SystemAssigned", mismatch],
    [{ type: 1 }, mismatch],
  ],
  DISK_ATTACHMENTS: [
    [
      { osDisk: { name: "os" }, dataDisks: [{ lun: 0 }] },
      [
        { name: "os", isSystemDisk: true },
        { lun: 0, isSystemDisk: false },
      ],
    ],
    [
      { osDisk: { name: "os", managedDisk: { id: "/d" }, diffDiskSettings: { option: "Local" } } },
      [
        {
          ...{ name: "os", managedDisk: null, diffDiskSettings: { option: "Local" } },
          isSystemDisk: true,
        },
      ],
    ],
    [{}, []],
    [{ dataDisks: {} }, [mismatch]],
    [
      { osDisk: "os", dataDisks: [{ lun: 0 }, 1] },
      [mismatch, { lun: 0, isSystemDisk: false }, mismatch],
    ],
    ["disks", mismatch],
  ],
};

/** What the calls of these cases were made for. */
const vault = { parentType: "Microsoft.KeyVault/vaults" };

const conversions = { ...common, ...own };

describe.each(Object.keys(conversions))("%s", (name) => {
  test.each(cases[name] ?? [["no cases", "some"]])("%j", (value, expected) => {
    expect(conversions[name]!.convert(value, vault)).toEqual(expected);
  });
});

describe("security rules", () => {
  const rule = (properties: object) => [
    {
      name: "r",
      properties: {
        ...{ access: "Allow", protocol: "Tcp", direction: "Inbound", sourcePortRange: "*" },
        ...{ sourceAddressPrefix: "*", destinationAddressPrefix: "10.0.0.0/8" },
        ...properties,
      },
    },
  ];
  const unfold = (properties: object) =>
    conversions.SECURITY_RULES!.convert(rule(properties), {}) as Record<string, unknown>[];

  test("become one part for each range of destination ports", () => {
    const parts = unfold({
      destinationPortRange: "",
      destinationPortRanges: ["22", "8000-8100", "*"],
    });
    expect(
      parts.map(({ name, destFromPort, destToPort }) => [name, destFromPort, destToPort]),
    ).toEqual([
      ["r", 22, 22],
      ["r", 8000, 8100],
      ["r", 0, 65535],
    ]);
    expect(parts[0]).toMatchObject({
      action: "Allow",
      protocol: "TCP",
      sources: [],
      destinations: ["cidr:10.0.0.0/8"],
    });
  });

  test.each([
    ["anybody", { sourceAddressPrefix: "*" }, []],
    [
      "anybody among others",
      { sourceAddressPrefixes: ["10.0.0.4", "Any"], sourceAddressPrefix: "" },
      [],
    ],
    ["anybody in one character", { sourceAddressPrefix: "/0" }, []],
    [
      "two halves",
      { sourceAddressPrefix: "", sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] },
      ["cidr:0.0.0.0/0", "cidr:0.0.0.0/1", "cidr:128.0.0.0/1"],
    ],
    ["one half", { sourceAddressPrefix: "0.0.0.0/1" }, ["cidr:0.0.0.0/1"]],
    [
      "a prefix without length",
      { sourceAddressPrefix: "10.2.3.4/0" },
      ["cidr:0.0.0.0/0", "cidr:10.2.3.4/0"],
    ],
    [
      "the unspecified address",
      { sourceAddressPrefix: "0.0.0.0" },
      ["cidr:0.0.0.0/0", "cidr:0.0.0.0"],
    ],
    [
      "halves of IPv6",
      { sourceAddressPrefixes: ["::/1", "8000::/1"], sourceAddressPrefix: "" },
      ["cidr:::/0", "cidr:::/1", "cidr:8000::/1"],
    ],
    ["a number that the service took for a tag", { sourceAddressPrefix: "789" }, ["tag:789"]],
    ["all of the internet by range", { sourceAddressPrefix: "0.0.0.0/0" }, ["cidr:0.0.0.0/0"]],
    ["the same in IPv6", { sourceAddressPrefix: "::/0" }, ["cidr:::/0"]],
    ["a service tag", { sourceAddressPrefix: "Internet" }, ["tag:Internet"]],
    ["a regional tag", { sourceAddressPrefix: "Storage.WestEurope" }, ["tag:Storage.WestEurope"]],
    [
      "an application group",
      { sourceAddressPrefix: null, sourceApplicationSecurityGroups: [{ id: "/S/Asg" }] },
      ["group:/s/asg"],
    ],
  ])("name %s as the source", (_title, properties, sources) => {
    expect(unfold({ destinationPortRange: "22", ...properties })[0]?.sources).toEqual(sources);
  });

  test("without ports have none, rather than all", () => {
    expect(unfold({})).toMatchObject([{ destFromPort: null, destToPort: null }]);
  });

  test.each([
    ["a source that nobody is", { sourceAddressPrefix: "" }, ["sources"]],
    [
      "a range in another notation",
      { destinationPortRange: "ssh" },
      ["destFromPort", "destToPort"],
    ],
    ["ports that are no text", { destinationPortRange: 22 }, ["destFromPort", "destToPort"]],
    ["prefixes that are no list", { sourceAddressPrefixes: "10.0.0.0/8" }, ["sources"]],
    ["no access", { access: undefined }, ["action"]],
    ["nothing", { access: 1, protocol: null }, ["action", "protocol"]],
  ])("with %s lack that alone", (_title, properties, lacking) => {
    const [part, ...others] = unfold({ destinationPortRange: "22", ...properties });
    expect(others).toEqual([]);
    expect(Object.keys(part!).filter((key) => part![key] === mismatch)).toEqual(lacking);
  });

  test("that are understood stay beside those that are not, and so do ranges", () => {
    const parts = unfold({ destinationPortRanges: ["22", "abc", "443"] });
    expect(parts.map(({ destFromPort }) => destFromPort)).toEqual([22, mismatch, 443]);
  });
});
