import { coversInternet, readAddresses, union } from "./network/addresses.ts";
import { isObject, type JsonObject } from "../json/json.ts";
import { mismatch, type Outcome } from "../reading/mismatch.ts";

/** Parts out of a list, with `mismatch` in place of each member that is not understood. */
export type Parts = readonly (JsonObject | typeof mismatch)[];

/**
 * The rules of a network security group, one part for each destination port range, with what stored checks compare at the top:
 * action, protocol, sources, destinations, ports. docs/schema.md has the notation. What of a rule is not understood is
 * `mismatch` in its parts. Undefined where they are no list.
 */
export function securityRules(value: unknown): Parts | undefined {
  return flatten(value, (rule) => {
    const properties = isObject(rule.properties) ? rule.properties : rule;
    const { access, protocol, direction } = properties;
    const ports = textsOf(properties, "destinationPortRange", "destinationPortRanges");
    const ranges = ports?.length === 0 ? [noPorts] : (ports?.map(rangeOf) ?? [unknownPorts]);
    const shared = {
      ...rule,
      action: typeof access === "string" ? access : mismatch,
      direction: typeof direction === "string" ? direction : mismatch,
      protocol: typeof protocol === "string" ? protocol.toUpperCase() : mismatch,
      sources: addressesOf(properties, "source") ?? mismatch,
      destinations: addressesOf(properties, "destination") ?? mismatch,
      sourcePorts: textsOf(properties, "sourcePortRange", "sourcePortRanges") ?? mismatch,
    };
    return ranges.map(([from, to]) => ({ ...shared, destFromPort: from, destToPort: to }));
  });
}

/** The managed identities of a resource: the system's own, then those that users assigned. Undefined where they are not understood. */
export function identities(value: unknown): readonly JsonObject[] | undefined {
  if (!isObject(value)) return undefined;
  const { type, principalId, tenantId, userAssignedIdentities: assigned } = value;
  if (type !== undefined && type !== null && typeof type !== "string") return undefined;
  if (assigned !== undefined && assigned !== null && !isObject(assigned)) return undefined;
  const words = (type ?? "").split(",").map((word) => word.trim().toLowerCase());
  const system = words.includes("systemassigned")
    ? [{ type: "SystemAssigned", principalId, tenantId }]
    : [];
  const users = Object.entries(assigned ?? {}).map(([id, facts]) => ({
    ...{ type: "UserAssigned", id },
    ...(isObject(facts) ? { principalId: facts.principalId, clientId: facts.clientId } : {}),
  }));
  return [...system, ...users];
}

/**
 * The disks of a virtual machine: the system's disk, then the data disks. Undefined where they are not understood. An ephemeral
 * disk lives on the host: the id that it names is no resource's, and is left out.
 */
export function diskAttachments(value: unknown): Parts | undefined {
  if (!isObject(value)) return undefined;
  const { osDisk, dataDisks } = value;
  const data = flatten(dataDisks ?? [], (disk) => [{ ...disk, isSystemDisk: false }]) ?? [mismatch];
  if (osDisk === undefined || osDisk === null) return data;
  if (!isObject(osDisk)) return [mismatch, ...data];
  const ephemeral = isObject(osDisk.diffDiskSettings) ? { managedDisk: null } : {};
  return [{ ...osDisk, ...ephemeral, isSystemDisk: true }, ...data];
}

function flatten(value: unknown, expand: (object: JsonObject) => Parts): Parts | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((each) => (isObject(each) ? expand(each) : [mismatch]));
}

/** Who one end of a rule is; an empty list is anybody. Undefined where the rule names nobody: that would read as anybody. */
function addressesOf(
  properties: JsonObject,
  end: "source" | "destination",
): readonly string[] | undefined {
  const prefixes = textsOf(properties, `${end}AddressPrefix`, `${end}AddressPrefixes`);
  const groups = properties[`${end}ApplicationSecurityGroups`] ?? [];
  if (!prefixes || !Array.isArray(groups)) return undefined;
  const ids = groups.map((group) => (isObject(group) ? group.id : group));
  if (!ids.every((id) => typeof id === "string")) return undefined;
  if (prefixes.length + ids.length === 0) return undefined;
  if (prefixes.some((prefix) => /^\s*(\*|any|\/0)\s*$/i.test(prefix))) return [];
  const named = prefixes.map((prefix) => (isAddress(prefix) ? `cidr:${prefix}` : `tag:${prefix}`));
  const all = wholeVersions(prefixes);
  return [...new Set([...all, ...named, ...ids.map((id) => `group:${String(id).toLowerCase()}`)])];
}

function isAddress(prefix: string): boolean {
  return /[.:]/.test(prefix) && /^[0-9a-f:][0-9a-f.:/]*$/i.test(prefix);
}

/** The versions of which the addresses together leave out no public one, as the prefixes that say so shortest. */
function wholeVersions(prefixes: readonly string[]): readonly string[] {
  const together = union(prefixes.flatMap((prefix) => readAddresses(prefix) ?? []));
  return [
    ...(coversInternet(together, 4) ? ["cidr:0.0.0.0/0"] : []),
    ...(coversInternet(together, 6) ? ["cidr:::/0"] : []),
  ];
}

/** A rule names one in the singular property or several in the plural one; unused ones are empty or absent. */
function textsOf(properties: JsonObject, one: string, many: string): string[] | undefined {
  const [single, several] = [properties[one] ?? "", properties[many] ?? []];
  if (typeof single !== "string" || !Array.isArray(several)) return undefined;
  if (!several.every((each) => typeof each === "string")) return undefined;
  return single === "" ? (several as string[]) : [single, ...(several as string[])];
}

/** First and last port. */
type Range = readonly [Outcome<number | null>, Outcome<number | null>];

const noPorts: Range = [null, null];
const unknownPorts: Range = [mismatch, mismatch];

function rangeOf(range: string): Range {
  if (/^\s*(\*|any)\s*$/i.test(range)) return [0, 65535];
  const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(range);
  return match ? [Number(match[1]), Number(match[2] ?? match[1])] : unknownPorts;
}
