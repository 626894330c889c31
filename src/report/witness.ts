import type { AssetName, Evidence } from "../types.ts";
import type { UndoBranch } from "./remediation.ts";
import { pluralOf } from "./words.ts";

/** What guidance can be filled in with: an asset as verdicts name it, and where it offends the evidence. */
export interface Named extends Pick<AssetName, "id" | "name" | "connector"> {
  readonly because?: readonly Evidence[];
}

/**
 * What stands for a placeholder in angle brackets, by the asset's id and by the evidence against it: `<vault-name>` is what follows
 * `vaults` in the id, `<rule-name>` the key of `rules[…]`, or the rule that an opening's name has. Undefined where nothing says it, or
 * where more than one is at fault.
 */
export function witnessed(placeholder: string, asset: Named): string | undefined {
  const noun = placeholder.replace(/-name$/, "");
  const plural = pluralOf(noun).replaceAll("-", "").toLowerCase();
  const segments = asset.id.split("/");
  const at = segments.findIndex((segment) => segment.toLowerCase() === plural);
  if (at >= 0) return segments[at + 1];
  const keys = (asset.because ?? []).flatMap(({ path }) => keysIn(path, noun, plural, asset));
  return new Set(keys).size === 1 ? keys[0] : undefined;
}

/** Keys of parts are written `relation[key]`; the text of a derived part says `rule ssh of web lets …`. */
function keysIn(path: string, noun: string, plural: string, { name }: Named): readonly string[] {
  const [, relation, key] = /^(\w+)\[([^\]]*)\]/.exec(path) ?? [];
  if (relation === undefined || key === undefined) return [];
  if (relation.toLowerCase() === plural) return [key];
  const [, told, owner] = new RegExp(`^${noun} (\\S+) of (\\S+) `).exec(key) ?? [];
  return told !== undefined && owner?.toLowerCase() === name?.toLowerCase() ? [told] : [];
}

/**
 * The way back that applies to what was found: the one for what was not there, where the evidence is an absence; else the one that
 * names a value which was found; else the one for what was there. Undefined where the evidence does not tell.
 */
export function branchFor(
  branches: readonly UndoBranch[],
  because: readonly Evidence[] = [],
): UndoBranch | undefined {
  if (because.length === 0) return undefined;
  const isAbsent = because.some(({ condition }) => /^none\b(?! of \d+ match)/.test(condition));
  const forNothing = branches.filter(({ when }) => /\b(?:none|no \w+)\b/i.test(when));
  if (isAbsent) return only(forNothing);
  const found = new Set(because.map((one) => String(one.found).toLowerCase()));
  const naming = branches.filter(({ when }) => valuesIn(when).some((value) => found.has(value)));
  if (naming.length > 0) return only(naming);
  return only(
    branches.filter((one) => !forNothing.includes(one) && valuesIn(one.when).length === 0),
  );
}

function valuesIn(when: string): readonly string[] {
  return [...when.matchAll(/`([^`]+)`/g)].map(([, value]) => value!.toLowerCase());
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
