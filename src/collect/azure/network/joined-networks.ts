import type { Fact, Facts } from "../../../inventory/derivation.ts";
import { type Addresses, common, isEmpty, readAddresses, union } from "./addresses.ts";
import { textsOf } from "./fronts.ts";

/** How two virtual networks stand to each other: `unknown` where neither was read. */
export type Nearness = "same" | "joined" | "apart" | "unknown";

/** The network of a subnet's id. */
export function networkOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/, "");
}

/** Networks are joined by peerings that are connected; what passes through appliances is not weighed. */
export function nearnessOf(one: string, other: string, facts: Facts): Nearness {
  if (one === other) return "same";
  const known = peersOf(one, facts)?.has(other) ?? peersOf(other, facts)?.has(one);
  if (known === undefined) return "unknown";
  return known ? "joined" : "apart";
}

/** The addresses of subnets, undefined where one was not read or not understood. */
export function rangeOf(subnetIds: readonly string[], facts: Facts): Addresses | undefined {
  const ranges = subnetIds.map((id) => {
    const network = facts.find("VirtualNetwork", networkOf(id));
    const subnets = network?.follow("subnets", "Subnet") ?? [];
    const subnet = subnets.find((each) => each?.value("subnetId") === id);
    return subnet && prefixesOf(subnet);
  });
  const known = ranges.filter((range) => range !== undefined);
  return known.length > 0 && known.length === ranges.length ? union(known) : undefined;
}

/** Whether an address is of a network's own; undefined where the network was not read. */
export function isOwn(network: string, address: Addresses, facts: Facts): boolean | undefined {
  const known = facts.find("VirtualNetwork", network);
  const range = known && prefixesOf(known);
  return range && !isEmpty(common(range, address));
}

function prefixesOf(place: Fact): Addresses | undefined {
  const ranges = textsOf(place, "addressPrefixes").map(readAddresses);
  const known = ranges.filter((range) => range !== undefined);
  return known.length > 0 && known.length === ranges.length ? union(known) : undefined;
}

/** The networks that one is joined with, undefined where that is not known as a whole. */
export function peersOf(network: string, facts: Facts): ReadonlySet<string> | undefined {
  return facts.once("peers", network, () => {
    const known = facts.find("VirtualNetwork", network);
    if (!known || known.isMissing("peerings")) return undefined;
    const peerings = known.follow("peerings", "NetworkPeering").filter((one) => one !== undefined);
    if (peerings.some((one) => one.isMissing("remoteNetworkId") || one.isMissing("state")))
      return undefined;
    const connected = peerings.filter((one) => one.value("state") === "Connected");
    return new Set(connected.map((one) => String(one.value("remoteNetworkId"))));
  });
}
