import type { FieldValue } from "../../../types.ts";
import type { Derived, Fact, Facts } from "../../../inventory/derivation.ts";
import { mayBeBehindFirewall } from "./behind-firewall.ts";
import { type Destination, destinationOf, isFor } from "./destination.ts";
import { type Front, type Fronts, frontsOf } from "./fronts.ts";
import { groupsBefore, nameOf, rulesOf } from "./groups-before.ts";
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
import { throughGateways } from "./through-gateways.ts";

/**
 * What of a machine, or of one interface, the internet at large reaches. A machine is as open as its interfaces; each of an
 * interface's configurations as what its public addresses, the load balancers and the application gateways before it pass on, and the
 * security groups of the subnet and of the interface both let in. Where there is no group at all a Standard address is shut, a Basic one open.
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
  const packets = byPackets(nic, configuration, fronts, facts);
  const requests = throughGateways(nic, configuration, fronts.inner, facts);
  return {
    parts: [...packets.parts, ...requests.parts],
    isWhole: packets.isWhole && requests.isWhole && !mayBeBehindFirewall(nic, configuration, facts),
  };
}

/** What its public addresses and load balancers pass on. */
function byPackets(nic: Fact, configuration: Fact, found: Fronts, facts: Facts): Derived {
  if (found.fronts.length === 0 && found.isWhole) return { parts: [], isWhole: true };
  const isFloating = ({ forward }: Front) => forward?.isFloating === true;
  // What a floating front passes on is addressed to that front, not to the machine's own address.
  const sides = [
    {
      fronts: found.fronts.filter((front) => !isFloating(front)),
      to: destinationOf(configuration),
    },
    { fronts: found.fronts.filter(isFloating), to: undefined },
  ].filter(({ fronts, to }) => to || fronts.length > 0);
  const derived = sides.map(({ fronts, to }) => {
    const guard = guardOf(nic, configuration, to, facts);
    return {
      parts: fronts.flatMap((front) => openingsAt(front, guard)),
      isWhole: isWhole({ ...found, fronts }, guard),
    };
  });
  return {
    parts: derived.flatMap(({ parts }) => parts),
    isWhole: derived.every((side) => side.isWhole),
  };
}

/** What stands before a configuration by way of groups. */
interface Guard {
  /** What gets in, whatever comes; with no group at all that is up to the address. */
  readonly letIn: LetIn;
  readonly isThere: "yes" | "no" | "perhaps";
}

function guardOf(nic: Fact, configuration: Fact, to: Destination, facts: Facts): Guard {
  const { groups, isWhole } = groupsBefore(nic, configuration, facts);
  const letIn = groups.map((group) => lettingIn(group, to, facts)).reduce(through, everything);
  if (groups.length === 0)
    return { letIn: isWhole ? everything : unknown, isThere: isWhole ? "no" : "perhaps" };
  // A group that was not read can only take away.
  return { letIn: isWhole ? letIn : through(letIn, unknown), isThere: "yes" };
}

function lettingIn(group: Fact, to: Destination, facts: Facts): LetIn {
  const list = rulesOf(group, facts);
  // Most groups say nothing of single machines: then one answer is for all behind them.
  const speaks = list.rules.some(({ destinations }) => destinations.length > 0);
  const work = () => letInBy(list, nameOf(group), (rule) => isFor(rule, to));
  return speaks ? work() : facts.once("let in", group.id, work);
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
