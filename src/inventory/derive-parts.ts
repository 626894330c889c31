import { derivations } from "../derive/derivations.ts";
import { invariant } from "../errors.ts";
import type { AssetType, Model, Relation } from "../types.ts";
import type { CollectionsBuilder } from "./collections.ts";
import { addRecord, type Draft } from "./draft.ts";
import { createFacts } from "./facts.ts";
import type { Names } from "./names.ts";

/** A derived relation of one asset type. */
interface Wanted {
  readonly owner: AssetType;
  readonly relation: Relation;
}

/** What came of one asset: where its parts stand among all of the relation's, and whether they are all. */
interface Found {
  readonly row: number;
  readonly parts: readonly string[];
}

/**
 * Works out the derived relations once everything else is there, connector by connector, and adds their parts. An estate
 * without assets that have any costs nothing.
 */
export function deriveParts(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  names: Names,
  collections: CollectionsBuilder,
): void {
  const wanted = [...model.types.values()].flatMap((owner) =>
    [...owner.relations.values()]
      .filter(({ derived }) => derived && drafts.get(owner.name)!.ids.length > 0)
      .map((relation): Wanted => ({ owner, relation })),
  );
  if (wanted.length === 0) return;
  const facts = createFacts(model, drafts, names, collections, basesOf(wanted));
  const found = new Map<Wanted, Found[]>(wanted.map((one) => [one, []]));
  for (const connector of facts.connectors()) {
    for (const one of wanted)
      for (const row of facts.rowsIn(one.owner.name, connector)) derive(one, row);
    facts.forget();
  }
  for (const [{ owner, relation }, some] of found)
    link(drafts.get(owner.name)!, relation, some, names);

  function derive(one: Wanted, row: number): void {
    const { owner, relation } = one;
    const work = derivations[relation.derived!.by];
    invariant(work, `there is a derivation "${relation.derived!.by}"`);
    const asset = facts.at(owner.name, row);
    const { parts, isWhole } = work(asset, facts);
    if (!isWhole) drafts.get(owner.name)!.missingLinks.get(relation.name)!.add(row);
    if (parts.length === 0) return;
    const ids = parts.map((_, index) => `${asset.id}#${relation.name}/${index}`);
    const target = drafts.get(relation.target)!;
    parts.forEach((fields, index) => {
      const part = { type: relation.target, id: ids[index]!, connector: asset.connector };
      addRecord(target, { ...part, fields, links: {} }, names);
    });
    found.get(one)!.push({ row, parts: ids });
  }
}

function basesOf(wanted: readonly Wanted[]): readonly string[] {
  return [
    ...new Set(wanted.flatMap(({ owner, relation }) => [owner.name, ...relation.derived!.from])),
  ];
}

/** Puts down which rows lead to which parts; rows have to rise. */
function link(draft: Draft, { name }: Relation, found: Found[], { ids }: Names): void {
  const { rows, ids: ends } = draft.links.find((links) => links.name === name)!;
  for (const { row, parts } of found.sort((a, b) => a.row - b.row))
    for (const part of parts) {
      rows.push(row);
      ends.push(ids.intern(part));
    }
}
