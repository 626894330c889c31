import { idOf } from "../../../library/answers.ts";
import { gatewaySubnet, types } from "./networks.ts";

/** The id of a part of the gateway `agw`. */
export const part = (kind: string, name: string) => ({
  id: `${idOf(types.gateway, "agw")}/${kind}/${name}`,
});

/** The part of an answer with an id of its own. */
const entry = (kind: string, name: string, properties: object) => ({
  ...{ name, ...part(kind, name), properties },
});

/** A request routing rule from a listener to a pool, but for what is said otherwise; what is undefined is left out. */
export function routing(name: string, more: object = {}): object {
  return entry("requestRoutingRules", name, {
    ruleType: "Basic",
    httpListener: part("httpListeners", "web"),
    backendAddressPool: part("backendAddressPools", "pool"),
    backendHttpSettings: part("backendHttpSettingsCollection", "plain"),
    ...more,
  });
}

/** A listener on the public address's port 443, but for what is said otherwise. */
export function listener(name: string, more: object = {}): object {
  return entry("httpListeners", name, {
    frontendIPConfiguration: part("frontendIPConfigurations", "public"),
    frontendPort: part("frontendPorts", "443"),
    ...{ protocol: "Https", hostNames: [], ...more },
  });
}

/** Of path maps: a path rule to a pool. */
export function pathRule(map: string, name: string, properties: object): object {
  return { name, ...part(`urlPathMaps/${map}/pathRules`, name), properties };
}

/**
 * A gateway that runs, with a public front and one within the network, ports 80 and 443, the settings `plain` (8080, HTTP) and `secure` (8443,
 * HTTPS), a pool with these members and one that is empty, the listener `web` and the rule `r1`.
 */
export function gatewayOf(members: object, more: object = {}): object {
  const port = (number: number) => entry("frontendPorts", String(number), { port: number });
  const setting = (name: string, number: number, protocol: string) =>
    entry("backendHttpSettingsCollection", name, { port: number, protocol });
  return {
    operationalState: "Running",
    gatewayIPConfigurations: [{ name: "in", properties: { subnet: { id: gatewaySubnet } } }],
    frontendIPConfigurations: [
      entry("frontendIPConfigurations", "public", {
        publicIPAddress: { id: idOf(types.address, "front").toUpperCase() },
      }),
      entry("frontendIPConfigurations", "private", { privateIPAddress: "10.0.9.9" }),
    ],
    frontendPorts: [port(80), port(443), port(22)],
    backendAddressPools: [
      entry("backendAddressPools", "pool", members),
      entry("backendAddressPools", "empty", { backendAddresses: [] }),
    ],
    backendHttpSettingsCollection: [
      setting("plain", 8080, "Http"),
      setting("secure", 8443, "https"),
      setting("ssh", 22, "Http"),
      setting("winrm", 5985, "Http"),
    ],
    ...{ httpListeners: [listener("web")], requestRoutingRules: [routing("r1")], urlPathMaps: [] },
    ...more,
  };
}

export const byAddress = { backendAddresses: [{ ipAddress: "10.0.0.4" }] };
export const byName = (fqdn: string) => ({ backendAddresses: [{ fqdn }] });
export const byConfiguration = {
  backendIPConfigurations: [
    { id: `${idOf(types.nic, "nic").toUpperCase()}/ipConfigurations/First` },
  ],
};

/** In place of web traffic: whatever comes to port 22 goes on to port 22. */
export const streams = {
  ...{ httpListeners: [], requestRoutingRules: [] },
  listeners: [
    {
      ...listener("tcp", { protocol: "Tcp", frontendPort: part("frontendPorts", "22") }),
      ...part("listeners", "tcp"),
    },
  ],
  routingRules: [
    entry("routingRules", "r1", {
      ...{ ruleType: "Basic", listener: part("listeners", "tcp") },
      backendAddressPool: part("backendAddressPools", "pool"),
      backendSettings: part("backendSettingsCollection", "ssh"),
    }),
  ],
  backendSettingsCollection: [
    entry("backendSettingsCollection", "ssh", { port: 22, protocol: "Tcp" }),
  ],
};
