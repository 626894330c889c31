import type { FieldValue } from "../../../types.ts";
import type { Derived, Fact, Facts } from "../../../inventory/derivation.ts";
import { allAddresses, isEmpty, ofVersion, publicAddresses, readAddresses } from "./addresses.ts";
import { destinationOf, isFor } from "./destination.ts";
import { frontAt, textsOf } from "./fronts.ts";
import { type Lead, leadsTo } from "./gateway-leads.ts";
import type { Way } from "./gateway-routes.ts";
import { groupsBefore, groupsOnSubnet, nameOf, rulesOf } from "./groups-before.ts";
import { rangeOf } from "./joined-networks.ts";
import { everything, letInBy, openVersions, through } from "./let-in.ts";
import { letThrough, type Sender, type Verdict } from "./let-through.ts";
import { openingOf } from "./opening.ts";
import type { Rule } from "./security-rules.ts";

const nothing: Derived = { parts: [], isWhole: true };
const doubt: Derived = { parts: [], isWhole: false };

/**
 * What application gateways pass on to an interface's configuration: requests to a public listener whose rule leads to a pool that it is
 * in, where the groups of the gateway's subnet let the internet in and its own groups the gateway.
 */
export function throughGateways(
  nic: Fact,
  configuration: Fact,
  inner: readonly string[],
  facts: Facts,
): Derived {
  const { leads, isWhole } = leadsTo(nic, configuration, inner, facts);
  const found = leads.map((lead) => openingBy(lead, nic, configuration, facts));
  const parts = new Map(found.flatMap((one) => one.parts).map((part) => [part.name, part]));
  return { parts: [...parts.values()], isWhole: isWhole && found.every((one) => one.isWhole) };
}

function openingBy(lead: Lead, nic: Fact, configuration: Fact, facts: Facts): Derived {
  const { gateway, way } = lead.route;
  if (!way) return doubt;
  const front = facts.once(
    "gateway front",
    `${gateway.id} ${way.addressId} ${way.publicPort}`,
    () => atFront(gateway, way, facts),
  );
  if (front.answer === "no") return nothing;
  const behind = atTarget(lead, way.port, nic, configuration, facts);
  if (behind.answer === "no") return nothing;
  if (!lead.isCertain || front.answer !== "yes" || behind.answer !== "yes") return doubt;
  const rules = [...front.rules, ...behind.rules];
  return { parts: [partOf(gateway, way, front.address, rules)], isWhole: true };
}

function partOf(
  gateway: Fact,
  { listener, rule, publicPort, publicProtocol, port, protocol }: Way,
  address: string | undefined,
  rules: readonly string[],
): Record<string, FieldValue> {
  const front = `${address ?? "its public address"}:${publicPort}/${publicProtocol}`;
  const name = `listener ${listener} and rule ${rule} of gateway ${nameOf(gateway)} pass on ${front} to port ${port}/${protocol} of the machine`;
  return {
    ...openingOf({ protocol, from: port, to: port, rules }, name),
    ...{ address: address ?? null, publicPort, through: gateway.id },
  };
}

/** Whether the groups of a gateway's subnets let the internet in to a listener; without any they do. */
function atFront(
  gateway: Fact,
  { addressId, publicPort }: Way,
  facts: Facts,
): Verdict & { readonly address: string | undefined } {
  const [front] = frontAt(addressId, facts).fronts;
  const address = front?.address;
  const subnets = textsOf(gateway, "subnetIds");
  const found = subnets.map((subnet) => groupsOnSubnet(subnet, facts));
  const isWhole = subnets.length > 0 && found.every((one) => one.isWhole);
  const inside = { addresses: rangeOf(subnets, facts), groups: [] };
  const before = {
    addresses: address === undefined ? undefined : readAddresses(address),
    groups: [],
  };
  // Behind a listener within the network on the same port, rules see the front's address in place of an instance's.
  const fits = (rule: Rule) =>
    isFor(rule, inside) !== false
      ? isFor(rule, inside)
      : isFor(rule, before) === false
        ? false
        : undefined;
  const letIn = found
    .flatMap(({ groups }) => groups)
    .map((group) => letInBy(rulesOf(group, facts), nameOf(group), fits))
    .reduce(through, everything);
  const passage = letIn.passages.find(
    ({ protocol, from, to, ...rest }) =>
      protocol === "TCP" &&
      from <= publicPort &&
      publicPort <= to &&
      (!front || openVersions(rest).includes(front.version)),
  );
  if (!passage && letIn.isWhole) return { answer: "no", rules: [], address };
  const isOpen = passage && front && isWhole;
  return { answer: isOpen ? "yes" : "perhaps", rules: passage?.rules ?? [], address };
}

/** Whether the groups before a configuration let a gateway in. */
function atTarget(
  { route, isWithin }: Lead,
  port: number,
  nic: Fact,
  configuration: Fact,
  facts: Facts,
): Verdict {
  const { groups, isWhole } = groupsBefore(nic, configuration, facts);
  const sender = senderOf(route.gateway, isWithin, configuration, facts);
  const to = destinationOf(configuration);
  const verdicts = groups.map((group) => {
    const { answer, rules } = letThrough(
      rulesOf(group, facts),
      sender,
      { protocol: "TCP", port },
      (rule) => isFor(rule, to),
    );
    return { answer, rules: rules.map((rule) => `${rule} of ${nameOf(group)}`) };
  });
  const rules = verdicts.flatMap((verdict) => verdict.rules);
  if (verdicts.some(({ answer }) => answer === "no")) return { answer: "no", rules: [] };
  const isSure = isWhole && verdicts.every(({ answer }) => answer === "yes");
  return { answer: isSure ? "yes" : "perhaps", rules };
}

/** A gateway sends from its subnet to a machine's own address. Where that subnet was not read, it may have any address. */
function senderOf(gateway: Fact, isWithin: boolean, configuration: Fact, facts: Facts): Sender {
  const version = configuration.value("privateIpAddressVersion") === "IPv6" ? 6 : 4;
  const range = isWithin ? rangeOf(textsOf(gateway, "subnetIds"), facts) : publicAddresses;
  const known = range && ofVersion(range, version);
  return {
    addresses: known && !isEmpty(known) ? known : ofVersion(allAddresses, version),
    isWithin,
  };
}
