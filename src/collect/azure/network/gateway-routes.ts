import type { Fact } from "../../../inventory/derivation.ts";
import { ownerOf, textsOf } from "./fronts.ts";

/** What a public listener of an application gateway passes on to one of the gateway's pools. */
export interface Route {
  readonly gateway: Fact;
  readonly pool: Fact;
  /** Undefined where it is not known whether, or how, the pool is reached at all. */
  readonly way?: Way;
}

/** How a pool is reached. */
export interface Way {
  /** Names, for evidence. */
  readonly listener: string;
  readonly rule: string;
  /** The id of the public address. */
  readonly addressId: string;
  readonly publicPort: number;
  readonly publicProtocol: Speech;
  /** The servers' port. */
  readonly port: number;
  readonly protocol: Speech;
}

/** `TCP` is a gateway's that passes on whatever comes, with or without TLS; the others pass on requests alone. */
type Speech = "HTTP" | "HTTPS" | "TCP";

/** The routes of a gateway, and whether they are certainly all. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly isWhole: boolean;
}

/**
 * Where the public listeners of a gateway lead: by their rules, and by the path maps of those. A gateway that is stopped and a listener
 * within the network lead nowhere, nor does a redirection: where it leads to, another listener takes it.
 */
export function routesOf(gateway: Fact): Routes {
  if (gateway.value("operationalState") === "Stopped") return { routes: [], isWhole: true };
  const parts = partsOf(gateway);
  const isRunning = !gateway.isMissing("operationalState");
  const found = parts.rules.flatMap((rule) => routesOfRule(rule, gateway, parts));
  const routes = isRunning ? found : found.map(({ pool }) => ({ gateway, pool }));
  return { routes, isWhole: !parts.isMissing };
}

const relations = {
  frontends: ["frontends", "ApplicationGatewayFrontend"],
  ports: ["frontendPorts", "ApplicationGatewayPort"],
  listeners: ["listeners", "ApplicationGatewayListener"],
  streamListeners: ["streamListeners", "ApplicationGatewayListener"],
  rules: ["routingRules", "ApplicationGatewayRoutingRule"],
  streamRules: ["streamRoutingRules", "ApplicationGatewayRoutingRule"],
  pathMaps: ["pathMaps", "ApplicationGatewayPathMap"],
  pathRules: ["pathRules", "ApplicationGatewayPathRule"],
  pools: ["backendPools", "ApplicationGatewayPool"],
  settings: ["backendSettings", "ApplicationGatewayBackendSettings"],
  streamSettings: ["streamBackendSettings", "ApplicationGatewayBackendSettings"],
} as const;

type Parts = ReturnType<typeof partsOf>;

function partsOf(gateway: Fact) {
  const read = ([relation, type]: readonly [string, string]) =>
    gateway.follow(relation, type).filter((part) => part !== undefined);
  return {
    frontends: read(relations.frontends),
    ports: read(relations.ports),
    listeners: [...read(relations.listeners), ...read(relations.streamListeners)],
    rules: [...read(relations.rules), ...read(relations.streamRules)],
    pathMaps: read(relations.pathMaps),
    pathRules: read(relations.pathRules),
    pools: read(relations.pools),
    settings: [...read(relations.settings), ...read(relations.streamSettings)],
    isMissing: Object.values(relations).some(([relation]) => gateway.isMissing(relation)),
  };
}

type Listening = Pick<Way, "listener" | "rule" | "addressId" | "publicPort" | "publicProtocol">;

function routesOfRule(rule: Fact, gateway: Fact, parts: Parts): readonly Route[] {
  const listening = listeningOf(rule, parts);
  if (listening === "nowhere") return [];
  const places = destinationsOf(rule, parts);
  const doubtful = parts.pools.map((pool) => ({ gateway, pool }));
  if (!places) return doubtful;
  return places.flatMap((place) => {
    const poolId = place.value("backendPoolId");
    const isRedirected = typeof place.value("redirectId") === "string";
    if (poolId === null && isRedirected && !place.isMissing("backendPoolId")) return [];
    const pool = partBy(parts.pools, "poolId", poolId);
    // What leads to no pool that is known may lead to any.
    if (!pool) return doubtful;
    const way = listening && wayOf(listening, place, parts);
    return [way ? { gateway, pool, way } : { gateway, pool }];
  });
}

function partBy(parts: readonly Fact[], field: string, id: unknown): Fact | undefined {
  return typeof id === "string" ? parts.find((part) => part.value(field) === id) : undefined;
}

/** Where a rule listens; undefined where that is not known, `nowhere` where nobody on the internet comes by. */
function listeningOf(rule: Fact, parts: Parts): Listening | "nowhere" | undefined {
  const listener = partBy(parts.listeners, "listenerId", rule.value("listenerId"));
  const frontend = listener && partBy(parts.frontends, "frontendId", listener.value("frontendId"));
  if (!frontend || frontend.isMissing("publicIpAddressId")) return undefined;
  const addressId = frontend.value("publicIpAddressId");
  if (typeof addressId !== "string" || isTakenBefore(rule, listener, parts)) return "nowhere";
  const publicPort = partBy(parts.ports, "portId", listener.value("portId"))?.value("port");
  const publicProtocol = speechOf(listener);
  if (typeof publicPort !== "number" || !publicProtocol) return undefined;
  const names = { listener: String(listener.value("name")), rule: String(rule.value("name")) };
  return { ...names, addressId, publicPort, publicProtocol };
}

/** Whether a rule that is asked before takes all that comes to the same address and port, whatever the host. */
function isTakenBefore(rule: Fact, listener: Fact, { rules, listeners }: Parts): boolean {
  const priority = rule.value("priority");
  if (typeof priority !== "number") return false;
  return rules.some((other) => {
    const before = other.value("priority");
    const taker = partBy(listeners, "listenerId", other.value("listenerId"));
    return (
      typeof before === "number" &&
      before < priority &&
      taker !== undefined &&
      ["frontendId", "portId"].every((end) => isSame(taker, listener, end)) &&
      isForEveryHost(taker)
    );
  });
}

function isSame(one: Fact, other: Fact, field: string): boolean {
  return typeof one.value(field) === "string" && one.value(field) === other.value(field);
}

function isForEveryHost(listener: Fact): boolean {
  const fields = ["hostName", "hostNames"];
  return fields.every(
    (field) =>
      !listener.isMissing(field) && textsOf(listener, field).every((host) => host.trim() === ""),
  );
}

/** What says where a rule leads: itself, or its path map and the rules of that. */
function destinationsOf(rule: Fact, { pathMaps, pathRules }: Parts): readonly Fact[] | undefined {
  if (rule.isMissing("pathMapId")) return undefined;
  const id = rule.value("pathMapId");
  if (typeof id !== "string") return [rule];
  const map = partBy(pathMaps, "pathMapId", id);
  if (!map || pathRules.some((one) => one.isMissing("pathRuleId"))) return undefined;
  return [map, ...pathRules.filter((one) => ownerOf(String(one.value("pathRuleId"))) === id)];
}

function wayOf(listening: Listening, place: Fact, { settings }: Parts): Way | undefined {
  const setting = partBy(settings, "settingsId", place.value("backendSettingsId"));
  const port = setting?.value("port");
  const protocol = setting && speechOf(setting);
  return typeof port === "number" && protocol ? { ...listening, port, protocol } : undefined;
}

function speechOf(part: Fact): Speech | undefined {
  if (part.isMissing("protocol")) return undefined;
  const protocol = String(part.value("protocol")).toUpperCase();
  return protocol === "HTTP" || protocol === "HTTPS" ? protocol : "TCP";
}
