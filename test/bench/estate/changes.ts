import type { AssetRecord, FieldValue } from "../../../src/types.ts";
import { generateConnector } from "./estate.ts";
import type { Random } from "./random.ts";
import { createRandom } from "./random.ts";

/** Which estate changes. Everything follows from it and the round. */
interface Estate {
  readonly connectors: number;
  readonly seed: number;
}

/** What an answer of the cloud says: assets as they are, and those that are gone. */
export interface Recollection {
  readonly records: readonly AssetRecord[];
  readonly removed: readonly { readonly type: string; readonly id: string }[];
}

/**
 * One in a thousand assets, anywhere in the estate, collected again in round `round`, parts with their owners: nearly all with
 * other values, a few gone or new, some with other links.
 */
export function changedAssets({ connectors, seed }: Estate, round: number): Recollection {
  const random = createRandom(seed + 1000, round);
  const wanted = Math.max(1, Math.round((connectors * 16) / 1000));
  const found = createFound();
  for (let assets = 0; assets < wanted; assets++) {
    const number = random.below(connectors);
    const batch = generateConnector(number, seed);
    const asset = random.pick(batch.filter(({ type }) => !isPart(type) && type !== "Connector"));
    if (asset) recollect(found, batch, asset, otherBatch(number, seed, random), random, round);
  }
  return found.changes();
}

/** One in a thousand connectors with all that it holds, collected again: three in four assets are as they were. */
export function changedConnectors({ connectors, seed }: Estate, round: number): Recollection {
  const random = createRandom(seed + 2000, round);
  const found = createFound();
  for (let i = 0; i < Math.max(1, Math.round(connectors / 1000)); i++) {
    const number = random.below(connectors);
    const batch = generateConnector(number, seed);
    const others = otherBatch(number, seed, random);
    for (const asset of batch) {
      if (isPart(asset.type)) continue;
      const isSame = asset.type === "Connector" || random.chance(75);
      if (isSame) found.add(asset, ...partsOf(batch, asset));
      else recollect(found, batch, asset, others, random, round);
    }
  }
  return found.changes();
}

type Found = ReturnType<typeof createFound>;

/** What was found, each asset once, as records that share nothing with others: as an answer of the cloud. */
function createFound() {
  const records = new Map<string, AssetRecord>();
  const removed = new Map<string, AssetRecord>();
  return {
    add(...assets: readonly AssetRecord[]): void {
      for (const asset of assets) if (!removed.has(asset.id)) records.set(asset.id, asset);
    },
    remove(...assets: readonly AssetRecord[]): void {
      for (const asset of assets) if (!records.has(asset.id)) removed.set(asset.id, asset);
    },
    changes(): Recollection {
      const gone = [...removed.values()].map(({ type, id }) => ({ type, id }));
      return structuredClone({ records: [...records.values()], removed: gone });
    },
  };
}

/** Of a hundred assets four are gone, four new, and the others have other values, a tenth of these other links too. */
function recollect(
  found: Found,
  batch: readonly AssetRecord[],
  asset: AssetRecord,
  others: readonly AssetRecord[],
  random: Random,
  round: number,
): void {
  const parts = partsOf(batch, asset);
  const share = random.below(100);
  if (share < 4) {
    found.remove(asset, ...parts);
    return;
  }
  const isNew = share < 8;
  const renamed = (id: string) => (isNew ? id.replace(asset.id, `${asset.id}-${round}`) : id);
  const again = ({ id, ...record }: AssetRecord): AssetRecord => ({
    ...record,
    id: renamed(id),
    fields: otherFields(record, others, random),
    links: otherLinks(record, batch, random.chance(10) ? random : undefined, renamed),
  });
  found.add(again(asset), ...parts.map(again));
}

/** One to three fields have the values of an asset of the same type in another estate; a few texts are like none before. */
function otherFields(
  { type, fields }: Pick<AssetRecord, "type" | "fields">,
  others: readonly AssetRecord[],
  random: Random,
): Record<string, FieldValue> {
  const changed: Record<string, FieldValue> = { ...fields };
  const other = others.find((record) => record.type === type)?.fields ?? {};
  const differing = Object.keys(other).filter(
    (name) => name !== "name" && other[name] !== fields[name],
  );
  for (let left = 1 + random.below(3); left > 0 && differing.length > 0; left--) {
    const [name] = differing.splice(random.below(differing.length), 1);
    changed[name!] = other[name!]!;
  }
  if (random.chance(5) && "region" in fields) changed.region = `region-${random.below(1000)}`;
  return changed;
}

/** The same links, or each to another asset of its target's type in the connector. Parts stay with their owner. */
function otherLinks(
  { links }: Pick<AssetRecord, "links">,
  batch: readonly AssetRecord[],
  random: Random | undefined,
  renamed: (id: string) => string,
): AssetRecord["links"] {
  const otherThan = (id: string): string => {
    const type = batch.find((record) => record.id === id)?.type;
    if (!random || type === undefined || isPart(type)) return renamed(id);
    return random.pick(batch.filter((record) => record.type === type)).id;
  };
  return Object.fromEntries(
    Object.entries(links).map(([relation, ids]) => [relation, ids.map(otherThan)]),
  );
}

function otherBatch(number: number, seed: number, random: Random): readonly AssetRecord[] {
  return generateConnector(number, seed + 1 + random.below(9));
}

function partsOf(batch: readonly AssetRecord[], { id }: AssetRecord): readonly AssetRecord[] {
  return batch.filter((record) => record.id.startsWith(`${id}#`));
}

function isPart(type: string): boolean {
  return type === "SecurityGroupRule";
}
