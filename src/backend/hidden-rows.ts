import { createOutcomes } from "../dialect/outcomes.ts";
import { collectedTypesOf, membersOf } from "../model/concrete.ts";
import { ownersBehind, typesBehind } from "../model/owners.ts";
import type {
  Collection,
  Derived,
  Filter,
  MissingEvidence,
  Model,
  Relation,
  RowRef,
} from "../types.ts";
import type { Facts } from "./facts.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;

/** What a row waits for: a collection, an id, a reason, or nothing that could be named. */
export type Reason = Omit<MissingEvidence, "path">;

/** What the relations of single rows may hide, and why. */
export interface HiddenRows {
  /**
   * The types of the far side of which hidden rows may change a quantifier's answer, which `held` known ones fulfil: those for which
   * the condition can hold, or, where ALL holds so far, for which it can fail.
   */
  typesThatMatter(type: string, filter: Quantify, held: number): readonly string[];
  /** Whether a relation may lead to more of these types than is known. */
  any(facts: Facts, row: RowRef, relation: string, types: readonly string[]): boolean;
  /** What the rows wait for that it may lead to besides. */
  reasons(facts: Facts, row: RowRef, relation: string, types: readonly string[]): readonly Reason[];
  /** What a derived value that is missing waits for: the collections of what it rests on that are not complete. */
  unreadBehind(facts: Facts, row: RowRef, derived: Derived): readonly Reason[];
}

export function createHiddenRows(model: Model): HiddenRows {
  const outcomes = createOutcomes(model);
  const farTypes = new WeakMap<Quantify, Map<string, readonly string[]>>();
  const behind = new Map<Relation, ReturnType<typeof typesBehind>>();
  const relationOf = (type: string, relation: string) =>
    model.types.get(type)?.relations.get(relation);

  function typesThatMatter(type: string, filter: Quantify, held: number): readonly string[] {
    const can = filter.quantifier === "ALL" && held > 0 ? "canFail" : "canHold";
    const byType = farTypes.get(filter) ?? new Map<string, readonly string[]>();
    farTypes.set(filter, byType);
    const key = `${type} ${can}`;
    const declared = relationOf(type, filter.relation);
    const types =
      byType.get(key) ??
      (declared ? membersOf(model, declared.target) : []).filter(
        (far) => outcomes.behind(type, declared!, far, filter.where)[can],
      );
    byType.set(key, types);
    return types;
  }

  /** Whether `reasons` has anything to say, which is asked far more often than what. */
  function any(facts: Facts, row: RowRef, relation: string, types: readonly string[]): boolean {
    const declared = relationOf(row.type, relation);
    if (!declared || types.length === 0) return false;
    const unlearnt = facts.unlearnt(row, relation);
    if (unlearnt?.whole) return true;
    if (declared.kind === "references") return (unlearnt?.ids ?? []).length > 0;
    if (declared.kind !== "inverse") return false;
    return (
      types.some((type) => unlearnt?.unread?.includes(type)) ||
      collectionsHiding(facts, row, declared, types).length > 0
    );
  }

  function reasons(
    facts: Facts,
    row: RowRef,
    relation: string,
    types: readonly string[],
  ): readonly Reason[] {
    const declared = relationOf(row.type, relation);
    if (!declared || types.length === 0) return [];
    const unlearnt = facts.unlearnt(row, relation);
    const found: Reason[] = unlearnt?.whole ? [...ofWhole(facts, row, declared)] : [];
    if (declared.kind === "references")
      for (const id of unlearnt?.ids ?? []) found.push(...ofId(facts, types, id));
    if (declared.kind === "inverse") {
      for (const type of types)
        if (unlearnt?.unread?.includes(type)) found.push(...ofUnread(facts, row, declared, type));
      for (const collection of collectionsHiding(facts, row, declared, types))
        found.push({ collection });
    }
    return found;
  }

  /** What a relation waits for that could not be learnt as a whole. */
  function ofWhole(facts: Facts, row: RowRef, relation: Relation): readonly Reason[] {
    if (relation.uncollected !== undefined) return [{ reason: relation.uncollected }];
    if (relation.derived) return unreadBehind(facts, row, relation.derived);
    return relation.holders ? [{ reason: heldByOthers }] : [{}];
  }

  /** What an inverse waits for that could not be learnt of one type: its collection, if it is read for this asset alone. */
  function ofUnread(facts: Facts, row: RowRef, relation: Relation, type: string) {
    const isOwn = ownersBehind(model, type, relation.inverse)?.includes(row.type);
    return openOf(facts, row, isOwn ? [type] : []);
  }

  function unreadBehind(facts: Facts, row: RowRef, { from }: Derived): readonly Reason[] {
    return openOf(facts, row, from);
  }

  /** Those of some types' collections in a row's connector that are not complete. */
  function openOf(facts: Facts, row: RowRef, types: readonly string[]): readonly Reason[] {
    const open = types.flatMap((type) => facts.openHere(row, type) ?? []);
    return open.length > 0 ? open.map((collection) => ({ collection })) : [{}];
  }

  /** What an id that leads nowhere waits for: the collections it would be in, where they are not complete. */
  function ofId(facts: Facts, types: readonly string[], id: string): readonly Reason[] {
    const collected = new Set(types.flatMap((type) => collectedTypesOf(model, type)));
    const open = facts.openFor(id, [...collected].sort());
    return open.length > 0 ? open.map((collection) => ({ collection, id })) : [{ id }];
  }

  /**
   * The collections in which an inverse may hide something of these types, each by its own type and connector. What is read for each
   * asset of others hides nothing but behind those that are told to be unread.
   */
  function collectionsHiding(
    facts: Facts,
    row: RowRef,
    relation: Relation,
    types: readonly string[],
  ): readonly Collection[] {
    const known = behind.get(relation) ?? typesBehind(model, relation);
    behind.set(relation, known);
    return known.flatMap(([type, brings]) => {
      if (!brings.some((one) => types.includes(one))) return [];
      if (brings.includes(type) && ownersBehind(model, type, relation.inverse)) return [];
      // Anywhere: the first one is enough to say why.
      const open =
        relation.scope === "CONNECTOR" ? facts.openHere(row, type) : facts.openAnywhere(type);
      return open ?? [];
    });
  }

  return { typesThatMatter, any, reasons, unreadBehind };
}

const heldByOthers = "Its own answer names something here that nothing reads yet.";
