import { compareText } from "../dialect/values.ts";
import { typesRead } from "../dialect/types-read.ts";
import type { Backend, Collection, Coverage, EvidenceSource, Query, Rows } from "../types.ts";

/** What stands in for a collection that was never attempted. */
export function notCollected(type: string, connector: string, takenAt: string): Collection {
  return {
    type,
    connector,
    status: "notCollected",
    cause: `${type} was not collected in this connector.`,
    readAt: takenAt,
    assets: 0,
  };
}

/** A collection as what evidence rests on; undefined where nobody tried to read it. */
export function sourceOf({
  type,
  status,
  readAt,
  apiVersion,
}: Pick<Collection, "type" | "status" | "readAt" | "apiVersion">): EvidenceSource | undefined {
  if (status === "notCollected") return undefined;
  return { type, readAt, ...(apiVersion === undefined ? {} : { apiVersion }) };
}

/** Counts collections by type, then status, then cause. */
export function countCollections(collections: readonly Collection[]): readonly Coverage[] {
  const groups = Map.groupBy(collections, coverageKey);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, some]) => coverageOf(some[0]!, some.length));
}

/** So many connectors whose collections of a type ended alike. */
export function coverageOf(
  { type, status, cause, permission }: Collection,
  connectors: number,
): Coverage {
  return {
    type,
    status,
    connectors,
    ...(cause === undefined ? {} : { cause }),
    ...(permission === undefined ? {} : { permission }),
  };
}

/** What collections are counted and sorted by. */
export function coverageKey({
  type,
  status,
  cause = "",
  permission = "",
}: Pick<Coverage, "type" | "status" | "cause" | "permission">): string {
  return `${type}\n${status}\n${cause}\n${permission}`;
}

/** What a query over each of some rows rests on, see `Inventory.sources`. */
export async function readSources(
  backend: Backend,
  rows: Rows,
  query: Query,
): Promise<readonly (readonly EvidenceSource[])[]> {
  const within = await backend.connectorsOf(rows);
  const types = typesRead(backend.model, query);
  const read = await backend.collections({ types, connectors: [...new Set(within)] });
  const byConnector = Map.groupBy(read, ({ connector }) => connector);
  return within.map((connector) =>
    (byConnector.get(connector) ?? []).flatMap((one) => sourceOf(one) ?? []),
  );
}
