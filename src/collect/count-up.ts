import type { Collection } from "../types.ts";
import type { Progress } from "./loader-context.ts";

/** Collections of one type that ended alike. */
export interface Gap {
  readonly type: string;
  readonly status: Collection["status"];
  readonly connectors: number;
  /** The first of them by id. */
  readonly first: string;
  /** That of the first. */
  readonly cause: string;
  readonly permission?: string;
}

/** How many collections there will be, and where. */
export interface Expected {
  /** Accounts that are listed. */
  readonly connectors: number;
  /** Asset types that are finished in each of them. */
  readonly types: number;
  /** Collections of what stands in for accounts that are not. */
  readonly standIns: number;
}

/** Counts collections and assets as they finish, and tells. What is missing in connectors for which `isQuiet` is no gap. */
export function countUp(
  { connectors, types, standIns }: Expected,
  isQuiet: (connector: string) => boolean,
  tell: ((progress: Progress) => void) | undefined,
) {
  const finishedIn = new Map<string, number>();
  const gaps = new Map<string, Gap>();
  let [connectorsDone, collectionsDone, assets, incomplete] = [0, 0, 0, 0];
  const current = () => ({
    connectors,
    connectorsDone,
    collections: types * connectors + standIns,
    collectionsDone,
    assets,
    incomplete,
  });
  return {
    current,
    gaps: () => [...gaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap),
    finished(collection: Collection) {
      const { connector, status } = collection;
      const ofConnector = (finishedIn.get(connector) ?? 0) + 1;
      finishedIn.set(connector, ofConnector);
      if (ofConnector === types) connectorsDone += 1;
      collectionsDone += 1;
      assets += collection.assets;
      if (status !== "complete") {
        incomplete += 1;
        if (!isQuiet(connector)) addGap(gaps, collection);
      }
      tell?.(current());
    },
  };
}

function addGap(
  gaps: Map<string, Gap>,
  { type, status, connector, cause = "", permission }: Collection,
): void {
  const key = [type, status, permission ?? ""].join("\n");
  const before = gaps.get(key);
  const isFirst = before === undefined || connector < before.first;
  gaps.set(key, {
    ...{ type, status, connectors: (before?.connectors ?? 0) + 1 },
    cause: isFirst ? cause : before.cause,
    first: isFirst ? connector : before.first,
    ...(permission === undefined ? {} : { permission }),
  });
}
