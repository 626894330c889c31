import type { AssetType, Relation } from "../types.ts";
import type { Atom, Atoms } from "./atoms.ts";
import type { ModelFacts } from "./model-facts.ts";
import { ANY, type Truths } from "./truths.ts";
import type { Cause, Demand, MadeFor, Row, Rule } from "./row.ts";
import type { Domain } from "./values/domain.ts";

export type DomainOf = (type: AssetType, field: string) => Domain | undefined;

/** An estate that is being made. Whatever a step changes can be undone; a step that gives false has found that it cannot be. */
export interface State {
  readonly facts: ModelFacts;
  readonly rows: readonly Row[];
  /** Whether a row was not made because there were as many as there may be. */
  readonly wasCut: boolean;
  /** Whether a value was not found that there may be. */
  readonly wasOpen: boolean;
  /**
   * Whether it mattered that each row is led to once: there was no id left for one, or it was judged in its connector's list, which it
   * was not made for.
   */
  readonly wasCrowded: boolean;
  /** What is done next is done for this. */
  cause: Cause;
  /** Why the last step could not be taken. */
  conflict: Cause;
  /** The step cannot be taken, by what it is for and by this. */
  deny(cause: Cause): false;
  /** Why the row has the relations that may lead to more. */
  openings(row: Row): Cause;
  mark(): number;
  undo(mark: number): void;
  readonly domain: DomainOf;
  /** Adds a row; `home` of a new connector is a number that no row has. */
  addRow(type: AssetType, home: number, madeFor?: MadeFor): Row | false;
  newHome(): number;
  connectorOf(home: number): Row | undefined;
  /** The second row is one of those that the relation leads to from the first. */
  link(row: Row, relation: Relation, far: Row): boolean;
  demandValue(row: Row, atom: Atom, truths: Truths): boolean;
  /** All rows that the relation leads to, also such as come later. */
  demandOfAll(row: Row, relation: Relation, rule: Omit<Rule, "cause">): void;
  /** The relation may lead to more than is known, or as far as these types go must not. */
  leaveOpen(row: Row, relation: Relation): boolean;
  close(row: Row, relation: Relation, types: readonly string[]): boolean;
  /** Demands that came up since they were last taken. */
  takeDemands(): Demand[];
  leftOpen(): void;
  leftCrowded(): void;
}

export function createState(
  facts: ModelFacts,
  atoms: Atoms,
  domainOf: DomainOf,
  mostRows: number,
): State {
  const rows: Row[] = [];
  const trail: (() => void)[] = [];
  const homes = new Map<number, Row>();
  let demands: Demand[] = [];
  let [wasCut, wasOpen, wasCrowded] = [false, false, false];

  function set<K, V>(map: Map<K, V>, key: K, value: V): void {
    const had = map.has(key);
    const before = map.get(key);
    map.set(key, value);
    trail.push(() => {
      if (had) map.set(key, before!);
      else map.delete(key);
    });
  }

  function append<V>(map: Map<string, readonly V[]>, key: string, value: V): void {
    set(map, key, [...(map.get(key) ?? []), value]);
  }

  function fail(...causes: readonly (Cause | undefined)[]): false {
    state.conflict = causes.reduce<Cause>((all, one) => all | (one ?? 0n), state.cause);
    return false;
  }

  function addRow(type: AssetType, home: number, madeFor?: MadeFor): Row | false {
    if (rows.length >= mostRows) {
      wasCut = true;
      return fail(...rows.map(({ cause }) => cause));
    }
    const row: Row = {
      ...{ number: rows.length, type, home, owner: undefined, open: new Map<string, Cause>() },
      ...{ values: new Map(), related: new Map(), rules: new Map(), whole: new Map() },
      ...{ cause: state.cause, linked: 0n, madeFor },
    };
    rows.push(row);
    trail.push(() => rows.pop());
    if (facts.isConnector(type.name)) {
      if (homes.has(home)) return fail(homes.get(home)!.cause);
      set(homes, home, row);
      for (const one of [...rows]) if (one.home === home && !joinHome(one, row)) return false;
      return row;
    }
    const connector = homes.get(home);
    return connector && !joinHome(row, connector) ? false : row;
  }

  /** Every row leads to its connector, once that is there. */
  function joinHome(row: Row, connector: Row): boolean {
    const relation = row.type.relations.get("connector");
    if (!relation || !facts.leadsToOwn(relation)) return true;
    return link(row, relation, connector);
  }

  function link(row: Row, relation: Relation, far: Row): boolean {
    if (relation.kind === "inverse")
      return link(far, far.type.relations.get(relation.inverse!)!, row);
    const known = row.related.get(relation.name) ?? [];
    if (known.includes(far)) return true;
    const [here, there] = [row.cause | row.linked, far.cause | far.linked];
    const isOther = facts.leadsToOwn(relation) && homes.get(row.home) !== far;
    const isHeld = relation.kind === "embeds" && far.owner !== undefined;
    if (isOther || isHeld || !facts.farTypes(row.type, relation).includes(far.type))
      return fail(here, there, homes.get(row.home)?.cause);
    if (relation.kind === "embeds") {
      far.owner = row;
      trail.push(() => {
        far.owner = undefined;
      });
    }
    if (!put(row, relation, far)) return false;
    return facts.backwards(row.type, relation, far.type).every((back) => put(far, back, row));
  }

  function put(row: Row, relation: Relation, far: Row): boolean {
    const known = row.related.get(relation.name) ?? [];
    const cause = state.cause | row.cause | far.cause;
    const isFull = !relation.toMany && (known.length > 0 || row.open.has(relation.name));
    if (isFull || relation.uncollected !== undefined)
      return fail(cause, row.linked, row.open.get(relation.name));
    append(row.related, relation.name, far);
    const before = row.linked;
    row.linked |= cause;
    trail.push(() => {
      row.linked = before;
    });
    for (const rule of row.rules.get(relation.name) ?? [])
      applyRule(row, relation, far, rule, cause);
    return true;
  }

  function applyRule(row: Row, relation: Relation, far: Row, rule: Rule, cause: Cause): void {
    const { filter, truths, except } = rule;
    if (except.includes(far)) return;
    const isForList = far.madeFor?.row === row && far.madeFor.relation.name === relation.name;
    wasCrowded ||= relation.kind === "inverse" && relation.inverse === "connector" && !isForList;
    demands.push({ row: far, filter, truths, cause: rule.cause | cause });
  }

  function demandValue(row: Row, atom: Atom, truths: Truths): boolean {
    const domain = domainOf(row.type, atom.field);
    const known = row.values.get(atom.field) ?? { demands: [], cause: row.cause };
    if (!domain) return fail(known.cause);
    const number = atoms.numberOf(atom);
    const wanted = (known.demands[number] ?? ANY) & truths;
    if (wanted === known.demands[number]) return true;
    const next = [...known.demands];
    next[number] = wanted;
    const found = wanted === 0 ? [] : domain.find(next);
    if (found === "open") wasOpen = true;
    if (found === "open" || found.length === 0) return fail(known.cause);
    set(row.values, atom.field, { demands: next, cause: known.cause | state.cause });
    return true;
  }

  const state: State & { cause: Cause; conflict: Cause } = {
    facts,
    rows,
    get wasCut() {
      return wasCut;
    },
    get wasOpen() {
      return wasOpen;
    },
    get wasCrowded() {
      return wasCrowded;
    },
    ...{ cause: 0n, conflict: 0n },
    deny: fail,
    openings: ({ open }) => [...open.values()].reduce((all, one) => all | one, 0n),
    mark: () => trail.length,
    undo(mark) {
      while (trail.length > mark) trail.pop()!();
      demands = [];
    },
    domain: domainOf,
    addRow,
    newHome: () => Math.max(0, ...rows.map(({ home }) => home + 1)),
    connectorOf: (home) => homes.get(home),
    link,
    demandValue,
    demandOfAll(row, relation, asked) {
      const rule = { ...asked, cause: state.cause };
      append(row.rules, relation.name, rule);
      for (const far of row.related.get(relation.name) ?? [])
        applyRule(row, relation, far, rule, row.linked);
    },
    leaveOpen(row, relation) {
      const { name, toMany, uncollected } = relation;
      if (uncollected !== undefined || row.open.has(name)) return true;
      const connector = facts.leadsToOwn(relation) ? homes.get(row.home) : undefined;
      const isTaken = row.whole.has(name) || (!toMany && row.related.has(name));
      if (isTaken || connector)
        return fail(row.whole.get(name)?.cause, row.linked, connector?.cause);
      set(row.open, name, state.cause);
      return true;
    },
    close(row, { name, uncollected }, types) {
      if (types.length === 0) return true;
      if (uncollected !== undefined || row.open.has(name)) return fail(row.open.get(name));
      const known = row.whole.get(name);
      set(row.whole, name, {
        types: [...(known?.types ?? []), ...types],
        cause: (known?.cause ?? 0n) | state.cause,
      });
      return true;
    },
    takeDemands() {
      const taken = demands;
      demands = [];
      return taken;
    },
    leftOpen() {
      wasOpen = true;
    },
    leftCrowded() {
      wasCrowded = true;
    },
  };
  return state;
}
