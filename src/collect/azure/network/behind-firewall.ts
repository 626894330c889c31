import type { Fact, Facts } from "../../../inventory/derivation.ts";
import { allAddresses, ofVersion, type Version } from "./addresses.ts";
import { destinationOf, isFor } from "./destination.ts";
import { groupsBefore, rulesOf } from "./groups-before.ts";
import { networkOf, peersOf } from "./joined-networks.ts";
import { letThrough } from "./let-through.ts";
import type { RuleList } from "./security-rules.ts";

/**
 * Whether an Azure Firewall with a public address stands in the network of an interface's configuration, or in one that is joined with it:
 * a DNAT rule of it may lead here. Such rules are not read. It comes from within the network, and a group that lets nothing in from
 * there keeps it out.
 */
export function mayBeBehindFirewall(nic: Fact, configuration: Fact, facts: Facts): boolean {
  const subnet = configuration.value("subnetId");
  if (typeof subnet !== "string") return false;
  const network = networkOf(subnet);
  const near = [network, ...(peersOf(network, facts) ?? [])];
  if (!near.some((one) => hasFirewall(one, facts))) return false;
  const version = configuration.value("privateIpAddressVersion") === "IPv6" ? 6 : 4;
  const { groups } = groupsBefore(nic, configuration, facts);
  return !groups.some((group) => isShut(rulesOf(group, facts), configuration, version));
}

/** A firewall stands in a subnet of a name that Azure sets; its address is one of the same subscription. */
function hasFirewall(network: string, facts: Facts): boolean {
  return facts.once("firewall", network, () => {
    const known = facts.find("VirtualNetwork", network);
    const subnets = known?.follow("subnets", "Subnet") ?? [];
    const isOfFirewall = (id: unknown) => /\/subnets\/azurefirewallsubnet$/.test(String(id));
    if (!known || !subnets.some((each) => isOfFirewall(each?.value("subnetId")))) return false;
    const addresses = facts.inConnector("StaticIP", known.connector);
    return (
      !facts.isComplete("StaticIP", network) ||
      addresses.some((each) => /\/azurefirewalls\//.test(String(each.value("attachedTo"))))
    );
  });
}

/** Whether a group lets nothing in on any port from within the network. */
function isShut(list: RuleList, configuration: Fact, version: Version): boolean {
  const sender = { addresses: ofVersion(allAddresses, version), isWithin: true };
  const to = destinationOf(configuration);
  const starts = new Set([0, ...list.rules.flatMap(({ from, to: last }) => [from, last + 1])]);
  const ports = [...starts].filter((port) => port <= 65_535);
  return ports.every((port) =>
    (["TCP", "UDP"] as const).every(
      (protocol) =>
        letThrough(list, sender, { protocol, port }, (rule) => isFor(rule, to)).answer === "no",
    ),
  );
}
