import type { Ids } from "./ids.ts";
import { createIds } from "./ids.ts";
import type { Interner } from "./interner.ts";
import { createInterner } from "./interner.ts";

/** Numbers for what records name. */
export interface Names {
  /** Of assets, and of links' far ends. */
  readonly ids: Ids;
  readonly connectors: Interner;
  /** A connector's number, and that of its id. */
  connector(id: string): ConnectorName;
}

interface ConnectorName {
  readonly number: number;
  readonly id: number;
}

/** No names so far. */
export function createNames(): Names {
  const ids = createIds();
  const connectors = createInterner();
  // Records and collections come connector by connector.
  let lastId: string | undefined;
  let last: ConnectorName = { number: 0, id: 0 };
  return {
    ids,
    connectors,
    connector(id) {
      if (id !== lastId) {
        last = { number: connectors.intern(id), id: ids.intern(id) };
        lastId = id;
      }
      return last;
    },
  };
}
