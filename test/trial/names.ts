import type { JsonObject } from "../../src/collect/json/json.ts";

/**
 * Names that tell whose something is, in lower case: from ids, `name` and display names, tags, mail addresses and hosts; those with
 * a digit or a sign or of two words, for others are words that stand everywhere.
 */
export function namesOf(resources: Iterable<JsonObject>): readonly string[] {
  const names = new Set<string>();
  for (const resource of resources) {
    JSON.stringify(resource, (key, value: unknown) => {
      if (typeof value === "string") for (const name of told(key, value)) names.add(name);
      if (key === "tags" && typeof value === "object" && value !== null)
        for (const [tag, text] of Object.entries(value)) names.add(tag).add(String(text));
      return value;
    });
  }
  return [...new Set([...names].map((name) => name.toLowerCase()))].filter(isTelling).sort();
}

function* told(key: string, value: string): Generator<string> {
  if (/displayName$|^(userName|adminUsername|computerName|roleName)$/i.test(key)) yield value;
  for (const [, name] of value.matchAll(/\/resourceGroups\/([^/"\s]+)/gi)) yield name!;
  // Of what stands behind the provider every second segment is a name.
  for (const [, type, rest] of value.matchAll(/\/providers\/[\w.]+\/([^/"\s]+)((?:\/[^/"\s]+)+)/gi))
    // Those of settings, plans and regions are the service's own.
    if (!/^(settings|pricings|locations)$/i.test(type!))
      yield* rest!.split("/").filter((_, at) => at % 2 === 1);
  for (const [mail] of value.matchAll(/[\w.+-]+@[\w-]+\.[\w.]+/g)) yield mail;
  for (const [, host] of value.matchAll(/:\/\/([\w-]+)\.[\w.-]+/g)) yield host!;
}

function isTelling(name: string): boolean {
  if (name.length < 6 || !/[\d\s_-]/.test(name)) return false;
  return /\p{L}{3}/u.test(name) && !/^(default-?\d*|\d+-preview|\w+us\d)$/.test(name);
}
