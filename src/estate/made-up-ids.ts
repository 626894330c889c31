import type { AssetRecord, Model } from "../types.ts";
import type { SmallEstate } from "./small-estate.ts";

/** What made-up ids have behind the beginning that a cloud's accounts have, and before what tells them apart. */
const mark = "00000000-0000-0000-0000-";

/** The id of a connector of a made-up estate, the first by 0. What is in it has ids that begin so. */
export function madeUpConnector({ providers }: Model, number = 0): string {
  const [provider] = [...providers.values()];
  return `${provider?.accounts ?? "/"}${mark}${String(number + 1).padStart(12, "0")}`;
}

export function isMadeUp(id: string): boolean {
  return id.includes(mark);
}

/** A made-up id as it is in the copy of its estate with this number; the first is the estate itself. */
export function inCopy(id: string, copy: number): string {
  return id.replace(mark, `${copy.toString(16).padStart(8, "0")}${mark.slice(8)}`);
}

/** A copy of an estate whose made-up ids are its own. */
export function copyEstate({ records, unread }: SmallEstate, copy: number): SmallEstate {
  const renamed = (id: string) => inCopy(id, copy);
  return {
    records: records.map((record): AssetRecord => {
      const { id, connector, links, fields } = record;
      return {
        ...record,
        id: renamed(id),
        connector: renamed(connector),
        links: Object.fromEntries(
          Object.entries(links).map(([name, far]) => [name, far.map(renamed)]),
        ),
        fields: "id" in fields ? { ...fields, id: renamed(id) } : fields,
      };
    }),
    unread: unread.map(({ type, connector }) => ({ type, connector: renamed(connector) })),
  };
}
