import type { AssetType, Relation } from "../types.ts";
import type { Row } from "./row.ts";
import type { State } from "./state.ts";

/** A row that may stand behind a relation. */
export interface Candidate {
  readonly isNew?: true;
  /** Makes it stand there, or gives false where it cannot. */
  put(): Row | false;
}

/**
 * The rows that may stand behind a relation of a row: those that do, new ones of each type, and where `reuses` says so others of the
 * estate.
 */
export function candidatesFor(
  state: State,
  row: Row,
  relation: Relation,
  reuses: boolean,
  except: readonly Row[] = [],
): readonly Candidate[] {
  const known = row.related.get(relation.name) ?? [];
  const there = known.filter((far) => !except.includes(far)).map((far) => ({ put: () => far }));
  if (!relation.toMany && known.length > 0) return there;
  const types = state.facts.farTypes(row.type, relation);
  const made = types.flatMap((type) =>
    homesFor(state, row, relation, type).map((home): Candidate => ({
      isNew: true,
      put() {
        const far = state.addRow(type, home, { row, relation });
        return far && linked(state, row, relation, far);
      },
    })),
  );
  if (!reuses) return [...there, ...made];
  const others = state.rows.filter((far) => types.includes(far.type) && !known.includes(far));
  return [
    ...there,
    ...made,
    ...others.map((far) => ({ put: () => linked(state, row, relation, far) })),
  ];
}

function linked(state: State, row: Row, relation: Relation, far: Row): Row | false {
  return state.link(row, relation, far) && far;
}

/** The connectors that a new far row may be in: the near row's, and where the relation crosses connectors another. */
function homesFor(state: State, row: Row, relation: Relation, type: AssetType): readonly number[] {
  if (state.facts.isConnector(type.name)) {
    const own = state.connectorOf(row.home) ? [] : [row.home];
    return state.facts.leadsToOwn(relation) ? own : [...own, state.newHome()];
  }
  const isOwnList = relation.kind === "inverse" && relation.inverse === "connector";
  const crosses = relation.scope === "ANYWHERE" || state.facts.isConnector(row.type.name);
  return crosses && !isOwnList ? [row.home, state.newHome()] : [row.home];
}
