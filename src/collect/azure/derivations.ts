import type { Derivation } from "../../inventory/derivation.ts";
import { firewallMode, firewallPolicy, isFirewallOn } from "./network/gateway-firewall.ts";
import { groupOpenings } from "./network/group-openings.ts";
import { internetReachability } from "./network/internet-reachability.ts";

/** The one table of derivations; the SDL's enum `Derivation` names and describes its entries. */
export const derivations: Readonly<Record<string, Derivation>> = {
  INTERNET_REACHABILITY: { parts: internetReachability },
  GROUP_OPENINGS: { parts: groupOpenings },
  GATEWAY_FIREWALL_POLICY: { value: firewallPolicy },
  GATEWAY_FIREWALL_ENABLED: { value: isFirewallOn },
  GATEWAY_FIREWALL_MODE: { value: firewallMode },
};
