import type { AbstractType, AssetType, Model, Query, Selection } from "../types.ts";
import { type Arguments, readCount, readFilter, readWindow, readSort } from "./arguments.ts";
import type { Call } from "./call.ts";
import { createCursors } from "./cursor.ts";
import { joinRuns, RowRef, type RowList } from "./nodes.ts";

/** How a field of a plain object is worked out: by its arguments, in an operation; of the root, under a key of the answer. */
export type Method = (args: Arguments, call: Call, key?: string) => unknown;

/** The root fields over the inventory: for each asset type and each name for several types a list, a connection and a count. */
export function createAssetRoot(model: Model): Record<string, Method> {
  const root: Record<string, Method> = {};
  const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
  for (const type of [...assets, ...model.abstractTypes.values()]) {
    root[type.plural] = (args, call, key) => readList(call, type, args, key);
    root[`${type.plural}Connection`] = (args, call, key) => readConnection(call, type, args, key);
    root[`${type.plural}Aggregate`] = async (args, call, key) => ({
      count: (await call.select(readQuery(call, type, args), key)).matched,
    });
  }
  return root;
}

type Named = AssetType | AbstractType;

function readQuery(call: Call, type: Named, args: Arguments): Query {
  return { type: type.name, where: readFilter(call, type.name, args.where) };
}

async function readList(
  call: Call,
  type: Named,
  args: Arguments,
  key: string | undefined,
): Promise<RowList> {
  const { sort, offset, limit } = readWindow(args);
  const query = { ...readQuery(call, type, args), sort };
  const selection = await call.select(query, key);
  const page = limit === undefined ? { offset } : { offset, limit };
  const count = Math.max(0, selection.matched - offset);
  call.spend(Math.min(count, limit ?? count));
  spendSort(call, query, selection);
  const rows = await selection.rows("matched", page);
  await call.yieldToEventLoop();
  return joinRuns(rows);
}

/** Accounts for a sort before it is done; one that was asked for before is not done again. */
function spendSort(call: Call, { type, where, sort = [] }: Query, { matched }: Selection): void {
  const key = JSON.stringify([type, where, sort]);
  if (!call.sorts.has(key)) call.spend(matched * sort.length, "sorted");
  call.sorts.add(key);
}

async function readConnection(call: Call, type: Named, args: Arguments, key: string | undefined) {
  const limit = readCount("first", args.first);
  const query = { ...readQuery(call, type, args), sort: readSort(args.sort) };
  const cursors = createCursors({ snapshot: call.inventory.snapshot.id, query });
  const offset = args.after == null ? 0 : cursors.read(args.after);
  const selection = await call.select(query, key);
  const end = Math.min(selection.matched, offset + (limit ?? selection.matched));
  return {
    totalCount: selection.matched,
    pageInfo: {
      hasNextPage: end < selection.matched,
      hasPreviousPage: offset > 0,
      startCursor: () => (end > offset ? cursors.render(offset) : null),
      endCursor: () => (end > offset ? cursors.render(end - 1) : null),
    },
    async edges() {
      const limit = Math.max(0, end - offset);
      call.spend(limit);
      spendSort(call, query, selection);
      const list = joinRuns(await selection.rows("matched", { offset, limit }));
      await call.yieldToEventLoop();
      return Array.from(list.rows, (row, i) => ({
        cursor: cursors.render(offset + i),
        node: new RowRef(list.types[list.typeOf[i]!]!, row),
      }));
    },
  };
}
