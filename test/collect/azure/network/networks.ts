import { idOf, refusedRows, row, rows, type Answers } from "../../../library/answers.ts";

const machine = "Microsoft.Compute/virtualMachines";
const nic = "Microsoft.Network/networkInterfaces";
const group = "Microsoft.Network/networkSecurityGroups";
const address = "Microsoft.Network/publicIPAddresses";
const balancer = "Microsoft.Network/loadBalancers";
const gateway = "Microsoft.Network/applicationGateways";
const virtualNetwork = "Microsoft.Network/virtualNetworks";
export const types = { machine, nic, group, address, balancer, gateway, virtualNetwork };

export const subnet = idOf(virtualNetwork, "net/subnets/one");
export const gatewaySubnet = idOf(virtualNetwork, "net/subnets/front");

/** What stands around one machine with one interface; what is undefined is not there, `unread` was refused. */
export interface Network {
  /** The interface's own group. */
  readonly own?: readonly object[] | "unread" | undefined;
  /** The subnet's group. */
  readonly subnet?: readonly object[];
  /** The public addresses' SKU; absent for an interface without one. */
  readonly address?: "Basic" | "Standard" | "unread" | undefined;
  readonly version?: "IPv4" | "IPv6";
  /** More of the interface's configuration. */
  readonly configuration?: object;
  /** Load balancers, each the properties; `unread` refuses them. */
  readonly balancers?: readonly object[] | "unread";
  /** Application gateways, each the properties, by name. */
  readonly gateways?: Readonly<Record<string, object>>;
  /** The group of the gateways' subnet. */
  readonly front?: readonly object[];
  /** Virtual networks, each the properties, by name. */
  readonly networks?: Readonly<Record<string, object>>;
  /** Further interfaces' configurations, by the interface's name. */
  readonly others?: Readonly<Record<string, object>>;
  /** What another public address is attached to. */
  readonly otherAddress?: string;
  readonly refused?: readonly string[];
}

/** The answers of Resource Graph about a network. */
export function network(of: Network): Answers {
  const { own, address: sku, balancers = [], version = "IPv4", otherAddress } = of;
  const publicIPAddress = sku && { publicIPAddress: { id: idOf(address, "address") } };
  const configuration = {
    ...{ privateIPAddress: version === "IPv4" ? "10.0.0.4" : "fd00::4", subnet: { id: subnet } },
    ...publicIPAddress,
    ...of.configuration,
  };
  const rulesOf = (name: string, securityRules: readonly object[], more: object) =>
    row(group, name, { securityRules, defaultSecurityRules: defaults, ...more });
  const answers = {
    ...rows(
      machine,
      row(machine, "vm", { networkProfile: { networkInterfaces: [{ id: idOf(nic, "nic") }] } }),
    ),
    ...rows(
      nic,
      row(nic, "nic", {
        ipConfigurations: [
          {
            name: "First",
            id: `${idOf(nic, "nic")}/ipConfigurations/First`,
            properties: configuration,
          },
        ],
        ...(own && { networkSecurityGroup: { id: idOf(group, "own") } }),
      }),
      ...Object.entries(of.others ?? {}).map(([name, properties]) =>
        row(nic, name, { ipConfigurations: [{ name: "First", properties }] }),
      ),
    ),
    ...rows(gateway, ...named(gateway, of.gateways)),
    ...rows(virtualNetwork, ...named(virtualNetwork, of.networks)),
    ...rows(
      group,
      ...(own && own !== "unread" ? [rulesOf("own", own, {})] : []),
      ...(of.subnet
        ? [rulesOf("wide", of.subnet, { subnets: [{ id: subnet.toUpperCase() }] })]
        : []),
      ...(of.front ? [rulesOf("edge", of.front, { subnets: [{ id: gatewaySubnet }] })] : []),
    ),
    ...rows(
      address,
      addressRow("address", sku === "unread" ? "Basic" : (sku ?? "Standard"), {
        publicIPAddressVersion: version,
        ...(sku ? { ipConfiguration: { id: `${idOf(nic, "nic")}/ipConfigurations/First` } } : {}),
        ...(version === "IPv6" ? { ipAddress: "2603::9" } : {}),
      }),
      addressRow("front", "Standard", {
        ...(otherAddress === undefined ? {} : { ipConfiguration: { id: otherAddress } }),
        ipAddress: "20.9.9.9",
      }),
    ),
    ...(balancers === "unread"
      ? refusedRows(balancer)
      : rows(balancer, ...balancers.map((properties) => row(balancer, "lb", properties)))),
  };
  const refused = [...(of.refused ?? []), ...(sku === "unread" ? [address] : [])];
  return Object.assign({}, answers, ...refused.map(refuse)) as Answers;
}

function named(type: string, assets: Readonly<Record<string, object>> = {}): readonly object[] {
  return Object.entries(assets).map(([name, properties]) => row(type, name, properties));
}

function refuse(type: string): Answers {
  const gone = Object.fromEntries(Object.keys(rows(type)).map((file) => [file, undefined]));
  return { ...gone, ...refusedRows(type) };
}

function addressRow(name: string, sku: string, properties: object): object {
  const basis = { ipAddress: "20.1.2.3", publicIPAddressVersion: "IPv4" };
  return { ...row(address, name, { ...basis, ...properties }), sku: { name: sku } };
}

/** A rule that lets anybody in on a port, but for what is said otherwise; a list of sources is a list of prefixes. */
export function rule(
  name: string,
  { from, to, port, ...more }: Record<string, unknown> = {},
): object {
  const end = (side: string, value: unknown) =>
    Array.isArray(value)
      ? { [`${side}AddressPrefixes`]: value, [`${side}AddressPrefix`]: "" }
      : { [`${side}AddressPrefix`]: value ?? "*" };
  const ports = Array.isArray(port)
    ? { destinationPortRanges: port }
    : { destinationPortRange: port ?? "22" };
  const basis = { access: "Allow", direction: "Inbound", protocol: "Tcp", priority: 200 };
  return {
    name,
    properties: {
      ...basis,
      ...{ sourcePortRange: "*", ...end("source", from), ...end("destination", to), ...ports },
      ...more,
    },
  };
}

/** The rules that Azure adds to every group. */
const defaults = [
  rule("AllowVnetInBound", {
    from: "VirtualNetwork",
    to: "VirtualNetwork",
    port: "*",
    protocol: "*",
    priority: 65000,
  }),
  rule("AllowAzureLoadBalancerInBound", {
    from: "AzureLoadBalancer",
    port: "*",
    protocol: "*",
    priority: 65001,
  }),
  rule("DenyAllInBound", { port: "*", protocol: "*", access: "Deny", priority: 65500 }),
  rule("AllowInternetOutBound", {
    to: "Internet",
    port: "*",
    protocol: "*",
    direction: "Outbound",
    priority: 65001,
  }),
];

const lb = (kind: string, name: string) => ({ id: `${idOf(balancer, "lb")}/${kind}/${name}` });

/** A load balancer on the public address `front`, with a pool, and rules that are given. */
export function balancerOf({
  rules = [],
  nats = [],
  pool = {},
  front = { publicIPAddress: { id: idOf(address, "front") } },
}: {
  readonly rules?: readonly object[];
  readonly nats?: readonly object[];
  readonly pool?: object;
  readonly front?: object;
}): object {
  const frontendIPConfiguration = lb("frontendIPConfigurations", "front");
  const part = (kind: string) => (properties: object, i: number) => ({
    ...{ name: `r${i}`, ...lb(kind, `r${i}`) },
    properties: { frontendIPConfiguration, protocol: "Tcp", ...properties },
  });
  return {
    frontendIPConfigurations: [{ name: "front", ...frontendIPConfiguration, properties: front }],
    backendAddressPools: [{ name: "pool", ...lb("backendAddressPools", "pool"), properties: pool }],
    loadBalancingRules: rules.map(part("loadBalancingRules")),
    inboundNatRules: nats.map(part("inboundNatRules")),
  };
}

export const inPool = { loadBalancerBackendAddressPools: [lb("backendAddressPools", "pool")] };
export const toPool = { backendAddressPool: lb("backendAddressPools", "pool") };
export const toMachine = {
  backendIPConfiguration: { id: `${idOf(nic, "nic").toUpperCase()}/ipConfigurations/First` },
};
export const frontOfBalancer = lb("frontendIPConfigurations", "front").id;
