import { GraphQLError } from "graphql";
import { readInstant } from "../dialect/moments.ts";
import { compareText } from "../dialect/values.ts";
import { readId } from "../model/spellings.ts";
import type { Collection, SnapshotInfo } from "../types.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call.ts";
import { constantName } from "./gaps.ts";

/** Collections at once; an estate of a million connectors has too many to make an object of each. */
const MOST_COLLECTIONS = 500_000;
/** Collections that are made before others are served. */
const COLLECTIONS_AT_ONCE = 1_000;

/** The collections that the arguments leave, as many as may be looked through. @throws Stopped, or GraphQLError where they are too many */
export async function coverage(call: Call, { type, connector, status }: Arguments) {
  const { inventory } = call;
  const assets = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const types = type === undefined ? assets.map(({ name }) => name) : [String(type)];
  const narrow = connector === undefined ? {} : { connectors: [readId(String(connector))] };
  const count = (await inventory.coverage())
    .filter(({ type: of }) => types.includes(of))
    .reduce((sum, { connectors }) => sum + connectors, 0);
  if (count > MOST_COLLECTIONS && type === undefined && connector === undefined)
    throw new GraphQLError(
      `There are ${count} collections. Ask for those of a type or connector.`,
      {
        extensions: { code: "TOO_MANY_ROWS" },
      },
    );
  const statuses = status as readonly string[] | undefined;
  if (connector === undefined) call.spend(count, "links");
  const wanted: Collection[] = [];
  // In the order that all of them together would have.
  for (const of of types.toSorted(compareText))
    for (let offset = 0, read = COLLECTIONS_AT_ONCE; read === COLLECTIONS_AT_ONCE;) {
      const part = { ...narrow, offset, limit: COLLECTIONS_AT_ONCE };
      const piece = await inventory.collections({ ...part, types: [of] });
      for (const collection of piece)
        if (!statuses || statuses.includes(constantName(collection.status)))
          wanted.push(collection);
      read = piece.length;
      offset += read;
      await call.yieldToEventLoop();
    }
  return wanted;
}

/** A collection as the schema has it. */
export function renderCollection(collection: Collection) {
  return {
    ...collection,
    status: constantName(collection.status),
    // A collection that was never attempted has no moment.
    readAt: collection.readAt ? renderMoment(collection.readAt) : null,
  };
}

/** A snapshot as the schema has it. */
export function renderSnapshot(snapshot: SnapshotInfo) {
  return { ...snapshot, takenAt: renderMoment(snapshot.takenAt) };
}

/** A moment as those of assets are written. */
function renderMoment(moment: string): string {
  return readInstant(moment) ?? moment;
}
