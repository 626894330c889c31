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
  const connectorOf = (row: Row): string => {
    const connector = state.connectorOf(row.home);
    return (connector && ids.get(connector)) ?? madeUpConnector(state.facts.model, row.home);
  };
  const made = (row: Row): string => {
    if (state.connectorOf(row.home) === row) return madeUpConnector(state.facts.model, row.home);
    const number = `${row.type.name.toLowerCase()}-${row.number + 1}`;
    return row.owner && ids.has(row.owner)
      ? `${ids.get(row.owner)!}#${number}`
      : `${connectorOf(row)}/${number}`;
  };
  const connectors = state.rows.filter((row) => state.connectorOf(row.home) === row);
  for (const row of new Set([...connectors, ...state.rows])) {
    const id = nameRow(state, row, made(row), taken);
    if (id === undefined) return undefined;
    ids.set(row, id);
    taken.add(id);
  }
  return {
    idOf: (row) => ids.get(row)!,
    connectorOf,
    unknownId: (row) => `${connectorOf(row)}/unknown-${row.number + 1}`,
  };
}

function nameRow(
  state: State,
  row: Row,
  made: string,
  taken: ReadonlySet<string>,
): string | undefined {
  const demands = row.values.get("id")?.demands;
  if (!demands) return made;
  const domain = state.domain(row.type, "id")!;
  const found = domain.find(demands);
  if (found === "open") return undefined;
  const values = found.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  const others = values.flatMap((value) => [
    value,
    `${value}${row.number}`,
    `${row.number}${value}`,
  ]);
  const free = [made, ...others].find(
    (id) => !taken.has(id) && domain.holds(id) && fulfils(domain.truthsOf(id), demands),
  );
  if (free !== undefined) return free;
  state.leftCrowded();
  if (!domain.isOfFew(demands)) state.leftOpen();
  return undefined;
}
