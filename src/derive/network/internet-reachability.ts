import type { FieldValue } from "../../types.ts";
import type { Derived, Fact, Facts } from "../facts.ts";
import { covers, readAddresses } from "./addresses.ts";
import { type Front, type Fronts, frontsOf } from "./fronts.ts";
import {
  everything,
  joined,
  type LetIn,
  letInBy,
  openVersions,
  type Passage,
  through,
  unknown,
} from "./let-in.ts";
import { openingOf, sayWho } from "./opening.ts";
import { readRules, type Rule } from "./security-rules.ts";

/**
 * What of a machine, or of one interface, the internet at large reaches. A machine is as open as its interfaces; each of an
 * interface's configurations as what its public addresses and the load balancers before it pass on, and the security groups of
 * the subnet and of the interface both let in. Where there is no group at all a Standard address is shut, a Basic one open.
 */
export function internetReachability(asset: Fact, facts: Facts): Derived {
  const interfaces = asset.follow("networkInterfaces", "NetworkInterface");
  const isMachine = interfaces.length > 0 || asset.isMissing("networkInterfaces");
  if (!isMachine) return ofInterface(asset, facts);
  const found = interfaces.map((nic) =>
    nic ? ofInterface(nic, facts) : { parts: [], isWhole: false },
  );
  return {
    parts: found.flatMap(({ parts }) => parts),
    isWhole: !asset.isMissing("networkInterfaces") && found.every(({ isWhole }) => isWhole),
  };
}

/** Asked for the interface itself, and for its machine. */
function ofInterface(nic: Fact, facts: Facts): Derived {
  return facts.once("reachable", nic.id, () => {
    const found = nic
      .follow("ipConfigurations", "IPConfiguration")
      .map((configuration) => ofConfiguration(nic, configuration!, facts));
    return {
      parts: found.flatMap(({ parts }) => parts),
      isWhole: !nic.isMissing("ipConfigurations") && found.every(({ isWhole }) => isWhole),
    };
  });
}

function ofConfiguration(nic: Fact, configuration: Fact, facts: Facts): Derived {
  const fronts = frontsOf(nic, configuration, facts);
  if (fronts.fronts.length === 0 && fronts.isWhole) return { parts: [], isWhole: true };
  const guard = guardOf(nic, configuration, facts);
  return {
    parts: fronts.fronts.flatMap((front) => openingsAt(front, guard)),
    isWhole: isWhole(fronts, guard),
  };
}

/** What stands before a configuration by way of groups. */
interface Guard {
  /** What gets in, whatever comes; with no group at all that is up to the address. */
  readonly letIn: LetIn;
  readonly isThere: "yes" | "no" | "perhaps";
}

function guardOf(nic: Fact, configuration: Fact, facts: Facts): Guard {
  const own = ownGroups(nic);
  const subnet = subnetGroups(configuration, facts);
  const groups = [...own.groups, ...subnet.groups];
  const isKnown = own.isWhole && subnet.isWhole;
  const letIn = groups
    .map((group) => lettingIn(group, configuration, facts))
    .reduce(through, everything);
  if (groups.length === 0)
    return { letIn: isKnown ? everything : unknown, isThere: isKnown ? "no" : "perhaps" };
  // A group that was not read can only take away.
  return { letIn: isKnown ? letIn : through(letIn, unknown), isThere: "yes" };
}

interface Groups {
  readonly groups: readonly Fact[];
  readonly isWhole: boolean;
}

function ownGroups(nic: Fact): Groups {
  const named = nic.follow("securityGroups", "SecurityGroup");
  const groups = named.filter((group) => group !== undefined);
  return { groups, isWhole: groups.length === named.length && !nic.isMissing("securityGroups") };
}

/** Security groups say which subnets they are set on, so that subnets themselves need not be read. */
function subnetGroups(configuration: Fact, facts: Facts): Groups {
  const subnet = configuration.value("subnetId");
  if (configuration.isMissing("subnetId")) return { groups: [], isWhole: false };
  // An interface stands in a subnet; one that says none stands in none that a group could guard.
  if (typeof subnet !== "string") return { groups: [], isWhole: true };
  const connector = /^\/subscriptions\/[^/]+/.exec(subnet)?.[0] ?? configuration.connector;
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

function lettingIn(group: Fact, configuration: Fact, facts: Facts): LetIn {
  const list = facts.once("rules", group.id, () => readRules(group));
  const name = String(group.value("name") ?? group.id);
  // Most groups say nothing of single machines: then one answer is for all behind them.
  const speaks = list.rules.some(({ destinations }) => destinations.length > 0);
  const work = () => letInBy(list, name, (rule) => isFor(rule, configuration));
  return speaks ? work() : facts.once("let in", group.id, work);
}

/** Whether a rule's destinations hold a configuration. A rule sees the machine's own address, not the public one. */
function isFor({ destinations }: Rule, configuration: Fact): boolean | undefined {
  if (destinations.length === 0) return true;
  const groups = (configuration.value("applicationSecurityGroupIds") ?? []) as readonly string[];
  const address = configuration.value("privateIpAddress");
  const own = typeof address === "string" ? readAddresses(address) : undefined;
  const answers = destinations.map((destination) => {
    const [, kind, rest = ""] = /^(\w+):(.*)$/.exec(destination) ?? [];
    if (kind === "tag") return rest.toLowerCase() === "virtualnetwork";
    if (kind === "group") return groups.includes(rest);
    const range = readAddresses(rest);
    if (!range) return undefined;
    return own && covers(range, own, 4) && covers(range, own, 6);
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function openingsAt(front: Front, { letIn, isThere }: Guard): Derived["parts"] {
  const isShut = isThere === "no" ? !front.isOpenByDefault : isThere === "perhaps";
  if (isShut) return [];
  return joined(letIn.passages)
    .filter((passage) => openVersions(passage).includes(front.version))
    .map((passage) => openingAt(front, passage))
    .filter((opening) => opening !== undefined);
}

function openingAt(
  { through: id, address, forward }: Front,
  passage: Passage,
): Record<string, FieldValue> | undefined {
  const { protocol, from, to, rules } = passage;
  if (forward && !forward.protocols.includes(protocol)) return undefined;
  const first = Math.max(from, forward?.from ?? 0);
  const last = Math.min(to, forward?.to ?? 65535);
  if (first > last) return undefined;
  const hasPorts = protocol !== "ICMP";
  const front = forward?.front || first;
  const ports = first === last ? String(front) : `${first}-${last}`;
  const where = `${address ?? "its public address"}${hasPorts ? `:${ports}` : ""}/${protocol}`;
  const behind = hasPorts && front !== first ? ` (port ${first} of the machine)` : "";
  return {
    ...openingOf({ ...passage, from: first, to: last }, `${sayWho(rules)} ${where}${behind}`),
    address: address ?? null,
    publicPort: hasPorts ? front : null,
    through: id,
  };
}

/** What was not read of the ways to a machine cannot matter where its groups let nothing in. */
function isWhole(fronts: Fronts, { letIn, isThere }: Guard): boolean {
  const isShut = letIn.isWhole && letIn.passages.length === 0;
  if (isThere === "yes" && isShut) return true;
  if (!fronts.isWhole) return false;
  if (fronts.fronts.length === 0) return true;
  return letIn.isWhole;
}
