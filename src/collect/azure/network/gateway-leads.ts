import type { Fact, Facts } from "../../../inventory/derivation.ts";
import { readAddresses } from "./addresses.ts";
import { idOfConfiguration, ownerOf, textsOf } from "./fronts.ts";
import { type Route, routesOf } from "./gateway-routes.ts";
import { isOwn, nearnessOf, networkOf } from "./joined-networks.ts";
import { couldName } from "./server-names.ts";

/** A gateway's route that leads, or may lead, to an interface's configuration. */
export interface Lead {
  readonly route: Route;
  readonly isCertain: boolean;
  /** Whether it leads to the configuration's own address, not to its public one. */
  readonly isWithin: boolean;
}

/** The leads to a configuration, and whether they are certainly all. */
export interface Leads {
  readonly leads: readonly Lead[];
  readonly isWhole: boolean;
}

/**
 * The routes of gateways to an interface's configuration: it names their pool, the pool names it, its address or a name that may be its
 * own. `inner` are addresses within the network that pass on to it. Of gateways in other connectors those count whose pools it names.
 */
export function leadsTo(
  nic: Fact,
  configuration: Fact,
  inner: readonly string[],
  facts: Facts,
): Leads {
  const known = facts.once("gateway routes", nic.connector, () => indexOf(nic, facts));
  const pools = textsOf(configuration, "applicationGatewayBackendPoolIds");
  const named = namedRoutes(pools, known, facts);
  const isWhole =
    known.isWhole && named.isWhole && !configuration.isMissing("applicationGatewayBackendPoolIds");
  const own = known.byConfiguration.get(idOfConfiguration(nic, configuration)) ?? [];
  const certain = [...new Set([...named.routes, ...own])];
  const found = [
    ...certain.map((route): Lead => ({ route, isCertain: true, isWithin: true })),
    ...byAddress(configuration, known, facts),
    ...byName(configuration, known, facts),
    ...throughBalancers(inner, known),
  ];
  // Of a route that certainly leads here nothing is left to doubt.
  const sure = new Set(found.filter((lead) => lead.isCertain).map(({ route }) => route));
  return { leads: found.filter((lead) => lead.isCertain || !sure.has(lead.route)), isWhole };
}

interface Index {
  readonly byPool: ReadonlyMap<string, readonly Route[]>;
  readonly byConfiguration: ReadonlyMap<string, readonly Route[]>;
  readonly byAddress: ReadonlyMap<string, readonly Route[]>;
  readonly byName: readonly (readonly [string, Route])[];
  readonly isWhole: boolean;
}

function indexOf(nic: Fact, facts: Facts): Index {
  const gateways = facts.inConnector("ApplicationGateway", nic.connector);
  const found = gateways.map(routesOf);
  const routes = found.flatMap((each) => each.routes);
  const texts = (fields: readonly string[]) =>
    routes.flatMap((route) =>
      fields.flatMap((field) => textsOf(route.pool, field).map((text) => [text, route] as const)),
    );
  const servers = texts(["addresses", "fqdns"]);
  const members = ["poolId", "configurationIds", "addresses", "fqdns"];
  const isUnderstood = !routes.some(({ pool }) => members.some((one) => pool.isMissing(one)));
  return {
    byPool: grouped(texts(["poolId"])),
    byConfiguration: grouped(texts(["configurationIds"])),
    byAddress: grouped(servers.map(([text, route]) => [keyOf(text) ?? "", route])),
    byName: servers.filter(([text]) => !readAddresses(text)),
    isWhole: isUnderstood && found.every((each) => each.isWhole) && areAllRead(nic, facts),
  };
}

function grouped(
  entries: readonly (readonly [string, Route])[],
): ReadonlyMap<string, readonly Route[]> {
  const found = new Map<string, Route[]>();
  for (const [key, route] of entries) found.set(key, [...(found.get(key) ?? []), route]);
  return found;
}

/** The same for every spelling of one address; undefined for what is none. */
function keyOf(text: string): string | undefined {
  const address = readAddresses(text);
  return address && [4, 6].map((version) => String(address[version as 4 | 6][0]?.first)).join();
}

/** Gateways that were not read matter only if some public address is a gateway's. */
function areAllRead(nic: Fact, facts: Facts): boolean {
  if (facts.isComplete("ApplicationGateway", nic.id)) return true;
  if (!facts.isComplete("StaticIP", nic.id)) return false;
  return !facts
    .inConnector("StaticIP", nic.connector)
    .some(
      (address) =>
        address.isMissing("attachedTo") ||
        /\/applicationgateways\//.test(String(address.value("attachedTo"))),
    );
}

function namedRoutes(pools: readonly string[], known: Index, facts: Facts) {
  const found = pools.map((id) => {
    const routes = known.byPool.get(id);
    if (routes) return { routes, isWhole: true };
    const gateway = facts.find("ApplicationGateway", ownerOf(id));
    if (!gateway) return { routes: [], isWhole: false };
    const all = routesOf(gateway);
    return { ...all, routes: all.routes.filter(({ pool }) => pool.value("poolId") === id) };
  });
  return {
    routes: found.flatMap(({ routes }) => routes),
    isWhole: found.every(({ isWhole }) => isWhole),
  };
}

function byAddress(configuration: Fact, known: Index, facts: Facts): readonly Lead[] {
  const [own, subnet] = [configuration.value("privateIpAddress"), configuration.value("subnetId")];
  const within = routesAt(own, known).flatMap((route): readonly Lead[] => {
    const sure = isAt(route, String(own), networkOf(String(subnet)), facts);
    return sure === "no" ? [] : [{ route, isCertain: sure === "yes", isWithin: true }];
  });
  const publicId = configuration.value("publicIpAddressId");
  const address = typeof publicId === "string" ? facts.find("StaticIP", publicId) : undefined;
  const outside = routesAt(address?.value("ipAddress"), known);
  return [...within, ...outside.map((route) => ({ route, isCertain: false, isWithin: false }))];
}

function routesAt(address: unknown, known: Index): readonly Route[] {
  const key = typeof address === "string" ? keyOf(address) : undefined;
  return (key !== undefined && known.byAddress.get(key)) || [];
}

/**
 * Whether a private address that a gateway passes on to is the one in this network: networks that are not joined may use the same. One
 * that the gateway's own network has, as a range or at an interface, is there.
 */
function isAt(
  { gateway }: Route,
  text: string,
  network: string,
  facts: Facts,
): "yes" | "no" | "perhaps" {
  const address = readAddresses(text)!;
  const networks = networksOf(gateway);
  const nearness = networks.map((one) => nearnessOf(one, network, facts));
  const holders = holdersIn(gateway, facts);
  const isNear = nearness.some((near) => near === "same" || near === "joined");
  if (isNear) return (holders.get(`${network} ${keyOf(text)}`) ?? 1) > 1 ? "perhaps" : "yes";
  if (networks.length > 0 && nearness.every((near) => near === "apart")) return "no";
  const isElsewhere = networks.some(
    (one) => isOwn(one, address, facts) || holders.has(`${one} ${keyOf(text)}`),
  );
  return isElsewhere ? "no" : "perhaps";
}

function networksOf(gateway: Fact): readonly string[] {
  return [...new Set(textsOf(gateway, "subnetIds").map(networkOf))];
}

/** How many configurations of a gateway's connector have an address, by network and address. */
function holdersIn(gateway: Fact, facts: Facts): ReadonlyMap<string, number> {
  return facts.once("holders", gateway.connector, () => {
    const found = new Map<string, number>();
    for (const nic of facts.inConnector("NetworkInterface", gateway.connector))
      for (const one of nic.follow("ipConfigurations", "IPConfiguration")) {
        const [address, subnet] = [one?.value("privateIpAddress"), one?.value("subnetId")];
        if (typeof address !== "string" || typeof subnet !== "string") continue;
        const key = `${networkOf(subnet)} ${keyOf(address)}`;
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    return found;
  });
}

/** Whom a name leads to is not read: it may be any machine that the gateway reaches. */
function byName(configuration: Fact, known: Index, facts: Facts): readonly Lead[] {
  const network = networkOf(String(configuration.value("subnetId")));
  return known.byName.flatMap(([name, route]) => {
    const answer = couldName(name, configuration, facts);
    if (answer === "no") return [];
    const networks = networksOf(route.gateway);
    const isApart = networks.every((one) => nearnessOf(one, network, facts) === "apart");
    const isWithin = answer === "within";
    if (isWithin && networks.length > 0 && isApart) return [];
    return [{ route, isCertain: false, isWithin }];
  });
}

/** What a load balancer within the network makes of the port is not followed. */
function throughBalancers(inner: readonly string[], known: Index): readonly Lead[] {
  const routes = inner.flatMap((address) => routesAt(address, known));
  return routes.map(({ gateway, pool }) => ({
    ...{ route: { gateway, pool }, isCertain: false, isWithin: true },
  }));
}
