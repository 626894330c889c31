import { madeUpConnector } from "../estate/made-up-ids.ts";
import type { Row } from "./row.ts";
import type { State } from "./state.ts";
import { fulfils } from "./values/domain.ts";

/** The ids of all rows. */
interface RowNames {
  idOf(row: Row): string;
  connectorOf(row: Row): string;
  /** An id in the row's connector that no row has. */
  unknownId(row: Row): string;
}

/** Gives each row an id of its own that fulfils what is demanded of it; undefined where two would have to have one. */
export function nameRows(state: State): RowNames | undefined {
  const ids = new Map<Row, string>();
  const taken = new Set<string>();
  const isConnector = (row: Row) => state.connectorOf(row.home) === row;
  const connectorOf = (row: Row): string => {
    const connector = state.connectorOf(row.home);
    return (connector && ids.get(connector)) ?? madeUpConnector(state.facts.model, row.home);
  };
  const madeUp = (row: Row): string => {
    if (isConnector(row)) return madeUpConnector(state.facts.model, row.home);
    const number = `${row.type.name.toLowerCase()}-${row.number + 1}`;
    return row.owner && ids.has(row.owner)
      ? `${ids.get(row.owner)!}#${number}`
      : `${connectorOf(row)}/${number}`;
  };
  /** Names rows one after the other; of what the first ones take nothing may be left for others, which are then tried otherwise. */
  const nameFrom = (rows: readonly Row[], at: number): boolean => {
    const row = rows[at];
    if (!row) return true;
    for (const id of idsFor(state, row, madeUp(row))) {
      if (taken.has(id)) continue;
      ids.set(row, id);
      taken.add(id);
      if (nameFrom(rows, at + 1)) return true;
      ids.delete(row);
      taken.delete(id);
      // Another name would be as good as this one for all that come later, unless there are few.
      if (!hasFew(state, row)) return false;
    }
    return false;
  };
  const order = [...state.rows].sort(
    (a, b) =>
      Number(hasFew(state, b)) - Number(hasFew(state, a)) ||
      Number(isConnector(b)) - Number(isConnector(a)) ||
      a.number - b.number,
  );
  if (!nameFrom(order, 0)) {
    state.leftCrowded();
    if (!order.every((row) => !row.values.has("id") || hasFew(state, row))) state.leftOpen();
    return undefined;
  }
  return {
    idOf: (row) => ids.get(row)!,
    connectorOf,
    unknownId: (row) => `${connectorOf(row)}/unknown-${row.number + 1}`,
  };
}

/** Whether a row must have one of the ids that conditions name. */
function hasFew(state: State, row: Row): boolean {
  const demands = row.values.get("id")?.demands;
  return demands !== undefined && state.domain(row.type, "id")!.isOfFew(demands);
}

/** Ids that fulfil what is demanded of a row, the made-up one first. */
function idsFor(state: State, row: Row, made: string): readonly string[] {
  const demands = row.values.get("id")?.demands;
  if (!demands) return [made];
  const domain = state.domain(row.type, "id")!;
  const found = domain.find(demands);
  const kinds = found === "open" ? [] : found.map(({ value }) => value);
  const values = [...domain.named, ...kinds].filter((value) => typeof value === "string");
  const others = values.flatMap((value) => [`${value}${row.number}`, `${row.number}${value}`]);
  return [...new Set([made, ...values, ...others])].filter(
    (id) => domain.holds(id) && fulfils(domain.truthsOf(id), demands),
  );
}
