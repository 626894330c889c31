import { invariant } from "../errors.ts";
import { membersOf } from "../model/concrete.ts";
import type {
  AssetRecord,
  AssetType,
  Collection,
  Field,
  FieldValue,
  Model,
  Relation,
  SnapshotInfo,
} from "../types.ts";
import { layCollections } from "./collections.ts";
import type { ColumnBuilder } from "./column-builder.ts";
import { createColumnBuilder, gatherTexts, markRows, packCodes } from "./column-builder.ts";
import type { Interner } from "./interner.ts";
import { createInterner } from "./interner.ts";
import { layLinks } from "./links.ts";
import { unreadRelations } from "./owners.ts";
import { sortTexts } from "./sort-texts.ts";
import type { Column, Links, RelationTable, Table, Tables } from "./tables.ts";
import { memoryBlob } from "./tables.ts";
import type { Vector } from "./vector.ts";
import { createVector } from "./vector.ts";

/** Takes assets one by one, in any order, and lays them out as columns. */
export interface Builder {
  /** Of two records with one type and id the later one counts. */
  add(record: AssetRecord): void;
  /** Of two for one type and connector the later one counts. */
  addCollection(collection: Collection): void;
  /** Everything that was added; the builder is spent. */
  build(info: SnapshotInfo): Tables;
}

/** What is known of one concrete type while records come in. Rows are numbered as they come. */
interface Draft {
  readonly type: AssetType;
  readonly ids: Vector;
  readonly connectors: Vector;
  readonly columns: ReadonlyMap<string, ColumnBuilder>;
  readonly links: ReadonlyMap<string, { readonly rows: Vector; readonly ids: Vector }>;
  readonly missingLinks: ReadonlyMap<string, Vector>;
}

/** A draft whose rows have their final numbers. */
interface Ordered {
  readonly draft: Draft;
  /** From a new row to the one it came as. */
  readonly order: Uint32Array;
  /** From the row it came as to its new row + 1, 0 for one that a later record replaced. */
  readonly newRow: Uint32Array;
}

/**
 * An empty builder for assets of `model`.
 *
 * Every id, of an asset or of a link's far end, is kept once as UTF-8 and counted by its number; values go straight into
 * columns. What a record costs is thus little more than its bytes, however many there are.
 */
export function createBuilder(model: Model): Builder {
  const ids = createInterner();
  const connectors = createInterner();
  const collections = new Map<string, Collection>();
  const drafts = new Map<string, Draft>(
    [...model.types.values()].map((type) => [type.name, createDraft(type)]),
  );
  return {
    add(record) {
      const draft = drafts.get(record.type);
      invariant(draft, `the model has the asset type "${record.type}"`);
      addRecord(draft, record, ids, connectors);
    },
    addCollection(collection) {
      connectors.intern(collection.connector);
      collections.set(`${collection.type}\0${collection.connector}`, collection);
    },
    build: (info) => build(model, drafts, ids, connectors, [...collections.values()], info),
  };
}

function createDraft(type: AssetType): Draft {
  const fields = [...type.fields.values()].filter(({ name }) => name !== "id");
  const relations = [...type.relations.values()];
  const stored = relations.filter(({ kind }) => kind !== "inverse");
  return {
    type,
    ids: createVector(),
    connectors: createVector(),
    columns: new Map(fields.map((field: Field) => [field.name, createColumnBuilder(field)])),
    links: new Map(stored.map(({ name }) => [name, { rows: createVector(), ids: createVector() }])),
    missingLinks: new Map(relations.map(({ name }) => [name, createVector()])),
  };
}

function addRecord(draft: Draft, record: AssetRecord, ids: Interner, connectors: Interner): void {
  const row = draft.ids.length;
  draft.ids.push(ids.intern(record.id));
  draft.connectors.push(connectors.intern(record.connector));
  for (const [name, value] of Object.entries<FieldValue>(record.fields)) {
    if (name !== "id") columnOf(draft, name).set(row, value);
  }
  for (const [name, { rows, ids: ends }] of draft.links) {
    // Every asset knows its connector, whatever its answer says.
    const own = name === "connector" ? [record.connector] : [];
    for (const id of record.links[name] ?? own) {
      rows.push(row);
      ends.push(ids.intern(id));
    }
  }
  for (const name of record.missing ?? []) {
    const relation = draft.missingLinks.get(name);
    if (relation) relation.push(row);
    else columnOf(draft, name).setMissing(row);
  }
}

function columnOf({ type, columns }: Draft, field: string): ColumnBuilder {
  const column = columns.get(field);
  invariant(column, `the asset type "${type.name}" has the field "${field}"`);
  return column;
}

function build(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  ids: Interner,
  connectors: Interner,
  collections: readonly Collection[],
  info: SnapshotInfo,
): Tables {
  markUnread(model, drafts, ids, collections);
  const texts = ids.view();
  const rank = new Uint32Array(ids.count);
  sortTexts(texts.bytes, texts.offsets).forEach((id, i) => {
    rank[id] = i;
  });
  const ordered = new Map([...drafts].map(([name, draft]) => [name, orderDraft(draft, rank)]));
  const names = connectors.view();
  const connectorOrder = sortTexts(names.bytes, names.offsets);
  const connectorCode = new Uint32Array(connectors.count);
  connectorOrder.forEach((index, i) => {
    connectorCode[index] = i + 1;
  });
  const links = layRelations(model, ordered, ids);
  const tables = new Map<string, Table>();
  for (const [name, { draft, order }] of ordered) {
    const own = order.map((row) => draft.ids.get(row));
    const idColumn: Column = {
      kind: "plain",
      scalar: "ID",
      texts: gatherTexts(texts.bytes, texts.offsets, own),
      sorted: true,
    };
    const columns = [...draft.columns].map(
      ([field, column]) => [field, column.finish(order)] as const,
    );
    const connector = order.map((row) => connectorCode[draft.connectors.get(row)]!);
    tables.set(name, {
      type: name,
      rows: order.length,
      columns: new Map([["id", idColumn], ...columns]),
      relations: links.get(name)!,
      connector: packCodes(connector, connectors.count),
    });
  }
  const connectorTexts = gatherTexts(names.bytes, names.offsets, connectorOrder);
  const coverage = layCollections(model, tables, collections, {
    ids: connectorTexts,
    code: (id) => connectorCode[connectors.intern(id)]!,
  });
  return { info, tables, connectors: connectorTexts, ...coverage };
}

/** Marks the relations of those assets for which lists of their own could not be read. */
function markUnread(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  ids: Interner,
  collections: readonly Collection[],
): void {
  for (const unread of unreadRelations(model, collections)) {
    const owners = new Set(unread.ids.map((id) => ids.intern(id)));
    const draft = drafts.get(unread.owner)!;
    for (let row = 0; row < draft.ids.length; row++)
      if (owners.has(draft.ids.get(row))) draft.missingLinks.get(unread.relation)!.push(row);
  }
}

/** Rows by their id's rank. Of several rows with one id the last one stays. */
function orderDraft(draft: Draft, rank: Uint32Array): Ordered {
  const rows = draft.ids.length;
  // Rank and row in one number, so that sorting needs no comparison of ours: both are below 2 ** 26.
  const keys = Float64Array.from(
    { length: rows },
    (_, row) => rank[draft.ids.get(row)]! * rows + row,
  );
  keys.sort();
  const order = createVector();
  for (let i = 0; i < rows; i++) {
    const isReplaced = Math.floor(keys[i]! / rows) === Math.floor((keys[i + 1] ?? -1) / rows);
    if (!isReplaced) order.push(keys[i]! % rows);
  }
  const newRow = new Uint32Array(rows);
  order.view().forEach((row, i) => {
    newRow[row] = i + 1;
  });
  return { draft, order: order.view(), newRow };
}

/** From a type and the number of an id to the row + 1, 0 for none. */
type FindRow = (type: string, id: number) => number;

/** Nearly every id is one asset's: the few that assets of several types share stand apart. */
function indexRows(ordered: ReadonlyMap<string, Ordered>, idCount: number): FindRow {
  const types = new Map([...ordered.keys()].map((type, i) => [type, i + 1]));
  const typeOf = new Uint16Array(idCount);
  const rowOf = new Uint32Array(idCount);
  const shared = new Map<string, number>();
  for (const [type, { draft, order }] of ordered) {
    order.forEach((drafted, row) => {
      const id = draft.ids.get(drafted);
      if (typeOf[id] === 0) {
        typeOf[id] = types.get(type)!;
        rowOf[id] = row + 1;
      } else {
        shared.set(`${type} ${id}`, row + 1);
      }
    });
  }
  return (type, id) => {
    if (typeOf[id] === types.get(type)) return rowOf[id]!;
    return shared.size === 0 ? 0 : (shared.get(`${type} ${id}`) ?? 0);
  };
}

type RelationTables = ReadonlyMap<string, ReadonlyMap<string, RelationTable>>;

/** The relations of every type. An inverse is the other side's links, turned round: nothing is stored twice. */
function layRelations(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  ids: Interner,
): RelationTables {
  const findRow = indexRows(ordered, ids.count);
  const forward = new Map<string, Map<string, RelationTable>>();
  for (const [name, source] of ordered) {
    const relations = [...source.draft.type.relations.values()].filter(
      ({ kind }) => kind !== "inverse",
    );
    forward.set(
      name,
      new Map(
        relations.map((relation) => [
          relation.name,
          layRelation(model, ordered, findRow, source, relation, ids),
        ]),
      ),
    );
  }
  return new Map(
    [...ordered].map(([name, { draft, order }]) => [
      name,
      new Map(
        [...draft.type.relations.values()].map((relation) => {
          const missing = draft.missingLinks.get(relation.name)!;
          if (relation.kind === "inverse") spreadMissing(model, ordered, draft, relation, missing);
          return [
            relation.name,
            {
              ...(relation.kind === "inverse"
                ? { links: turnRound(model, forward, name, relation) }
                : forward.get(name)!.get(relation.name)!),
              ...(missing.length > 0 ? { missing: markRows(missing.view(), order) } : {}),
            },
          ];
        }),
      ),
    ]),
  );
}

function layRelation(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  findRow: FindRow,
  source: Ordered,
  relation: Relation,
  ids: Interner,
): RelationTable {
  const drafted = source.draft.links.get(relation.name)!;
  const members = membersOf(model, relation.target);
  const pairs = members.map(() => ({ sources: createVector(), targets: createVector() }));
  const dangling = { rows: createVector(), ids: createVector() };
  for (let i = 0; i < drafted.rows.length; i++) {
    const row = source.newRow[drafted.rows.get(i)]!;
    if (row === 0) continue;
    const id = drafted.ids.get(i);
    let found = false;
    members.forEach((member, m) => {
      const target = findRow(member, id);
      if (target === 0) return;
      found = true;
      pairs[m]!.sources.push(row - 1);
      pairs[m]!.targets.push(target - 1);
    });
    if (!found) {
      dangling.rows.push(row - 1);
      dangling.ids.push(id);
    }
  }
  const links = members.map((target, m): Links => {
    const { sources, targets } = pairs[m]!;
    const targetRows = ordered.get(target)!.order.length;
    return {
      target,
      ...layLinks(sources.view(), targets.view(), source.order.length, targetRows),
    };
  });
  if (dangling.rows.length === 0) return { links };
  return { links, dangling: layDangling(dangling.rows.view(), dangling.ids.view(), ids) };
}

function layDangling(
  rows: Uint32Array,
  ends: Uint32Array,
  ids: Interner,
): NonNullable<RelationTable["dangling"]> {
  const order = Uint32Array.from({ length: rows.length }, (_, i) => i).sort(
    (a, b) => rows[a]! - rows[b]! || a - b,
  );
  const { bytes, offsets } = ids.view();
  return {
    count: rows.length,
    rows: memoryBlob(order.map((i) => rows[i]!)),
    ids: gatherTexts(
      bytes,
      offsets,
      order.map((i) => ends[i]!),
    ),
  };
}

/**
 * Adds to `missing` the rows that an inverse cannot speak for: where links of the other side could not be learnt, any row
 * within their reach may be at their far end. A part's owner is known whatever its owner does not know.
 */
function spreadMissing(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  { connectors }: Draft,
  { target, inverse, scope }: Relation,
  missing: Vector,
): void {
  const reach = new Set<number>();
  for (const member of membersOf(model, target)) {
    const { draft, newRow } = ordered.get(member)!;
    if (draft.type.relations.get(inverse!)?.kind === "embeds") continue;
    for (const row of draft.missingLinks.get(inverse!)?.view() ?? [])
      if (newRow[row] !== 0) reach.add(draft.connectors.get(row));
  }
  if (reach.size === 0) return;
  for (let row = 0; row < connectors.length; row++)
    if (scope === "ANYWHERE" || reach.has(connectors.get(row))) missing.push(row);
}

function turnRound(
  model: Model,
  forward: RelationTables,
  source: string,
  relation: Relation,
): readonly Links[] {
  return membersOf(model, relation.target).flatMap((target) => {
    const other = forward.get(target)?.get(relation.inverse!);
    return (other?.links ?? [])
      .filter((links) => links.target === source)
      .map(({ forward, backward, count }) => ({
        target,
        forward: backward,
        backward: forward,
        count,
      }));
  });
}
