import { azure } from "../../../src/collect/azure/provider.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/collect/json/json.ts";
import { createNormaliser } from "../../../src/collect/reading/normalise.ts";
import { loadModel } from "../../../src/model/load.ts";

const model = loadModel("schema");
const normalise = createNormaliser(model, azure);
const around = { connector: "/subscriptions/s", readAt: "2026-11-20T08:00:00.000Z" };

/** The answer in a file: as it is, the `get` of a pair, or the body of a published example. */
function answer(file: string): JsonObject {
  const found = JSON.parse(readFileSync(`test/fixtures/azure/${file}.json`, "utf8"));
  return found.get ?? found.responses?.["200"].body ?? found;
}

function read(type: string, file: string) {
  return normalise(model.types.get(type)!, answer(file), around);
}

/** What was recorded, by file, with the values that must come of it; null is a value that is not there, undefined one that is missing. */
test.each([
  ["BastionHost", "BastionHost.created-plain", { sku: "Basic", disableCopyPaste: null }],
  [
    "Disk",
    "Disk.confidential-customer-key",
    {
      encryptionType: "EncryptionAtRestWithPlatformKey",
      encryptionKey: expect.stringMatching(/\/diskencryptionsets\//),
      networkAccessPolicy: "AllowAll",
      publicNetworkAccess: "Enabled",
      dataAccessAuthMode: null,
    },
  ],
  [
    "FlowLog",
    "FlowLog.without-analytics",
    { trafficAnalyticsEnabled: null, retentionPolicyDays: 30, retentionPolicyEnabled: true },
  ],
  [
    "NetworkInterface",
    "NetworkInterface.unattached-ipv6",
    { primary: true, enableIPForwarding: false },
  ],
  [
    "StaticIP",
    "PublicIPAddress.of-nat-gateway",
    { attachedTo: expect.stringMatching(/natgateways/) },
  ],
  [
    "VM",
    "VM.standard-without-security-type",
    { securityType: null, encryptionAtHost: null, osType: "Linux" },
  ],
])("%s of %s", (type, file, values) => {
  const [{ fields, missing = [] }] = read(type, `recorded/${file}`) as [ReturnType<typeof read>[0]];
  const found = Object.keys(values).map((name) => [
    name,
    missing.includes(name) ? undefined : (fields[name] ?? null),
  ]);
  expect(Object.fromEntries(found)).toEqual(values);
});

test("an ephemeral system disk that was recorded leads to no disk", () => {
  const disks = read("VM", "recorded/VM.ephemeral-os-disk").filter(
    ({ type }) => type === "DiskAttachment",
  );
  expect(disks.map(({ fields, links }) => [fields.isSystemDisk, links.disk])).toEqual([
    [true, undefined],
  ]);
});

test("recorded rules for application security groups name them, and all of rules are understood", () => {
  const [group, ...rules] = read(
    "SecurityGroup",
    "recorded/NetworkSecurityGroup.groups-and-empty-texts",
  );
  expect(group!.missing).toBeUndefined();
  expect(rules.flatMap(({ missing = [] }) => missing)).toEqual([]);
  const sources = rules.map(({ fields }) => fields.sources as readonly string[]);
  expect(sources.flat().some((source) => source.startsWith("group:/subscriptions/"))).toBe(true);
  expect(rules.filter(({ id }) => id.includes("#defaultRules/"))).toHaveLength(1);
});

test("a recorded gateway's listeners have policies of their own", () => {
  const [gateway, ...places] = read(
    "ApplicationGateway",
    "recorded/ApplicationGateway.policy-on-listeners",
  );
  expect(gateway!.fields.ownFirewallPolicyId).toBeUndefined();
  const policies = places
    .filter(({ type }) => type === "ApplicationGatewayListener")
    .map(({ fields }) => String(fields.ownFirewallPolicyId).split("/").at(-1));
  expect(policies).toEqual(["waf_1", "waf_3"]);
});

test("a published load balancer has its parts, each by its own id", () => {
  const [balancer, ...parts] = read("LoadBalancer", "network/loadBalancers.2023-11-01.get");
  expect(balancer!.fields.sku).toBe("Basic");
  const of = (type: string) => parts.find((part) => part.type === type)!;
  const base =
    "/subscriptions/subid/resourcegroups/rg1/providers/microsoft.network/loadbalancers/lb";
  expect(parts.map(({ type }) => type)).toEqual([
    "LoadBalancerFrontend",
    "LoadBalancerPool",
    "LoadBalancingRule",
    "InboundNatRule",
  ]);
  expect(of("LoadBalancingRule").fields).toMatchObject({
    frontendId: `${base}/frontendipconfigurations/fe-lb`,
    backendPoolIds: [`${base}/backendaddresspools/be-lb`],
    protocol: "Tcp",
    frontendPort: 80,
    backendPort: 80,
  });
  expect(of("InboundNatRule").fields).toMatchObject({ frontendPort: 3389, backendPort: 3389 });
  expect(parts.flatMap(({ missing = [] }) => missing)).toEqual([]);
});

test("a recorded gateway has its parts, each by its own id, and all of them are understood", () => {
  const [gateway, ...parts] = read(
    "ApplicationGateway",
    "recorded/ApplicationGatewayTest.test_find_waf",
  );
  const base = String(gateway!.id);
  expect(gateway!.fields.operationalState).toBe("Running");
  expect(gateway!.fields.subnetIds).toEqual([
    expect.stringMatching(/virtualnetworks\/cfb-nobfthvf-vnet\/subnets\/cfb-nobfthvf-frontend$/),
  ]);
  const types = parts.map(({ type }) => type).filter((type) => type !== "Tag");
  expect(types.sort()).toEqual([
    "ApplicationGatewayBackendSettings",
    "ApplicationGatewayFrontend",
    "ApplicationGatewayListener",
    "ApplicationGatewayPool",
    "ApplicationGatewayPort",
    "ApplicationGatewayRoutingRule",
  ]);
  const of = (type: string) => parts.find((part) => part.type === type)!.fields;
  const listener = `${base}/httplisteners/cfb-nobfthvf-vnet-httplstn`;
  expect(of("ApplicationGatewayListener")).toMatchObject({
    listenerId: listener,
    frontendId: of("ApplicationGatewayFrontend").frontendId,
    portId: of("ApplicationGatewayPort").portId,
    protocol: "Http",
  });
  expect(of("ApplicationGatewayRoutingRule")).toMatchObject({
    listenerId: listener,
    backendPoolId: of("ApplicationGatewayPool").poolId,
    backendSettingsId: of("ApplicationGatewayBackendSettings").settingsId,
    priority: 100,
  });
  expect(of("ApplicationGatewayBackendSettings")).toMatchObject({ port: 80, protocol: "Http" });
  expect(parts.flatMap(({ missing = [] }) => missing)).toEqual([]);
});

test("a published virtual network has its subnets, each with its range", () => {
  const [network, ...parts] = read("VirtualNetwork", "network/virtualNetworks.2023-09-01.get");
  expect(network!.fields.addressPrefixes).toEqual(["10.0.0.0/16"]);
  expect(parts.map(({ type, fields }) => [type, fields.name, fields.addressPrefixes])).toEqual([
    ["Subnet", "subnet1", ["10.0.1.0/24"]],
  ]);
});
