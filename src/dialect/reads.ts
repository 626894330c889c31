import { membersOf } from "../model/concrete.ts";
import type { AssetType, Filter, Model, Rule } from "../types.ts";
import { allOf, type OptionalFilter } from "./nodes.ts";

/** What a filter reads of rows of one concrete type, and of those that they lead to. */
export interface Reads {
  readonly type: string;
  readonly fields: ReadonlySet<string>;
  /** Relations that it follows or counts, each with what it reads of the rows behind it, by their concrete types. */
  readonly relations: ReadonlyMap<string, readonly Reads[]>;
}

/**
 * What a filter over `type` reads: an entry for each concrete type, in the order of their names, of the members that the type has. What stands
 * beside a condition on the type itself is not read for other types.
 */
export function readsOf(model: Model, type: string, filter: Filter | undefined): readonly Reads[] {
  return readsOfAll(model, type, filter ? [filter] : []);
}

/** What judging a rule reads, the way to its offenders included. */
export function readsOfRule(model: Model, { query, offendersPath = [] }: Rule): readonly Reads[] {
  const way = offendersPath.reduceRight<OptionalFilter>((behind, { relation, where }) => {
    const inner = allOf([where, behind]);
    return { kind: "quantify", relation, quantifier: "SOME", ...(inner ? { where: inner } : {}) };
  }, undefined);
  return readsOf(model, query.type, allOf([query.where, way]));
}

/** The fields and relations that are read anywhere, by the concrete type that has them. */
export function gatherReads(reads: readonly Reads[]): ReadonlyMap<string, ReadonlySet<string>> {
  const gathered = new Map<string, Set<string>>();
  const visit = ({ type, fields, relations }: Reads): void => {
    const own = gathered.get(type) ?? new Set();
    gathered.set(type, own);
    for (const name of [...fields, ...relations.keys()]) own.add(name);
    for (const behind of relations.values()) behind.forEach(visit);
  };
  reads.forEach(visit);
  return gathered;
}

function readsOfAll(model: Model, type: string, filters: readonly Filter[]): readonly Reads[] {
  return membersOf(model, type).map((name) => {
    const own = model.types.get(name)!;
    const fields = new Set<string>();
    const behind = new Map<string, Filter[]>();
    for (const filter of filters) gather(own, filter, fields, behind);
    const relations = new Map(
      [...behind].map(([relation, inner]) => {
        const { target } = own.relations.get(relation)!;
        return [relation, readsOfAll(model, target, inner)];
      }),
    );
    return { type: name, fields, relations };
  });
}

/** Adds what one filter reads of rows of `type`, with the conditions on the rows behind each relation. */
function gather(
  type: AssetType,
  filter: Filter,
  fields: Set<string>,
  behind: Map<string, Filter[]>,
): void {
  switch (filter.kind) {
    case "and":
    case "or":
      if (filter.kind === "and" && filter.of.some((part) => isOfOthers(part, type))) return;
      for (const part of filter.of) gather(type, part, fields, behind);
      return;
    case "not":
      gather(type, filter.of, fields, behind);
      return;
    case "null":
    case "compare":
      if (type.fields.has(filter.field)) fields.add(filter.field);
      return;
    case "quantify": {
      if (!type.relations.has(filter.relation)) return;
      const inner = behind.get(filter.relation) ?? [];
      behind.set(filter.relation, inner);
      if (filter.where) inner.push(filter.where);
    }
  }
}

function isOfOthers(filter: Filter, { name }: AssetType): boolean {
  return filter.kind === "type" && !filter.names.includes(name);
}
