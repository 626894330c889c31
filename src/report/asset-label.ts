import type { AssetName } from "../types.ts";
import { readAssetId } from "../asset-ids.ts";
import { nameOf } from "./evidence.ts";

/**
 * An asset's name with as much of its id as tells it from others of the same name: what it stands in, its group, and its
 * account's part, which grants and arguments take. `Azure subscription 1 (1111…)`, `pictures/slides (rg-web, 203d1146-…)`.
 */
export function labelOf(asset: Pick<AssetName, "id" | "name">): string {
  const { id } = asset;
  const name = nameOf(asset);
  const read = readAssetId(id);
  if (!read) return name === id ? name : `${name} (${id})`;
  const { key: account, rest } = read;
  const [before, ...behind] = rest.split(/\/providers\/[^/]+\//i);
  const [, group] = /^\/[^/]+\/([^/]+)/.exec(behind.length > 0 ? before! : "") ?? [];
  const below = behind.at(-1) ?? before!.slice(1);
  const names = below.split("/").filter((_, i) => i % 2 === 1);
  const isLast = names.length > 1 && names.at(-1)!.toLowerCase() === name.toLowerCase();
  const whole = isLast ? [...names.slice(0, -1), name].join("/") : name;
  const where = [...(group === undefined ? [] : [group]), account];
  return name.toLowerCase() === account.toLowerCase() ? name : `${whole} (${where.join(", ")})`;
}
