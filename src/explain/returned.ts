import type { Filter, Inventory, Query, Rows, Selection, Step } from "../types.ts";

/** So many of the assets by which another may be at fault are told of. */
const TOLD = 3;
/** So many of each kind are looked at for that. */
const LOOKED_AT = 50;

/** The assets that a rule asks about and from which its path leads to `asset`, each by itself: first those that it finds, then those it leaves open. */
export async function findReturned(
  inventory: Inventory,
  { type, where }: Query,
  path: readonly Step[],
  asset: Rows,
): Promise<readonly Rows[]> {
  if (path.length === 0) return [];
  const [[id] = []] = await inventory.read(asset, ["id"]);
  const leads = leadsTo(path, asset.type, String(id));
  const [known, all] = await inventory.select([
    { type, where: where ? { kind: "and", of: [leads, where] } : leads },
    { type, where: leads },
  ]);
  const found = [
    ...(await first(known!, "matched")),
    ...(await first(known!, "undecided")),
    ...(await first(all!, "matched")),
  ];
  const different = new Map<string, Rows>();
  for (const one of found) {
    // Of what may lead here, since not all is known of it, nothing can be told.
    const isSure = (await all!.among("matched", one)).length > 0;
    if (isSure) different.set(`${one.type} ${one.rows[0]}`, one);
  }
  return [...different.values()].slice(0, TOLD);
}

/** The first rows of a selection, each by itself. */
async function first(
  selection: Selection,
  which: "matched" | "undecided",
): Promise<readonly Rows[]> {
  const runs = await selection.rows(which, { limit: LOOKED_AT });
  return runs.flatMap(({ type, rows }) =>
    Array.from(rows, (row) => ({ type, rows: Uint32Array.of(row) })),
  );
}

/** What is true of the assets from which these steps lead to the one with this type and id. */
function leadsTo([step, ...more]: readonly Step[], type: string, id: string): Filter {
  if (!step)
    return {
      kind: "and",
      of: [
        { kind: "type", names: [type] },
        { kind: "compare", field: "id", operator: "EQ", value: id },
      ],
    };
  const { relation, where } = step;
  const behind = leadsTo(more, type, id);
  return {
    ...{ kind: "quantify", relation, quantifier: "SOME" },
    where: where ? { kind: "and", of: [where, behind] } : behind,
  };
}
