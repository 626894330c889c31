import {
  type Addresses,
  common,
  countOf,
  coversInternet,
  isEmpty,
  noAddresses,
  publicAddresses,
  union,
  type Version,
  versions,
  without,
} from "./addresses.ts";
import type { Rule, RuleList } from "./security-rules.ts";

/** The protocols that openings are told for. */
export const protocols = ["TCP", "UDP", "ICMP"] as const;
export type Protocol = (typeof protocols)[number];

/** What filters let in on a range of ports. */
export interface Passage {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
  /** The public addresses that get through. */
  readonly sources: Addresses;
  /** What rules allow that these or denials before them decide about: everything, where a denial takes some away. */
  readonly allowed: Addresses;
  /** The rules that let in, as `name of group`, in the order in which they are asked. */
  readonly rules: readonly string[];
}

/** What gets through something, and whether that is certainly all. */
export interface LetIn {
  readonly passages: readonly Passage[];
  readonly isWhole: boolean;
}

const everyPort = { from: 0, to: 65535 };

/** Everything gets in: nothing stands before it. */
export const everything: LetIn = {
  passages: protocols.map((protocol) => ({
    ...{ protocol, ...everyPort, rules: [] },
    ...{ sources: publicAddresses, allowed: publicAddresses },
  })),
  isWhole: true,
};

/** Nobody knows what gets in. */
export const unknown: LetIn = { passages: [], isWhole: false };

/**
 * What a security group lets in from public addresses: of the rules that fit a packet the one with the lowest priority decides,
 * and what none fits is denied. `fits` says whether a rule's destinations hold the machine; undefined where that is not known.
 * A rule of which something is not known is taken for one that denies, and what comes is then not all.
 */
export function letInBy(
  { rules, isWhole }: RuleList,
  group: string,
  fits: (rule: Rule) => boolean | undefined,
): LetIn {
  // What a rule for machines within the network alone decides does not concern the internet.
  const concerned = rules.filter(
    (rule) => !isEmpty(rule.sources) && fits(rule) !== false && !isDodged(rule),
  );
  const doubtful = concerned.filter((rule) => rule.isUnknown || fits(rule) === undefined);
  const allowing = concerned.filter((rule) => rule.allows && !doubtful.includes(rule));
  const isCertain = isWhole && doubtful.length === 0;
  if (!mayCoverInternet(allowing)) return { passages: [], isWhole: isCertain };
  const known = new Map<string, Omit<Passage, "protocol" | "from" | "to">>();
  const passages = protocols.flatMap((protocol) => {
    const asked = concerned.filter((rule) => concerns(rule, protocol));
    return segments(asked).flatMap(({ from, to }) => {
      const fitting = asked.filter((rule) => rule.from <= from && to <= rule.to);
      const key = fitting.map((rule) => concerned.indexOf(rule)).join();
      const decided = known.get(key) ?? decide(fitting, group, (rule) => doubtful.includes(rule));
      known.set(key, decided);
      return decided.rules.length > 0 ? [{ protocol, from, to, ...decided }] : [];
    });
  });
  return { passages: passages.filter(isOpen), isWhole: isCertain };
}

/** What gets through both: each lets it in by a rule of its own. */
export function through(first: LetIn, second: LetIn): LetIn {
  const passages = first.passages.flatMap((one) =>
    second.passages
      .filter(
        ({ protocol, from, to }) => protocol === one.protocol && from <= one.to && one.from <= to,
      )
      .map((other) => ({
        protocol: one.protocol,
        from: Math.max(one.from, other.from),
        to: Math.min(one.to, other.to),
        sources: common(one.sources, other.sources),
        allowed: common(one.allowed, other.allowed),
        rules: [...one.rules, ...other.rules],
      })),
  );
  const isShut = (side: LetIn) => side.isWhole && side.passages.length === 0;
  return {
    passages: passages.filter(isOpen),
    isWhole: (first.isWhole && second.isWhole) || isShut(first) || isShut(second),
  };
}

/**
 * Whether the internet at large gets through: what rules allow covers all public addresses of a version, and what denials
 * leave of them is more than one in 256. A rule for some networks only is no opening to the internet, and neither is what a
 * denial for nearly everybody leaves.
 */
function isOpen({ sources, allowed }: Passage): boolean {
  return openVersions({ sources, allowed }).length > 0;
}

/** The versions in which the internet at large gets through. */
export function openVersions({
  sources,
  allowed,
}: Pick<Passage, "sources" | "allowed">): readonly Version[] {
  return versions.filter(
    (version) =>
      coversInternet(allowed, version) &&
      countOf(sources, version) * 256n > countOf(publicAddresses, version),
  );
}

/** What has no ports is not asked by rules about some. */
function concerns({ protocol: own, from, to }: Rule, protocol: Protocol): boolean {
  if (own !== "*" && own !== protocol) return false;
  return protocol !== "ICMP" || (from === 0 && to === everyPort.to);
}

/** A denial for some source ports: whoever comes picks another. */
function isDodged({ allows, choosesSourcePorts }: Rule): boolean {
  return !allows && choosesSourcePorts;
}

/** Spares most groups the work: without rules whose sources add up to the internet nothing is open. */
function mayCoverInternet(rules: readonly Rule[]): boolean {
  return versions.some((version) => {
    const sum = rules.reduce((count, { sources }) => count + countOf(sources, version), 0n);
    return sum >= countOf(publicAddresses, version);
  });
}

function decide(
  rules: readonly Rule[],
  group: string,
  isDoubtful: (rule: Rule) => boolean,
): Omit<Passage, "protocol" | "from" | "to"> {
  let [decided, sources, allowed] = [noAddresses, noAddresses, noAddresses];
  const names: string[] = [];
  for (const rule of rules) {
    const { sources: own } = rule;
    if (rule.allows && !isDoubtful(rule)) {
      const fresh = without(own, decided);
      if (versions.some((version) => fresh[version].length > 0)) names.push(rule.name);
      sources = union([sources, fresh]);
      allowed = union([allowed, own]);
    }
    decided = union([decided, own]);
  }
  return { sources, allowed, rules: [...new Set(names)].map((name) => `${name} of ${group}`) };
}

/** Ranges of ports over which the same rules fit. */
function segments(rules: readonly Rule[]): readonly { from: number; to: number }[] {
  const starts = new Set<number>();
  for (const { from, to } of rules)
    if (from <= to) {
      starts.add(from);
      starts.add(to + 1);
    }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({ from, to: sorted[i + 1]! - 1 }));
}

/** Neighbours that the same rules let in as one. */
export function joined(passages: readonly Passage[]): readonly Passage[] {
  const found: Passage[] = [];
  for (const passage of passages) {
    const before = found.at(-1);
    const follows =
      before?.protocol === passage.protocol &&
      before.to + 1 === passage.from &&
      before.rules.join("\n") === passage.rules.join("\n");
    if (before && follows) found[found.length - 1] = { ...before, to: passage.to };
    else found.push(passage);
  }
  return found;
}
