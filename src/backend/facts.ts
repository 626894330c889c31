import { giveWay, SLICE } from "../slices.ts";
import { collectedTypesOf } from "../model/concrete.ts";
import type {
  Backend,
  Collection,
  FieldValue,
  Filter,
  Relation,
  RowRef,
  Rows,
  Unlearnt,
} from "../types.ts";
import type { Asked, Truths } from "./truths.ts";

/** What a backend knows of some rows and of all that a filter leads to from them, at hand for going through it row by row. */
export interface Facts {
  /** Null where the type has no such field. */
  value(row: RowRef, field: string): FieldValue;
  /** What could not be learnt of a field or relation. */
  unlearnt(row: RowRef, name: string): Unlearnt | undefined;
  /** The rows a relation leads to, by type, then id; parallel links twice. */
  targets(row: RowRef, relation: string): readonly RowRef[];
  /** A type's collection in the row's connector, where it is not complete. */
  openHere(row: RowRef, type: string): Collection | undefined;
  /** The first of a type's collections that are not complete. */
  openAnywhere(type: string): Collection | undefined;
  /** The types' collections that are not complete in the connector that an id belongs to. */
  openFor(id: string, types: readonly string[]): readonly Collection[];
  /** Whether a filter that was asked about comes to this for a row. */
  readonly is: Truths["is"];
}

/** What is known of the rows of one type, by field or relation, then by row. */
interface TypeFacts {
  readonly values: Map<string, Map<number, FieldValue>>;
  readonly unlearnt: Map<string, Map<number, Unlearnt>>;
  readonly targets: Map<string, Map<number, readonly RowRef[]>>;
  readonly connectors: Map<number, string>;
}

/** What filters ask of the rows of a type. */
interface Needs {
  /** The filters, and all of their parts that are about these same rows. */
  readonly parts: Set<Filter>;
  readonly fields: Set<string>;
  /** By relation what it asks of the far side. */
  readonly relations: Map<string, Filter[]>;
}

/** Truths that are wanted, and who tells them. */
interface Judging {
  readonly truths: Truths;
  readonly asked: Asked;
}

/**
 * Asks a backend for all that `filter` can look at from some rows on: level by level, once for each type, field and relation; and for
 * truths of its parts.
 */
export async function gatherFacts(
  backend: Backend,
  rows: Rows,
  filter: Filter,
  judging?: Judging,
): Promise<Facts> {
  const { model } = backend;
  const types = new Map<string, TypeFacts>();
  const open = createOpenCollections(backend);

  const factsOf = (type: string): TypeFacts => {
    const known = types.get(type) ?? {
      ...{ values: new Map(), unlearnt: new Map(), targets: new Map(), connectors: new Map() },
    };
    types.set(type, known);
    return known;
  };

  async function readFields(asked: Rows, fields: readonly string[]): Promise<void> {
    const { values } = factsOf(asked.type);
    const columns = await backend.read(asked, fields);
    for (const [f, field] of fields.entries())
      await fill(values, field, asked.rows, (i) => columns[f]![i]!);
  }

  async function readUnlearnt(asked: Rows, name: string): Promise<readonly Unlearnt[]> {
    const found = await backend.unlearnt(asked, name);
    const byRow = mapIn(factsOf(asked.type).unlearnt, name);
    await eachGivingWay(found.length, (i) => byRow.set(asked.rows[found[i]!.place]!, found[i]!));
    return found;
  }

  /** The rows that a relation leads to, as rows to ask about. */
  async function follow(asked: Rows, relation: string): Promise<readonly Rows[]> {
    const { offsets, types: far, targets, targetTypes } = await backend.related(asked, relation);
    const ends: RowRef[] = [];
    const own = far.map(() => new Set<number>());
    await eachGivingWay(targets.length, (i) => {
      const [t, row] = [targetTypes[i]!, targets[i]!];
      ends.push({ type: far[t]!, row });
      own[t]!.add(row);
    });
    await fill(factsOf(asked.type).targets, relation, asked.rows, (i) =>
      ends.slice(offsets[i], offsets[i + 1]),
    );
    return far.flatMap((type, t) =>
      own[t]!.size > 0 ? [{ type, rows: Uint32Array.from(own[t]!) }] : [],
    );
  }

  /** Asks for what collections may hide of rows in the connectors that these rows stand in. */
  async function readOpen(asked: Rows, wanted: readonly string[]): Promise<void> {
    if (!(await open.isAny(wanted))) return;
    const { connectors } = factsOf(asked.type);
    const unknown = asked.rows.filter((row) => !connectors.has(row));
    const ids = await backend.connectorsOf({ type: asked.type, rows: unknown });
    await eachGivingWay(ids.length, (i) => connectors.set(unknown[i]!, ids[i]!));
    const within = new Set<string>();
    await eachGivingWay(asked.rows.length, (i) => within.add(connectors.get(asked.rows[i]!)!));
    await open.bring(wanted, [...within]);
  }

  async function visit(rows: Rows, filters: readonly Filter[]): Promise<void> {
    const type = model.types.get(rows.type)!;
    const { fields, relations, parts } = needsOf(filters);
    if (judging) {
      const asked = [...judging.asked].filter(([part]) => parts.has(part));
      await judging.truths.bring(rows, new Map(asked));
    }
    const stored = [...fields].filter((field) => type.fields.has(field));
    await readFields(rows, stored);
    for (const field of stored) {
      await readUnlearnt(rows, field);
      const { derived } = type.fields.get(field)!;
      if (derived) await readOpen(rows, derived.from);
    }
    for (const [name, wheres] of relations) {
      const relation = type.relations.get(name);
      if (!relation) continue;
      const unlearnt = await readUnlearnt(rows, name);
      await readOpen(rows, [...typesBehindAny(relation), ...(relation.derived?.from ?? [])]);
      await open.bringFor(typesBehindAny(relation), idsOf(unlearnt));
      for (const far of await follow(rows, name)) {
        await visit(far, wheres);
        // Paths name related rows.
        if (relation.toMany && wheres.length > 0) await readFields(far, ["name"]);
      }
    }
  }

  const typesBehindAny = ({ target }: Relation) => collectedTypesOf(model, target);
  await visit(rows, [filter]);

  return {
    value: ({ type, row }, field) => factsOf(type).values.get(field)?.get(row) ?? null,
    unlearnt: ({ type, row }, name) => factsOf(type).unlearnt.get(name)?.get(row),
    targets: ({ type, row }, relation) => factsOf(type).targets.get(relation)?.get(row) ?? [],
    openHere: ({ type: own, row }, type) => open.at(type, factsOf(own).connectors.get(row)),
    openAnywhere: open.first,
    openFor: open.belowIdOf,
    is: judging?.truths.is ?? (() => false),
  };
}

function needsOf(filters: readonly Filter[]): Needs {
  const needs: Needs = { parts: new Set(), fields: new Set(), relations: new Map() };
  const visit = (filter: Filter): void => {
    needs.parts.add(filter);
    switch (filter.kind) {
      case "and":
      case "or":
        filter.of.forEach(visit);
        break;
      case "not":
        visit(filter.of);
        break;
      case "null":
      case "compare":
        needs.fields.add(filter.field);
        break;
      case "quantify": {
        const { relation, where } = filter;
        const known = needs.relations.get(relation) ?? [];
        needs.relations.set(relation, where ? [...known, where] : known);
      }
    }
  };
  filters.forEach(visit);
  return needs;
}

function mapIn<T>(maps: Map<string, Map<number, T>>, name: string): Map<number, T> {
  const known = maps.get(name) ?? new Map<number, T>();
  maps.set(name, known);
  return known;
}

async function fill<T>(
  maps: Map<string, Map<number, T>>,
  name: string,
  rows: Uint32Array,
  valueAt: (i: number) => T,
): Promise<void> {
  const byRow = mapIn(maps, name);
  await eachGivingWay(rows.length, (i) => byRow.set(rows[i]!, valueAt(i)));
}

/** Does something small for each of `count`: a row may lead to very many. */
async function eachGivingWay(count: number, work: (i: number) => unknown): Promise<void> {
  for (let from = 0; from < count; from += SLICE) {
    const end = Math.min(from + SLICE, count);
    for (let i = from; i < end; i++) work(i);
    await giveWay();
  }
}

function idsOf(unlearnt: readonly Unlearnt[]): readonly string[] {
  return unlearnt.flatMap(({ ids }) => ids ?? []);
}

/** Collections that are not complete, as far as they were brought. */
function createOpenCollections(backend: Backend) {
  const firsts = new Map<string, Collection | undefined>();
  const known = new Map<string, Collection>();
  const heads = new Set<string>();
  const keyOf = (type: string, connector: string) => `${type}\n${connector}`;

  /** Whether any of these types was not read completely anywhere. */
  async function isAny(types: readonly string[]): Promise<boolean> {
    for (const type of types)
      if (!firsts.has(type)) {
        const scope = { types: [type], incomplete: true, limit: 1 } as const;
        firsts.set(type, (await backend.collections(scope))[0]);
      }
    return types.some((type) => firsts.get(type) !== undefined);
  }

  function keep(collections: readonly Collection[]): void {
    for (const collection of collections)
      if (collection.status !== "complete")
        known.set(keyOf(collection.type, collection.connector), collection);
  }

  return {
    isAny,
    async bring(types: readonly string[], connectors: readonly string[]): Promise<void> {
      keep(await backend.collections({ types, connectors, incomplete: true }));
    },
    /** Brings what may hold the assets that ids belong to: the connector's id is a leading part of an asset's. */
    async bringFor(types: readonly string[], ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const connectors = [...new Set(ids.flatMap(headsOf))];
      const found = await backend.collections({ types, connectors });
      for (const { connector } of found) heads.add(connector);
      keep(found);
    },
    at: (type: string, connector: string | undefined) =>
      connector === undefined ? undefined : known.get(keyOf(type, connector)),
    first: (type: string) => firsts.get(type),
    belowIdOf(id: string, types: readonly string[]): readonly Collection[] {
      const connector = headsOf(id).find((head) => heads.has(head));
      if (connector === undefined) return [];
      return types.flatMap((type) => known.get(keyOf(type, connector)) ?? []);
    },
  };
}

/** An id and its leading parts up to a `/`, the longest first. */
function headsOf(id: string): readonly string[] {
  const found: string[] = [];
  for (let end = id.length; end > 0; end = id.lastIndexOf("/", end - 1))
    found.push(id.slice(0, end));
  return found;
}
