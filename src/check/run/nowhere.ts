import { conjunctsOf } from "../../dialect/clash.ts";
import type { Inventory, Query, Rule, Selection } from "../../types.ts";
import { showWithNearest } from "./nearest-value.ts";
import type { RelatedScope } from "./related-scope.ts";

/** How much a rule looks at. */
export interface Counted {
  readonly check: string;
  readonly rule: Rule;
  readonly scope: Query | undefined;
  readonly of: number;
  readonly inScope: number;
  /** Of its scope and those of its alternatives what nothing is in. */
  readonly empty: readonly Query[];
  /** What no related row is. */
  readonly lacking: readonly RelatedScope[];
}

/** Without what is told only where other rows are there, and there are none. */
export async function withoutOthers(
  inventory: Inventory,
  counted: readonly Counted[],
): Promise<readonly Counted[]> {
  const asked = counted.flatMap(({ lacking }) => lacking.flatMap(({ unless }) => unless ?? []));
  const answers = await inventory.select(asked);
  const isThere = new Map(asked.map((query, i) => [query, countPossible(answers[i]!) > 0]));
  return counted.map((one) => ({
    ...one,
    lacking: one.lacking.filter(({ unless }) => !unless || isThere.get(unless) === true),
  }));
}

/** What is told of each scope that nothing is in: those of its conditions that are true of no asset, or the whole where each is true of some. */
export async function findNowhere(
  inventory: Inventory,
  counted: readonly Counted[],
): Promise<ReadonlyMap<Query, readonly string[]>> {
  const scopes = counted.flatMap(({ empty }) => empty);
  const parts = scopes.flatMap((scope) =>
    conjunctsOf(scope.where).map((where) => ({ scope, type: scope.type, where })),
  );
  const answers = await inventory.select(parts.map(({ type, where }) => ({ type, where })));
  const isNowhere = parts.filter((_, i) => countPossible(answers[i]!) === 0);
  const nowhere = new Map<Query, readonly string[]>();
  for (const scope of scopes) {
    const own = isNowhere.filter((part) => part.scope === scope).map(({ where }) => where);
    const shown: string[] = [];
    for (const where of own.length > 0 ? own : [scope.where!])
      shown.push(await showWithNearest(inventory, scope.type, where));
    nowhere.set(scope, shown);
  }
  for (const { query, shown } of counted.flatMap(({ lacking }) => lacking))
    nowhere.set(query, [await showWithNearest(inventory, query.type, query.where!, shown)]);
  return nowhere;
}

/** How many rows fulfil a question, or may. */
export function countPossible({ matched, undecided }: Selection): number {
  return matched + undecided;
}
