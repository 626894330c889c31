import type { Filter, Quantifier, Relation } from "../types.ts";
import { candidatesFor } from "./candidates.ts";
import type { Reach } from "./reach.ts";
import type { Cause, Demand, Row, Step } from "./row.ts";
import type { State } from "./state.ts";
import { FALSE, MISSING, TRUE, type Truths, UNKNOWN } from "./truths.ts";

export type Quantify = Extract<Filter, { kind: "quantify" }>;

/** What quantifiers are asked over. */
export interface Asking {
  readonly state: State;
  readonly reach: Reach;
  /** Whether rows that are there already may be led to by a further relation. */
  readonly reuses: boolean;
}

/** A quantifier's condition on one row. */
interface Asked extends Asking {
  readonly row: Row;
  readonly relation: Relation;
  readonly where: Filter | undefined;
  /** The types of far rows for which the condition can hold, and can fail: of others hidden rows do not matter. */
  readonly canHold: readonly string[];
  readonly canFail: readonly string[];
}

/** The steps by which a quantifier comes to one of some truths on a row. */
export function stepsToQuantify(
  asking: Asking,
  row: Row,
  filter: Quantify,
  truths: Truths,
): readonly Step[] {
  const { state, reach } = asking;
  const relation = row.type.relations.get(filter.relation);
  if (!relation) return truths & UNKNOWN ? [done] : [];
  const wanted = truths & (TRUE | FALSE | MISSING);
  const { name } = relation;
  if (state.facts.always(row.type, relation) && !row.related.has(name) && !row.open.has(name))
    return stepsToHaveOne(asking, row, relation, (cause) => ({ row, filter, truths, cause }));
  const { where, quantifier } = filter;
  const typesThat = (can: "canHold" | "canFail") =>
    state.facts
      .farTypes(row.type, relation)
      .map(({ name }) => name)
      .filter((name) => reach.outcomes.behind(row.type.name, relation, name, where)[can]);
  const asked: Asked = {
    ...{ ...asking, row, relation, where },
    ...{ canHold: typesThat("canHold"), canFail: typesThat("canFail") },
  };
  const ways = waysOf[quantifier](asked);
  return [
    ...(wanted & TRUE ? ways.true() : []),
    ...(wanted & FALSE ? ways.false() : []),
    ...(wanted & MISSING ? ways.missing() : []),
  ];
}

/** A relation that always leads to a row gets it before anything is asked of it. Of a connector alone it may not be known. */
function stepsToHaveOne(
  { state, reuses }: Asking,
  row: Row,
  relation: Relation,
  again: (cause: Cause) => Demand,
): readonly Step[] {
  const found = candidatesFor(state, row, relation, reuses);
  const steps = found.map(({ isNew = false, put }): Step => ({
    addsRow: isNew,
    take: () => put() && [again(state.cause)],
  }));
  if (!state.facts.leadsToOwn(relation)) return steps;
  return [...steps, { take: () => state.leaveOpen(row, relation) && [again(state.cause)] }];
}

type Ways = Readonly<Record<"true" | "false" | "missing", () => readonly Step[]>>;

const NOT_TRUE = FALSE | UNKNOWN | MISSING;

const waysOf: Readonly<Record<Quantifier, (asked: Asked) => Ways>> = {
  SOME: waysOfSome,
  NONE(asked) {
    const some = waysOfSome(asked);
    return { true: some.false, false: some.true, missing: some.missing };
  },
  ALL: (asked) => ({
    true: () => some(asked, TRUE, () => close(asked, "canFail") && all(asked, TRUE | UNKNOWN)),
    false: () => [
      ...some(asked, FALSE),
      alone(() => close(asked, "canHold") && all(asked, UNKNOWN)),
    ],
    missing: () => [
      alone(() => open(asked, "canHold") && all(asked, UNKNOWN | MISSING)),
      ...some(asked, TRUE, () => open(asked, "canFail") && all(asked, ~FALSE & 15)),
      ...some(asked, MISSING, () => all(asked, ~FALSE & 15)),
    ],
  }),
  SINGLE: (asked) => ({
    true: () =>
      some(asked, TRUE, (one) => close(asked, "canHold") && all(asked, FALSE | UNKNOWN, one)),
    false: () => [
      alone(() => close(asked, "canHold") && all(asked, FALSE | UNKNOWN)),
      ...some(
        asked,
        TRUE,
        () => true,
        (one) => some(asked, TRUE, () => true, undefined, one),
      ),
    ],
    missing: () => [
      alone(() => open(asked, "canHold") && all(asked, NOT_TRUE)),
      ...some(asked, MISSING, () => all(asked, NOT_TRUE)),
      ...some(asked, TRUE, (one) => open(asked, "canHold") && all(asked, NOT_TRUE, one)),
      ...some(
        asked,
        TRUE,
        (one) => all(asked, NOT_TRUE, one),
        (one) => some(asked, MISSING, () => true, undefined, one),
      ),
    ],
  }),
};

function waysOfSome(asked: Asked): Ways {
  return {
    true: () => some(asked, TRUE),
    false: () => [alone(() => close(asked, "canHold") && all(asked, FALSE | UNKNOWN))],
    missing: () => [
      alone(() => open(asked, "canHold") && all(asked, NOT_TRUE)),
      ...some(asked, MISSING, () => all(asked, NOT_TRUE)),
    ],
  };
}

const done: Step = { take: () => [] };

/** A step after which nothing more is to be brought about. */
function alone(take: () => boolean): Step {
  return { take: () => take() && [] };
}

/** One far row comes to one of these truths; `also` is done with it, and `then` chosen from besides. */
function some(
  { state, row, relation, where, reuses }: Asked,
  truths: Truths,
  also: (far: Row) => boolean = () => true,
  then?: (far: Row) => readonly Step[],
  except?: Row,
): readonly Step[] {
  const others = except ? [except] : [];
  const found = candidatesFor(state, row, relation, reuses, others);
  return found.map(({ isNew = false, put }) => ({
    addsRow: isNew,
    take() {
      const far = put();
      if (!far || !also(far)) return false;
      if (others.includes(far)) return state.deny(far.linked);
      const { cause } = state;
      const own: Demand = { row: far, filter: where, truths, cause };
      return then ? [own, { row, steps: () => then(far), cause }] : [own];
    },
  }));
}

function all({ state, row, relation, where }: Asked, truths: Truths, except?: Row): true {
  state.demandOfAll(row, relation, { filter: where, truths, except: except ? [except] : [] });
  return true;
}

/** No row is hidden for which the condition can come to this. */
function close({ state, row, relation, ...asked }: Asked, can: "canHold" | "canFail"): boolean {
  return state.close(row, relation, asked[can]);
}

/** A row may be hidden for which the condition can come to this. */
function open({ state, row, relation, ...asked }: Asked, can: "canHold" | "canFail"): boolean {
  return asked[can].length > 0 ? state.leaveOpen(row, relation) : state.deny(0n);
}
