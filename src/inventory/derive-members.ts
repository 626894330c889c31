import type { Derivations, Derived, Fact } from "./derivation.ts";
import { invariant } from "../errors.ts";
import type { AssetType, Field, FieldValue, Model, Relation } from "../types.ts";
import type { CollectionsBuilder } from "./collections.ts";
import { addRecord, type Draft } from "./draft.ts";
import { createFacts } from "./facts.ts";
import type { Names } from "./names.ts";

/** A derived field or relation of one asset type. */
interface Wanted {
  readonly owner: AssetType;
  readonly member: Field | Relation;
}

/** The parts that one asset leads to by a derived relation. */
interface Found {
  readonly row: number;
  readonly parts: readonly string[];
}

/**
 * Works out what is derived once everything else is there, connector by connector. An estate without assets that have any of it
 * costs nothing.
 */
export function deriveMembers(
  model: Model,
  derivations: Derivations,
  drafts: ReadonlyMap<string, Draft>,
  names: Names,
  collections: CollectionsBuilder,
): void {
  const wanted = wantedOf(model).filter(({ owner }) => drafts.get(owner.name)!.ids.length > 0);
  if (wanted.length === 0) return;
  const facts = createFacts(model, drafts, names, collections, basesOf(wanted));
  const found = new Map<Wanted, Found[]>(wanted.map((one) => [one, []]));
  for (const connector of facts.connectors()) {
    for (const one of wanted)
      for (const row of facts.rowsIn(one.owner.name, connector)) derive(one, row);
    facts.forget();
  }
  for (const [{ owner, member }, some] of found)
    link(drafts.get(owner.name)!, member.name, some, names);

  function derive(one: Wanted, row: number): void {
    const { owner, member } = one;
    const derivation = derivations[member.derived!.by];
    const draft = drafts.get(owner.name)!;
    if (!derivation) {
      leaveMissing(draft, row, member);
      return;
    }
    const asset = facts.at(owner.name, row);
    if ("value" in derivation) {
      setValue(draft, row, member.name, derivation.value(asset, facts));
      return;
    }
    invariant("target" in member, `"${member.name}" leads to the parts that are derived`);
    const { parts, isWhole } = derivation.parts(asset, facts);
    invariant(member.toMany || parts.length <= 1, `"${member.name}" leads to one part`);
    if (!isWhole) draft.missingLinks.get(member.name)!.add(row);
    if (parts.length > 0) found.get(one)!.push({ row, parts: addParts(asset, member, parts) });
  }

  function addParts(asset: Fact, { name, target }: Relation, parts: Derived["parts"]) {
    const ids = parts.map((_, index) => `${asset.id}#${name}/${index}`);
    parts.forEach((fields, index) => {
      const part = { type: target, id: ids[index]!, connector: asset.connector };
      addRecord(drafts.get(target)!, { ...part, fields, links: {} }, names);
    });
    return ids;
  }
}

function wantedOf(model: Model): readonly Wanted[] {
  return [...model.types.values()].flatMap((owner) =>
    [...owner.fields.values(), ...owner.relations.values()]
      .filter(({ derived }) => derived)
      .map((member) => ({ owner, member })),
  );
}

function basesOf(wanted: readonly Wanted[]): readonly string[] {
  return [...new Set(wanted.flatMap(({ owner, member }) => [owner.name, ...member.derived!.from]))];
}

/** What nobody who builds the estate can work out is not known. */
function leaveMissing(draft: Draft, row: number, member: Field | Relation): void {
  if ("target" in member) draft.missingLinks.get(member.name)!.add(row);
  else setValue(draft, row, member.name, undefined);
}

function setValue(
  { columns, type }: Draft,
  row: number,
  field: string,
  value: FieldValue | undefined,
): void {
  const column = columns.get(field);
  invariant(column, `"${field}" of ${type.name} is a field`);
  if (value === undefined) column.setMissing(row);
  else column.set(row, value);
}

/** Puts down which rows lead to which parts; rows have to rise. */
function link(draft: Draft, name: string, found: Found[], { ids }: Names): void {
  const links = draft.links.find((each) => each.name === name);
  for (const { row, parts } of found.sort((a, b) => a.row - b.row))
    for (const part of parts) {
      links!.rows.push(row);
      links!.ids.push(ids.intern(part));
    }
}
