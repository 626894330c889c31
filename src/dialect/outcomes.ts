import { membersOf } from "../model/concrete.ts";
import { constantsOf } from "../model/constants.ts";
import { ownersBehind } from "../model/owners.ts";
import type { AssetType, Filter, Model, Relation } from "../types.ts";
import { compileComparison } from "./operators.ts";
import { isBound } from "./variables.ts";

/** What a filter can come to for assets of one type, whatever their answers hold. It is unknown for all where it can be neither. */
export interface Outcomes {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

/** Tells by the schema alone what filters can come to: by types, fields that a type lacks and values that are constant for it. */
export interface FindOutcomes {
  /** For assets of a concrete type. `owner` is the type of the asset that they are read for, where it is known. */
  of(type: string, filter: Filter | undefined, owner?: string): Outcomes;
  /**
   * For assets of the concrete type `far` that may stand behind a relation of one of `near`: neither where there can be none, since `far`
   * is read for assets of other types alone. Without a filter both: what is asked is who stands there.
   */
  behind(near: string, relation: Relation, far: string, filter: Filter | undefined): Outcomes;
}

const either: Outcomes = { canHold: true, canFail: true };
const neither: Outcomes = { canHold: false, canFail: false };
const always: Outcomes = { canHold: true, canFail: false };
const never: Outcomes = { canHold: false, canFail: true };

type Condition = Extract<Filter, { kind: "null" | "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

export function createOutcomes(model: Model): FindOutcomes {
  // What is the same part of many questions is asked again for each type on the way there.
  const known = new WeakMap<Filter, Map<string, Outcomes>>();

  function of(type: string, filter: Filter | undefined, owner?: string): Outcomes {
    if (!filter) return always;
    const byType = known.get(filter) ?? new Map<string, Outcomes>();
    known.set(filter, byType);
    const key = `${type} ${owner ?? ""}`;
    const found = byType.get(key) ?? find(model.types.get(type)!, filter, owner);
    byType.set(key, found);
    return found;
  }

  function find(type: AssetType, filter: Filter, owner: string | undefined): Outcomes {
    switch (filter.kind) {
      case "and":
      case "or": {
        const parts = filter.of.map((part) => of(type.name, part, owner));
        const all = (what: keyof Outcomes) => parts.every((part) => part[what]);
        const some = (what: keyof Outcomes) => parts.some((part) => part[what]);
        return filter.kind === "and"
          ? { canHold: all("canHold"), canFail: some("canFail") }
          : { canHold: some("canHold"), canFail: all("canFail") };
      }
      case "not": {
        const { canHold, canFail } = of(type.name, filter.of, owner);
        return { canHold: canFail, canFail: canHold };
      }
      case "type":
        return filter.names.includes(type.name) ? always : never;
      case "null":
      case "compare":
        return ofCondition(type, filter, owner);
      case "quantify":
        return ofQuantifier(type, filter);
    }
  }

  function ofCondition(type: AssetType, condition: Condition, owner?: string): Outcomes {
    const field = type.fields.get(condition.field);
    if (!field) return neither;
    const values = constantsOf(model, type, field, owner);
    if (values === undefined) return either;
    // What is not known before the check is asked for a connector may be any value.
    if (condition.kind === "compare" && !isBound(condition.value)) return either;
    if (condition.kind === "null") return never;
    const answers = values.map(compileComparison(field, condition));
    return { canHold: answers.includes(true), canFail: answers.includes(false) };
  }

  /** Whatever it asks, an asset that leads nowhere answers it; all else that it can come to depends on who may stand there. */
  function ofQuantifier(type: AssetType, { relation, quantifier, where }: Quantify): Outcomes {
    const declared = type.relations.get(relation);
    if (!declared) return neither;
    const isPossible = membersOf(model, declared.target).some(
      (far) => behind(type.name, declared, far, where).canHold,
    );
    if (isPossible) return either;
    return quantifier === "NONE" ? always : never;
  }

  function behind(
    near: string,
    relation: Relation,
    far: string,
    filter: Filter | undefined,
  ): Outcomes {
    const owners = ownersBehind(model, far, relation.inverse);
    if (owners && !owners.includes(near)) return neither;
    return filter ? of(far, filter, owners && near) : either;
  }

  return { of, behind };
}
