import { describe, expect, test } from "vitest";
import { idOf } from "../../../library/answers.ts";
import { importAnswers } from "../../../library/judge.ts";
import {
  byAddress,
  byConfiguration,
  byName,
  gatewayOf,
  listener,
  part,
  pathRule,
  routing,
  streams,
} from "./gateways.ts";
import {
  balancerOf,
  gatewaySubnet,
  inPool,
  type Network,
  network,
  rule,
  subnet,
  toPool,
  types,
} from "./networks.ts";
import { openingsOf } from "./openings.ts";

const opening = (front = "443/HTTPS", back = "8080/HTTP", by = "web", name = "r1") =>
  `listener ${by} and rule ${name} of gateway agw pass on 20.9.9.9:${front} to port ${back} of the machine`;
const behind = (members: object, more: object = {}, around: Network = {}): Network => ({
  ...{ own: [], ...around },
  gateways: { agw: gatewayOf(members, more) },
});
const pool = (name: string) => ({ backendAddressPool: part("backendAddressPools", name) });
const settings = (name: string) => ({
  backendHttpSettings: part("backendHttpSettingsCollection", name),
});
const heard = (name: string) => ({ httpListener: part("httpListeners", name) });
const nowhere = { backendAddressPool: undefined, backendHttpSettings: undefined };
const redirected = { ...nowhere, redirectConfiguration: part("redirectConfigurations", "away") };
const deny = (from: unknown, more: object = {}) =>
  rule("no", { access: "Deny", priority: 100, port: "*", protocol: "*", from, ...more });
const from = (range: unknown, port = "8080") => rule("web", { from: range, port });
const at = (port: string) => rule("front", { port });
const nets = (front = "10.0.9.0/24", more: object = {}) => ({
  net: {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      { name: "one", id: subnet, properties: { addressPrefix: "10.0.0.0/24" } },
      { name: "front", id: gatewaySubnet, properties: { addressPrefixes: [front] } },
    ],
    ...more,
  },
});
const netId = (name: string) => idOf(types.virtualNetwork, name);
const elsewhere = { configuration: { subnet: { id: `${netId("far")}/subnets/one` } } };
const far = (properties: object = {}) => ({
  far: { addressSpace: { addressPrefixes: ["10.0.0.0/24"] }, ...properties },
});
const peering = (to: string, peeringState = "Connected") => ({
  virtualNetworkPeerings: [
    { name: to, properties: { remoteVirtualNetwork: { id: netId(to) }, peeringState } },
  ],
});
const hub = (more: object = {}) =>
  nets("10.8.0.0/24", { addressSpace: { addressPrefixes: ["10.8.0.0/16"] }, ...more });
const pathMap = (pathRules: readonly object[], properties: object) => ({
  urlPathMaps: [
    { name: "map", ...part("urlPathMaps", "map"), properties: { ...properties, pathRules } },
  ],
  requestRoutingRules: [
    routing("r1", {
      ruleType: "PathBasedRouting",
      ...nowhere,
      urlPathMap: part("urlPathMaps", "map"),
    }),
  ],
});
const toEmpty = {
  defaultBackendAddressPool: part("backendAddressPools", "empty"),
  defaultBackendHttpSettings: part("backendHttpSettingsCollection", "plain"),
};

/** Each network with what the internet reaches of its machine, all of it certain. */
const certain: readonly (readonly [string, Network, readonly string[]])[] = [
  ["a pool of addresses, and no group", { gateways: { agw: gatewayOf(byAddress) } }, [opening()]],
  ["a pool of addresses, and a group with Azure's rules alone", behind(byAddress), [opening()]],
  ["a pool of interfaces' configurations", behind(byConfiguration), [opening()]],
  [
    "a pool that the interface names",
    behind(
      {},
      {},
      {
        configuration: {
          applicationGatewayBackendAddressPools: [part("backendAddressPools", "pool")],
        },
      },
    ),
    [opening()],
  ],
  ["an address that stands as a name", behind(byName("10.0.0.4")), [opening()]],
  ["another machine's address", behind({ backendAddresses: [{ ipAddress: "10.0.0.5" }] }), []],
  ["a name of one of Azure's services", behind(byName("app.azurewebsites.net")), []],
  ["a name of somebody's public address", behind(byName("x.westeurope.cloudapp.azure.com")), []],
  [
    "the settings' port and protocol",
    behind(byAddress, { requestRoutingRules: [routing("r1", settings("secure"))] }),
    [opening("443/HTTPS", "8443/HTTPS")],
  ],
  ["a gateway that is stopped", behind(byAddress, { operationalState: "Stopped" }), []],
  ["no rule", behind(byAddress, { requestRoutingRules: [] }), []],
  [
    "a rule to another pool",
    behind(byAddress, { requestRoutingRules: [routing("r1", pool("empty"))] }),
    [],
  ],
  [
    "a rule that redirects",
    behind(byAddress, { requestRoutingRules: [routing("r1", redirected)] }),
    [],
  ],
  [
    "a listener within the network alone",
    behind(byAddress, {
      httpListeners: [
        listener("web", { frontendIPConfiguration: part("frontendIPConfigurations", "private") }),
      ],
    }),
    [],
  ],
  [
    "two listeners, one of which redirects",
    behind(byAddress, {
      httpListeners: [
        listener("web"),
        listener("plain", { protocol: "Http", frontendPort: part("frontendPorts", "80") }),
      ],
      requestRoutingRules: [
        routing("r1", { priority: 20 }),
        routing("r2", { priority: 10, ...redirected, ...heard("plain") }),
      ],
    }),
    [opening()],
  ],
  [
    "a path rule to the pool",
    behind(
      byAddress,
      pathMap(
        [
          pathRule("map", "images", {
            paths: ["/images/*"],
            ...pool("pool"),
            ...settings("secure"),
          }),
        ],
        toEmpty,
      ),
    ),
    [opening("443/HTTPS", "8443/HTTPS")],
  ],
  [
    "the default of a path map",
    behind(
      byAddress,
      pathMap(
        [
          pathRule("map", "images", {
            paths: ["/images/*"],
            ...pool("empty"),
            ...settings("plain"),
          }),
        ],
        {
          ...toEmpty,
          defaultBackendAddressPool: part("backendAddressPools", "pool"),
        },
      ),
    ),
    [opening()],
  ],
  [
    "a path rule of another map",
    behind(
      byAddress,
      pathMap(
        [pathRule("other", "images", { paths: ["/*"], ...pool("pool"), ...settings("plain") })],
        toEmpty,
      ),
    ),
    [],
  ],
  [
    "a listener for every host is asked before",
    behind(byAddress, {
      httpListeners: [listener("all"), listener("web", { hostName: "shop.example.com" })],
      requestRoutingRules: [
        routing("r0", { priority: 10, ...heard("all"), ...pool("empty") }),
        routing("r1", { priority: 20 }),
      ],
    }),
    [],
  ],
  [
    "a listener for every host is asked behind",
    behind(byAddress, {
      httpListeners: [listener("all"), listener("web", { hostName: "shop.example.com" })],
      requestRoutingRules: [
        routing("r0", { priority: 30, ...heard("all"), ...pool("empty") }),
        routing("r1", { priority: 20 }),
      ],
    }),
    [opening()],
  ],
  [
    "a listener for another host is asked before",
    behind(byAddress, {
      httpListeners: [listener("one", { hostNames: ["one.example.com"] }), listener("web")],
      requestRoutingRules: [
        routing("r0", { priority: 10, ...heard("one"), ...pool("empty") }),
        routing("r1", { priority: 20 }),
      ],
    }),
    [opening()],
  ],
  [
    "traffic that is no web traffic",
    behind(byAddress, streams),
    [opening("22/TCP", "22/TCP", "tcp")],
  ],
  [
    "the gateway's subnet lets the listener's port in",
    behind(byAddress, {}, { front: [at("443")] }),
    [opening()],
  ],
  ["the gateway's subnet lets another port in", behind(byAddress, {}, { front: [at("80")] }), []],
  [
    "the gateway's subnet denies before",
    behind(byAddress, {}, { front: [deny("Internet"), at("443")] }),
    [],
  ],
  [
    "the gateway's subnet lets one network in",
    behind(byAddress, {}, { front: [rule("front", { port: "443", from: "198.51.100.0/24" })] }),
    [],
  ],
  [
    "the gateway's subnet lets in what is for it",
    behind(
      byAddress,
      {},
      { networks: nets(), front: [rule("front", { port: "443", to: "10.0.9.0/24" })] },
    ),
    [opening()],
  ],
  [
    "the gateway's subnet lets in what is for another",
    behind(
      byAddress,
      {},
      { networks: nets(), front: [rule("front", { port: "443", to: "10.0.0.0/24" })] },
    ),
    [],
  ],
  ["the machine denies its network", behind(byAddress, {}, { own: [deny("VirtualNetwork")] }), []],
  [
    "the machine denies its network on another port",
    behind(byAddress, {}, { own: [deny("VirtualNetwork", { port: "22" })] }),
    [opening()],
  ],
  [
    "the machine denies the internet alone",
    behind(byAddress, {}, { own: [deny("Internet")] }),
    [opening()],
  ],
  ["the machine's subnet denies everybody", behind(byAddress, {}, { subnet: [deny("*")] }), []],
  [
    "the machine denies the gateway's subnet",
    behind(byAddress, {}, { networks: nets(), own: [deny("10.0.9.0/24")] }),
    [],
  ],
  [
    "the machine denies the gateway's subnet in two halves",
    behind(byAddress, {}, { networks: nets(), own: [deny(["10.0.9.0/25", "10.0.9.128/25"])] }),
    [],
  ],
  [
    "the machine lets the gateway's subnet in, and denies its network",
    behind(
      byAddress,
      {},
      { networks: nets(), own: [from("10.0.9.0/24"), deny("VirtualNetwork", { priority: 300 })] },
    ),
    [opening()],
  ],
  [
    "the machine denies another subnet",
    behind(byAddress, {}, { networks: nets(), own: [deny("10.0.7.0/24")] }),
    [opening()],
  ],
  [
    "a machine with the address in a network apart",
    behind(byAddress, {}, { ...elsewhere, networks: { ...hub(), ...far() } }),
    [],
  ],
  [
    "a machine with the address in a network that is joined",
    behind(byAddress, {}, { ...elsewhere, networks: { ...hub(peering("far")), ...far() } }),
    [opening()],
  ],
  [
    "a machine with the address in a network that is joined no more",
    behind(
      byAddress,
      {},
      { ...elsewhere, networks: { ...hub(peering("far", "Disconnected")), ...far() } },
    ),
    [],
  ],
  [
    "a machine with the address in another network, where the gateway's own has it too",
    behind(
      byAddress,
      {},
      { ...elsewhere, others: { near: { privateIPAddress: "10.0.0.4", subnet: { id: subnet } } } },
    ),
    [],
  ],
  [
    "a name, and the machine's network is apart",
    behind(byName("shop.example.com"), {}, { ...elsewhere, networks: hub() }),
    [],
  ],
  [
    "a name, and the machine denies its network",
    behind(byName("shop.example.com"), {}, { own: [deny("VirtualNetwork")] }),
    [],
  ],
  ["gateways refused, and no address is a gateway's", { own: [], refused: [types.gateway] }, []],
];

/** Networks of which something that matters is not known, with what is certain all the same. */
const uncertain: readonly (readonly [string, Network, readonly string[]])[] = [
  ["a name that may be anybody's", behind(byName("shop.example.com")), []],
  [
    "the machine denies some addresses, and the gateway's are not known",
    behind(byAddress, {}, { own: [deny("10.0.9.0/24")] }),
    [],
  ],
  [
    "the machine lets some addresses in, and the gateway's are not known",
    behind(byAddress, {}, { own: [from("10.0.9.0/24"), deny("*", { priority: 300 })] }),
    [],
  ],
  [
    "the machine denies a part of the gateway's subnet",
    behind(byAddress, {}, { networks: nets(), own: [deny("10.0.9.0/28")] }),
    [],
  ],
  ["the machine's group was not read", behind(byAddress, {}, { own: "unread" }), []],
  [
    "a rule of the machine that is not understood",
    behind(byAddress, {}, { own: [rule("odd", { access: "Audit", port: "*", priority: 100 })] }),
    [],
  ],
  [
    "a rule of the gateway's subnet for its public address",
    behind(
      byAddress,
      {},
      { networks: nets(), front: [rule("front", { port: "443", to: "20.9.9.9" })] },
    ),
    [],
  ],
  ["groups refused", behind(byAddress, {}, { own: undefined, refused: [types.group] }), []],
  ["public addresses refused", behind(byAddress, {}, { refused: [types.address] }), []],
  ["a state that nobody knows", behind(byAddress, { operationalState: "Paused" }), []],
  [
    "a rule whose settings are not there",
    behind(byAddress, { requestRoutingRules: [routing("r1", settings("gone"))] }),
    [],
  ],
  [
    "a rule whose pool is not there",
    behind(byAddress, { requestRoutingRules: [routing("r1", pool("gone"))] }),
    [],
  ],
  [
    "a rule that leads neither to a pool nor away",
    behind(byAddress, { requestRoutingRules: [routing("r1", nowhere)] }),
    [],
  ],
  ["a rule of a listener that is not there", behind(byAddress, { httpListeners: [] }), []],
  [
    "a rule that is not understood beside one that is",
    behind(byAddress, { requestRoutingRules: [routing("r1"), routing("r2", settings("gone"))] }),
    [opening()],
  ],
  [
    "a machine with the address in another network, and no network was read",
    behind(byAddress, {}, elsewhere),
    [],
  ],
  [
    "two machines of the network with the address",
    behind(
      byAddress,
      {},
      { others: { twin: { privateIPAddress: "10.0.0.4", subnet: { id: subnet } } } },
    ),
    [],
  ],
  [
    "a pool with the machine's public address",
    behind(
      { backendAddresses: [{ ipAddress: "20.1.2.3" }] },
      {},
      { address: "Standard", own: [from("20.9.9.9")] },
    ),
    [],
  ],
  [
    "a pool with the address of a load balancer within the network",
    behind(
      { backendAddresses: [{ ipAddress: "10.0.0.9" }] },
      {},
      {
        configuration: inPool,
        balancers: [
          balancerOf({
            rules: [{ ...toPool, frontendPort: 8080, backendPort: 80 }],
            front: { privateIPAddress: "10.0.0.9" },
          }),
        ],
      },
    ),
    [],
  ],
  [
    "gateways refused, and the interface names a pool",
    {
      own: [],
      configuration: {
        applicationGatewayBackendAddressPools: [part("backendAddressPools", "pool")],
      },
      refused: [types.gateway],
    },
    [],
  ],
  [
    "gateways refused, and some address is a gateway's",
    {
      own: [],
      refused: [types.gateway],
      otherAddress: part("frontendIPConfigurations", "public").id,
    },
    [],
  ],
];

async function reachable(of: Network) {
  const inventory = await importAnswers(network(of));
  const relation = "reachableFromInternetOn";
  const where = { kind: "quantify", relation, quantifier: "ALL" } as const;
  const [all] = await inventory.select([{ type: "VM", where }]);
  const found = await openingsOf(inventory, "VM", relation);
  return { names: found.names, isWhole: all!.undecided === 0 };
}

describe("what the internet reaches of a machine behind application gateways", () => {
  test.each(certain)("%s", async (_title, of, names) => {
    expect(await reachable(of)).toEqual({ names, isWhole: true });
  });

  test.each(uncertain)("is not known, but for what is certain: %s", async (_title, of, names) => {
    expect(await reachable(of)).toEqual({ names, isWhole: false });
  });
});
