import type { Truths } from "../backend/truths.ts";
import type { Filter, Inventory, Relation, RowRef } from "../types.ts";
import type { Edit, Key, Wish } from "./edits.ts";
import {
  behindNot,
  type Goal,
  isPositive,
  meets,
  needsAll,
  notToBeTrue,
  toBeFalse,
  toBeTrue,
} from "./goals.ts";
import { orderNearest } from "./nearest.ts";
import { atomIn, rowsToAdd } from "./new-row.ts";
import { bring, truthOf } from "./parts.ts";
import { readRelated, type RelatedRows } from "./related-rows.ts";
import type { Atom } from "../solver/atoms.ts";
import { seenIn } from "./seen.ts";
import { canBeSet, valuesFor } from "./values.ts";
import { allOf, already, anyOf, type Way, wayOf } from "./ways.ts";

/** What changes cost: the cheaper, the likelier it is what somebody would do. */
const costs = { set: 1, add: 2, remove: 3, setShared: 4 } as const;

/** Of more related rows that all have to change, one change is looked for that does for each. */
const MOST_SINGLY = 50;

/** Related rows that are looked at for one that could be made to fit. */
const TRIED = 3;

type Quantify = Extract<Filter, { kind: "quantify" }>;

/** A row with the way to it: `rules[ssh].`, nothing for the asset itself. */
interface Place {
  readonly row: RowRef;
  readonly key: Key;
  readonly path: string;
}

/** The ways in which a filter over a row could be made to meet a goal, the cheapest first; whether they do is for the engine to say. */
export async function proposeWays(
  inventory: Inventory,
  truths: Truths,
  row: RowRef,
  where: Filter,
  goal: Goal,
): Promise<readonly Way[]> {
  await bring(truths, [{ type: row.type, rows: Uint32Array.of(row.row) }], where);
  const root = { row, key: await keyIn(inventory, row), path: "" };
  return createProposer(inventory, truths, root)(where, root, goal);
}

function createProposer(inventory: Inventory, truths: Truths, root: Place) {
  const { model } = inventory;

  async function ways(filter: Filter, at: Place, goal: Goal): Promise<readonly Way[]> {
    const truth = truthOf(truths, at.row, filter);
    if (meets(truth, goal)) return already;
    switch (filter.kind) {
      case "not":
        return ways(filter.of, at, behindNot(goal));
      case "and":
      case "or":
        return needsAll(goal, filter.kind === "or")
          ? waysOfAll(filter.of, at, goal)
          : anyOf(await Promise.all(filter.of.map((part) => ways(part, at, goal))));
      case "type":
        return [];
      case "quantify":
        return waysOfRelated(filter, at, isPositive(goal));
      default:
        return set(at, filter, [{ atom: filter, goal }]);
    }
  }

  /** All parts: those on one field by one value. */
  async function waysOfAll(
    parts: readonly Filter[],
    at: Place,
    goal: Goal,
  ): Promise<readonly Way[]> {
    const lists: (readonly Way[])[] = [];
    for (const [field, group] of Map.groupBy(parts, (part) => atomIn(part)?.field)) {
      const isMet = group.every((part) => meets(truthOf(truths, at.row, part), goal));
      if (isMet) continue;
      if (field === undefined) for (const part of group) lists.push(await ways(part, at, goal));
      else {
        const wishes = group.map((part) => ({
          atom: atomIn(part)!,
          goal: part.kind === "not" ? behindNot(goal) : goal,
        }));
        lists.push(await set(at, wishes[0]!.atom, wishes));
      }
    }
    return allOf(lists);
  }

  async function set(
    { row, key, path }: Place,
    { field: name }: Atom,
    wishes: readonly Wish[],
  ): Promise<readonly Way[]> {
    const type = model.types.get(row.type)!;
    const field = type.fields.get(name);
    if (!field || !canBeSet(model, row.type, field)) return [];
    if (wishes.some(({ atom }) => truthOf(truths, row, atom) === "missing")) return [];
    const [[found = null] = []] = await inventory.read(
      { type: row.type, rows: Uint32Array.of(row.row) },
      [name],
    );
    const seen = await seenIn(inventory, row.type, field);
    const values = (some: readonly Wish[]) =>
      valuesFor(model, row.type, field, some, { found, seen });
    const [first, ...more] = values(wishes);
    if (first === undefined) return [];
    const isShared = type.kind === "asset" && key !== root.key;
    const cost = isShared ? costs.setShared : costs.set;
    return [
      wayOf({
        ...{ does: "set", path: `${path}${name}`, cost, row: key, field: name, from: found },
        ...{ wishes, valuesFor: values, values: [first, ...more] },
      }),
    ];
  }

  async function waysOfRelated(
    { relation, quantifier, where }: Quantify,
    at: Place,
    wanted: boolean,
  ): Promise<readonly Way[]> {
    const declared = model.types.get(at.row.type)!.relations.get(relation);
    if (!declared) return [];
    const far = await readRelated(inventory, at.row, relation);
    if (where) await bring(truths, far.runs, where);
    const places = [...far.rows.keys()];
    const truthAt = (i: number) => (where ? truthOf(truths, far.rows[i]!, where) : "true");
    const held = places.filter((i) => truthAt(i) === "true");
    const behind: Behind = { at, declared, far, where };
    switch (quantifier) {
      case "SOME":
      case "NONE":
        return wanted === (quantifier === "SOME")
          ? makeOne(behind)
          : changeAll(behind, held, notToBeTrue);
      case "ALL": {
        if (!wanted) return changeOne(behind, places, toBeFalse);
        const failed = places.filter((i) => truthAt(i) === "false");
        const mended = await changeAll(behind, failed, toBeTrue);
        return held.length > 0 || failed.length > 0 ? mended : makeOne(behind);
      }
      case "SINGLE":
        if (!wanted) return changeAll(behind, held, notToBeTrue);
        return held.length === 0 ? makeOne(behind) : changeAll(behind, held.slice(1), notToBeTrue);
    }
  }

  /** One of the rows that come nearest fits, or a new one does. */
  async function makeOne(behind: Behind): Promise<readonly Way[]> {
    const { at, declared, far, where } = behind;
    const nearest = orderNearest(far.rows, () => false, where, truths).slice(0, TRIED);
    const changed = await changeOne(behind, nearest, toBeTrue);
    const canAdd = declared.uncollected === undefined && (declared.toMany || far.rows.length === 0);
    const added = (canAdd ? rowsToAdd(model, declared.target, where) : []).slice(0, TRIED);
    const path = `${at.path}${declared.name}`;
    return anyOf([
      changed,
      added.map((made) => {
        const cost = costs.add + Object.keys(made.fields).length;
        return wayOf({ does: "add", path, cost, row: at.key, relation: declared.name, made });
      }),
    ]);
  }

  async function changeOne(
    { at, declared, far, where }: Behind,
    places: readonly number[],
    goal: Goal,
  ): Promise<readonly Way[]> {
    if (!where || declared.derived) return [];
    const lists: (readonly Way[])[] = [];
    for (const i of places.slice(0, TRIED))
      lists.push(await ways(where, await placeOf(at, far, i), goal));
    return anyOf(lists.filter((list) => list !== already));
  }

  /** Each of some rows meets a goal, or is there no more. */
  async function changeAll(
    behind: Behind,
    places: readonly number[],
    goal: Goal,
  ): Promise<readonly Way[]> {
    if (places.length > MOST_SINGLY) return changeAlike(behind, places, goal);
    const lists: (readonly Way[])[] = [];
    for (const i of places) lists.push(await changeOrRemove(behind, i, goal));
    return allOf(lists);
  }

  async function changeOrRemove(
    { at, declared, far, where }: Behind,
    i: number,
    goal: Goal,
  ): Promise<readonly Way[]> {
    const place = await placeOf(at, far, i);
    // What is worked out is there or not; nothing of it is anybody's to set.
    const changed = where && !declared.derived ? await ways(where, place, goal) : [];
    const isFixed = declared.name === "connector" || (declared.required && !declared.toMany);
    if (isFixed) return changed;
    const path = place.path.replace(/\.$/, "");
    const { name: relation } = declared;
    const edit: Edit = {
      does: "remove",
      path,
      cost: costs.remove,
      row: at.key,
      relation,
      target: place.key,
    };
    return anyOf([changed, [wayOf(edit)]]);
  }

  /** One value for one field of each of very many. */
  async function changeAlike(
    { at, declared, far, where }: Behind,
    places: readonly number[],
    goal: Goal,
  ): Promise<readonly Way[]> {
    if (!where || declared.derived) return [];
    const first = await placeOf(at, far, places[0]!);
    const others: Key[] = [];
    for (const i of places.slice(1)) others.push(await keyIn(inventory, far.rows[i]!));
    const found = await ways(where, first, goal);
    return found.flatMap(({ edits: [edit, ...more], cost }): readonly Way[] => {
      if (edit?.does !== "set" || more.length > 0 || edit.row !== first.key) return [];
      const also = others.filter(({ type }) => type === first.key.type);
      return also.length === others.length ? [{ edits: [{ ...edit, also }], cost }] : [];
    });
  }

  async function placeOf(at: Place, far: RelatedRows, i: number): Promise<Place> {
    const row = far.rows[i]!;
    const { label } = await far.name(i);
    return { row, key: await keyIn(inventory, row), path: `${at.path}${label}.` };
  }

  return ways;
}

/** Rows behind a relation, and what is asked of them. */
interface Behind {
  readonly at: Place;
  readonly declared: Relation;
  readonly far: RelatedRows;
  readonly where: Filter | undefined;
}

async function keyIn(inventory: Inventory, { type, row }: RowRef): Promise<Key> {
  const [[id] = []] = await inventory.read({ type, rows: Uint32Array.of(row) }, ["id"]);
  return { type, id: String(id) };
}
