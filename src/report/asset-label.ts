import type { AssetName } from "../types.ts";
import { nameOf } from "./evidence.ts";

/**
 * An asset's name with as much of its id as tells it from others of the same name: what it stands in, its group, and its
 * subscription's GUID, which grants and arguments take. `Azure subscription 1 (1111…)`, `pictures/slides (rg-web, 203d1146-…)`.
 */
export function labelOf(asset: Pick<AssetName, "id" | "name">): string {
  const { id } = asset;
  const [, account = "", rest = ""] = /^\/?(?:subscriptions|tenants)\/([^/]+)(.*)$/i.exec(id) ?? [];
  const name = nameOf(asset);
  if (account === "") return name === id ? name : `${name} (${id})`;
  const [, group] = /^\/resourcegroups\/([^/]+)/i.exec(rest) ?? [];
  const [, below = ""] = /\/providers\/[^/]+\/(?!.*\/providers\/)(.*)$/i.exec(rest) ?? [];
  const names = below.split("/").filter((_, i) => i % 2 === 1);
  const isLast = names.length > 1 && names.at(-1)!.toLowerCase() === name.toLowerCase();
  const whole = isLast ? [...names.slice(0, -1), name].join("/") : name;
  const where = [...(group === undefined ? [] : [group]), account];
  return name.toLowerCase() === account.toLowerCase() ? name : `${whole} (${where.join(", ")})`;
}
