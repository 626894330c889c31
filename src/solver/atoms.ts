import { renderFilter } from "../dialect/render.ts";
import type { Filter } from "../types.ts";

/** A condition on one field's value. */
export type Atom = Extract<Filter, { kind: "null" | "compare" }>;

/** The conditions of some filters by the field that they are on, each once; `numberOf` is a condition's place among those of its field. */
export interface Atoms {
  readonly fields: readonly string[];
  on(field: string): readonly Atom[];
  numberOf(atom: Atom): number;
}

export function gatherAtoms(filters: readonly Filter[]): Atoms {
  const byField = new Map<string, Atom[]>();
  const numbers = new Map<string, number>();
  const known = new WeakMap<Atom, number>();

  function visit(filter: Filter): void {
    switch (filter.kind) {
      case "and":
      case "or":
        filter.of.forEach(visit);
        break;
      case "not":
        visit(filter.of);
        break;
      case "quantify":
        if (filter.where) visit(filter.where);
        break;
      case "null":
      case "compare":
        add(filter);
    }
  }

  function add(atom: Atom): void {
    const key = renderFilter(atom);
    const own = byField.get(atom.field) ?? [];
    byField.set(atom.field, own);
    if (!numbers.has(key)) {
      numbers.set(key, own.length);
      own.push(atom);
    }
    known.set(atom, numbers.get(key)!);
  }

  filters.forEach(visit);
  return {
    fields: [...byField.keys()],
    on: (field) => byField.get(field) ?? [],
    numberOf: (atom) => known.get(atom)!,
  };
}
