import { idOf, refusedRows, row, rows, type Answers } from "../answers.ts";
import {
  byAddress,
  gatewayOf,
  listener,
  part,
  routing,
  streams,
} from "../../collect/azure/network/gateways.ts";
import {
  balancerOf,
  inPool,
  network,
  rule as portRule,
  toPool,
} from "../../collect/azure/network/networks.ts";
import type { Cases } from "./kinds.ts";
import { machine } from "./shared.ts";

const group = "Microsoft.Network/networkSecurityGroups";
const nic = "Microsoft.Network/networkInterfaces";
const address = "Microsoft.Network/publicIPAddresses";
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
      "half of all addresses": groups(
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "0.0.0.0/1" }),
      ),
      "a rule of higher priority denies it": groups(
        rule({ destinationPortRange: range, access: "deny", priority: 99 }, "first"),
        rule({ destinationPortRange: String(port) }, "second"),
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
      "words in other letters": groups(
        rule({
          ...{ destinationPortRange: String(port), sourceAddressPrefix: "internet" },
          ...{ access: "allow", direction: "inbound", protocol: "tcp" },
        }),
      ),
      "four quarters of all addresses": groups(
        rule({
          destinationPortRange: String(port),
          sourceAddressPrefix: "",
          sourceAddressPrefixes: ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"],
        }),
      ),
      "half of all addresses in each of two rules": groups(
        rule({ destinationPortRange: String(port), sourceAddressPrefix: "0.0.0.0/1" }, "low"),
        rule({ destinationPortRange: range, sourceAddressPrefix: "128.0.0.0/1" }, "high"),
      ),
      "a denial for some addresses": groups(
        rule({ destinationPortRange: range, access: "Deny", sourceAddressPrefix: "198.51.0.0/16" }),
        rule({ destinationPortRange: String(port), priority: 200 }, "second"),
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

/** Takes the good answer about a type away and puts a refusal in its place. */
function without(type: string): Answers {
  return {
    ...Object.fromEntries(Object.keys(rows(type)).map((file) => [file, undefined])),
    ...refusedRows(type),
  };
}

/** Cases of this service's controls, by id. */
export const networkCases: Readonly<Record<string, Cases>> = {
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
      "no group at all, and a Standard address": network({ address: "Standard" }),
      "the subnet's group lets nothing in": network({
        ...{ address: "Basic", own: [portRule("ssh")], subnet: [] },
      }),
      "behind a load balancer that passes on another port": behindBalancer(443),
      "behind a gateway that listens on 22 and passes on to 8080": behindGateway("plain", "22"),
      "behind a gateway that speaks HTTP to 22": behindGateway("ssh"),
    },
    fail: {
      SSH: exposed(rule({ destinationPortRange: "22" }), true),
      "Remote Desktop, in a range": exposed(rule({ destinationPortRange: "3000-4000" }), true),
      WinRM: exposed(rule({ destinationPortRange: "5986" }), true),
      "all ports": exposed(rule({ destinationPortRange: "*" }), true),
      "no group at all, and a Basic address": network({ address: "Basic" }),
      "no address, behind a load balancer": behindBalancer(22),
      "behind a gateway that passes on requests to WinRM": behindGateway("winrm"),
      "behind a gateway that passes on whatever comes to 22": network({
        ...{ own: [], gateways: { agw: gatewayOf(byAddress, streams) } },
      }),
      "open by what is known, whatever is behind balancers that were refused": network({
        ...{ address: "Standard", own: [portRule("ssh")], configuration: inPool },
        balancers: "unread",
      }),
    },
    undecided: {
      "behind a gateway whose state is not understood": behindGateway("winrm", "443", "Paused"),
      "gateways refused, and some address is a gateway's": network({
        ...{ own: [], refused: ["Microsoft.Network/applicationGateways"] },
        otherAddress: part("frontendIPConfigurations", "public").id,
      }),
      "security groups refused": {
        ...exposed(rule({ destinationPortRange: "22" }), true),
        ...without(group),
      },
      "interfaces refused": {
        ...exposed(rule({ destinationPortRange: "22" }), true),
        ...without(nic),
      },
      "addresses refused": {
        ...exposed(rule({ destinationPortRange: "22" }), true),
        ...without(address),
      },
      "load balancers refused, and it stands behind one": network({
        ...{ own: [portRule("ssh")], configuration: inPool, balancers: "unread" },
      }),
      "machines refused": refusedRows(machine),
    },
  },
};

/** A machine behind a gateway that listens on a port and passes on by these settings. */
function behindGateway(settings: string, port = "443", operationalState = "Running"): Answers {
  const more = {
    operationalState,
    httpListeners: [listener("web", { frontendPort: part("frontendPorts", port) })],
    requestRoutingRules: [
      routing("r1", { backendHttpSettings: part("backendHttpSettingsCollection", settings) }),
    ],
  };
  return network({ own: [], gateways: { agw: gatewayOf(byAddress, more) } });
}

/** A machine without an address, behind a load balancer that passes on a port that its group lets in. */
function behindBalancer(port: number): Answers {
  const rules = [{ ...toPool, frontendPort: port, backendPort: port }];
  const own = [portRule("any", { port: "*" })];
  return network({ own, configuration: inPool, balancers: [balancerOf({ rules })] });
}
