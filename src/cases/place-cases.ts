import { makeEstate } from "../estate/make-estate.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import { membersOf } from "../model/concrete.ts";
import { gatherReads, readsOfRule } from "../dialect/reads.ts";
import type { Check, Inventory, Model } from "../types.ts";
import { allRows, type CaseFile, type CaseOperation, type Given, type GivenRow } from "./given.ts";
import { type LaidEstate, layEstate, type RowName, sameRows } from "./lay-estate.ts";

/** The estate of one operation, or of one of its rows without the others, in an inventory with many. */
export interface PlacedEstate {
  readonly operation: CaseOperation;
  readonly connectors: readonly string[];
  /** The rows that the check must say something of, with what they are called there. */
  readonly rows: readonly PlacedRow[];
  /** The rows before and behind it are left out: what is said of it must be the same. */
  readonly isAlone?: true;
}

export interface PlacedRow extends RowName {
  readonly given: GivenRow;
}

/** Estates of cases that share an inventory, by the check that they are about. */
export interface Placed {
  readonly inventory: Inventory;
  readonly estates: ReadonlyMap<string, readonly PlacedEstate[]>;
}

/** Lays the estates of all cases side by side, in as few inventories as keep them apart. */
export function placeCases(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
): readonly Placed[] {
  const keepsIds = idsRead(model, checks);
  const begin = checks[0]?.accounts ?? [...model.providers.values()][0]?.accounts ?? "/";
  const groups: Group[] = [];
  let number = 0;
  for (const { check, operations } of files)
    for (const operation of operations) {
      if (!("rows" in operation.estate)) continue;
      for (const { given, isAlone } of variantsOf(operation.estate)) {
        const naming = {
          connector: `${begin}case-${++number}`,
          keepsIds: (type: string) => keepsIds.has(type),
        };
        const laid = layEstate(model, given, naming);
        const group = groupFor(model, groups, laid);
        const rows = allRows(given)
          .filter(({ expected }) => expected)
          .map((row) => ({ given: row, ...laid.nameOf(row) }));
        group.estates.push({
          check,
          placed: { operation, connectors: laid.connectors, rows, ...(isAlone ? { isAlone } : {}) },
        });
      }
    }
  return groups.map(({ laid, estates }) => ({
    inventory: makeEstate(model, laid),
    estates: new Map(
      [...Map.groupBy(estates, ({ check }) => check)].map(([check, some]) => [
        check,
        some.map(({ placed }) => placed),
      ]),
    ),
  }));
}

/** Estates that can stand beside each other. */
interface Group {
  readonly isShared: boolean;
  readonly laid: SmallEstate[];
  readonly taken: Set<string>;
  readonly estates: { readonly check: string; readonly placed: PlacedEstate }[];
}

/** The first inventory in which nothing has the ids of an estate; one of its own where a refused listing leaves something open anywhere. */
function groupFor(model: Model, groups: Group[], { estate }: LaidEstate): Group {
  const isShared = !estate.unread.some(({ type }) => reachesAnywhere(model, type));
  const keys = estate.records.map(({ type, id }) => `${type} ${id}`);
  let group = groups.find(
    (one) => one.isShared && isShared && !keys.some((key) => one.taken.has(key)),
  );
  if (!group) {
    group = { isShared, laid: [], taken: new Set(), estates: [] };
    groups.push(group);
  }
  group.laid.push(estate);
  for (const key of keys) group.taken.add(key);
  return group;
}

/** Whether rows of a type may be led to from any connector, so that nobody knows theirs while its listing is refused anywhere. */
function reachesAnywhere(model: Model, refused: string): boolean {
  return [...model.types.values()].some(({ relations }) =>
    [...relations.values()].some(
      ({ kind, scope, target }) =>
        kind === "inverse" && scope === "ANYWHERE" && membersOf(model, target).includes(refused),
    ),
  );
}

interface Variant {
  readonly given: Given;
  readonly isAlone?: true;
}

/** An estate, and where several rows of it are asked about each of them without the others, but for those that it is connected with. */
function variantsOf(given: Given): readonly Variant[] {
  const same = sameRows(given);
  const groups = connectedRows(given, same);
  const asked = groups.filter((group) => group.some(isAskedAbout));
  if (asked.length < 2) return [{ given }];
  const scenery = groups.filter((group) => !asked.includes(group)).flat();
  const alone = asked.map((group): Variant => {
    const kept = new Set([...group, ...scenery]);
    return { given: { ...given, rows: given.rows.filter((row) => kept.has(row)) }, isAlone: true };
  });
  return [{ given }, ...alone];
}

function isAskedAbout(root: GivenRow): boolean {
  return allRows({ rows: [root], unread: [] }).some(({ expected }) => expected !== undefined);
}

/** The rows at the root, those together that lead to each other or to a row that both lead to; all lead to the connector. */
function connectedRows(
  { rows }: Given,
  same: (row: GivenRow) => GivenRow,
): readonly (readonly GivenRow[])[] {
  const groups: { readonly roots: GivenRow[]; readonly reached: Set<GivenRow> }[] = [];
  for (const root of rows) {
    const reached = new Set(
      allRows({ rows: [root], unread: [] })
        .map(same)
        .filter((row) => row === root || row.type.name !== "Connector"),
    );
    const touching = groups.filter((group) => [...reached].some((row) => group.reached.has(row)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({
      roots: [...touching.flatMap((group) => group.roots), root],
      reached: new Set([...touching.flatMap((group) => [...group.reached]), ...reached]),
    });
  }
  return groups.map(({ roots }) => roots);
}

/** The types whose ids some rule compares. */
function idsRead(model: Model, checks: readonly Check[]): ReadonlySet<string> {
  const rules = checks.flatMap((check) => check.rules);
  const read = gatherReads(rules.flatMap((rule) => readsOfRule(model, rule)));
  return new Set([...read].flatMap(([type, names]) => (names.has("id") ? [type] : [])));
}
