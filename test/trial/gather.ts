import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { azure } from "../../src/collect/azure/provider.ts";
import { isObject, type JsonObject, readJson } from "../../src/collect/json/json.ts";
import { stemOf } from "../../src/collect/recording/recording-files.ts";

/** What was found in a folder of payloads of whatever form: recordings of traffic, examples of specifications, lists. */
export interface Found {
  /** By id in lower case; of two with one id the first. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly files: number;
}

/** Every object with the id of a resource, wherever it stands: in bodies, in texts that hold JSON, in lists of lists. */
export function gather(paths: readonly string[]): Found {
  const resources = new Map<string, JsonObject>();
  let files = 0;
  for (const path of paths) {
    const body = readJson(readFileSync(path, "utf8"));
    if (body === undefined) continue;
    files++;
    for (const resource of resourcesIn(body)) {
      const id = idOf(resource)!.toLowerCase();
      if (!resources.has(id)) resources.set(id, resource);
    }
  }
  return { resources, files };
}

function idOf({ id }: JsonObject): string | undefined {
  return typeof id === "string" && /^\/subscriptions\/[^/]+(\/.*)?$/i.test(id)
    ? id.replace(/\/+$/, "")
    : undefined;
}

function* resourcesIn(body: unknown): Generator<JsonObject> {
  const left = [body];
  for (let value = left.pop(); value !== undefined || left.length > 0; value = left.pop()) {
    if (typeof value === "string" && /^\s*[[{]/.test(value)) left.push(readJson(value));
    if (typeof value !== "object" || value === null) continue;
    if (isObject(value) && idOf(value) !== undefined && Object.keys(value).length > 1) yield value;
    left.push(...Object.values(value).filter((inner) => inner !== null));
  }
}

/**
 * Writes a recording of all of them: each among Resource Graph's rows of its type, in the list that it stands in by its id, and as
 * an answer of its own.
 */
export function writeRecording(folder: string, resources: Found["resources"]): void {
  const write = (file: string, body: unknown) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(body));
  };
  const request = { page: 1, method: "GET", apiVersion: "" } as const;
  const stem = (path: string) => stemOf({ ...request, path }, azure.recording).replace(/@$/, "");
  const all = [...resources.values()];
  const subscriptions = new Set(all.map((one) => idOf(one)!.split("/")[2]!.toLowerCase()));
  write("subscriptions.json", {
    value: [...subscriptions].map((id) => ({
      id: `/subscriptions/${id}`,
      subscriptionId: id,
      displayName: id,
      state: "Enabled",
    })),
  });
  const below = all.filter((one) => idOf(one)!.split("/").length > 3);
  for (const [type, rows] of Map.groupBy(below, (one) => String(one.type).toLowerCase())) {
    const data = rows.map((row) => ({
      ...row,
      subscriptionId: idOf(row)!.split("/")[2]!.toLowerCase(),
    }));
    const counts = { totalRecords: data.length, count: data.length, resultTruncated: "false" };
    if (/^[\w.]+\/[\w./]+$/.test(type))
      write(`providers/Microsoft.ResourceGraph/resources/${type}.json`, { ...counts, data });
  }
  const lists = Map.groupBy(below, (one) => dirname(idOf(one)!).toLowerCase());
  for (const [path, value] of lists) write(`${stem(path)}.json`, { value });
  for (const one of below)
    if (!lists.has(idOf(one)!.toLowerCase())) write(`${stem(idOf(one)!.toLowerCase())}.json`, one);
}
