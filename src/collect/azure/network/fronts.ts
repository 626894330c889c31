import type { Fact, Facts } from "../../../inventory/derivation.ts";
import type { Protocol } from "./let-in.ts";

/** A public address before a machine, and what it passes on to it. */
export interface Front {
  /** The id of what the address leads through: itself, or the load balancer. */
  readonly through: string;
  /** Absent while none is assigned. */
  readonly address: string | undefined;
  readonly version: 4 | 6;
  /** Whether it lets in everything where no security group stands before the machine. */
  readonly isOpenByDefault: boolean;
  /** What of it reaches the machine, all of it where absent. */
  readonly forward?: Forward;
}

/** A rule of a load balancer. */
export interface Forward {
  readonly protocols: readonly Protocol[];
  /** The machine's ports. */
  readonly from: number;
  readonly to: number;
  /** What is asked for at the public address in place of `from`. */
  readonly front: number;
  /** Whether what is passed on stays addressed to the balancer's front. */
  readonly isFloating: boolean;
}

/** The fronts of one configuration of an interface, and whether they are certainly all. */
export interface Fronts {
  readonly fronts: readonly Front[];
  readonly isWhole: boolean;
  /** The addresses within the network of load balancers that pass on to it: none to the internet, unless something leads there. */
  readonly inner: readonly string[];
}

const none: Fronts = { fronts: [], isWhole: true, inner: [] };
const unknown: Fronts = { fronts: [], isWhole: false, inner: [] };

/** The public addresses that lead to an interface's configuration: its own, and those of load balancers before it. */
export function frontsOf(nic: Fact, configuration: Fact, facts: Facts): Fronts {
  const own = ownFront(configuration, facts);
  const balanced = balancersOf(nic, configuration, facts);
  const found = balanced.balancers.map((balancer) =>
    frontsOfBalancer(balancer, nic, configuration, facts),
  );
  return {
    fronts: [...own.fronts, ...found.flatMap(({ fronts }) => fronts)],
    isWhole: own.isWhole && balanced.isWhole && found.every(({ isWhole }) => isWhole),
    inner: found.flatMap(({ inner }) => inner),
  };
}

function ownFront(configuration: Fact, facts: Facts): Fronts {
  const id = configuration.value("publicIpAddressId");
  if (configuration.isMissing("publicIpAddressId")) return unknown;
  return typeof id === "string" ? frontAt(id, facts) : none;
}

/** What stands at a public address by itself, by the address's own resource; nothing is known of one that was not read. */
export function frontAt(id: string, facts: Facts): Fronts {
  const address = facts.find("StaticIP", id);
  // An address of which the sku was not understood may be of either kind.
  if (!address || address.isMissing("sku")) return unknown;
  const { value } = address;
  const text = value("ipAddress");
  const front: Front = {
    through: id,
    address: typeof text === "string" ? text : undefined,
    version: isSix(value("ipVersion")) ? 6 : 4,
    isOpenByDefault: isBasic(value("sku")),
  };
  return { ...none, fronts: [front] };
}

const isSix = (version: unknown) => /^ipv6$/i.test(String(version));

/** Addresses and balancers that were made before there were SKUs are Basic. */
const isBasic = (sku: unknown) => sku === null || /^basic$/i.test(String(sku));

/**
 * The load balancers that may lead to a configuration: those whose pools or rules it names, and of those of its connector the
 * ones that name it or its address. A balancer that was not read can lead there only if some public address is a balancer's.
 */
function balancersOf(
  nic: Fact,
  configuration: Fact,
  facts: Facts,
): { readonly balancers: readonly Fact[]; readonly isWhole: boolean } {
  const lists = ["loadBalancerBackendPoolIds", "loadBalancerInboundNatRuleIds"];
  const named = lists.flatMap((list) => textsOf(configuration, list)).map(ownerOf);
  const ids = new Set(named);
  const known = facts.once("balancers", nic.connector, () => publicBalancers(nic, facts));
  const found = new Map(known.balancers.map((balancer) => [balancer.id, balancer]));
  for (const id of ids) {
    const balancer = facts.find("LoadBalancer", id);
    if (balancer) found.set(id, balancer);
  }
  return {
    balancers: [...found.values()],
    isWhole:
      known.isWhole &&
      [...ids].every((id) => found.has(id)) &&
      !lists.some((list) => configuration.isMissing(list)),
  };
}

function publicBalancers(nic: Fact, facts: Facts) {
  const balancers = facts.inConnector("LoadBalancer", nic.connector);
  if (facts.isComplete("LoadBalancer", nic.id)) return { balancers, isWhole: true };
  const addresses = facts.inConnector("StaticIP", nic.connector);
  const isBalancers = (address: Fact) =>
    address.isMissing("attachedTo") ||
    /\/loadbalancers\//.test(String(address.value("attachedTo")));
  const isWhole = facts.isComplete("StaticIP", nic.id) && !addresses.some(isBalancers);
  return { balancers, isWhole };
}

function frontsOfBalancer(balancer: Fact, nic: Fact, configuration: Fact, facts: Facts): Fronts {
  const parts = partsOf(balancer, facts);
  const pools = poolsOf(parts.backendPools, nic, configuration);
  const inPool = (rule: Fact) => poolIdsOf(rule).some((id) => pools.has(id));
  const configurationId = idOfConfiguration(nic, configuration);
  const natRules = textsOf(configuration, "loadBalancerInboundNatRuleIds");
  const nats = parts.inboundNatRules.filter(
    (rule) =>
      rule.value("backendConfigurationId") === configurationId ||
      natRules.includes(String(rule.value("ruleId"))) ||
      inPool(rule),
  );
  const rules = [...parts.loadBalancingRules.filter(inPool), ...nats];
  const found = rules.map((rule) => frontsOfRule(rule, balancer, parts.frontends, facts));
  return {
    fronts: found.flatMap(({ fronts }) => fronts),
    isWhole: !parts.isMissing && found.every(({ isWhole }) => isWhole),
    inner: found.flatMap(({ inner }) => inner),
  };
}

function partsOf(balancer: Fact, facts: Facts) {
  return facts.once("parts", balancer.id, () => {
    const read = (relation: string, type: string) =>
      balancer.follow(relation, type).filter((part) => part !== undefined);
    const relations = ["frontends", "backendPools", "loadBalancingRules", "inboundNatRules"];
    return {
      frontends: read("frontends", "LoadBalancerFrontend"),
      backendPools: read("backendPools", "LoadBalancerPool"),
      loadBalancingRules: read("loadBalancingRules", "LoadBalancingRule"),
      inboundNatRules: read("inboundNatRules", "InboundNatRule"),
      isMissing: relations.some((relation) => balancer.isMissing(relation)),
    };
  });
}

/** The ids of the pools that a configuration is in: it names them, they name it, or its address is among theirs. */
function poolsOf(pools: readonly Fact[], nic: Fact, configuration: Fact): ReadonlySet<string> {
  const named = textsOf(configuration, "loadBalancerBackendPoolIds");
  const id = idOfConfiguration(nic, configuration);
  const network = String(configuration.value("subnetId")).replace(/\/subnets\/[^/]+$/, "");
  const address = configuration.value("privateIpAddress");
  const holds = (pool: Fact) =>
    textsOf(pool, "configurationIds").some((each) => each.toLowerCase() === id) ||
    (typeof address === "string" &&
      textsOf(pool, "addresses").includes(address) &&
      (textsOf(pool, "networkIds").length === 0 || textsOf(pool, "networkIds").includes(network)));
  const holding = pools.filter(holds).map((pool) => String(pool.value("poolId")));
  return new Set([...named, ...holding]);
}

function poolIdsOf(rule: Fact): readonly string[] {
  const lists = ["backendPoolIds", "backendPoolId"];
  return lists.flatMap((list) => textsOf(rule, list)).map((id) => id.toLowerCase());
}

function frontsOfRule(
  rule: Fact,
  balancer: Fact,
  frontends: readonly Fact[],
  facts: Facts,
): Fronts {
  const frontend = frontends.find((each) => each.value("frontendId") === rule.value("frontendId"));
  const facade = ["frontendId", "protocol", "frontendPort", "backendPort", "enableFloatingIP"];
  if (
    !frontend ||
    frontend.isMissing("publicIpAddressId") ||
    facade.some((one) => rule.isMissing(one))
  )
    return unknown;
  const id = frontend.value("publicIpAddressId");
  // A front within the network is none to the internet.
  if (typeof id !== "string") return { ...none, inner: textsOf(frontend, "privateIpAddress") };
  const { fronts, ...rest } = frontAt(id, facts);
  const forward = forwardOf(rule);
  return { ...rest, fronts: fronts.map((front) => ({ ...front, through: balancer.id, forward })) };
}

/** Ports of 0 stand for all (`All` as protocol: high availability ports); a rule for a pool has a range of front ports. */
function forwardOf(rule: Fact): Forward {
  const port = (field: string) => Number(rule.value(field) ?? 0);
  const protocol = String(rule.value("protocol")).toUpperCase();
  const back = port("backendPort");
  return {
    protocols: protocol === "TCP" || protocol === "UDP" ? [protocol] : ["TCP", "UDP"],
    ...(back === 0 ? { from: 0, to: 65535 } : { from: back, to: back }),
    front: port("frontendPort") || port("frontendPortRangeStart"),
    isFloating: rule.value("enableFloatingIP") === true,
  };
}

/** Its own id, which stands under its interface's. */
export function idOfConfiguration(nic: Fact, configuration: Fact): string {
  const id = configuration.value("configurationId");
  return typeof id === "string"
    ? id
    : `${nic.id}/ipconfigurations/${String(configuration.value("name")).toLowerCase()}`;
}

/** The id of the resource that a part with an id of its own stands in. */
export function ownerOf(id: string): string {
  return id.replace(/\/[^/]+\/[^/]+$/, "");
}

/** The texts of a list, or of a single value as one of them. */
export function textsOf(fact: Fact, field: string): readonly string[] {
  const value = fact.value(field);
  if (value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
}
