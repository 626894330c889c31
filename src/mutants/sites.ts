import { allOf, anyOf, not, type OptionalFilter } from "../dialect/nodes.ts";
import { membersOf } from "../model/concrete.ts";
import type { AssetType, Field, Filter, Model } from "../types.ts";

/** One condition of a filter, and how the whole filter is with another in its place. */
export interface Site<T extends Filter = Filter> {
  readonly filter: T;
  /** The concrete types of the rows that it is about. */
  readonly types: readonly AssetType[];
  /** What holds the condition: the kind of filter around it, `root` or the relation's `where`. */
  readonly within: "and" | "or" | "not" | "where" | "root";
  /** The whole with something else here; undefined takes the condition away, as where it was not written. */
  replace(by: OptionalFilter): OptionalFilter;
}

/** Every condition of a filter, outer ones first. What reading a filter adds to a condition by itself is not looked into. */
export function sitesOf(model: Model, typeName: string, filter: OptionalFilter): readonly Site[] {
  const sites: Site[] = [];
  const visit = (site: Site): void => {
    sites.push(site);
    for (const inner of sitesIn(model, site)) visit(inner);
  };
  if (filter)
    visit({ filter, types: typesOf(model, typeName), within: "root", replace: (by) => by });
  return sites;
}

function sitesIn(model: Model, site: Site): readonly Site[] {
  const { filter, types, replace } = site;
  switch (filter.kind) {
    case "and":
    case "or": {
      const join = filter.kind === "and" ? allOf : anyOf;
      const parts = hasPresence(filter, types) ? [] : filter.of;
      return parts.map((part, i) => ({
        ...{ filter: part, types, within: filter.kind },
        replace: (by) => replace(join(filter.of.with(i, by as Filter))),
      }));
    }
    case "not":
      return [
        {
          ...{ filter: filter.of, types, within: "not" },
          replace: (by) => replace(by && not(by)),
        },
      ];
    case "quantify": {
      if (!filter.where) return [];
      const { where, ...bare } = filter;
      return [
        {
          filter: where,
          types: targetsOf(model, types, filter.relation),
          within: "where",
          replace: (by) => replace(by ? { ...bare, where: by } : bare),
        },
      ];
    }
    default:
      return [];
  }
}

function typesOf(model: Model, name: string): readonly AssetType[] {
  return membersOf(model, name).map((member) => model.types.get(member)!);
}

function targetsOf(
  model: Model,
  types: readonly AssetType[],
  relation: string,
): readonly AssetType[] {
  const targets = types.flatMap(({ relations }) => relations.get(relation)?.target ?? []);
  return [...new Set(targets.flatMap((target) => typesOf(model, target)))];
}

/** The field that a condition is about, as the types that have one declare it. */
export function fieldOf(types: readonly AssetType[], name: string): Field | undefined {
  return types.flatMap(({ fields }) => fields.get(name) ?? [])[0];
}

/** Whether this is a comparison that is unknown where another field says that there is nothing to compare (`Field.presence`). */
function hasPresence(filter: Filter, types: readonly AssetType[]): boolean {
  if (filter.kind !== "or") return false;
  const [both, absent] = filter.of;
  if (both?.kind !== "and" || absent?.kind !== "compare" || absent.value !== false) return false;
  return both.of.some(
    (part) => part.kind === "compare" && fieldOf(types, part.field)?.presence === absent.field,
  );
}
