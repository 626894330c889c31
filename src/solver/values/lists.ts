import type { FieldValue, Scalar } from "../../types.ts";

type List = readonly (Scalar | null)[];

/** Members whose every selection is tried. */
const TRIED_WHOLE = 7;

export interface ListValues {
  readonly values: readonly FieldValue[];
  /** Whether no condition on the list can tell another from all of these. */
  readonly areAll: boolean;
}

/**
 * Lists that tell conditions apart which speak of some members and of some whole lists: every selection of the members, with and without
 * null and a member that is none of them, and not in the order of a whole list; lists like the whole ones with nulls in them.
 */
export function listsOf(
  members: readonly Scalar[],
  others: readonly Scalar[],
  whole: readonly List[],
  withNull: boolean,
): ListValues {
  const areAll =
    members.length <= TRIED_WHOLE && whole.every(({ length }) => length <= TRIED_WHOLE);
  const chosen = areAll ? selections(members) : fewSelections(members);
  const other = others.slice(0, 1);
  const lists: List[] = [...whole.filter((list) => withNull || !list.includes(null))];
  for (const list of chosen) {
    for (const ending of [[], other, ...(withNull ? [[null], [...other, null]] : [])])
      lists.push([...list, ...ending]);
    // None of the whole lists has one member more often than all of them have members.
    const longest = Math.max(0, ...whole.map(({ length }) => length));
    const end = list[0] ?? other[0];
    if (end !== undefined && whole.length > 0)
      lists.push([...list, ...new Array<Scalar>(longest + 1).fill(end)]);
  }
  for (const list of whole.slice(0, 8)) lists.push(...withHoles(list, other, withNull));
  return { values: [...lists.filter(({ length }) => length > 0), []], areAll };
}

function selections(members: readonly Scalar[]): readonly List[] {
  const all: List[] = [[]];
  for (const member of members) all.push(...all.map((list) => [...list, member]));
  return all.sort((a, b) => a.length - b.length);
}

function fewSelections(members: readonly Scalar[]): readonly List[] {
  return [
    [],
    ...members.map((member) => [member]),
    members,
    ...members.map((member) => members.filter((one) => one !== member)),
    ...members.flatMap((a, i) => members.slice(i + 1).map((b) => [a, b])),
  ];
}

/** Lists of the same length: with nulls for some members, and with another member in place of each null. */
function withHoles(list: List, other: readonly Scalar[], withNull: boolean): readonly List[] {
  const filled = list.map((member) => member ?? other[0] ?? null);
  if (list.length > TRIED_WHOLE) return [filled];
  const found: List[] = [filled];
  if (withNull)
    for (let holes = 1; holes < 1 << list.length; holes++)
      found.push(filled.map((member, i) => (holes & (1 << i) ? null : member)));
  return withNull ? found : found.filter((one) => !one.includes(null));
}
