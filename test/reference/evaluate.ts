import type {
  AssetRecord,
  AssetType,
  Collection,
  Field,
  Filter,
  Model,
  Quantifier,
  Relation,
} from "../../src/types.ts";
import { compare, type Comparison } from "./compare.ts";
import { and, not, or, type Truth, truthOf } from "./truth.ts";

/** An estate as plain objects. */
export interface Estate {
  readonly model: Model;
  readonly records: readonly AssetRecord[];
  readonly collections: readonly Collection[];
}

/** Ids of the rows for which a filter is true, and of those whose answer depends on what is missing; each sorted. */
export interface Answer {
  readonly matched: readonly string[];
  readonly undecided: readonly string[];
}

/**
 * What a filter over a type comes to, record by record: a second implementation of the dialect's logic, written for being
 * read and not for speed, that shares nothing with the engine.
 */
export function evaluate(estate: Estate, typeName: string, filter?: Filter): Answer {
  const rows = rowsOf(estate, typeName).map((record) => ({
    id: record.id,
    truth: filter ? truthFor(estate, record, filter) : "true",
  }));
  const having = (truth: Truth) =>
    rows.flatMap((row) => (row.truth === truth ? [row.id] : [])).sort();
  return { matched: having("true"), undecided: having("missing") };
}

export function rowsOf({ model, records }: Estate, typeName: string): readonly AssetRecord[] {
  const members = membersOf(model, typeName);
  return records.filter(({ type }) => members.includes(type));
}

/** The concrete types that a name stands for. */
export function membersOf(model: Model, typeName: string): readonly string[] {
  return model.abstractTypes.get(typeName)?.members ?? [typeName];
}

function typeOf(model: Model, { type }: AssetRecord): AssetType {
  return model.types.get(type)!;
}

/** What a filter comes to for one record. */
export function truthFor(estate: Estate, record: AssetRecord, filter: Filter): Truth {
  const type = typeOf(estate.model, record);
  switch (filter.kind) {
    case "and":
      return and(filter.of.map((part) => truthFor(estate, record, part)));
    case "or":
      return or(filter.of.map((part) => truthFor(estate, record, part)));
    case "not":
      return not(truthFor(estate, record, filter.of));
    case "type":
      return truthOf(filter.names.includes(record.type));
    case "null":
    case "compare": {
      const field = type.fields.get(filter.field);
      if (!field) return "unknown";
      if (isOpen(estate.model, record, field)) return "open";
      if (record.missing?.includes(field.name)) return "missing";
      const value = field.name === "id" ? record.id : (record.fields[field.name] ?? null);
      return filter.kind === "null"
        ? truthOf(value === null)
        : compare(field, filter as Comparison, value);
    }
    case "quantify": {
      const relation = type.relations.get(filter.relation);
      if (!relation) return "unknown";
      const { where } = filter;
      const truths = relatedTo(estate, record, relation).map((related) =>
        where ? truthFor(estate, related, where) : "true",
      );
      const truthOfUnseen = (unseen: Unseen) => (where ? truthFor(estate, unseen, where) : "open");
      const hidden = hiddenBehind(estate, record, relation, truthOfUnseen);
      const truth = quantify(filter.quantifier, truths, hidden);
      return isUnseen(record) && truth === "missing" ? "open" : truth;
    }
  }
}

/** A row of which no more is known than its type, and the type of the asset that it was to be read for. */
export interface Unseen extends AssetRecord {
  readonly unseen: true;
  readonly owner?: string;
}

function isUnseen(record: AssetRecord): record is Unseen {
  return "unseen" in record;
}

/** Whether a field of a row that nobody has seen may hold anything. */
export function isOpen(model: Model, record: AssetRecord, { name }: Field): boolean {
  return isUnseen(record) && !(name in record.fields) && model.types.has(record.type);
}

/** What the schema alone says of such a row. */
function unseen(model: Model, typeName: string, owner: string | undefined): Unseen {
  const { source, fields } = model.types.get(typeName)!;
  const owners = owner ? [owner] : source?.of ? ownersOf({ model }, typeName) : [];
  const above = new Set(owners.map((one) => model.types.get(one)!.source?.resourceType));
  const facts: Record<string, string | undefined> = {
    $type: source?.resourceType,
    $parentType: above.size === 1 ? [...above][0] : undefined,
  };
  const said = [...fields.values()].flatMap(({ name, reading }) => {
    const fact = facts[reading?.paths[0] ?? ""];
    return fact === undefined ? [] : [[name, fact] as const];
  });
  return {
    ...{ type: typeName, id: "", connector: "", fields: Object.fromEntries(said), links: {} },
    ...{ unseen: true, ...(owner ? { owner } : {}) },
  };
}

/** Whether a relation may lead to rows that are not known and for which its condition can be true, or can be false. */
export interface Hidden {
  readonly true: boolean;
  readonly false: boolean;
}

/** What a relation of a row may hide, by what its condition can come to for a row of each type. */
export function hiddenBehind(
  estate: Estate,
  record: AssetRecord,
  relation: Relation,
  truthOfUnseen: (unseen: Unseen) => Truth,
): Hidden {
  const { model } = estate;
  const outcomes = membersOf(model, relation.target).flatMap((type) => {
    const isOwned = isForOwners(estate, type, relation);
    if (isOwned && !ownersOf(estate, type).includes(record.type)) return [];
    const truth = truthOfUnseen(unseen(model, type, isOwned ? record.type : undefined));
    return [{ type, truth }];
  });
  const mayBe = (wanted: Truth) => {
    const types = outcomes.filter(({ truth }) => truth === wanted || truth === "open");
    return mayHide(
      estate,
      record,
      relation,
      types.map(({ type }) => type),
    );
  };
  return { true: mayBe("true"), false: mayBe("false") };
}

/** Quantifiers over the rows that are known, decided only where rows that are not cannot change the answer. */
export function quantify(quantifier: Quantifier, truths: readonly Truth[], hidden: Hidden): Truth {
  const count = (wanted: Truth) => truths.filter((truth) => truth === wanted).length;
  const isMissing = count("missing") > 0;
  const open = hidden.true || isMissing;
  switch (quantifier) {
    case "SOME":
      return count("true") > 0 ? "true" : open ? "missing" : "false";
    case "NONE":
      return not(quantify("SOME", truths, hidden));
    case "ALL":
      if (count("false") > 0) return "false";
      if (count("true") > 0) return hidden.false || isMissing ? "missing" : "true";
      return open ? "missing" : "false";
    case "SINGLE":
      if (count("true") > 1) return "false";
      return open ? "missing" : truthOf(count("true") === 1);
  }
}

export function relatedTo(
  estate: Estate,
  record: AssetRecord,
  relation: Relation,
): readonly AssetRecord[] {
  const targets = rowsOf(estate, relation.target);
  if (relation.kind === "inverse")
    return targets.flatMap((target) =>
      linksOf(target, relation.inverse!).flatMap((id) => (id === record.id ? [target] : [])),
    );
  return linksOf(record, relation.name).flatMap((id) =>
    targets.filter((target) => target.id === id),
  );
}

/** Every asset knows its connector. */
export function linksOf(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}

/** Whether a relation may lead to more rows of these types than are known. */
function mayHide(
  estate: Estate,
  record: AssetRecord,
  relation: Relation,
  types: readonly string[],
): boolean {
  if (types.length === 0) return false;
  if (isUnseen(record) || record.missing?.includes(relation.name)) return true;
  const members = types.filter((member) => !embeds(estate, member, relation.inverse));
  const others = members.filter((member) => !isForOwners(estate, member, relation));
  const isOpen = (connector: string) =>
    others.some((member) => !isComplete(estate, member, connector));
  switch (relation.kind) {
    case "embeds":
      return false;
    case "inverse":
      return (
        connectorsNear(estate, record, relation).some(isOpen) ||
        types.some((type) => isUnread(estate, record, relation, type))
      );
    case "references":
      return danglingIds(estate, record, relation).length > 0;
  }
}

/** The ids that a row's links name and no asset has. */
export function danglingIds(
  estate: Estate,
  record: AssetRecord,
  { name, target }: Relation,
): readonly string[] {
  const known = new Set(rowsOf(estate, target).map(({ id }) => id));
  return linksOf(record, name).filter((id) => !known.has(id));
}

/** Whether it is not known who of a concrete type leads to a row, by what was read for it or could not be learnt of those. */
export function isUnread(
  estate: Estate,
  record: AssetRecord,
  relation: Relation,
  type: string,
): boolean {
  if (embeds(estate, type, relation.inverse)) return false;
  const near = connectorsNear(estate, record, relation);
  const isUnsureOfLinks = rowsOf(estate, type).some(
    (target) => near.includes(target.connector) && isUnsure(estate, target, relation.inverse!),
  );
  if (isUnsureOfLinks || !isForOwners(estate, type, relation)) return isUnsureOfLinks;
  if (!ownersOf(estate, type).includes(record.type)) return false;
  const unreadOwners = (connector: string) => collectionOf(estate, type, connector)?.unreadOwners;
  return (
    near.some((connector) => !isComplete(estate, type, connector) && !unreadOwners(connector)) ||
    connectorsOf(estate).some((connector) => unreadOwners(connector)?.includes(record.id))
  );
}

/** The connectors out of which an inverse may lead to a row. */
function connectorsNear(
  estate: Estate,
  record: AssetRecord,
  { scope }: Relation,
): readonly string[] {
  return connectorsOf(estate).filter(
    (connector) => scope === "ANYWHERE" || connector === record.connector,
  );
}

/** Whether a row may lead to more than is known. A part's owner is known whatever its owner does not know. */
function isUnsure(estate: Estate, record: AssetRecord, relation: string): boolean {
  return !embeds(estate, record.type, relation) && (record.missing ?? []).includes(relation);
}

function embeds({ model }: Estate, typeName: string, relation: string | undefined): boolean {
  const type = model.types.get(typeName)!;
  return relation !== undefined && type.relations.get(relation)?.kind === "embeds";
}

export function connectorsOf({ records, collections }: Estate): readonly string[] {
  return [...new Set([...records, ...collections].map(({ connector }) => connector))];
}

/** A part is known as completely as the assets that hold it. */
function isComplete({ model, collections }: Estate, typeName: string, connector: string): boolean {
  const type = model.types.get(typeName)!;
  return (type.kind === "part" ? (type.owners ?? []) : [typeName]).every((name) => {
    return collectionOf({ collections }, name, connector)?.status === "complete";
  });
}

export function collectionOf(
  { collections }: Pick<Estate, "collections">,
  typeName: string,
  connector: string,
): Collection | undefined {
  return collections.findLast((one) => one.type === typeName && one.connector === connector);
}

/** Whether a type is read for each asset of others, and leads to that asset by what the relation walks backwards. */
function isForOwners({ model }: Estate, typeName: string, { inverse }: Relation): boolean {
  const { source, relations } = model.types.get(typeName)!;
  const reading = relations.get(inverse ?? "")?.reading;
  return source?.of !== undefined && reading?.paths.join() === "$parent.id";
}

function ownersOf({ model }: Pick<Estate, "model">, typeName: string): readonly string[] {
  return model.types.get(typeName)!.source!.of!.flatMap((name) => membersOf(model, name));
}
