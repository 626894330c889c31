import { membersOf } from "../model/concrete.ts";
import type { Filter, Model, Truth } from "../types.ts";
import { type Atoms, gatherAtoms } from "./atoms.ts";
import { finish, type Finished } from "./finish.ts";
import { factsOf, type ModelFacts } from "./model-facts.ts";
import type { Asking } from "./quantify.ts";
import { createReach, type Reach } from "./reach.ts";
import type { Cause, Demand, Row, Step } from "./row.ts";
import { createState, type DomainOf } from "./state.ts";
import { stepsTo } from "./steps.ts";
import { truthsOf } from "./truths.ts";
import { createDomain, type Domain } from "./values/domain.ts";

/** What a row has to come to. All goals of a search are about one row. */
export interface Goal {
  readonly filter: Filter;
  readonly truths: readonly Truth[];
}

/** How much a search may take. */
export interface Limits {
  /** Steps that are tried, those that are taken back included. */
  readonly steps?: number;
}

/** Enough for all that was ever met; a machine takes some hundred thousand in a second. */
const MOST_STEPS = 200_000;

export type Found =
  | ({ readonly is: "found" } & Finished)
  /** There is no such estate: the search ended by itself. */
  | { readonly is: "cannot" }
  /** Why the search did not end, as a sentence. */
  | { readonly is: "notDecided"; readonly why: string };

/**
 * The smallest estate that has a row of `type`, a concrete type or an interface, that meets all goals: with as few rows as can be, and
 * values that read well. Filters must be bound. The same question has the same answer.
 *
 * How many rows are needed is bounded by the goals, since every row is made for a condition that asks for it, and conditions
 * on it are parts of that one: the search ends without a bound given from outside, unless it takes more than the limits allow.
 */
export function search(
  model: Model,
  type: string,
  goals: readonly Goal[],
  limits: Limits = {},
): Found {
  const filters = goals.map(({ filter }) => filter);
  const atoms = gatherAtoms(filters);
  const facts = factsOf(model);
  const budget = { left: limits.steps ?? MOST_STEPS };
  const domainOf = createDomains(facts, atoms);
  const setting = { facts, atoms, domainOf, reach: createReach(facts, domainOf), budget };
  let wasOpen = false;
  let reuses = false;
  for (let mostRows = 1, wasCrowded = false; ; mostRows++) {
    const round = tryWith({ ...setting, mostRows, reuses }, type, goals);
    if (round.found) return { is: "found", ...round.found };
    if (budget.left <= 0)
      return { is: "notDecided", why: "The search took more steps than it may." };
    wasOpen ||= round.wasOpen;
    wasCrowded ||= round.wasCrowded;
    if (round.wasCut) continue;
    if (reuses || !wasCrowded) break;
    // All other conditions hold in an estate in which every row is led to once, if they hold in any.
    [reuses, mostRows] = [true, 0];
  }
  if (wasOpen) return { is: "notDecided", why: "Conditions on a text could not be decided." };
  return { is: "cannot" };
}

interface Setting {
  readonly facts: ModelFacts;
  readonly atoms: Atoms;
  readonly domainOf: DomainOf;
  readonly reach: Reach;
  readonly budget: { left: number };
  readonly mostRows: number;
  readonly reuses: boolean;
}

interface Round {
  readonly found?: Finished;
  readonly wasCut: boolean;
  readonly wasOpen: boolean;
  readonly wasCrowded: boolean;
}

/** Tries every concrete type with no more than so many rows. */
function tryWith(setting: Setting, typeName: string, goals: readonly Goal[]): Round {
  const { facts, atoms, domainOf, reach, mostRows, reuses } = setting;
  let [wasCut, wasOpen, wasCrowded] = [false, false, false];
  for (const name of membersOf(facts.model, typeName)) {
    const state = createState(facts, atoms, domainOf, mostRows);
    const root = state.addRow(facts.model.types.get(name)!, 0);
    if (!root) continue;
    const demands = goals.map(({ filter, truths }) => ({
      ...{ row: root, filter, truths: truthsOf(truths), cause: 0n },
    }));
    const asking = { state, reach, reuses };
    const found = meet(setting, asking, root, demands, [], 0n);
    if (found) return { found, wasCut, wasOpen, wasCrowded };
    wasCut ||= state.wasCut;
    wasOpen ||= state.wasOpen;
    wasCrowded ||= state.wasCrowded;
  }
  return { wasCut, wasOpen, wasCrowded };
}

/**
 * Meets demands. Those with one way are met at once, unless it adds a row; then ways are tried for those of the oldest row, of the one
 * with the fewest, so that what cannot be is found before rows are added without end. Where nothing is found, `state.conflict` has the
 * choices that this comes from.
 */
function meet(
  { budget, atoms }: Pick<Setting, "budget" | "atoms">,
  asking: Asking,
  root: Row,
  demands: readonly Demand[],
  waiting: readonly Demand[],
  depth: bigint,
): Finished | undefined {
  const { state } = asking;
  const agenda = [...demands];
  const later = [...waiting];
  for (let demand = agenda.pop(); demand; demand = agenda.pop()) {
    const steps = stepsTo(asking, demand);
    if (steps.length > 1 || steps[0]?.addsRow) {
      later.push(demand);
      continue;
    }
    state.cause = causeOf(asking, demand, steps);
    if (steps.length === 0) state.conflict = state.cause;
    if (steps.length === 0 || budget.left-- <= 0) return undefined;
    const more = steps[0]!.take();
    if (more === false) return undefined;
    agenda.push(...more, ...state.takeDemands());
  }
  if (later.length === 0) {
    const finished = finish(state, root, atoms.fields);
    if (!finished) state.conflict = ~0n;
    return finished;
  }
  const { demand: next, steps } = choose(asking, later);
  const others = later.filter((demand) => demand !== next);
  const own = 1n << depth;
  const cause = causeOf(asking, next, steps);
  let conflict = cause;
  for (const step of steps) {
    if (budget.left-- <= 0) return undefined;
    const mark = state.mark();
    state.cause = cause | own;
    const more = step.take();
    if (more !== false) {
      const further = [...more, ...state.takeDemands()];
      const found = meet({ budget, atoms }, asking, root, further, others, depth + 1n);
      if (found) return found;
    }
    state.undo(mark);
    // Whatever is chosen here, it cannot be.
    if (!(state.conflict & own)) return undefined;
    conflict |= state.conflict & ~own;
  }
  state.conflict = conflict;
  return undefined;
}

/** Why a demand has just the ways that it has. */
function causeOf({ state, reuses }: Asking, { row, cause }: Demand, steps: readonly Step[]): Cause {
  // Which rows there are besides says which can be led to.
  return reuses && steps.some(({ addsRow }) => addsRow)
    ? ~0n
    : cause | row.cause | row.linked | state.openings(row);
}

/** The demand to be met next, with its ways as they now are. */
function choose(asking: Asking, demands: readonly Demand[]) {
  const options = demands.map((demand) => {
    const steps = stepsTo(asking, demand);
    const isForced = steps.length === 0 || (steps.length === 1 && !steps[0]!.addsRow);
    return { demand, steps, age: isForced ? -1 : demand.row.number };
  });
  return options.reduce((best, one) =>
    one.age < best.age || (one.age === best.age && one.steps.length < best.steps.length)
      ? one
      : best,
  );
}

function createDomains(facts: ModelFacts, atoms: Atoms): DomainOf {
  const known = new Map<string, Domain | undefined>();
  return (type, name) => {
    const key = `${type.name}.${name}`;
    if (known.has(key)) return known.get(key);
    const field = type.fields.get(name);
    const domain = field && createDomain(facts.model, type, field, atoms);
    known.set(key, domain);
    return domain;
  };
}
