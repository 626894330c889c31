import { asksForNone } from "../check/document/expectation.ts";
import { makeEstate } from "../estate/make-estate.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import { membersOf } from "../model/concrete.ts";
import { typesRead } from "../dialect/types-read.ts";
import { gatherReads, type Reads, readsOfRule } from "../dialect/reads.ts";
import type { Check, Inventory, Model, Rule } from "../types.ts";
import {
  allRows,
  type CaseFile,
  type CaseOperation,
  type ExpectedRow,
  type Given,
  type GivenRow,
} from "./given.ts";
import { connectorType, connectRows, isConnector } from "./connect-rows.ts";
import { type LaidEstate, layEstate, type RowName } from "./lay-estate.ts";

/** The estate of one operation, or of one of its rows without the others, in an inventory with many. */
export interface PlacedEstate {
  readonly operation: CaseOperation;
  readonly connectors: readonly string[];
  /** The rows that the check must say something of, with what they are called there. */
  readonly rows: readonly PlacedRow[];
  /** All rows that checks can be asked about. */
  readonly all: readonly RowName[];
  /** The rows before and behind it are left out: what is said of it must be the same. */
  readonly isAlone?: true;
}

export interface PlacedRow extends RowName {
  readonly expected: ExpectedRow;
}

/** Estates of cases that share an inventory, by the check that they are about. */
export interface Placed {
  readonly inventory: Inventory;
  readonly estates: ReadonlyMap<string, readonly PlacedEstate[]>;
}

/**
 * Lays the estates of all cases side by side, in as few inventories as keep them apart; they are to be judged by these checks alone. With
 * `alone` each of their rows is there once more without the rows before and behind it.
 */
export function placeCases(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
  { alone = true }: { readonly alone?: boolean } = {},
): readonly Placed[] {
  const rules = checks.flatMap((check) => check.rules);
  const read = gatherReads(rules.flatMap((rule) => readsOfRule(model, rule)));
  const types = new Set(rules.flatMap(({ query }) => typesRead(model, query)));
  const isRead = (type: string, name: string) => read.get(type)?.has(name) ?? false;
  const begin = checks[0]?.accounts ?? [...model.providers.values()][0]?.accounts ?? "/";
  const byId = new Map(checks.map((check) => [check.id, check]));
  const groups: Group[] = [];
  let number = 0;
  for (const { check, operations } of files)
    for (const operation of operations) {
      if (!("rows" in operation.estate)) continue;
      const crosses = byId.get(check)?.rules.some((rule) => mayCross(model, rule)) ?? false;
      const variants: readonly Variant[] =
        alone && crosses ? variantsOf(operation.estate) : [{ given: operation.estate }];
      for (const { given, isAlone } of variants) {
        const naming = {
          connector: `${begin}case-${++number}`,
          keepsIds: (type: string) => isRead(type, "id"),
        };
        const laid = layEstate(model, given, naming);
        const group = groupFor(groups, laid, (type) => isReadAnywhere(model, type, isRead));
        const rows = allRows(given).flatMap((row): readonly PlacedRow[] =>
          row.expected ? [{ expected: row.expected, ...laid.nameOf(row) }] : [],
        );
        const all = laid.estate.records;
        group.estates.push({
          check,
          placed: {
            operation,
            connectors: laid.connectors,
            rows,
            all,
            ...(isAlone ? { isAlone } : {}),
          },
        });
      }
    }
  return groups.map(({ laid, estates }) => ({
    inventory: makeEstate(model, laid, { types }),
    estates: new Map(
      [...Map.groupBy(estates, ({ check }) => check)].map(([check, some]) => [
        check,
        some.map(({ placed }) => placed),
      ]),
    ),
  }));
}

/**
 * Whether a rule may find more than rows that are linked with each other: only through their connector do rows see what stands beside them. Of
 * what is counted the neighbours are meant to matter.
 */
function mayCross(model: Model, rule: Rule): boolean {
  if (!asksForNone(rule.expectation)) return false;
  const isAcross = ({ type, relations }: Reads, isRoot: boolean): boolean =>
    (!isRoot && type === connectorType && relations.size > 0) ||
    [...relations.values()].flat().some((behind) => isAcross(behind, false));
  return readsOfRule(model, rule).some((reads) => isAcross(reads, true));
}

/** Estates that can stand beside each other. */
interface Group {
  readonly isShared: boolean;
  readonly laid: SmallEstate[];
  readonly taken: Set<string>;
  readonly estates: { readonly check: string; readonly placed: PlacedEstate }[];
}

/** The first inventory in which nothing has the ids of an estate; one of its own where a refused listing leaves something open anywhere. */
function groupFor(
  groups: Group[],
  { estate }: LaidEstate,
  isOpenAnywhere: (type: string) => boolean,
): Group {
  const isShared = !estate.unread.some(({ type }) => isOpenAnywhere(type));
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

/** Whether some check asks who of a type leads to a row from any connector, which nobody knows while its listing is refused anywhere. */
function isReadAnywhere(
  model: Model,
  refused: string,
  isRead: (type: string, name: string) => boolean,
): boolean {
  return [...model.types.values()].some((type) =>
    [...type.relations.values()].some(
      ({ kind, scope, target, name }) =>
        kind === "inverse" &&
        scope === "ANYWHERE" &&
        isRead(type.name, name) &&
        membersOf(model, target).includes(refused),
    ),
  );
}

interface Variant {
  readonly given: Given;
  readonly isAlone?: true;
}

/** An estate, and where several rows of it are asked about each of them without the others, but for those that it is connected with. */
function variantsOf(given: Given): readonly Variant[] {
  const { same } = connectRows(given);
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
        .filter((row) => row === root || !isConnector(row)),
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
