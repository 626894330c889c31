import type { Evidence, Offender } from "../types.ts";
import { renderEvidence } from "./evidence.ts";

/** Conditions that several offenders met, and those by which each of them differs. */
export interface ComparedReasons {
  /** Those that all met, with the same values found; none where there is one offender. */
  readonly shared: readonly string[];
  /** A line for each part that is at fault: what tells this offender from the others, what tells most first. */
  readonly own: (offender: Offender) => readonly string[];
}

/** Conditions about one part of an asset: `prefix` is the way to it, behind which each stands; empty for a condition by itself. */
export interface EvidenceGroup {
  readonly prefix: string;
  readonly conditions: readonly Pick<Evidence, "path" | "condition" | "found">[];
}

/** Conditions by the part that they are about, so that the way to it need not be written at each. */
export function groupEvidence(
  because: readonly Pick<Evidence, "path" | "condition" | "found">[],
): readonly EvidenceGroup[] {
  return [...Map.groupBy(because, prefixOf)].flatMap(([prefix, group]): EvidenceGroup[] => {
    if (prefix === "" || group.length === 1)
      return group.map((one) => ({ prefix: "", conditions: [one] }));
    const conditions = group.map((one) => ({ ...one, path: pathBehind(prefix, one) }));
    return [{ prefix, conditions }];
  });
}

/** Reasons as lines: conditions about the same part stand behind the way to it, which is written once. */
export function reasonLines(because: readonly Evidence[]): readonly string[] {
  return [...Map.groupBy(because, prefixOf)].flatMap(([prefix, group]) => {
    const tag = tagIn(prefix, group);
    if (tag !== undefined) return [tag];
    return prefix === "" || group.length === 1
      ? group.map(renderEvidence)
      : [`${prefix}: ${group.map((one) => renderEvidence(behind(prefix, one))).join("; ")}`];
  });
}

/** Parts reasons that all of some offenders have from those that tell them apart. */
export function compareReasons(offenders: readonly Offender[]): ComparedReasons {
  const lists = offenders.map(({ because }) => new Map(because.map((one) => [keyOf(one), one])));
  const [first] = lists;
  const candidates = lists.length > 1 ? [...first!.values()] : [];
  const shared = candidates.filter((one) => lists.every((list) => list.has(keyOf(one))));
  const sharedKeys = new Set(shared.map(keyOf));
  const values = Map.groupBy(new Map(lists.flatMap((list) => [...list])).values(), generalPath);
  const variety = (one: Evidence) => values.get(generalPath(one))?.length ?? 0;

  function own({ because }: Offender): readonly string[] {
    return [...Map.groupBy(because, prefixOf)].flatMap(([prefix, group]) => {
      const telling = group.filter((one) => !sharedKeys.has(keyOf(one)));
      if (telling.length > 0)
        return reasonLines(telling.toSorted((a, b) => variety(b) - variety(a)));
      return /\[[^\]]*[^\]\d][^\]]*\]/.test(prefix) ? [prefix] : [];
    });
  }

  return { shared: reasonLines(shared.map((one) => ({ ...one, path: generalPath(one) }))), own };
}

/** The way to the part that a condition is about: `rules[ssh]` of `rules[ssh].port`; nothing of an asset's own field. */
function prefixOf({ path }: Pick<Evidence, "path">): string {
  const end = path.lastIndexOf("]") + 1;
  const dot = path.lastIndexOf(".");
  return path.slice(0, Math.max(end, dot < end ? 0 : dot));
}

function behind(prefix: string, one: Evidence): Evidence {
  return { ...one, path: pathBehind(prefix, one) };
}

function pathBehind(prefix: string, { path }: Pick<Evidence, "path">): string {
  return path.slice(prefix.length).replace(/^\./, "");
}

/** `connector: tag environment = "production"` in place of what is known of the tag's key and of its value. */
function tagIn(prefix: string, group: readonly Evidence[]): string | undefined {
  if (!/(?:^|\.)tags\[\d+\]$/.test(prefix)) return undefined;
  const [key, value, ...more] = group.map((one) => behind(prefix, one));
  const isTag = key?.path === "key" && value?.path === "value" && typeof key.found === "string";
  if (!isTag || more.length > 0) return undefined;
  const owner = prefix.replace(/\.?tags\[\d+\]$/, "");
  const told = renderEvidence({ ...value, path: `tag ${String(key.found)}` });
  return owner === "" ? told : `${owner}: ${told}`;
}

/** Without the keys of parts. */
function generalPath({ path }: Evidence): string {
  return path.replace(/\[[^\]]*\]/g, "");
}

function keyOf(one: Evidence): string {
  return JSON.stringify([generalPath(one), one.condition, one.found]);
}
