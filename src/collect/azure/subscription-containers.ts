import { groupAccounts } from "../accounts.ts";
import type { Failure } from "../calls/failure.ts";
import type { LoaderContext } from "../loader-context.ts";
import { forEach } from "../for-each.ts";
import type { JsonObject } from "../json/json.ts";
import { type PartQuestion, walkGraph } from "./resource-graph.ts";

/** What Resource Graph says of subscriptions. Keys are connectors' ids. */
export interface Containers {
  /** Those that it shows. */
  readonly rows: ReadonlyMap<string, JsonObject>;
  /** Why it could not be told whether it shows them. */
  readonly failures: ReadonlyMap<string, Failure>;
}

/** Subscriptions in one question about management groups: one full page. */
const CONTAINERS_AT_ONCE = 1000;

/** Asked once in a collection: what every answer of Resource Graph covers is told by it. */
const known = new WeakMap<LoaderContext, Promise<Containers>>();

/** What Resource Graph says of the subscriptions that are read. */
export function containersOf(context: LoaderContext, part: PartQuestion): Promise<Containers> {
  const containers = known.get(context) ?? readContainers(context, part);
  known.set(context, containers);
  return containers;
}

/** What is read of subscriptions beside what their list says: their management groups. */
export async function describeSubscriptions(
  context: LoaderContext,
  part: PartQuestion,
): Promise<ReadonlyMap<string, JsonObject>> {
  const { rows } = await containersOf(context, part);
  const described = new Map<string, JsonObject>();
  for (const [id, { properties }] of rows)
    if (properties !== undefined) described.set(id, { properties });
  return described;
}

/** What Resource Graph says of subscriptions: which it shows, with their management groups. */
async function readContainers(
  { transport, accounts, signal }: LoaderContext,
  part: PartQuestion,
): Promise<Containers> {
  const rows = new Map<string, JsonObject>();
  const failures = new Map<string, Failure>();
  await forEach(groupAccounts(accounts, CONTAINERS_AT_ONCE), 4, signal, async (group) => {
    const question = {
      table: "resourcecontainers",
      types: ["microsoft.resources/subscriptions"],
      subscriptions: group.map(({ key }) => key),
    };
    for (const one of part(question)) {
      const listing = walkGraph(transport, one, group[0]!.tenant);
      for await (const page of listing.pages)
        for (const row of page.rows)
          if (String(row.type).toLowerCase() === one.types[0])
            rows.set(String(row.id).toLowerCase(), row);
      const failure = listing.failure();
      const ids = new Set(one.subscriptions);
      for (const { id, key } of failure ? group : []) if (ids.has(key)) failures.set(id, failure!);
    }
  });
  return { rows, failures };
}
