import type { Backend, Filter, Rows } from "../types.ts";
import { gatherFacts } from "./facts.ts";
import type { HiddenRows } from "./hidden-rows.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;

/** The places among some rows, rising, where a field is missing or a relation may lead to more than is known. */
export type ListMissing = (backend: Backend, rows: Rows, name: string) => Promise<Uint32Array>;

export function createMissingLister(hiddenRows: HiddenRows): ListMissing {
  // Kept, so that what matters to it is found once for a type.
  const anything = new Map<string, Quantify>();

  return async (backend, { type, rows }, name) => {
    const relation = backend.model.types.get(type)!.relations.get(name);
    if (!relation) {
      const unlearnt = await backend.unlearnt({ type, rows }, name);
      return Uint32Array.from(unlearnt, ({ place }) => place);
    }
    const filter = anything.get(name) ?? { kind: "quantify", relation: name, quantifier: "SOME" };
    anything.set(name, filter);
    const facts = await gatherFacts(backend, { type, rows }, filter);
    const types = hiddenRows.typesThatMatter(type, filter, 0);
    return Uint32Array.from(rows.keys()).filter((i) => {
      const row = { type, row: rows[i]! };
      if (facts.unlearnt(row, name)?.whole) return true;
      if (!hiddenRows.any(facts, row, name, types)) return false;
      return relation.toMany || facts.targets(row, name).length === 0;
    });
  };
}
