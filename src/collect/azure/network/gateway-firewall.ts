import type { FieldValue } from "../../../types.ts";
import type { Fact, Facts } from "../../../inventory/derivation.ts";

/** What inspects the traffic of one part of an application gateway; undefined where it was not read. */
type Firewall = { readonly isOn: FieldValue; readonly mode: FieldValue } | "none" | undefined;

/** The id of a gateway's firewall policy: its own, else the first of its listeners' and path rules'. */
export function firewallPolicy(gateway: Fact): FieldValue | undefined {
  const ids = [gateway, ...placesOf(gateway)].map(policyOf);
  const known = ids.find((id) => typeof id === "string");
  return known ?? (isWhole(gateway) && !ids.includes(undefined) ? null : undefined);
}

/** Whether all of a gateway's traffic is inspected; null where none of it is by anything. */
export function isFirewallOn(gateway: Fact, facts: Facts): FieldValue | undefined {
  const firewalls = firewallsOf(gateway, facts);
  const answers = firewalls.map((one) => (one === "none" ? false : one?.isOn));
  if (firewalls.every((one) => one === "none")) return isWhole(gateway) ? null : undefined;
  if (answers.includes(false)) return false;
  return isWhole(gateway) && answers.every((answer) => answer === true) ? true : undefined;
}

/** Detection as soon as a part of the traffic is only watched; null where nothing inspects it. */
export function firewallMode(gateway: Fact, facts: Facts): FieldValue | undefined {
  const firewalls = firewallsOf(gateway, facts).filter((one) => one !== "none");
  const modes = firewalls.map((one) => one?.mode);
  if (modes.includes("Detection")) return "Detection";
  if (!isWhole(gateway)) return undefined;
  if (modes.length === 0) return null;
  return modes.every((mode) => mode === "Prevention") ? "Prevention" : undefined;
}

/**
 * The firewalls of a gateway's parts. A policy of a listener goes before the gateway's, and one of a path rule before both; a gateway
 * without policies may have settings of its own.
 */
function firewallsOf(gateway: Fact, facts: Facts): readonly Firewall[] {
  return facts.once("firewalls", gateway.id, () => {
    const own = firewallAt(gateway, facts, () => configured(gateway));
    const listeners = partsOf(gateway, "listeners");
    const rules = partsOf(gateway, "pathRules").filter((rule) => policyOf(rule) !== null);
    const places = [...listeners, ...rules];
    const found = places.map((place) => firewallAt(place, facts, () => own));
    return listeners.length > 0 ? found : [own, ...found];
  });
}

function firewallAt(place: Fact, facts: Facts, otherwise: () => Firewall): Firewall {
  const id = policyOf(place);
  if (id === null) return otherwise();
  const policy = id === undefined ? undefined : facts.find("ApplicationGatewayFirewallPolicy", id);
  if (!policy) return undefined;
  const { value, isMissing } = policy;
  const state = isMissing("state") ? null : value("state");
  return { isOn: state === null ? null : state === "Enabled", mode: value("mode") };
}

function configured(gateway: Fact): Firewall {
  const [on, mode] = ["configuredFirewallEnabled", "configuredFirewallMode"];
  if (gateway.isMissing(on!)) return undefined;
  const isOn = gateway.value(on!);
  return isOn === null ? "none" : { isOn, mode: gateway.value(mode!) };
}

const places: Readonly<Record<string, string>> = {
  listeners: "ApplicationGatewayListener",
  pathRules: "ApplicationGatewayPathRule",
};

function placesOf(gateway: Fact): readonly Fact[] {
  return Object.keys(places).flatMap((relation) => partsOf(gateway, relation));
}

function partsOf(gateway: Fact, relation: string): readonly Fact[] {
  return gateway.follow(relation, places[relation]!).filter((place) => place !== undefined);
}

/** The id of the policy that a place names; null where it names none. */
function policyOf(place: Fact): string | null | undefined {
  if (place.isMissing("ownFirewallPolicyId")) return undefined;
  return place.value("ownFirewallPolicyId") as string | null;
}

function isWhole(gateway: Fact): boolean {
  return !gateway.isMissing("listeners") && !gateway.isMissing("pathRules");
}
