import type { Fact, Facts } from "./derivation.ts";
import { invariant } from "../errors.ts";
import type { Model } from "../types.ts";
import type { CollectionsBuilder } from "./collections.ts";
import type { Draft, DraftLinks } from "./draft.ts";
import { countKeys, group } from "./links.ts";
import type { Names } from "./names.ts";

/** What derivations ask, out of drafts that are read in place: no asset is copied. */
export interface DraftFacts extends Facts {
  /** The numbers of the connectors with assets of the bases. */
  connectors(): readonly number[];
  /** The rows of a type in the connector with this number; of several rows with one id the last. */
  rowsIn(type: string, connector: number): readonly number[];
  at(type: string, row: number): Fact;
  /** Lets go of what was made `once`. */
  forget(): void;
}

/** Rows grouped by their connector's number. */
interface Grouped {
  readonly offsets: Uint32Array;
  readonly values: Uint32Array;
}

/** Facts about the asset types `bases` and the parts of their answers. */
export function createFacts(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  names: Names,
  collections: CollectionsBuilder,
  bases: readonly string[],
): DraftFacts {
  const known = [...bases, ...partsOf(model, bases)].map((type) => drafts.get(type)!);
  const places = indexRows(known, names.ids.count);
  const position = new Map(known.map(({ type }, i) => [type.name, i]));
  const numbers = new Map<string, number>();
  for (let number = 0; number < names.connectors.count; number++)
    numbers.set(names.connectors.text(number), number);
  const byConnector = new Map<string, Grouped>();
  const starts = new Map<DraftLinks, Uint32Array>();
  const made = new Map<string, Map<string, unknown>>();

  function placeOf(type: string): number {
    const at = position.get(type);
    if (at === undefined) invariant(false, `a derivation that asks for "${type}" names it`);
    return at;
  }

  const draftOf = (type: string): Draft => known[placeOf(type)]!;

  function rowsIn(type: string, connector: number): readonly number[] {
    const { ids, connectors } = draftOf(type);
    const grouped = byConnector.get(type) ?? groupRows(connectors.view(), numbers.size);
    byConnector.set(type, grouped);
    const { offsets, values } = grouped;
    const rows = [...values.subarray(offsets[connector], offsets[connector + 1])];
    return rows.filter((row) => places.find(placeOf(type), ids.get(row)) === row);
  }

  function startsOf(draft: Draft, relation: string) {
    const links = draft.links.find(({ name }) => name === relation);
    if (!links) invariant(false, `"${relation}" of ${draft.type.name} is stored`);
    const first = starts.get(links) ?? countKeys(links.rows.view(), draft.ids.length);
    starts.set(links, first);
    return { first, ends: links.ids };
  }

  function at(type: string, row: number): Fact {
    const draft = draftOf(type);
    const { columns, missingLinks, unread } = draft;
    return {
      // Texts cost more than all else here, and are seldom asked for.
      get id() {
        return names.ids.text(draft.ids.get(row));
      },
      get connector() {
        return names.connectors.text(draft.connectors.get(row));
      },
      value: (field) => columns.get(field)?.value(row) ?? null,
      follow(relation, target) {
        // An owner may be of a type that has no such relation.
        if (!draft.type.relations.has(relation)) return [];
        const { first, ends } = startsOf(draft, relation);
        const place = placeOf(target);
        const found: (Fact | undefined)[] = [];
        for (let i = first[row]!; i < first[row + 1]!; i++) {
          const end = places.find(place, ends.get(i));
          found.push(end === undefined ? undefined : at(target, end));
        }
        return found;
      },
      isMissing(member) {
        const isUnread = [...(unread.get(member)?.values() ?? [])].some((marks) => marks.has(row));
        const missing = missingLinks.get(member)?.has(row) ?? columns.get(member)?.isMissing(row);
        return isUnread || (missing ?? false);
      },
    };
  }

  const connectorOf = (id: string) => {
    for (let end = id.length; end > 0; end = id.lastIndexOf("/", end - 1)) {
      const number = numbers.get(id.slice(0, end));
      if (number !== undefined) return number;
    }
    return undefined;
  };

  return {
    at,
    rowsIn,
    connectors: () => [...numbers.values()],
    forget: () => made.clear(),
    find(type, id) {
      const row = places.find(placeOf(type), names.ids.intern(id));
      return row === undefined ? undefined : at(type, row);
    },
    inConnector(type, connector) {
      const number = numbers.get(connector);
      return number === undefined ? [] : rowsIn(type, number).map((row) => at(type, row));
    },
    isComplete(type, id) {
      const number = connectorOf(id);
      return number !== undefined && collections.isComplete(type, number);
    },
    once<T>(purpose: string, id: string, make: () => T): T {
      const known = made.get(purpose) ?? new Map<string, unknown>();
      made.set(purpose, known);
      if (!known.has(id)) known.set(id, make());
      return known.get(id) as T;
    },
  };
}

/** The parts of these assets' answers, and their parts; not those that are derived. */
function partsOf(model: Model, types: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (type: string): void => {
    for (const { kind, target, derived } of model.types.get(type)!.relations.values()) {
      if (kind !== "embeds" || derived || found.has(target) || !model.types.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  for (const type of types) visit(type);
  return [...found];
}

/** Which row an id is. Nearly every id is one asset's: the few that several types share stand apart. */
function indexRows(drafts: readonly Draft[], count: number) {
  const typeOf = new Uint8Array(count);
  const rowOf = new Uint32Array(count);
  const shared = new Map<string, number>();
  drafts.forEach(({ ids }, type) => {
    ids.view().forEach((id, row) => {
      if (typeOf[id] === 0 || typeOf[id] === type + 1) {
        typeOf[id] = type + 1;
        rowOf[id] = row;
      } else shared.set(`${type} ${id}`, row);
    });
  });
  return {
    find: (type: number, id: number): number | undefined =>
      typeOf[id] === type + 1 ? rowOf[id] : shared.get(`${type} ${id}`),
  };
}

function groupRows(connectors: Uint32Array, count: number): Grouped {
  const rows = Uint32Array.from({ length: connectors.length }, (_, row) => row);
  return group(connectors, rows, count);
}
