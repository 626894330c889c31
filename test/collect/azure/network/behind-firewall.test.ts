import { expect, test } from "vitest";
import { idOf } from "../../../library/answers.ts";
import { importAnswers } from "../../../library/judge.ts";
import { type Network, network, rule, types } from "./networks.ts";
import { openingsOf } from "./openings.ts";

const netId = (name: string) => idOf(types.virtualNetwork, name);
const net = (name: string, subnetName: string, ...peers: readonly string[]) => ({
  [name]: {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      {
        name: subnetName,
        id: `${netId(name)}/subnets/${subnetName}`,
        properties: { addressPrefix: "10.0.9.0/24" },
      },
    ],
    virtualNetworkPeerings: peers.map((peer) => ({
      name: peer,
      properties: { remoteVirtualNetwork: { id: netId(peer) }, peeringState: "Connected" },
    })),
  },
});
const firewalled = (...peers: readonly string[]) => net("net", "AzureFirewallSubnet", ...peers);
const ofFirewall = idOf("Microsoft.Network/azureFirewalls", "fw/azureFirewallIpConfigurations/c");
const deny = (more: object = {}) =>
  rule("no", { access: "Deny", priority: 100, port: "*", protocol: "*", ...more });
const behind = (own: readonly object[], more: Network = {}): Network => ({
  ...{ own, networks: firewalled(), otherAddress: ofFirewall },
  ...more,
});

/** Whether it is known that nothing of the machine is reached, though DNAT rules of firewalls are not read. */
test.each<readonly [string, Network, boolean]>([
  ["a firewall with a public address in its network", behind([]), false],
  [
    "a firewall in a network that is joined",
    behind([], { networks: { ...net("net", "one", "hub"), ...net("hub", "AzureFirewallSubnet") } }),
    false,
  ],
  [
    "a firewall in a network apart",
    behind([], { networks: { ...net("net", "one"), ...net("hub", "AzureFirewallSubnet") } }),
    true,
  ],
  [
    "a firewall whose addresses are within the network",
    behind([], { otherAddress: idOf("Microsoft.Network/bastionHosts", "b/ipConfigurations/c") }),
    true,
  ],
  ["a firewall, and public addresses refused", behind([], { refused: [types.address] }), false],
  ["a firewall, and no group", { networks: firewalled(), otherAddress: ofFirewall }, false],
  ["a firewall, and the machine denies everybody", behind([deny()]), true],
  [
    "a firewall, and the machine denies its network",
    behind([deny({ from: "VirtualNetwork" })]),
    true,
  ],
  [
    "a firewall, and the machine denies everybody on some ports",
    behind([deny({ port: "22-3389" })]),
    false,
  ],
  ["a firewall, and the machine denies TCP", behind([deny({ protocol: "Tcp" })]), false],
  [
    "an address of a firewall, and no network of one",
    behind([], { networks: net("net", "one") }),
    true,
  ],
])("%s", async (_title, of, isDecided) => {
  const inventory = await importAnswers(network(of));
  const found = await openingsOf(inventory, "VM", "reachableFromInternetOn");
  expect(found).toEqual({ names: [], isDecided });
});
