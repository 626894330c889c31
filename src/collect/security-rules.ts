import { isObject, type JsonObject } from "./json.ts";

/**
 * The rules of a network security group, one part for each destination port range: ports as `destFromPort` and `destToPort`
 * (`*` is 0 to 65535), addresses and application security groups as `sources` and `destinations`, in the words of the
 * service. All that the service sent stays beside them. Undefined where the rules are not understood.
 */
export function securityRules(value: unknown): readonly JsonObject[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const parts: JsonObject[] = [];
  for (const rule of value) {
    const unfolded = isObject(rule) ? unfold(rule) : undefined;
    if (!unfolded) return undefined;
    parts.push(...unfolded);
  }
  return parts;
}

function unfold(rule: JsonObject): readonly JsonObject[] | undefined {
  const properties = isObject(rule.properties) ? rule.properties : rule;
  const ports = textsOf(properties, "destinationPortRange", "destinationPortRanges");
  const sources = textsOf(properties, "sourceAddressPrefix", "sourceAddressPrefixes");
  const destinations = textsOf(
    properties,
    "destinationAddressPrefix",
    "destinationAddressPrefixes",
  );
  const ranges = ports?.map(rangeOf);
  if (!ranges || !sources || !destinations || ranges.includes(undefined)) return undefined;
  const groups = [
    groupsOf(properties.sourceApplicationSecurityGroups),
    groupsOf(properties.destinationApplicationSecurityGroups),
  ];
  return ranges.map((range, index) => ({
    ...rule,
    name: ranges.length > 1 ? `${String(rule.name)}[${index}]` : rule.name,
    ruleName: rule.name,
    destFromPort: range![0],
    destToPort: range![1],
    sources: [...sources, ...groups[0]!],
    destinations: [...destinations, ...groups[1]!],
  }));
}

/** A rule names one in the singular property or several in the plural one; unused ones are empty or absent. */
function textsOf(properties: JsonObject, one: string, many: string): string[] | undefined {
  const [single, several] = [properties[one], properties[many] ?? []];
  if (!Array.isArray(several) || !several.every((each) => typeof each === "string"))
    return undefined;
  if (single === undefined || single === null || single === "") return several as string[];
  return typeof single === "string" ? [single, ...(several as string[])] : undefined;
}

function rangeOf(range: string): readonly [number, number] | undefined {
  if (range.trim() === "*") return [0, 65535];
  const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(range);
  return match ? [Number(match[1]), Number(match[2] ?? match[1])] : undefined;
}

function groupsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map((group) => (isObject(group) ? String(group.id).toLowerCase() : String(group)))
    : [];
}
