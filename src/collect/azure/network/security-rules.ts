import type { Fact } from "../../../inventory/derivation.ts";
import {
  type Addresses,
  common,
  noAddresses,
  publicAddresses,
  readAddresses,
  union,
} from "./addresses.ts";

/** An inbound rule of a network security group, for one range of destination ports. */
export interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly allows: boolean;
  /** In capitals; `*` for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** Those of its sources that are public addresses; other tags and application groups are machines of somebody's own. */
  readonly sources: Addresses;
  /** All of its sources in the notation of `SecurityGroupRule.sources`; empty for all. */
  readonly origins: readonly string[];
  /** In the notation of `SecurityGroupRule.sources`; empty for all. */
  readonly destinations: readonly string[];
  /** Whether only some source ports fit it: a denial that one gets round by choosing another. */
  readonly choosesSourcePorts: boolean;
  /** Whether something of it was not understood: it may allow, deny or not concern anything. */
  readonly isUnknown: boolean;
}

/** What is known of a security group's inbound rules. */
export interface RuleList {
  /** In the order in which Azure asks them; the first that fits decides. */
  readonly rules: readonly Rule[];
  readonly isWhole: boolean;
  /** Whether the rules that Azure adds are among them. */
  readonly hasDefaults: boolean;
}

/** The inbound rules of a security group, those that Azure adds behind those that people wrote. */
export function readRules(group: Fact): RuleList {
  const lists = ["rules", "defaultRules"];
  const rules = lists
    .flatMap((list) => group.follow(list, "SecurityGroupRule"))
    .filter((rule) => rule !== undefined)
    .filter((rule) => rule.isMissing("direction") || rule.value("direction") !== "Outbound")
    .map(readRule);
  // Azure's own rules let nothing in from the internet: it does not matter whether they were told.
  const all = group.isMissing("rules") ? [...rules, anyRule] : rules;
  return {
    rules: all.toSorted((a, b) => a.priority - b.priority),
    isWhole: !all.some((rule) => rule.isUnknown),
    hasDefaults: group.follow("defaultRules", "SecurityGroupRule").length > 0,
  };
}

/** Stands for rules that are there and not understood at all. */
const anyRule: Rule = {
  ...{ name: "", priority: 0, allows: false, protocol: "*", from: 0, to: 65535 },
  ...{
    sources: publicAddresses,
    origins: [],
    destinations: [],
    choosesSourcePorts: false,
    isUnknown: true,
  },
};

const needed = [
  ...["direction", "action", "protocol", "priority"],
  ...["sources", "destinations", "sourcePorts", "destFromPort", "destToPort"],
];

function readRule(rule: Fact): Rule {
  const { value } = rule;
  const texts = (field: string) => (value(field) ?? []) as readonly string[];
  const sourcePorts = texts("sourcePorts");
  const [from, to] = [value("destFromPort"), value("destToPort")];
  const isUnknown =
    needed.some((field) => rule.isMissing(field)) ||
    !["Allow", "Deny"].includes(String(value("action"))) ||
    value("direction") !== "Inbound";
  return {
    name: String(value("name") ?? ""),
    priority: Number(value("priority") ?? 0),
    allows: value("action") === "Allow",
    protocol: String(value("protocol") ?? "*"),
    // Without destination ports a rule fits none.
    from: isUnknown ? 0 : Number(from ?? 1),
    to: isUnknown ? 65535 : Number(to ?? 0),
    origins: isUnknown ? [] : texts("sources"),
    sources: isUnknown ? publicAddresses : publicOf(texts("sources")),
    destinations: isUnknown ? [] : texts("destinations"),
    choosesSourcePorts: sourcePorts.length > 0 && !sourcePorts.some(isAllPorts),
    isUnknown,
  };
}

function isAllPorts(range: string): boolean {
  return /^\s*(\*|any|0-65535|1-65535)\s*$/i.test(range);
}

/** The public addresses behind the notation of `SecurityGroupRule.sources`. */
function publicOf(sources: readonly string[]): Addresses {
  if (sources.length === 0) return publicAddresses;
  const known = sources.map((source) => {
    const [, kind, rest = ""] = /^(\w+):(.*)$/.exec(source) ?? [];
    if (kind === "cidr") return readAddresses(rest) ?? noAddresses;
    return kind === "tag" && rest.toLowerCase() === "internet" ? publicAddresses : noAddresses;
  });
  return common(union(known), publicAddresses);
}
