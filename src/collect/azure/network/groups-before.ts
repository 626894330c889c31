import type { Fact, Facts } from "../../../inventory/derivation.ts";
import { readRules, type RuleList } from "./security-rules.ts";

/** The security groups before something, and whether they are certainly all. */
export interface Groups {
  readonly groups: readonly Fact[];
  readonly isWhole: boolean;
}

/** Those before an interface's configuration: set on the interface, and on the configuration's subnet. */
export function groupsBefore(nic: Fact, configuration: Fact, facts: Facts): Groups {
  const named = nic.follow("securityGroups", "SecurityGroup");
  const own = named.filter((group) => group !== undefined);
  const isOwnWhole = own.length === named.length && !nic.isMissing("securityGroups");
  const subnet = configuration.value("subnetId");
  // An interface stands in a subnet; one that says none stands in none that a group could guard.
  const wide: Groups =
    typeof subnet === "string"
      ? groupsOnSubnet(subnet, facts)
      : { groups: [], isWhole: !configuration.isMissing("subnetId") };
  return { groups: [...own, ...wide.groups], isWhole: isOwnWhole && wide.isWhole };
}

/** Security groups say which subnets they are set on, so that subnets themselves need not be read. */
export function groupsOnSubnet(subnet: string, facts: Facts): Groups {
  const connector = /^\/subscriptions\/[^/]+/.exec(subnet)?.[0] ?? "";
  const bySubnet = facts.once("subnets", connector, () => {
    const found = new Map<string, Fact[]>();
    for (const group of facts.inConnector("SecurityGroup", connector))
      for (const id of (group.value("subnetIds") ?? []) as readonly string[])
        found.set(id, [...(found.get(id) ?? []), group]);
    return found;
  });
  const unsaid = facts.once("subnets unsaid", connector, () =>
    facts.inConnector("SecurityGroup", connector).some((group) => group.isMissing("subnetIds")),
  );
  const groups = bySubnet.get(subnet) ?? [];
  // A subnet has one group at most.
  return {
    groups,
    isWhole: groups.length > 0 || (!unsaid && facts.isComplete("SecurityGroup", subnet)),
  };
}

/** A group's rules, read once. */
export function rulesOf(group: Fact, facts: Facts): RuleList {
  return facts.once("rules", group.id, () => readRules(group));
}

/** What evidence calls a group. */
export function nameOf(asset: Fact): string {
  return String(asset.value("name") ?? asset.id);
}
