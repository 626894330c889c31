import { gatherReads, type Reads, readsOf } from "../dialect/reads.ts";
import { typesRead } from "../dialect/types-read.ts";
import type { RefusedListing, SmallEstate } from "../estate/small-estate.ts";
import type {
  AssetRecord,
  FieldValue,
  Filter,
  Inventory,
  Relation,
  RowRef,
  Rows,
} from "../types.ts";

/** Rows that are cut out at most: of more, what a change does is not tried. */
const MOST_ROWS = 5_000;

/** Rows that are asked about, and what. */
export interface Asking {
  readonly rows: Rows;
  readonly where: Filter;
}

/** A row as it is written down. */
interface Draft {
  readonly row: RowRef;
  readonly type: string;
  readonly id: string;
  readonly connector: string;
  readonly fields: Map<string, FieldValue>;
  /** Ids by relation. What was followed from here is all there is; what leads here from others is added to the rest. */
  readonly links: Map<string, { readonly ids: string[]; readonly isWhole: boolean }>;
  readonly missing: Set<string>;
  /** Relations of which all is in the cut. */
  readonly followed: Set<string>;
}

/**
 * All that some filters can look at from some rows on, as an estate of its own: in it they come to what they do in the whole, and do so
 * after any change of these rows. What may be hidden behind a relation makes that relation one that is not wholly known. An id is taken to
 * be that of one asset. Undefined where it is too much.
 */
export async function cutEstate(
  inventory: Inventory,
  asking: readonly Asking[],
): Promise<SmallEstate | undefined> {
  const { model } = inventory;
  const drafts = new Map<string, Draft>();

  async function draftsOf(rows: Rows): Promise<readonly Draft[]> {
    const unknown = rows.rows.filter((row) => !drafts.has(keyOf({ type: rows.type, row })));
    if (unknown.length > 0) {
      const asked = { type: rows.type, rows: unknown };
      const [ids] = await inventory.read(asked, ["id"]);
      const connectors = await inventory.connectorsOf(asked);
      for (const [i, row] of unknown.entries())
        drafts.set(keyOf({ type: rows.type, row }), {
          row: { type: rows.type, row },
          ...{ type: rows.type, id: String(ids![i]), connector: connectors[i]! },
          ...{ fields: new Map(), links: new Map(), missing: new Set(), followed: new Set() },
        });
    }
    return Array.from(rows.rows, (row) => drafts.get(keyOf({ type: rows.type, row }))!);
  }

  async function markMissing(rows: Rows, name: string, own: readonly Draft[]): Promise<void> {
    for (const place of await inventory.missing(rows, name)) own[place]!.missing.add(name);
  }

  async function readFields(rows: Rows, names: readonly string[]): Promise<void> {
    const own = await draftsOf(rows);
    const columns = await inventory.read(rows, names);
    for (const [f, name] of names.entries()) {
      for (const [i, draft] of own.entries()) draft.fields.set(name, columns[f]![i]!);
      await markMissing(rows, name, own);
    }
  }

  async function visit(rows: Rows, { relations }: Reads): Promise<void> {
    const own = await draftsOf(rows);
    if (drafts.size > MOST_ROWS) return;
    for (const [name, behind] of relations) {
      for (const { followed } of own) followed.add(name);
      await follow(rows, name, own, behind);
      await markHidden(rows, name, own);
    }
  }

  /** What a relation may hide: rows behind ids that lead nowhere, which are known, or who knows what. */
  async function markHidden(rows: Rows, name: string, own: readonly Draft[]): Promise<void> {
    const places = await inventory.missing(rows, name);
    if (places.length === 0) return;
    const hiding = { type: rows.type, rows: places.map((place) => rows.rows[place]!) };
    const all: Filter = { kind: "quantify", relation: name, quantifier: "ALL" };
    const told = await inventory.explainMissing(hiding, all);
    for (const [i, place] of places.entries()) {
      const { links, missing } = own[place]!;
      const ids = told[i]!.map(({ id }) => id);
      if (ids.length > 0 && ids.every((id) => id !== undefined))
        links.get(name)!.ids.push(...new Set(ids));
      else missing.add(name);
    }
  }

  async function follow(
    rows: Rows,
    name: string,
    own: readonly Draft[],
    behind: readonly Reads[],
  ): Promise<void> {
    const { kind, inverse } = model.types.get(rows.type)!.relations.get(name)!;
    const { offsets, types, targets, targetTypes } = await inventory.allRelated(rows, name);
    const ends = Array.from(targets, (row, i): RowRef => ({ type: types[targetTypes[i]!]!, row }));
    for (const [type, group] of Map.groupBy(ends, (one) => one.type)) {
      const different = Uint32Array.from(new Set(group.map(({ row }) => row)));
      const reads = behind.find((one) => one.type === type);
      const far = { type, rows: different };
      if (reads) await visit(far, reads);
      else await draftsOf(far);
    }
    for (const [i, draft] of own.entries()) {
      const led = ends.slice(offsets[i], offsets[i + 1]).map((end) => drafts.get(keyOf(end))!);
      if (kind !== "inverse") {
        draft.links.set(name, { ids: led.map(({ id }) => id), isWhole: true });
        continue;
      }
      for (const { links } of led) {
        const known = links.get(inverse!) ?? { ids: [], isWhole: false };
        links.set(inverse!, known);
        if (!known.isWhole && !known.ids.includes(draft.id)) known.ids.push(draft.id);
      }
    }
  }

  /** What is read of any row of a type is there for each: a change may lead to one in a new way. What stands behind it then is not known. */
  async function complete(reads: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for (const [type, own] of Map.groupBy(drafts.values(), (one) => one.type)) {
      const { fields, relations } = model.types.get(type)!;
      const names = [...(reads.get(type) ?? [])].filter((name) => name !== "id");
      const stored = names.flatMap((name) => fields.get(name) ?? []);
      // Whether null counts as a value may depend on another field.
      const presences = stored.flatMap(({ presence }) => presence ?? []);
      const rows = Uint32Array.from(own, ({ row }) => row.row);
      const read = new Set([...stored.map(({ name }) => name), ...presences]);
      await readFields({ type, rows }, [...read]);
      for (const draft of own)
        for (const name of names)
          if (relations.has(name) && !draft.followed.has(name))
            leaveOpen(draft, relations.get(name)!);
    }
  }

  const reads = asking.flatMap(({ rows, where }) => readsOf(model, rows.type, where));
  for (const { rows, where } of asking) {
    await draftsOf(rows);
    for (const one of readsOf(model, rows.type, where)) await visit(rows, one);
    if (drafts.size > MOST_ROWS) return undefined;
  }
  await complete(gatherReads(reads));
  const records = [...drafts.values()].map(recordOf);
  return { records, unread: await readRefused(inventory, asking, records) };
}

/** Listings that may hide something from rows that are not there yet: of those in the cut it is known by row what may be hidden. */
async function readRefused(
  inventory: Inventory,
  asking: readonly Asking[],
  records: readonly AssetRecord[],
): Promise<readonly RefusedListing[]> {
  const types = [
    ...new Set(
      asking.flatMap(({ rows, where }) => typesRead(inventory.model, { type: rows.type, where })),
    ),
  ];
  const connectors = [...new Set(records.map(({ connector }) => connector))];
  const refused = [
    ...(await inventory.collections({ types, connectors, incomplete: true })),
    // A relation that crosses connectors is open wherever one of them is.
    ...(await inventory.collections({ types, incomplete: true, limit: 1 })),
  ];
  return refused.map(({ type, connector }) => ({ type, connector }));
}

/**
 * Says of a relation that it may lead anywhere. One that names ids has one that leads nowhere: were it not known as a whole, it would not be
 * known of anything whether it is led to from here.
 */
function leaveOpen({ links, missing }: Draft, { name, kind }: Relation): void {
  if (kind !== "references") missing.add(name);
  else if (!links.has(name)) links.set(name, { ids: [NOWHERE], isWhole: false });
  else links.get(name)!.ids.push(NOWHERE);
}

/** An id that no asset has. */
const NOWHERE = "/not-in-the-cut";

function recordOf({ type, id, connector, fields, links, missing }: Draft): AssetRecord {
  const known = [...fields].filter(([name]) => !missing.has(name));
  return {
    ...{ type, id, connector },
    fields: Object.fromEntries(known),
    links: Object.fromEntries([...links].map(([name, { ids }]) => [name, ids])),
    missing: [...missing],
  };
}

function keyOf({ type, row }: RowRef): string {
  return `${type} ${row}`;
}
