import type { Edit } from "./edits.ts";

/** Edits that go together. */
export interface Way {
  readonly edits: readonly Edit[];
  readonly cost: number;
}

/** Ways that are kept at each part of a filter. */
const KEPT = 5;

/** Nothing has to be done. */
export const already: readonly Way[] = [{ edits: [], cost: 0 }];

export function wayOf(edit: Edit): Way {
  return { edits: [edit], cost: edit.cost };
}

/** Any of these: the cheapest, each once. */
export function anyOf(lists: readonly (readonly Way[])[]): readonly Way[] {
  const different = new Map(lists.flat().map((way) => [keyOf(way), way]));
  return [...different.values()].sort((a, b) => a.cost - b.cost).slice(0, KEPT);
}

/** One of each list together; what contradicts itself is left out. */
export function allOf(lists: readonly (readonly Way[])[]): readonly Way[] {
  let joined: readonly Way[] = already;
  for (const list of lists)
    joined = anyOf([joined.flatMap((way) => list.flatMap((other) => join(way, other) ?? []))]);
  return joined;
}

function join(way: Way, other: Way): Way | undefined {
  const edits = [...way.edits];
  for (const edit of other.edits) {
    const same = edits.findIndex((one) => placeOf(one) === placeOf(edit));
    if (same < 0) edits.push(edit);
    else if (edit.does === "set") {
      const both = bothOf(edits[same] as typeof edit, edit);
      if (!both) return undefined;
      edits[same] = both;
    } else if (edit.does === "add") edits.push(edit);
  }
  // What is no longer there needs no change.
  const gone = edits.flatMap((edit) =>
    edit.does === "remove" ? [`${edit.target.type} ${edit.target.id}`] : [],
  );
  const kept = edits.filter(
    ({ does, row }) => does === "remove" || !gone.includes(`${row.type} ${row.id}`),
  );
  return { edits: kept, cost: kept.reduce((sum, { cost }) => sum + cost, 0) };
}

/** One value in place of two, if there is one that will do for both. */
function bothOf(one: SetEdit, other: SetEdit): SetEdit | undefined {
  const wishes = [...one.wishes, ...other.wishes];
  const [first, ...more] = one.valuesFor(wishes);
  return first === undefined ? undefined : { ...one, wishes, values: [first, ...more] };
}

type SetEdit = Extract<Edit, { readonly does: "set" }>;

/** What is changed, whatever to. */
export function placeOf(edit: Edit): string {
  const { row, does } = edit;
  const what = does === "set" ? edit.field : edit.relation;
  const end = does === "remove" ? `${edit.target.type} ${edit.target.id}` : "";
  return [does, row.type, row.id, what, end].join("\n");
}

function keyOf({ edits }: Way): string {
  return edits
    .map(
      (edit) =>
        `${placeOf(edit)} ${JSON.stringify(edit.does === "set" ? edit.values[0] : edit.does === "add" ? edit.made : "")}`,
    )
    .sort()
    .join("\n\n");
}
