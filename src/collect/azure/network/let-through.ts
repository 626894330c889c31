import {
  type Addresses,
  allAddresses,
  common,
  coversAll,
  isEmpty,
  noAddresses,
  readAddresses,
  union,
  without,
} from "./addresses.ts";
import type { Rule, RuleList } from "./security-rules.ts";

/** Who sends packets that are no stranger's. */
export interface Sender {
  /** The addresses of one version that it may have: one or several of them, nobody knows which. */
  readonly addresses: Addresses;
  /** Whether it stands in the virtual network of what it sends to, or in one that is joined with it. */
  readonly isWithin: boolean;
}

/** What is sent to. */
export interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

/** Whether a group lets a sender through, and by which of its rules. */
export interface Verdict {
  readonly answer: "yes" | "no" | "perhaps";
  readonly rules: readonly string[];
}

/**
 * Whether a security group lets a sender through to a port, whichever of its addresses it has. `fits` says whether a rule's
 * destinations hold what is sent to. What a rule of which something is not known may decide is left open.
 */
export function letThrough(
  { rules, hasDefaults }: RuleList,
  { addresses, isWithin }: Sender,
  at: Port,
  fits: (rule: Rule) => boolean | undefined,
): Verdict {
  let [left, allowed, open] = [addresses, noAddresses, noAddresses];
  const names: string[] = [];
  const asked = rules.filter((rule) => concerns(rule, at) && fits(rule) !== false);
  for (const rule of hasDefaults ? asked : [...asked, ownOfAzure]) {
    const sources = sourcesOf(rule, isWithin);
    const held = sources ? common(left, sources) : left;
    if (isEmpty(held)) continue;
    left = without(left, held);
    const isKnown = sources && !rule.isUnknown && !rule.choosesSourcePorts && fits(rule) === true;
    if (!isKnown) open = union([open, held]);
    else if (rule.allows) {
      allowed = union([allowed, held]);
      names.push(rule.name);
    }
  }
  if (coversAll(allowed, addresses)) return { answer: "yes", rules: [...new Set(names)] };
  return { answer: isEmpty(allowed) && isEmpty(open) ? "no" : "perhaps", rules: [] };
}

function concerns(rule: Rule, { protocol, port }: Port): boolean {
  const isOfProtocol = rule.protocol === "*" || rule.protocol === protocol;
  return isOfProtocol && rule.from <= port && port <= rule.to;
}

/**
 * The addresses behind the notation of `SecurityGroupRule.sources`, as far as a sender may have them; undefined where one is not
 * understood. A sender within the network has the tag `VirtualNetwork`, one outside the tag `Internet`; no other tag and no application
 * security group is of either.
 */
function sourcesOf({ origins }: Rule, isWithin: boolean): Addresses | undefined {
  if (origins.length === 0) return allAddresses;
  const known = origins.map((origin) => {
    const [, kind, rest = ""] = /^(\w+):(.*)$/.exec(origin) ?? [];
    if (kind === "cidr") return readAddresses(rest);
    const own = isWithin ? "virtualnetwork" : "internet";
    return kind === "tag" && rest.toLowerCase() === own ? allAddresses : noAddresses;
  });
  const understood = known.filter((one) => one !== undefined);
  return understood.length === known.length ? union(understood) : undefined;
}

/** `AllowVnetInBound`, which Azure adds to every group and an answer may leave out. What none of its rules fits is denied. */
const ownOfAzure: Rule = {
  ...{
    name: "AllowVnetInBound",
    priority: 65_000,
    allows: true,
    protocol: "*",
    from: 0,
    to: 65_535,
  },
  ...{
    sources: noAddresses,
    origins: ["tag:VirtualNetwork"],
    destinations: ["tag:VirtualNetwork"],
  },
  ...{ choosesSourcePorts: false, isUnknown: false },
};
