import { gatherReads, readsOfRule } from "../../dialect/reads.ts";
import type { Check, Model } from "../../types.ts";

/** The checks that read a field or relation of a concrete type, by their ids in order. */
export interface Readers {
  of(type: string, member: string): readonly string[];
}

/** Tells for a suite which of its checks read what. */
export function readersAmong(model: Model, checks: readonly Check[]): Readers {
  const readers = new Map<string, Set<string>>();
  for (const { id, rules } of checks)
    for (const [type, members] of gatherReads(rules.flatMap((rule) => readsOfRule(model, rule))))
      for (const member of members) {
        const key = `${type}.${member}`;
        readers.set(key, (readers.get(key) ?? new Set()).add(id));
      }
  return { of: (type, member) => [...(readers.get(`${type}.${member}`) ?? [])].sort() };
}
