/** Answers in which a name stands where something else stood, and the search for what is left of it. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How services carry a name, besides as it is. */
export const carriers: Readonly<Record<string, (name: string) => string>> = {
  plain: (name) => name,
  capitals: (name) => name.toUpperCase(),
  id: (name) =>
    `/subscriptions/72ae0e3b-7cce-57ae-8f5b-4f85fd13cc53/resourceGroups/${name}/providers/Microsoft.Storage/storageAccounts/${name}/blobServices/${name}`,
  "id in capitals": (name) => carriers.id!(name).toUpperCase(),
  "encoded id": (name) => encodeURIComponent(carriers.id!(name)),
  link: (name) =>
    `https://${name}.blob.core.windows.net:443/${name}/${name}.vhd?sv=${name}&sig=${name}#${name}`,
  "link of its own kind": (name) => `${name}:${name}/${name}`,
  host: (name) => `${name}.${name}.com`,
  mail: (name) => `${name}@${name}.com`,
  "a list with commas": (name) => `a@b.com,${name};standard, ${name}`,
  query: (name) =>
    `${name} | where Name == "${name}" and ResourceId contains '/${name}/' | project ${name}_s`,
  expression: (name) => `@concat(parameters('${name}'), variables('x-${name}'), [${name}])`,
  message: (name) => `The client '${name}' of ${name} cannot read “${name}”. (Code: ${name})`,
  base64: (name) => Buffer.from(`go on at ${name} please`).toString("base64"),
  "JSON in base64": (name) => Buffer.from(JSON.stringify({ [name]: name })).toString("base64url"),
  "JSON in a text": (name) => JSON.stringify({ [name]: [{ displayName: name, sku: name }] }),
  "JSON in JSON": (name) => JSON.stringify({ it: JSON.stringify({ type: name }) }),
  "broken JSON": (name) => `{"type": "${name}", "`,
  image: (name) => `DOCKER|${name}.azurecr.io/${name}:${name}`,
  "type and name": (name) => `Microsoft.Storage/storageAccounts/${name}`,
  "beside a GUID": (name) => `${name}-72ae0e3b-7cce-57ae-8f5b-4f85fd13cc53`,
  "beside an address": (name) => `${name}/52.174.1.9`,
  "in XML": (name) => `<${name} key="${name}">${name}</${name}>`,
};

/** Every place of a text and of a property's name, of each list the first member alone: the others are like it. */
export function* placesOf(value: Json, path: readonly string[] = []): Generator<Place> {
  if (typeof value === "string") yield { path, of: "value" };
  if (Array.isArray(value) && value.length > 0) yield* placesOf(value[0] as Json, [...path, "0"]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    yield { path: [...path, key], of: "key" };
    yield* placesOf(inner, [...path, key]);
  }
}

export interface Place {
  readonly path: readonly string[];
  readonly of: "value" | "key";
}

/** `value` with `text` at a place. */
export function plant(value: Json, { path, of }: Place, text: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  const isKey = of === "key" && rest.length === 0;
  if (Array.isArray(value))
    return value.map((each, at) =>
      String(at) === step ? plant(each as Json, { path: rest, of }, text) : each,
    );
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([key, inner]) =>
      key !== step
        ? [key, inner]
        : isKey
          ? [text, inner]
          : [key, plant(inner, { path: rest, of }, text)],
    ),
  );
}

/** The text, and all that it stands for where it is packed: runs of base64, signs behind `%`, escapes of JSON. */
export function readings(text: string): string {
  const unpacked = [...text.matchAll(/[\w+/=-]{8,}/g)].map(([run]) =>
    Buffer.from(run, "base64").toString("latin1"),
  );
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_sign, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const unescaped = text.replace(/\\u([0-9a-f]{4})/gi, (_sign, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return [text, plain, unescaped, ...unpacked].join("\n").toLowerCase();
}
